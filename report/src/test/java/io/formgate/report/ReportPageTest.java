package io.formgate.report;

import static org.assertj.core.api.Assertions.assertThat;

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
  void frontOfThirtyPointsIsSmallAndFetchesNothing() throws Exception {
    assertThat(Files.size(page)).isLessThan(MOST_BYTES);
    browser.show(page, 1280, false);
    assertThat(browser.evaluate("performance.getEntriesByType('resource').length").asInt())
        .isZero();
    assertThat(browser.evaluate("document.querySelectorAll('tr[data-key]').length").asInt())
        .isEqualTo(31);
  }

  @ParameterizedTest
  @CsvSource({"1280,false", "1280,true", "400,false", "400,true"})
  void nothingOverflowsAndEverySectionIsDrawn(int width, boolean dark) throws Exception {
    for (Path file : List.of(page, comparison)) {
      browser.show(file, width, dark);
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
      assertThat(browser.evaluate("document.querySelectorAll('.chart svg').length").asInt())
          .isGreaterThan(15);
      assertThat(browser.evaluate("document.querySelectorAll('math').length").asInt()).isOne();
      assertThat(
              browser
                  .evaluate("getComputedStyle(document.documentElement).backgroundColor")
                  .asText())
          .isEqualTo(dark ? "rgb(20, 22, 26)" : "rgb(255, 255, 255)");
    }
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
              const e = JSON.parse(document.getElementById("data").textContent)[0].candidates[10];
              const [x, y] = place.chart.convertToPixel({ seriesIndex: 0 }, [e.circuit.latencyCycles, e.loss]);
              const box = place.getBoundingClientRect();
              const many = place.chart.getOption().series.length;
              for (let s = 0; s < many; s++) {
                for (const d of place.chart.getOption().series[s].data) {
                  if (d.entry.c.id === e.id) { return [box.left + x, box.top + y, many]; }
                }
              }
            })()\
            """);
    browser.click(at.get(0).asDouble(), at.get(1).asDouble());
    assertThat(heading()).startsWith("Candidate 11 of");
    browser.evaluate("document.querySelectorAll('tr[data-key]')[20].click()");
    assertThat(heading()).startsWith("Candidate 21 of");
    assertThat(browser.evaluate("document.querySelector('tr.selected').dataset.key").asText())
        .isEqualTo("0/21");
    browser.evaluate("document.querySelectorAll('tr[data-key]')[30].click()");
    assertThat(heading()).startsWith("Candidate 31 of");
    assertThat(browser.complaints()).isEmpty();
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
