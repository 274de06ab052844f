package io.formgate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page beside peers gives medians, times and what is missed. */
class PeerPageTest {
  private static final String SLOW =
      "evaluate,32,+ - *,1000,400,22.5,9,4.0E9,2.5E9,node-rows/s,1.6,1.5,1.8,1,2,pyoperon 1,abc,one"
          + " CPU,25,2026-01-02";
  private static final String FAST =
      "fit,64,+ - *,1000,60,23.0,9,40.0,160.0,us/fit,4.0,3.5,4.5,3,5,pyoperon 1,abc,one"
          + " CPU,25,2026-01-02";
  private static final String OURS =
      "Poly-10,formgate,1,20,2,187,10,1.5,20.5,1.5:0.5 4.0:0.25,0.75,21,100000,2.87E8,x1*x2,abc,one"
          + " CPU; 2 processors,25,2026-01-02";
  private static final String THEIRS =
      "Poly-10,pyoperon 1,1,20,2,187,10,7.5,20.5,1.0:0.6 9.0:0.3,0.5,33,50000,1.845E8,(X1 *"
          + " X2),abc,one CPU; 2 processors,25,2026-01-02";

  @Test
  void linesAreReadAndWritten() {
    assertThat(PeerCell.parse(SLOW).line()).isEqualTo(SLOW);
    assertThat(PeerSearchCell.parse(OURS).line()).isEqualTo(OURS);
  }

  @Test
  void ratiosAndMissedGoalsAreShown() {
    String page = PeerPage.text(List.of(PeerCell.parse(SLOW), PeerCell.parse(FAST)), List.of());
    assertThat(page)
        .contains(
            "| `+ - *` | 1,000 | 22.5 | 32 | 4.00 | 2.50 | **1.60** (1.50 to 1.80) | 1, 2 of 400 |")
        .contains("The goal of float32 is 2.0 times as fast: reached in 0 of 1; the least is 1.60.")
        .contains("The goal is 3.5 times as fast: reached in 1 of 1; the least is 4.00.");
  }

  @Test
  void float64DoesNotCountForTheGoalOfEvaluation() {
    PeerCell narrow = PeerCell.parse(SLOW);
    PeerCell wide =
        PeerCell.parse(SLOW.replace("evaluate,32", "evaluate,64").replace("1.6,", "0.9,"));
    assertThat(PeerPage.text(List.of(narrow, wide), List.of()))
        .contains("| 64 | 4.00 | 2.50 | **0.90**")
        .contains(
            "The goal of float32 is 2.0 times as fast: reached in 0 of 1; the least is 1.60.");
    assertThat(PeerPage.text(List.of(wide), List.of())).contains("times as fast: not measured.");
  }

  @Test
  void aLaterSearchTakesThePlaceOfAnEarlierOne() {
    PeerSearchCell ours = PeerSearchCell.parse(OURS);
    PeerSearchCell theirs = PeerSearchCell.parse(THEIRS);
    PeerSearchCell former = PeerSearchCell.parse(OURS.replace("4.0:0.25", "5.0:0.2"));
    assertThat(PeerPage.text(List.of(), List.of(former, ours, theirs)))
        .isEqualTo(PeerPage.text(List.of(), List.of(ours, theirs)));
  }

  @Test
  void timesAreThoseToTheOthersLoss() {
    String page =
        PeerPage.text(List.of(), List.of(PeerSearchCell.parse(OURS), PeerSearchCell.parse(THEIRS)));
    assertThat(page)
        .contains("| Poly-10 | pyoperon 1 | 0.3000 | 4.0 | 9.0 | 0.2500 | 4.0 | missed |")
        .contains("sooner on **1 of 1** sets")
        .contains("7.5 processes wanted a processor (median)", "among them. That is too many")
        .contains(
            "are 1.56 to 1.56 times those of Operon that fits nothing; the goal of 2.0 is reached on 0 of 1 sets")
        .contains("| Poly-10 | 1 | 0.750 | 21 | 14 | 0.500 | 33 | 9 |");
  }

