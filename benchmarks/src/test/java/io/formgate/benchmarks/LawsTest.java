package io.formgate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.constraints.Loss;
import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.constraints.UnitChecker;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Operator;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LawsTest {
  private static final List<String> XY = List.of("x", "y");

  private static Expr formula(String text) {
    return FormulaParser.parse(new SourceText("test", text));
  }

  private static LawJudge judge(String law) {
    SplittableRandom random = new SplittableRandom(1);
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      points.add(new double[] {random.nextDouble(1, 5), random.nextDouble(1, 5)});
    }
    return new LawJudge(formula(law), XY, points);
  }

  @Test
  void constantsOfALawAreFreeAndItMayBeWrittenInAnotherWay() {
    LawJudge judge = judge("3*x/(y + 2)");
    assertThat(judge.judge(formula("2.5*x/(y + 1.1)"))).isEqualTo(LawJudge.Verdict.CORRECT);
    assertThat(judge.judge(formula("x/(0.2*y + 0.9)"))).isEqualTo(LawJudge.Verdict.CORRECT);
    assertThat(
            judge("1e-9*x - log(exp(2e-3*y) - 1)").judge(formula("3e-9*x - log(exp(5e-3*y) - 1)")))
        .isEqualTo(LawJudge.Verdict.CORRECT);
  }

  @Test
  void whatIsNoLawIsNotTakenForIt() {
    LawJudge judge = judge("3*x/(y + 2)");
    assertThat(judge.judge(formula("3*x/(y + 2) + 0.001*sin(x)")))
        .as("a term whose constant can vanish")
        .isEqualTo(LawJudge.Verdict.CORRECT);
    assertThat(judge.judge(formula("3*x/(y + 2 + sin(x))"))).isNotEqualTo(LawJudge.Verdict.CORRECT);
    assertThat(judge.judge(formula("3*x/(y + 2.004*y^0)"))).isNotEqualTo(LawJudge.Verdict.FAILED);
    assertThat(judge.judge(formula("2*x + y"))).isEqualTo(LawJudge.Verdict.FAILED);
    assertThat(judge.judge(formula("log(-x)"))).isEqualTo(LawJudge.Verdict.FAILED);
    assertThat(judge.judge(formula("1e200*x*1e200 - 1e300*x*1e10*0.1")))
        .as("a fit without a finite step")
        .isEqualTo(LawJudge.Verdict.FAILED);
    assertThat(judge.judge(formula("3*x/(y + 2) + 0*(x + y + x + y + x + y)")))
        .as("more than twice the nodes")
        .isEqualTo(LawJudge.Verdict.FAILED);
  }

  @Test
  void ofRatiosErrorsAreRelativeHoweverSmallTheValues() {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      points.add(new double[] {1 + 6.5 * i, 2});
    }
    LawJudge judge = LawJudge.ofRatios(formula("3e-9*x*exp(-1*x)"), XY, points);
    assertThat(judge.judge(formula("1e-9*x*exp(-1.01*x)"))).isEqualTo(LawJudge.Verdict.CORRECT);
    assertThat(judge.judge(formula("1e-9*x*exp(-1*x) + 1e-30"))).isEqualTo(LawJudge.Verdict.FAILED);
    assertThat(judge.judge(formula("1e-9*sqrt(x)*exp(-1*x)"))).isEqualTo(LawJudge.Verdict.FAILED);
    assertThat(judge.judge(formula("0*x"))).isEqualTo(LawJudge.Verdict.FAILED);
  }

  @Test
  void unitsAndLossOfALawAreThoseOfItsSpec() {
    int found = 0;
    for (Law law : Law.values()) {
      if (law.hasUnits()) {
        Spec spec = SpecParser.parse(new SourceText(law.name(), law.spec()), Path.of(""));
        assertThat(spec.output().unit().dimension().isNone()).isFalse();
        assertThat(spec.inputNames()).isEqualTo(law.inputs());
        assertThat(spec.search().alternatives()).isEqualTo(LawSearch.ALTERNATIVES);
        Tape tape = Tape.of(law.formula(), law.inputs());
        UnitChecker units =
            new UnitChecker(
                spec.inputDimensions(), spec.output().unit().dimension(), spec.constantUnits());
        assertThat(units.violations(tape)).isZero();
        assertThat(((Loss.Pointwise) spec.lossOf(spec.output().name())).formula())
            .isEqualTo(formula("square(log(prediction) - log(target))"));
        found++;
      }
    }
    assertThat(found).isEqualTo(2);
  }

  @Test
  void theDimuonSearchIsThatOfTheExample() throws IOException {
    Path folder = DimuonSearch.folder(Path.of(System.getProperty("formgate.repository", "")));
    DimuonSearch search = DimuonSearch.of(folder, Law.DIMUON.rows(folder), 3);

    assertThat(search.rows().rows()).isEqualTo(4000);
    assertThat(search.problem().options().seed()).isEqualTo(3);
    assertThat(search.admission().distance(DimuonLaw.tape())).isEqualTo(0);
    assertThat(search.admission().distance(Tape.of(formula("pt1 + phi1"), DimuonLaw.COLUMNS)))
        .isGreaterThan(0);
    assertThat(search.problem().options().operators()).doesNotContain(Operator.EXP);
  }

  @Test
  void cellsRoundTrip() {
    String line =
        "kepler,2,60 s,2,17,12345,61.5,CORRECT,0,sqrt(cube(a))*366,abc,one CPU,25,2026-01-02";
    LawCell cell = LawCell.parse(line);
    assertThat(cell.line()).isEqualTo(line);
    assertThat(LawPage.text(List.of(cell)))
        .contains("| kepler | correct |")
        .contains("| rydberg | missing |")
        .contains("**1 of 1 searches correct**, 0 almost; 8 missing. On 2 threads")
        .contains("the longest took 61.5 s");
    LawCell alternative =
        LawCell.parse(line.replace("60 s", "5000 evaluations").replace("CORRECT,0", "CORRECT,2"));
    assertThat(LawPage.text(List.of(cell, alternative)))
        .contains("## 5,000 evaluations")
        .contains("| kepler | correct (2) |");
    LawCell units = LawCell.parse(line.replace("kepler", "planck with units"));
    assertThat(LawPage.text(List.of(units)))
        .contains("| planck with units | correct |")
        .contains("**1 of 1 searches correct**, 0 almost; 1 missing.");
    LawCell dimuon = LawCell.parse(line.replace("kepler", "dimuon"));
    assertThat(LawPage.text(List.of(cell, dimuon)))
        .contains("| 2 | 60 s | 2 | 12,345 | correct |")
        .contains("**1 of 1 searches correct.**")
        .contains("**1 of 1 searches correct**, 0 almost; 8 missing.");
    assertThatThrownBy(() -> LawCell.parse("kepler,2")).hasMessageContaining("14 values, not 2");
  }

  @Test
  void pageIsTheOneOfTheCells() throws IOException {
    Path repository = Path.of(System.getProperty("formgate.repository", ""));
    List<LawCell> cells = LawRun.cells(repository).read();
    assertThat(cells).isNotEmpty();
    assertThat(Files.readString(repository.resolve("docs").resolve("laws.md")))
        .isEqualTo(LawPage.text(cells));
  }
}
