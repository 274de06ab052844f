package io.formgate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of distilled classifiers shows what is in the cells. */
class DistilledPageTest {
  private static final String LINE =
      "jets,abc,one CPU,90,130,77,1c-81l-x,2,3,false,1,5.0,4000,81,4,0,0.0,1,52,%s,%s,0.87,0.88,0.74,"
          + "0.73,0.76,-1.5,40,0.93,true";

  @Test
  void rowsApartAndToTestStandInOneLine() {
    DistilledCell apart = DistilledCell.parse(LINE.formatted("apart", "3943"));
    DistilledCell test = DistilledCell.parse(LINE.formatted("test", "512"));
    assertThat(DistilledCell.parse(apart.line())).isEqualTo(apart);
    String page = DistilledPage.text(List.of(apart, test));
    assertThat(page)
        .contains("1 of 1 circuits are bit-exact")
        .contains("took 90 s, 130 s of processors,")
        .contains("| agreement of at least 0.87 within 2 cycles and 430 LUT | 1 | 81 | 0.8700 |")
        .contains("(n = 3943)");
    assertThat(page)
        .contains(
            "| 1 | 5.0 | 81 | 77 | 0 | 0.0 | 52 | 2 | 0.8700 | 0.8800 | 0.8700 | 0.7400 | 0.7300 |"
                + " 0.7600 | -1.50 (40) |");
    assertThat(page).contains("The run of this example is missing.");
    assertThatThrownBy(() -> DistilledCell.parse("jets,abc,one,1,2,3,4"))
        .hasMessageContaining("24 values, not 1");
  }

  @Test
  void lookUpTablesAreCounted() {
    assertThat(DistilledRun.count("  LUT2   3\n  LUT6  10\n  MUXF7  9\n  INV  1\n")).isEqualTo(14);
  }

  @Test
  void pageIsTheOneOfTheCells() throws IOException {
    Path repository = Path.of(System.getProperty("formgate.repository", ""));
    List<DistilledCell> cells = DistilledRun.cells(repository).read();
    assertThat(cells).isNotEmpty();
    assertThat(Files.readString(repository.resolve("docs").resolve("distilled.md")))
        .isEqualTo(DistilledPage.text(cells));
  }
}
