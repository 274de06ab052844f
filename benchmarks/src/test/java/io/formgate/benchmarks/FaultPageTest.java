package io.formgate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of planted faults counts each outcome and names what is open. */
class FaultPageTest {
  private static final String FOUND = "3,0,STAGE,17,DETECTED,a -> b,abc,one CPU";
  private static final String OPEN = "4,1,WIDTH,9,SURVIVED,c -> d,abc,one CPU";

  @Test
  void linesAreReadAndWritten() {
    assertThat(FaultCell.parse(FOUND).text()).isEqualTo(FOUND);
  }

  @Test
  void everyOutcomeIsCounted() {
    String page =
        FaultPage.text(
            List.of(
                FaultCell.parse(FOUND.replace("abc", "old")),
                FaultCell.parse(FOUND),
                FaultCell.parse(OPEN)));
    assertThat(page)
        .contains("**2 faults in 2 circuits: 1 detected, 0 refused, 0 equivalent, 1 survived")
        .contains("| stage | 1 | 1 | 0 | 0 | 0 | 0 |")
        .contains("- survived, formula 4, line 9, width: `c -> d`")
        .doesNotContain("sources of old");
  }

  @Test
  void pageIsTheOneOfTheCells() throws IOException {
    Path repository = Path.of(System.getProperty("formgate.repository", ""));
    List<FaultCell> cells = FaultRun.cells(repository).read();
    assertThat(cells).isNotEmpty();
    assertThat(Files.readString(repository.resolve("docs").resolve("faults.md")))
        .isEqualTo(FaultPage.text(cells));
  }
}
