package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Area;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tape;
import io.formgate.expression.Tolerance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The search's estimate against the schedule of the real lowering. */
class EstimatedCyclesTest {
  private static final double RELATIVE_TOLERANCE = 0.01;

  private static final List<QuantizerRequest.InputPort> INPUTS =
      List.of(
          port("pt1", "ufixed<12,9>", 3, 300),
          port("pt2", "ufixed<12,9>", 3, 300),
          port("eta1", "fixed<12,3>", -2.5, 2.5),
          port("eta2", "fixed<12,3>", -2.5, 2.5),
          port("phi1", "fixed<12,3>", -3.2, 3.2),
          port("phi2", "fixed<12,3>", -3.2, 3.2));

  private static final List<String> FORMULAS =
      List.of(
          "pt1",
          "pt1 + pt2",
          "pt1 - 0.37*pt2",
          "pt1 + pt2 + 3*eta1",
          "pt1*pt2",
          "2*pt1*pt2*1.7",
          "pt1*pt2*eta1",
          "square(pt1) + square(pt2)",
          "square(pt1 + pt2) - square(eta1)",
          "sqrt(pt1)",
          "sqrt(pt1*pt2)",
          "sqrt(square(pt1) + square(pt2))",
          "sqrt(square(eta1 - eta2) + square(phi1 - phi2))",
          "1/pt1",
          "eta1/pt1",
          "pt1/pt2",
          "pt1/(pt1 + pt2)",
          "(pt1 - pt2)/(pt1 + pt2)",
          "cos(phi1)",
          "cos(phi1 - phi2)",
          "cosh(eta1 - eta2)",
          "pt1*cos(phi1)",
          "pt1*cos(phi1) + pt2*cos(phi2)",
          "cosh(eta1 - eta2) - cos(phi1 - phi2)",
          "2*pt1*pt2*(cosh(eta1 - eta2) - cos(phi1 - phi2))",
          "sqrt(2*pt1*pt2*(cosh(eta1 - eta2) - cos(phi1 - phi2)))",
          "sqrt(square(pt1*cos(phi1) + pt2*cos(phi2)) + square(pt1*sin(phi1) + pt2*sin(phi2)))",
          "pt1*exp(0.5*eta1)",
          "exp(-0.01*pt1)*pt2",
          "sin(phi1)*sin(phi2)",
          "cos(eta1*phi1)",
          "exp(sin(eta1*phi1))",
          "min(pt1, pt2)",
          "max(pt1, pt2)*abs(eta1 - eta2)",
          "min(pt1, 100)*max(eta1, 0)",
          "abs(phi1 - phi2)",
          "abs(pt1*eta1 - pt2*eta2)",
          "max(abs(phi1), abs(phi2))*pt1",
          "-pt1*eta2",
          "pt1*pt2*cosh(eta1)*cosh(eta2)",
          "square(square(eta1))",
          "square(eta1*phi1) + 1",
          "pt1*square(eta1) + pt2*square(eta2)",
          "sqrt(abs(eta1))*pt2",
          "pt1*sqrt(1 + square(eta1))",
          "(eta1 + eta2)*(phi1 - phi2)",
          "(eta1 + eta2 + phi1)*pt1",
          "sin(eta1 + eta2 + phi1)",
          "pt1/(1 + square(eta1))",
          "pt1/3",
          "pt1*pt2/7.3",
          "1/(1 + exp(-eta1 - phi2))",
          "cube(pt1) - pt2",
          "pow(pt1, 2.5)/1000",
          "inv(pt1 + pt2)",
          "sqrt_abs(eta1*phi1)",
          "relu(eta1 - eta2)*pt1",
          "clamp(eta1*phi1, -1, 1)",
          "fma(pt1, eta1, pt2)",
          "tanh(eta1 - eta2)*pt1",
          "log(pt1 + pt2)",
          "atan2(eta1, pt1)",
          "sign(eta1)*pt1",
          "floor(pt1 + pt2)*eta1",
          "cond(pt1 < pt2, pt1*eta1, pt2*eta2)",
          "cond(eta1 > 0 and eta2 > 0, pt1, pt2)",
          "(pt1 >= 30)*cosh(eta1)",
          "cond(pt1 == pt2, eta1, eta1*pt1)");

