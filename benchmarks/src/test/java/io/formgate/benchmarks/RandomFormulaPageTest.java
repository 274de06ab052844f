package io.formgate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of random formulas shows what is in the cells, failures too. */
class RandomFormulaPageTest {
  private static final String HOLDS = "3,sin,12,17,4,2600,2000,0.6500,holds,abc,one CPU";

  @Test
  void linesAreReadAndWritten() {
    assertThat(RandomFormulaCell.parse(HOLDS).line()).isEqualTo(HOLDS);
    String refused = "4,log,0,0,0,0,0,0.0000,refused FG601,abc,one CPU";
    assertThat(RandomFormulaCell.parse(refused).line()).isEqualTo(refused);
    assertThat(RandomFormulaCell.parse(refused).failed()).isFalse();
  }

  @Test
  void everyOutcomeIsCounted() {
    String page =
        RandomFormulaPage.text(
            List.of(
                RandomFormulaCell.parse(HOLDS.replace("abc", "old")),
                RandomFormulaCell.parse(HOLDS),
                RandomFormulaCell.parse("4,log,0,0,0,0,0,0.0000,refused FG601,abc,one CPU"),
                RandomFormulaCell.parse(
                    "5,sin,12,17,9,100,7,1.2000,error 3 proved 2,abc,one CPU")));
    assertThat(page)
        .contains("**1 of 2 circuits hold, 1 failed**; 2,700 vectors were simulated, 2,007");
    assertThat(page).contains("| `log` | 0 | 0 | 1 |").contains("| `sin` | 2 | 1 | 0 |");
    assertThat(page).contains("- FG601: 1").contains("- seed 5: error 3 proved 2");
    assertThat(page).contains("from 4 to 9 cycles").doesNotContain("sources of old");
  }

  @Test
  void pageIsTheOneOfTheCells() throws IOException {
    Path repository = Path.of(System.getProperty("formgate.repository", ""));
    List<RandomFormulaCell> cells = RandomFormulaRun.cells(repository).read();
    assertThat(cells).isNotEmpty();
    assertThat(Files.readString(repository.resolve("docs").resolve("formulas.md")))
        .isEqualTo(RandomFormulaPage.text(cells));
  }
}
