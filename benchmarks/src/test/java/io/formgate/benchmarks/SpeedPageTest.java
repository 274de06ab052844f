package io.formgate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of speeds shows what is in the cells, missed goals too. */
class SpeedPageTest {
  private static final String EMIT =
      "emit_warm-20,25,138,0,0.310,0.55,0,312,1.50,abc,CPU; 2 processors";
  private static final String STREAM =
      "stream-20,25,138,10005313,1.900,2.10,4999999,400,1.50,abc,CPU; 2 processors";

  @Test
  void linesAreReadAndWritten() {
    assertThat(SpeedCell.parse(EMIT).line()).isEqualTo(EMIT);
    assertThat(SpeedCell.parse(STREAM).line()).isEqualTo(STREAM);
  }

  @Test
  void goalsAreMetOrMissed() {
    String page =
        SpeedPage.text(
            List.of(
                SpeedCell.parse(EMIT.replace("0.310", "0.910")),
                SpeedCell.parse(EMIT),
                SpeedCell.parse(STREAM)));
    assertThat(page)
        .contains("| emit, warm process | 25 | 138 |  | 0.31 | 0.6 |  | 312 | under 0.5 s: met |")
        .contains("| 4,999,999 | 400 | at least 5,000,000 vectors/s: **missed** |")
        .contains("| emit, first of a process | 2000 | | | missing |");
    assertThat(SpeedPage.text(List.of(SpeedCell.parse(EMIT.replace("0.310", "0.501")))))
        .contains("under 0.5 s: **missed** |");
    assertThat(
            SpeedPage.text(
                List.of(
                    SpeedCell.parse(
                        EMIT.replace("0.310,0.55", "0.910,0.55").replace("1.50", "2.50")))))
        .contains("under 0.5 s: **missed** on a busy machine |");
  }

  @Test
  void modulesHaveTheirSizeAndRepeatWithTheSeed() {
    for (SpeedTrial trial : SpeedTrial.ALL) {
      var module = SizedModule.of(trial.nodes(), 7);
      int nodes = module.outputs().stream().mapToInt(o -> o.formula().size()).sum();
      assertThat(nodes).isBetween(trial.nodes(), trial.nodes() + 2 * SizedModule.FORMULA_NODES);
      assertThat(SizedModule.of(trial.nodes(), 7)).isEqualTo(module);
      assertThat(SpeedTrial.of(trial.name())).contains(trial);
    }
  }

  @Test
  void pageIsTheOneOfTheCells() throws IOException {
    Path repository = Path.of(System.getProperty("formgate.repository", ""));
    List<SpeedCell> cells = SpeedRun.cells(repository).read();
    assertThat(cells).isNotEmpty();
    assertThat(Files.readString(repository.resolve("docs").resolve("speed.md")))
        .isEqualTo(SpeedPage.text(cells));
  }
}