  private static QuantizerRequest.InputPort port(String name, String format, double lo, double hi) {
    return new QuantizerRequest.InputPort(
        name, FixedFormat.parse(format).orElseThrow(), new Interval(lo, hi));
  }

  private static Expr parse(String formula) {
    return FormulaParser.parse(new SourceText("<formula>", formula));
  }

  private static Interval range(Expr e, Map<String, Interval> ranges) {
    return switch (e) {
      case Expr.Constant(double value) -> Interval.of(value);
      case Expr.Variable(String name) -> ranges.getOrDefault(name, Interval.EMPTY);
      case Expr.Apply(Operator operator, List<Expr> arguments) -> {
        List<Interval> values = arguments.stream().map(a -> range(a, ranges)).toList();
        Interval first = values.getFirst();
        yield operator.evaluate(
            operator == Operator.SQRT && first.lo() < 0
                ? List.of(new Interval(0, first.hi()))
                : values);
      }
      case Expr.Call _ -> throw new IllegalStateException("no formula has a call");
    };
  }

  /** The output of a formula; its width follows from what it can reach. */
  private static QuantizerRequest.OutputPort output(Expr formula) {
    Map<String, Interval> ranges = new HashMap<>();
    INPUTS.forEach(i -> ranges.put(i.name(), i.range()));
    Interval range = range(formula, ranges);
    int integerBits = Math.getExponent(range.magnitude()) + 2;
    return new QuantizerRequest.OutputPort(
        "y",
        formula,
        new FixedFormat(true, 18, integerBits),
        true,
        new Tolerance(RELATIVE_TOLERANCE, RELATIVE_TOLERANCE * 0.25 * range.magnitude()));
  }

  private static Pipeline scheduled(Expr formula, DeviceModel device, int clockPeriodPs) {
    QuantizerRequest request = new QuantizerRequest("f", INPUTS, List.of(output(formula)));
    ScheduleOptions options = ScheduleOptions.atPeriod(clockPeriodPs);
    return Scheduler.schedule(
        CircuitCompiler.compile(request, device, options).datapath(), device, options);
  }

  private static EstimatedCycles measured(Expr formula, DeviceModel device, int clockPeriodPs) {
    List<String> columns = INPUTS.stream().map(QuantizerRequest.InputPort::name).toList();
    EstimatedCycles measure =
        new EstimatedCycles(
            device,
            ScheduleOptions.atPeriod(clockPeriodPs),
            INPUTS,
            output(formula),
            formula.size());
    measure.measure(Tape.of(formula, columns));
    return measure;
  }

