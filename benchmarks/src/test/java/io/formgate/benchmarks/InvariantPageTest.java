package io.formgate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of invariants counts what is in the file of cells. */
class InvariantPageTest {
  private static final InvariantCell EQUAL =
      InvariantCell.parse("FORMULA,3,unit,4000,20,2,9000,proved,equal,abc,one CPU");

  @Test
  void linesAreReadAndWritten() {
    assertThat(InvariantCell.parse(EQUAL.line())).isEqualTo(EQUAL);
    String refused = "FORMULA,4,unit,4000,0,,0,none,refused FG601,abc,one CPU";
    assertThat(InvariantCell.parse(refused).line()).isEqualTo(refused);
  }

  @Test
  void circuitsAreCounted() {
    String page =
        InvariantPage.text(
            List.of(
                EQUAL,
                InvariantCell.parse("FORMULA,4,unit,4000,0,,0,none,refused FG601,abc,one CPU"),
                InvariantCell.parse("FORMULA,5,unit,4000,70,5,9000,undecided,equal,abc,one CPU"),
                InvariantCell.parse(
                    "DATAPATH,0,unit,1000,90,7,9000,different,not proved z,abc,one CPU")));
    assertThat(page)
        .contains("**2 of 3 circuits are equal, 1 failed; 3 of 2,000 designs are done.**")
        .contains("1 are proved for all inputs; 27,000 vectors")
        .contains("| formula | unit | 4 ns | 2 | 2 | 1 | 1 | 1 | 2 to 5 | 20 to 70 |")
        .contains("- datapath 0, unit at 1000 ps: not proved z")
        .contains("- sources of abc, one CPU: 4");
  }

  @Test
  void pageIsTheOneOfTheCells() throws IOException {
    Path repository = Path.of(System.getProperty("formgate.repository", ""));
    List<InvariantCell> cells = InvariantRun.cells(repository).read();
    assertThat(Files.readString(repository.resolve("docs").resolve("invariants.md")))
        .isEqualTo(InvariantPage.text(cells));
  }
}
