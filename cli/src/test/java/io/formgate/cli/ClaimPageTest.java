package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Area;
import io.formgate.sim.synthesis.CellCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimPageTest {
  private static ClaimCheck.Outcome outcome(
      String name, int claimedPs, int achievedPs, int lut, int counted) {
    return new ClaimCheck.Outcome(
        name,
        Optional.of(
            new ClaimCheck.Result(
                name,
                "a | b",
                2,
                claimedPs,
                achievedPs,
                achievedPs,
                new Area(lut, 10, 1, 0, 0),
                new CellCounts(counted, 8, 1, 0, 1),
                DeviceFitTest.WIRE)),
        "");
  }

  private static final ClaimCheck.Outcome REFUSED =
      new ClaimCheck.Outcome("wide", Optional.empty(), "needs a larger table");

  private static ClaimPage page(ClaimCheck.Outcome... outcomes) {
    return new ClaimPage("device", "tool 1", 12000, List.of(outcomes));
  }

  @Test
  void sumsUpWhatWasFound() {
    ClaimPage page =
        page(
            outcome("one", 10000, 8000, 120, 100),
            outcome("two", 10000, 10000, 90, 100),
            outcome("three", 9000, 10000, 100, 100),
            REFUSED);
    assertThat(page.summary())
        .containsExactly(
            "3 circuits, and 1 that cannot be built",
            "timing met by 2 of 3 (66.7 %); reached over claimed frequency: median 1.000, from"
                + " 0.900 to 1.250",
            "LUT: median error 10.0 %, 90 % of circuits within 20.0 %, 1 exact; in all 310"
                + " estimated, 300 counted",
            "FF: median error 25.0 %, 90 % of circuits within 25.0 %, 0 exact; in all 30"
                + " estimated, 24 counted",
            "DSP: median error 0.0 %, 90 % of circuits within 0.0 %, 3 exact; in all 3 estimated,"
                + " 3 counted",
            "BRAM: median error 100.0 %, 90 % of circuits within 100.0 %, 0 exact; in all 0"
                + " estimated, 3 counted");
    assertThat(page.markdown())
        .contains("- timing met by 2 of 3")
        .contains("| one | `a \\| b` | 2 | 10000 | 8000 | 1.250 | 120 / 100 | 10 / 8 |")
        .contains("- wide: needs a larger table")
        .contains("Latencies are those at 12 ns.");
    assertThat(page.csv().lines()).hasSize(4).contains("three,2,9000,10000,100,100,10,8,1,1,0,1");
    assertThat(page.clockPlot()).startsWith("<svg ").contains("two");
  }

  @Test
  void withoutPlaceAndRouteThereAreCountsAlone() {
    ClaimPage page = page(outcome("one", 10000, 0, 120, 100));
    assertThat(page.summary()).hasSize(5).noneMatch(l -> l.startsWith("timing"));
    assertThat(page.markdown()).doesNotContain("clock.svg").doesNotContain("reached ps");
    assertThat(page.csv()).contains("one,2,10000,,120,100");
    assertThat(ClaimPage.line(outcome("one", 10000, 0, 120, 100)))
        .isEqualTo("one: 2 cycles, 10000 ps claimed; LUT 120 / 100, DSP 1 / 1, BRAM 0 / 1");
    assertThat(ClaimPage.line(REFUSED)).isEqualTo("wide: needs a larger table");
  }

  /** What the cost model's page says of each device is what its check found. */
  @ParameterizedTest
  @ValueSource(strings = {"ice40hx8k", "lfe5u-85f-6", "xcvu9p-2"})
  void theCostModelQuotesTheChecks(String device) throws IOException {
    Path docs = Formgate.repository().resolve("docs");
    String quoted = Files.readString(docs.resolve("cost-model.md"));
    List<String> summary =
        Files.readAllLines(docs.resolve("cost-model").resolve(device + ".md")).stream()
            .filter(l -> l.matches("- (\\d+ circuits|timing met|LUT|DSP|BRAM).*"))
            .toList();
    assertThat(summary).hasSizeGreaterThan(3);
    assertThat(quoted.lines()).containsSubsequence(summary);
  }

  @Test
  void nothingBuiltIsNoSuccess() {
    assertThat(page(REFUSED).summary()).containsExactly("0 circuits, and 1 that cannot be built");
  }
}
