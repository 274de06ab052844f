package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Dataset;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Ratio;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.SourceText;
import io.formgate.hwcost.AdditiveComplexity;
import io.formgate.hwcost.DeviceCycles;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.EstimatedCycles;
import io.formgate.hwcost.OperatorCycles;
import io.formgate.hwcost.PublishedCycles;
import io.formgate.hwcost.ScheduleOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A beat of two oscillators, searched with cycles that are added up. */
class AdditiveSearchTest {
  private static final DeviceModel DEVICE = DeviceModels.load("xcvu9p-2", null);

  private static Spec spec(String more) {
    String text =
        """
        data "beat.csv"
        input a, phi as fixed<12,3> in [-3.15, 3.15]
        output v as fixed<12,4>
        hardware xcvu9p-2 clock 5 ns
        search iterations 2, seed 3, populations 2, population 15, maxsize 11
        """
            + (more.contains("operators ") ? "" : "operators + - * sin square\n");
    return SpecParser.parse(new SourceText("s.fg", text + more + "\n"), Path.of(""));
  }

  private static RowBlocks rows() {
    RandomSource random = new RandomSource(5);
    double[][] columns = new double[3][100];
    for (int r = 0; r < columns[0].length; r++) {
      columns[0][r] = 2 * random.nextDouble() + 0.5;
      columns[1][r] = 6 * random.nextDouble() - 3;
      columns[2][r] = columns[0][r] * Math.sin(3 * columns[1][r]);
    }
    return new RowBlocks(new Dataset(List.of("a", "phi", "v"), columns), List.of("a", "phi"), "v");
  }

  private static List<FrontEntry> front(String statement, int threads) {
    Spec spec = spec(statement);
    SpecProblem.requireAble(spec);
    SearchProblem problem =
        SpecProblem.of(
            spec, spec.output(), rows(), spec.search().iterations(), spec.search().seed());
    List<QuantizerRequest.InputPort> inputs =
        spec.inputs().stream()
            .map(i -> new QuantizerRequest.InputPort(i.name(), i.format(), i.range()))
            .toList();
    QuantizerRequest.OutputPort output =
        new QuantizerRequest.OutputPort(
            "v", Expr.constant(0), spec.output().format(), true, spec.output().tolerance());
    return SearchEngine.run(
            problem,
            () ->
                SpecComplexity.of(
                    spec,
                    DEVICE,
                    new EstimatedCycles(
                        DEVICE,
                        ScheduleOptions.atPeriod(5000),
                        inputs,
                        output,
                        problem.longestFormula())),
            () -> Admission.ALL,
            HardwareDemand.NONE,
            threads,
            _ -> true)
        .front();
  }

  private static String text(List<FrontEntry> front) {
    StringBuilder text = new StringBuilder();
    for (FrontEntry e : front) {
      text.append(e.complexity()).append(' ').append(e.loss()).append(' ');
      text.append(FormulaPrinter.print(formula(e))).append('\n');
    }
    return text.toString();
  }

  private static Expr formula(FrontEntry e) {
    return e.formula().toExpr(List.of("a", "phi"));
  }

  private static void assertComplexities(List<FrontEntry> front, AdditiveComplexity measure) {
    assertThat(front).hasSizeGreaterThan(2);
    double last = -1;
    for (FrontEntry e : front) {
      assertThat(e.complexity())
          .as(text(List.of(e)))
          .isEqualTo(measure.of(formula(e)).toDouble())
          .isGreaterThan(last);
      last = e.complexity();
    }
  }

  private static AdditiveComplexity plain(OperatorCycles cycles, boolean rounded) {
    return new AdditiveComplexity(cycles, Map.of(), Map.of(), Ratio.ONE, rounded);
  }

  @Test
  void theFrontIsOrderedByPublishedCyclesAddedUp() {
    List<FrontEntry> front = front("complexity additive published fixed<14,6>", 1);

    assertComplexities(front, plain(PublishedCycles.load(new FixedFormat(true, 14, 6)), false));
    assertThat(front).allMatch(e -> e.complexity() == Math.rint(e.complexity()));
    assertThat(text(front)).contains("sin");
  }

  @Test
  void theFrontIsOrderedByFractionsOfCyclesOfTheDevice() {
    List<FrontEntry> front = front("complexity additive, fractional", 2);

    assertComplexities(front, plain(new DeviceCycles(DEVICE, 5000, true), false));
    assertThat(front).anyMatch(e -> e.complexity() != Math.rint(e.complexity()));
    assertComplexities(
        front("complexity additive, fractional, rounded", 2),
        plain(new DeviceCycles(DEVICE, 5000, true), true));
  }

  @Test
  void theNumberOfThreadsDoesNotChangeTheResult() {
    String one = text(front("complexity additive, sin 5/3", 1));

    assertThat(text(front("complexity additive, sin 5/3", 3))).isEqualTo(one);
  }

  @Test
  void aCustomOperatorCountsAsItsFormula() {
    String custom = "operators + * wave\ndefine wave(x) = cos(x - 1.5)\n";
    List<FrontEntry> front = front(custom + "complexity additive published fixed<16,6>", 2);

    assertComplexities(front, plain(PublishedCycles.load(new FixedFormat(true, 16, 6)), false));
    assertThat(text(front)).contains("cos");
    assertThatThrownBy(() ->
            SpecProblem.requireAble(spec(custom + "complexity additive published fixed<14,6>")))
        .hasMessageContaining("no cycles of 'cos'");
  }

  /** A derivative may need operators of its own. */
  @Test
  void everyOperatorThatAFormulaMayHaveNeedsCycles() {
    SpecProblem.requireAble(spec("complexity additive published fixed<14,6>"));
    SpecProblem.requireAble(
        spec("form v = D(?(phi), phi)\n" + "complexity additive published fixed<16,6>"));
    SpecProblem.requireAble(
        spec("form v = cos(a)*?(phi)\ncomplexity additive published fixed<14,6>, cos 7"));
    int refused = 0;
    for (String unable :
        new String[] {
          "form v = cos(a)*?(phi)\ncomplexity additive published fixed<14,6>",
          "form v = D(?(phi), phi)\ncomplexity additive published fixed<14,6>",
          "complexity additive published fixed<20,6>",
          "complexity additive published ufixed<14,6>"
        }) {
      assertThatThrownBy(() -> SpecProblem.requireAble(spec(unable)))
          .as(unable)
          .isInstanceOf(DiagnosticException.class)
          .hasMessageContaining("FG706");
      refused++;
    }
    assertThatThrownBy(() ->
            SpecProblem.requireAble(
                spec("complexity nodes, sin 1/999983, + 1/999979, square 1/999961")))
        .hasMessageContaining("FG704")
        .hasMessageContaining("common denominator");
    assertThat(refused).isEqualTo(4);
  }
}
