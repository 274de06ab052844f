package io.formgate.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReportPageTest {
  private static final long MOST_BYTES = 5_000_000;
  private static final List<String> NAMES = List.of("M", "pt1", "eta_2", "größe");

  private static @TempDir Path folder;
  private Browser browser;
  private Path page;
  private Path comparison;

  @BeforeAll
  void writes() throws Exception {
    browser = new Browser(folder.resolve("profile"));
    ReportData run = SampleReport.of(30, NAMES);
    page = Files.writeString(folder.resolve("report.html"), ReportPage.html(List.of(run)));
    comparison =
        Files.writeString(
            folder.resolve("comparison.html"),
            ReportPage.html(List.of(run, SampleReport.of(5, List.of("other")))));
  }

  @AfterAll
  void ends() {
    browser.close();
  }

  @Test
  void frontOfThirtyPointsIsSmall() throws Exception {
    assertThat(Files.size(page)).isLessThan(MOST_BYTES);
  }

  /**
   * Each page is loaded once at either width and in either scheme; the others it gets while it is
   * open, as when a window is resized or the sun sets, and all has to be drawn again.
   */
  @ParameterizedTest
  @CsvSource({"1280,false", "400,true"})
  void nothingOverflowsAndEverySectionIsDrawn(int width, boolean dark) throws Exception {
    Path file = dark ? comparison : page;
    browser.show(file, width, dark);
    assertThat(browser.evaluate("performance.getEntriesByType('resource').length").asInt())
        .isZero();
    assertThat(browser.evaluate("document.querySelectorAll('tr[data-key]').length").asInt())
        .isEqualTo(dark ? 37 : 31);
    looksWell(width, dark);
    browser.look(width, !dark);
    looksWell(width, !dark);
    int other = width == 400 ? 1280 : 400;
    browser.look(other, !dark);
    looksWell(other, !dark);
    browser.look(other, dark);
    looksWell(other, dark);
    browser.evaluate("dispatchEvent(new Event('beforeprint'))");
    // A sheet of A4 is 717 px wide between Chromium's margins.
    JsonNode sheet =
        browser.evaluate(
            """
            ({
              widest: Math.max(...[...document.querySelectorAll(".chart svg")].map((s) => s.getBoundingClientRect().width)),
              paper: getComputedStyle(document.documentElement).backgroundColor,
              ink: document.querySelector(".chart text").getAttribute("fill"),
              folded: document.querySelectorAll("[data-section=device] details:not([open])").length,
            })\
            """);
    assertThat(sheet.get("widest").asDouble()).isBetween(300.0, 717.0);
    assertThat(sheet.get("paper").asText()).isEqualTo("rgb(255, 255, 255)");
    assertThat(sheet.get("ink").asText()).isEqualTo("#1b1d21");
    assertThat(sheet.get("folded").asInt()).isZero();
    browser.evaluate("dispatchEvent(new Event('afterprint'))");
    browser.look(other, dark);
    looksWell(other, dark);
  }

  private void looksWell(int width, boolean dark) throws Exception {
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(width);
    JsonNode wide =
        browser.evaluate(
            """
            [...document.querySelectorAll("main *")].filter((e) => !e.closest(".scroll, .chart, pre, svg, math")
              && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map((e) => e.outerHTML.slice(0, 80))\
            """);
    assertThat(wide).isEmpty();
    JsonNode cut =
        browser.evaluate(
            """
            [...document.querySelectorAll(".chart")].flatMap((c) => [...c.querySelectorAll("text")].filter((t) => {
              const inside = t.getBoundingClientRect(), all = c.getBoundingClientRect();
              return inside.width > 0 && (inside.left < all.left - 1 || inside.right > all.right + 1 || inside.bottom > all.bottom + 1);
            }).map((t) => c.getAttribute("aria-label") + ": " + t.textContent))\
            """);
    assertThat(cut).isEmpty();
    assertThat(
            browser
                .evaluate(
                    """
                    [...document.querySelectorAll(".graph .input rect")].some((r) => {
                      const box = r.getBoundingClientRect(), seen = r.closest(".scroll").getBoundingClientRect();
                      return box.left >= seen.left && box.right <= seen.right && box.top >= seen.top && box.bottom <= seen.bottom;
                    })\
                    """)
                .asBoolean())
        .as("an input in sight where the datapath opens")
        .isTrue();
    // Every chart is drawn, at its own width and in the colours of the scheme.
    assertThat(
            browser.evaluate(
                """
                [...document.querySelectorAll(".chart")].filter((c) => c.clientWidth > 0
                  && Math.abs((c.querySelector("svg")?.getBoundingClientRect().width ?? 0) - c.clientWidth) > 1).map((c) => c.getAttribute("aria-label"))\
                """))
        .isEmpty();
    assertThat(browser.evaluate("document.querySelectorAll('.chart svg').length").asInt())
        .isGreaterThan(15);
    assertThat(
            browser.evaluate("document.querySelector('.chart text').getAttribute('fill')").asText())
        .isEqualTo(dark ? "#e8eaed" : "#1b1d21");
    assertThat(browser.evaluate("document.querySelectorAll('.card > .math math').length").asInt())
        .isOne();
    assertThat(
            browser.evaluate("getComputedStyle(document.documentElement).backgroundColor").asText())
        .isEqualTo(dark ? "rgb(20, 22, 26)" : "rgb(255, 255, 255)");
  }

  @Test
  void clickOnAPointOrARowShowsThatCandidate() throws Exception {
    browser.show(page, 1280, false);
    assertThat(heading()).startsWith("Candidate 4 of");
    JsonNode at =
        browser.evaluate(
            """
            (() => {
              const place = document.querySelector("[data-chart=cycles]");
              place.scrollIntoView();
              const point = place.chart.getOption().series.flatMap((s) => s.data).find((d) => d.key === "0/11");
              const [x, y] = place.chart.convertToPixel({ seriesIndex: 0 }, point.value);
              const box = place.getBoundingClientRect();
              return [box.left + x, box.top + y];
            })()\
            """);
    browser.click(at.get(0).asDouble(), at.get(1).asDouble());
    assertThat(heading()).startsWith("Candidate 11 of");
    browser.evaluate("document.querySelectorAll('tr[data-key]')[20].click()");
    assertThat(heading()).startsWith("Candidate 21 of");
    assertThat(browser.evaluate("document.querySelector('tr.selected').dataset.key").asText())
        .isEqualTo("0/21");
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('.graph .input')].map((g) => g.querySelector('text').textContent).join('|')")
                .asText())
        .endsWith("|2 inputs that are not used");
    JsonNode marked =
        browser.evaluate(
            """
            (() => {
              const of = (place) => [...document.querySelectorAll(place + " .same")].map((e) => e.dataset.node);
              document.querySelector(".graph [data-node=add4]").dispatchEvent(new MouseEvent("click", { bubbles: true }));
              return [of(".graph"), of(".gantt"), of("[data-section=resources]")].map((names) => names.join());
            })()\
            """);
    assertThat(marked).extracting(JsonNode::asText).containsExactly("add4", "add4", "add4");
    JsonNode map =
        browser.evaluate(
            """
            (() => {
              const place = [...document.querySelectorAll("[data-section=tables] .chart")].find((c) => c.chart.getOption().visualMap.length);
              const { min, max } = place.chart.getOption().visualMap[0];
              return { middle: min + max, labels: [...place.querySelectorAll("text")].map((t) => t.textContent), caption: place.parentElement.textContent };
            })()\
            """);
    assertThat(map.get("middle").asDouble()).isZero();
    assertThat(map.get("labels")).extracting(JsonNode::asText).contains("0").doesNotContain("0e+0");
    assertThat(map.get("caption").asText()).contains("through 0 (none)");
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('[data-section=errors] figcaption')].map((c) => c.textContent).join()")
                .asText())
        .contains(": mean ", ", RMS ");
    browser.evaluate("document.querySelectorAll('tr[data-key]')[30].click()");
    assertThat(heading()).startsWith("Candidate 31 of");
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('#candidate .card')].filter((c) => c.children.length < 2 || !c.lastElementChild.textContent).length")
                .asInt())
        .as("empty panels")
        .isZero();
    assertThat(browser.evaluate("document.querySelector('#candidate').textContent").asText())
        .contains("Why it cannot be built")
        .doesNotContain("The commands below");
    assertThat(browser.complaints()).isEmpty();
  }

  /** Beside areas of 40 to 30,000 LUT that of none, which a logarithm has no place for. */
  @Test
  void nothingStandsAtNothing() throws Exception {
    browser.show(page, 1280, false);
    JsonNode at =
        browser.evaluate(
            """
            (() => {
              const place = document.querySelector("[data-chart=area]");
              const left = (t) => t.getBoundingClientRect().left + t.getBoundingClientRect().width / 2;
              const texts = (name) => [...place.querySelectorAll("text")].filter((t) => t.textContent === name).map(left);
              const points = place.chart.getOption().series.flatMap((s) => s.data);
              const x = (id) => place.getBoundingClientRect().left
                + place.chart.convertToPixel({ seriesIndex: 0 }, points.find((d) => d.key === "0/" + id).value)[0];
              return { zero: Math.min(...texts("0")), hundred: texts("100")[0], none: x("1"), some: x("2") };
            })()\
            """);
    assertThat(at.get("none").asDouble()).isCloseTo(at.get("zero").asDouble(), within(2.0));
    assertThat(at.get("some").asDouble())
        .isBetween(at.get("zero").asDouble() + 20, at.get("hundred").asDouble() - 1);
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('tr[data-key]')][0].querySelectorAll('td')[3].textContent")
                .asText())
        .isEqualTo("0");
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelector('[data-section=front] thead').rows].map((r) => r.textContent).join('|')")
                .asText())
        .isEqualTo("cyclesnsLUTDSPBRAMRMS error (%)formula|formulacircuitkept apart");
  }

  /** From a node to the part of the formula and back, by mouse and by keyboard. */
  @Test
  void nodesLeadToTheirPartsOfTheFormula() throws Exception {
    browser.show(page, 1280, false);
    // add4 begins at an even place and is the value of x*3, align7 a step towards it.
    JsonNode hovered =
        browser.evaluate(
            """
            (() => {
              const state = () => ({
                parts: [...document.querySelectorAll("[data-section=graph] [data-part].same")].map((e) => e.textContent),
                above: document.querySelectorAll("[data-section=formula] [data-part].same").length,
                said: document.querySelector("[data-section=graph] .said").textContent,
                later: document.querySelector("[data-section=schedule] .said").textContent,
              });
              const box = (name) => document.querySelector(".graph [data-node=" + name + "]");
              const over = (e) => e.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
              over(box("add4"));
              const value = state();
              box("add4").dispatchEvent(new PointerEvent("pointerout", { bubbles: true }));
              const gone = state();
              over(document.querySelector(".gantt [data-node=add3]"));
              return { value, gone, step: state(), tip: box("add4").querySelector("title").textContent };
            })()\
            """);
    assertThat(hovered.get("value").get("parts"))
        .extracting(JsonNode::asText)
        .containsExactly("x·3");
    assertThat(hovered.get("value").get("above").asInt()).isOne();
    assertThat(
            browser
                .evaluate("document.querySelector('[data-section=formula] pre').textContent")
                .asText())
        .isEqualTo("größe = größe - 1");
    assertThat(hovered.get("value").get("said").asText()).isEqualTo("add4 computes x*größe");
    assertThat(hovered.get("value").get("later").asText()).isEqualTo("add4 computes x*größe");
    assertThat(hovered.get("tip").asText()).endsWith("; computes x*größe");
    assertThat(hovered.get("gone").get("parts")).isEmpty();
    assertThat(hovered.get("gone").get("said").asText()).startsWith("Point at a node");
    assertThat(hovered.get("step").get("said").asText())
        .isEqualTo("add3 is a step towards x*größe");
    browser.evaluate("document.querySelector('.graph g[tabindex=\"0\"]').focus()");
    String first = focused();
    browser.key("ArrowDown", 40);
    assertThat(focused()).isNotEqualTo(first);
    browser.key("ArrowUp", 38);
    browser.key("ArrowDown", 40);
    browser.key("Enter", 13);
    String chosen = focused();
    browser.evaluate("document.activeElement.blur()");
    JsonNode kept =
        browser.evaluate(
            """
            ({
              node: [...document.querySelectorAll(".graph .same")].map((e) => e.dataset.node).join(),
              said: document.querySelector("[data-section=graph] .said").textContent,
              stops: document.querySelectorAll(".graph [tabindex='0']").length,
            })\
            """);
    assertThat(kept.get("node").asText()).isEqualTo(chosen);
    assertThat(kept.get("said").asText()).startsWith(chosen + " ");
    assertThat(kept.get("stops").asInt()).isOne();
    JsonNode back =
        browser.evaluate(
            """
            (() => {
              const part = document.querySelector("[data-section=graph] [data-part='0']");
              part.dispatchEvent(new MouseEvent("click", { bubbles: true }));
              dispatchEvent(new Event("beforeprint"));
              const onPaper = document.querySelector("[data-section=graph] details").open;
              dispatchEvent(new Event("afterprint"));
              return {
                onPaper,
                nodes: document.querySelectorAll(".graph .same").length,
                rows: [...document.querySelectorAll("[data-section=graph] details tbody tr")].map((r) => r.textContent),
              };
            })()\
            """);
    assertThat(back.get("onPaper").asBoolean()).isTrue();
    assertThat(back.get("nodes").asInt()).isGreaterThan(2);
    assertThat(back.get("rows")).hasSize(2);
    assertThat(back.get("rows").get(0).asText()).startsWith("x*größe").contains("add4", "add3");
    assertThat(browser.complaints()).isEmpty();
  }

  /** A picture that is cut says so, and shows all when asked. */
  @Test
  void tallPictureSaysThatItGoesOn() throws Exception {
    browser.show(page, 1280, true);
    JsonNode cue =
        browser.evaluate(
            """
            (async () => {
              const picture = document.querySelector("[data-section=graph] .picture"), cue = picture.parentElement.nextElementSibling;
              const next = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
              const shades = () => picture.parentElement.className;
              const first = [picture.scrollHeight > picture.clientHeight, cue.hidden, cue.textContent, shades()];
              picture.scrollTop = picture.scrollHeight;
              await next();
              const end = [cue.textContent, shades()];
              cue.querySelector("button").click();
              await next();
              return { first, end, whole: picture.scrollHeight - picture.clientHeight, less: cue.textContent };
            })()\
            """);
    assertThat(cue.get("first").get(0).asBoolean()).isTrue();
    assertThat(cue.get("first").get(1).asBoolean()).isFalse();
    assertThat(cue.get("first").get(2).asText())
        .isEqualTo("The picture goes on below: scroll it, or show all");
    assertThat(cue.get("first").get(3).asText())
        .contains("more-below")
        .doesNotContain("more-above");
    assertThat(cue.get("end").get(0).asText()).startsWith("This is the end of the picture.");
    assertThat(cue.get("end").get(1).asText()).contains("more-above").doesNotContain("more-below");
    assertThat(cue.get("whole").asInt()).isLessThanOrEqualTo(4);
    assertThat(cue.get("less").asText()).contains("show less");
  }

  /** The same of a picture that is wider than a telephone. */
  @Test
  void widePictureSaysThatItGoesOn() throws Exception {
    browser.show(page, 400, false);
    JsonNode cue =
        browser.evaluate(
            """
            (async () => {
              const picture = document.querySelector("[data-section=schedule] .picture"), cue = picture.parentElement.nextElementSibling;
              const next = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
              const shade = () => getComputedStyle(picture.parentElement, "::after");
              const state = () => [cue.hidden, cue.textContent, picture.parentElement.className, shade().getPropertyValue("--right") !== "transparent",
                cue.querySelector("button").hidden];
              const first = state();
              picture.scrollLeft = picture.scrollWidth;
              await next();
              return { first, end: state() };
            })()\
            """);
    assertThat(cue.get("first").toString())
        .isEqualTo(
            "[false,\"The picture goes on to the right and below: scroll it, or show all\",\"window more-right more-below\",true,false]");
    assertThat(cue.get("end").toString())
        .isEqualTo(
            "[false,\"The picture goes on to the left and below: scroll it, or show all\",\"window more-below more-left\",false,false]");
    assertThat(browser.complaints()).isEmpty();
  }

  private String focused() throws Exception {
    return browser.evaluate("document.activeElement.dataset.node ?? ''").asText();
  }

  private String heading() throws Exception {
    return browser.evaluate("document.querySelector('#candidate h2').textContent").asText();
  }

  /** {@return fifty names that would do something if the page took them for more than text} */
  static List<String> hostile() {
    List<String> attacks =
        List.of(
            "<script>window.hacked=1</script>",
            "</script><script>window.hacked=1</script>",
            "<img src=x onerror=\"window.hacked=1\">",
            "\"><svg onload=window.hacked=1>",
            "' onmouseover='window.hacked=1",
            "javascript:window.hacked=1",
            "\u202Eevil\u202C",
            "<!--<script>",
            "{b|x}${window.hacked=1}{{window.hacked=1}}",
            "\\u003cscript>]]>&lt;b&gt;\u0000\u2066x");
    List<String> names = new ArrayList<>();
    for (String before : List.of("", "x", "\u200F", "a\nb", "\uD83D\uDE00")) {
      attacks.forEach(a -> names.add(before + a));
    }
    return names;
  }

  @Test
  void hostileNamesAreText() throws Exception {
    List<String> names = hostile();
    assertThat(names).hasSize(50).doesNotHaveDuplicates();
    Path file = folder.resolve("hostile.html");
    Files.writeString(file, ReportPage.html(List.of(SampleReport.of(50, names))));
    browser.show(file, 400, false);
    for (int i = 0; i <= 50; i += 25) {
      browser.evaluate("document.querySelectorAll('tr[data-key]')[" + i + "].click()");
      assertThat(
              browser
                  .evaluate(
                      "document.querySelectorAll('main script, main img, main iframe, main b b').length")
                  .asInt())
          .isZero();
      assertThat(
              browser
                  .evaluate(
                      "[...document.querySelectorAll('a')].filter((a) => a.protocol !== 'file:').length")
                  .asInt())
          .isZero();
      assertThat(
              browser
                  .evaluate(
                      "/[\\u202a-\\u202e\\u2066-\\u2069\\u200e\\u200f]/.test(document.querySelector('main').textContent)")
                  .asBoolean())
          .isFalse();
    }
    assertThat(browser.evaluate("typeof window.hacked").asText()).isEqualTo("undefined");
    assertThat(browser.evaluate("document.scripts.length").asInt()).isEqualTo(3);
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(400);
  }

  @Test
  void reportsReadBackAsTheyWere() {
    ReportData run = SampleReport.of(6, NAMES);
    assertThat(ReportJson.read(ReportJson.write(run))).isEqualTo(run);
  }
}