  @Test
  void mostEstimatesAreWithinOneCycleOfTheSchedule() {
    DeviceModel device = DeviceModels.load("xcvu9p-2", null);
    int compared = 0;
    int exact = 0;
    int within = 0;
    List<String> off = new ArrayList<>();
    for (int clockPeriodPs : new int[] {5000, 6250, 8000, 25_000}) {
      for (String formula : FORMULAS) {
        Expr e = parse(formula);
        int real;
        try {
          real = scheduled(e, device, clockPeriodPs).latencyCycles();
        } catch (DiagnosticException refused) {
          off.add(formula + ": " + refused.diagnostics().getFirst().message());
          continue;
        }
        EstimatedCycles measure = measured(e, device, clockPeriodPs);
        int difference = measure.latencyCycles() - real;
        compared++;
        exact += difference == 0 ? 1 : 0;
        within += Math.abs(difference) <= 1 ? 1 : 0;
        if (Math.abs(difference) > 1) {
          off.add(
              "%s at %d ps: estimated %d, scheduled %d"
                  .formatted(formula, clockPeriodPs, measure.latencyCycles(), real));
        }
      }
    }
    System.out.printf(
        "estimated cycles: %d of %d exact, %d within one cycle%n%s%n",
        exact, compared, within, String.join("\n", off));
    assertThat(compared).isGreaterThan(3 * FORMULAS.size());
    assertThat((double) within / compared).as(String.join("\n", off)).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void multipliersAreMostlyCountedAsBuiltAndTheOtherAreasAreOfTheRightSize() {
    DeviceModel device = DeviceModels.load("xcvu9p-2", null);
    Area estimated = Area.NONE;
    Area real = Area.NONE;
    int compared = 0;
    int sameDsp = 0;
    for (String formula : FORMULAS) {
      Expr e = parse(formula);
      Area scheduled;
      try {
        scheduled = scheduled(e, device, 5000).area();
      } catch (DiagnosticException refused) {
        continue;
      }
      EstimatedCycles measure = measured(e, device, 5000);
      compared++;
      sameDsp += measure.resources().dsp() == scheduled.dsp() ? 1 : 0;
      estimated = estimated.plus(measure.resources());
      real = real.plus(scheduled);
    }
    System.out.printf(
        "estimated %s, built %s, %d of %d the same DSP%n", estimated, real, sameDsp, compared);
    assertThat(compared).isGreaterThan(60);
    // Tables of few bits take the place of some multipliers, which the estimate does not see.
    assertThat((double) sameDsp / compared).isGreaterThan(0.8);
    // The estimate leaves every node in its earliest stage, where registers are wider.
    assertThat((double) estimated.ff() / real.ff()).isBetween(0.8, 1.5);
    // Roots and quotients with a wide tolerance need fewer digits, tables narrower words; and what
    // is estimated in memory may have contents that are cheaper in logic.
    assertThat(device.lutEquivalents(estimated) / device.lutEquivalents(real)).isBetween(0.8, 2.0);
  }

  @Test
  void aQuotientByAConstantCostsWhatTheProductDoes() {
    DeviceModel device = DeviceModels.load("xcvu9p-2", null);
    EstimatedCycles product = measured(parse("pt1*pt2*(1/7.3)"), device, 5000);
    EstimatedCycles quotient = measured(parse("pt1*pt2/7.3"), device, 5000);
    assertThat(quotient.pathPs()).isEqualTo(product.pathPs());
    assertThat(quotient.area()).isEqualTo(product.area());

    // The divisor is the second operand: this one is a recurrence.
    assertThat(measured(parse("7.3/(pt1*pt2)"), device, 5000).pathPs())
        .isGreaterThan(2 * product.pathPs());
  }

  /** Three codes by two of an input and of a projection: two encoders and a table. */
  @Test
  void aLearnedTableOfTwoValuesCostsItsEncodersAndOneTable() {
    DeviceModel device = DeviceModels.load("xcvu9p-2", null);
    String pair = "tab(eta1, phi1 - phi2, 3, 2, -1, 0.5, 0.75, 1, 2.3, -3, 4, 5, -6.1)";
    for (String formula :
        List.of(pair, pair + "*pt1", pair + " + " + pair.replace("eta1", "eta2"))) {
      Expr e = parse(formula);
      Pipeline built = scheduled(e, device, 5000);
      EstimatedCycles measure = measured(e, device, 5000);
      assertThat(measure.latencyCycles()).as(formula).isEqualTo(built.latencyCycles());
      assertThat(measure.resources().dsp()).isEqualTo(built.area().dsp());
      // Of narrow tables behind one another or before a sum less may be built than is estimated.
      assertThat((double) measure.resources().lut() / built.area().lut())
          .as(formula)
          .isBetween(0.7, 2.0);
    }
    // Choices between rows that are not alike are no table, and are built one by one.
    Expr alike = parse(pair);
    Expr other =
        parse(
            "cond(eta1 < -1, cond(phi1 - phi2 < 0.75, 1, 2.3), cond(eta1 < 0.5,"
                + " cond(phi1 - phi2 < 0.8, -3, 4), cond(phi1 - phi2 < 0.75, 5, -6.1)))");
    assertThat(measured(other, device, 5000).area())
        .isGreaterThan(measured(alike, device, 5000).area());
  }
}