  @Test
  void theBetterSettingOfOperonCounts() {
    PeerSearchCell ours = PeerSearchCell.parse(OURS);
    PeerSearchCell plain = PeerSearchCell.parse(THEIRS);
    String fits = THEIRS.replace("pyoperon 1", "pyoperon-fits 1");
    assertThat(
            PeerPage.text(
                List.of(),
                List.of(ours, plain, PeerSearchCell.parse(fits.replace(":0.3", ":0.1")))))
        .contains("| Poly-10 | pyoperon-fits 1 | 0.1000 | missed | 9.0 |");
    assertThat(
            PeerPage.text(
                List.of(),
                List.of(ours, plain, PeerSearchCell.parse(fits.replace(":0.3", ":0.5")))))
        .contains("| Poly-10 | pyoperon 1 | 0.3000 | 4.0 | 9.0 |");
  }

  /** A search may end long after its limit, but even then a hit is sooner than a miss. */
  @Test
  void aMissIsNeverSooner() {
    PeerSearchCell miss = PeerSearchCell.parse(OURS.replace("4.0:0.25", "4.0:0.4"));
    PeerSearchCell lateHit = PeerSearchCell.parse(THEIRS.replace("9.0:0.3", "27.0:0.3"));
    assertThat(miss.trace().secondsTo(0.3)).isEmpty();
    assertThat(lateHit.trace().secondsTo(0.3)).hasValue(27);
    assertThat(PeerPage.text(List.of(), List.of(miss, lateHit)))
        .contains("| Poly-10 | pyoperon 1 | 0.3000 | missed | 27.0 | 0.4000 | 4.0 | 27.0 |")
        .contains("sooner on **0 of 1** sets");
  }

  @Test
  void aSetIsSplitIntoThreeParts(@TempDir Path folder) throws IOException {
    StringBuilder rows = new StringBuilder("a,y,b\n");
    for (int i = 0; i < 12; i++) {
      rows.append(i).append(',').append(100 + i).append(',').append(-i).append('\n');
    }
    Files.writeString(folder.resolve("s.csv"), rows);
    Files.writeString(
        folder.resolve("s.json"),
        """
        {"metadata": {"target": "y", "test_rows": {"end": 12, "start": 8}, "training_rows": {"end": 8, "start": 0}}}
        """);
    RegressionSet set = RegressionSet.read(folder, "s", 1);
    assertThat(set.train().rows()).isEqualTo(6);
    assertThat(set.validation().rows()).isEqualTo(2);
    double[][] test = set.test().allColumns();
    assertThat(test[0]).containsExactly(8, 9, 10, 11);
    assertThat(test[1]).containsExactly(-8, -9, -10, -11);
    assertThat(test[2]).containsExactly(108, 109, 110, 111);
    assertThat(RegressionSet.variance(set.test().targets())).isEqualTo(1.25);
    Path file = folder.resolve("part");
    RegressionSet.write(set.train(), file);
    assertThat(RegressionSet.readRows(file, 3, 6).allColumns())
        .isDeepEqualTo(set.train().allColumns());
  }

  @Test
  void treesAreWrittenInPostfixOrder() {
    RowBlocks rows = PeerMix.rows(PeerMix.columns(300), 300);
    List<Tape> trees = PeerMix.FUNCTIONS.trees(5, 20, 24, 5, rows);
    assertThat(trees)
        .hasSize(5)
        .allSatisfy(tree -> {
          assertThat(tree.constants()).isEqualTo(5);
          assertThat(PeerMix.postfix(tree).split(" ")).hasSize(tree.length());
        });
    Tape tape = new Tape(4);
    tape.addVariable(3);
    tape.addConstant(0.5);
    tape.addOperator(io.formgate.expression.Operator.SUBTRACT);
    tape.addOperator(io.formgate.expression.Operator.SQRT);
    assertThat(PeerMix.postfix(tape)).isEqualTo("x3 0.5 - sqrt");
  }

  @Test
  void pageIsTheOneOfTheCells() throws IOException {
    Path repository = Path.of(System.getProperty("formgate.repository", ""));
    List<PeerCell> speeds = PeerRun.cells(repository).read();
    List<PeerSearchCell> searches = PeerSearchRun.cells(repository).read();
    assertThat(speeds).isNotEmpty();
    assertThat(searches).isNotEmpty();
    assertThat(Files.readString(repository.resolve("docs").resolve("peers.md")))
        .isEqualTo(PeerPage.text(speeds, searches));
  }
}
