package io.formgate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of fronts shows what is in the cells, failures and missing searches too. */
class FrontsPageTest {
  private static final FrontCell SHORT =
      cell("latency,1,250,abc,one CPU,9.0,4.0,0.05,2,9500,120,3,8.5,2,900,equal,x*y + 1");
  private static final FrontCell LONG =
      cell("latency,1,250,abc,one CPU,12.0,1.0,0.02,4,18000,300,3,8.5,4,900,equal,sqrt(x*y)");
  private static final FrontCell SUM =
      cell("additive,1,250,abc,one CPU,8.0,2.0,0.03,3,14000,1200,3,8.0,3,700,equal,max(x, y)");

  private static FrontCell cell(String line) {
    return FrontCell.parse(line);
  }

  @Test
  void linesAreReadAndWritten() {
    for (FrontCell cell : List.of(SHORT, LONG, SUM)) {
      assertThat(FrontCell.parse(cell.line())).isEqualTo(cell);
    }
    assertThat(SUM.formula()).isEqualTo("max(x, y)");
    assertThatThrownBy(() -> FrontCell.parse("latency,1")).hasMessageContaining("17 values, not 2");
  }

  @Test
  void theLowerLossOfEachCycleCountIsNamed() {
    String page = FrontsPage.text(List.of(SHORT, LONG, SUM));
    assertThat(page).contains("**3 of 3 circuits are bit-exact with one latency**");
    assertThat(page).contains("2,500 vectors");
    assertThat(page).contains("| 0 | none | none | latency 0, additive 0, neither 1 |");
    assertThat(page).contains("| 2 | 5.00 % | none | latency 1, additive 0 |");
    assertThat(page).contains("| 3 | 5.00 % | 3.00 % | latency 0, additive 1 |");
    assertThat(page).contains("| 4 | 2.00 % | 3.00 % | latency 1, additive 0 |");
    assertThat(page)
        .contains("| additive | yes | 8 | 3 | 14.000 ns | 1,200 | 3 | 8 | 3.00 % | `max(x, y)` |");
    assertThat(page).doesNotContain("Failures").doesNotContain("is missing");
  }

  @Test
  void theNewestSearchCountsAndWhatFailsOrLacksIsShown() {
    FrontCell wrong =
        cell("latency,1,250,def,one CPU,9.0,4.0,0.05,2,9500,120,3,8.5,3,900,different,x*y + 1");
    String page = FrontsPage.text(List.of(SHORT, LONG, wrong));
    assertThat(page).contains("**0 of 1 circuits are bit-exact with one latency**");
    assertThat(page).contains("- latency, seed 1, `x*y + 1`: different");
    assertThat(page).contains("The search with `complexity additive` is missing.");
    assertThat(page).contains("| 2 | 5.00 % | missing | latency 0, additive 0 |");
    assertThat(page).contains("sources of def").doesNotContain("sources of abc");
  }

  @Test
  void pageIsTheOneOfTheCells() throws IOException {
    Path repository = Path.of(System.getProperty("formgate.repository", ""));
    List<FrontCell> cells = FrontsRun.cells(repository).read();
    assertThat(cells).isNotEmpty();
    assertThat(Files.readString(repository.resolve("docs").resolve("fronts.md")))
        .isEqualTo(FrontsPage.text(cells));
  }
}
