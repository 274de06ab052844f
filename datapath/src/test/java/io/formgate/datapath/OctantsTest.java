package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Angles of points whose coordinates are too wide for a table of both. */
class OctantsTest {
  private static final FixedFormat X = format("fixed<8,3>");
  private static final FixedFormat Y = format("fixed<7,2>");
  private static final FixedFormat OUT = format("fixed<14,4>");

  /** 0.3 and -0.3 in steps of 1/1024, rounded up. */
  private static final long FIRST_X = 308;

  private static final long FIRST_Y = -307;

  private static final double TOLERANCE = 0.004;
  private static final Target TARGET = LutTarget.withBlocks();

  private static FixedFormat format(String text) {
    return FixedFormat.parse(text).orElseThrow();
  }

  private static Quantizer quantizer(String formula, FixedFormat out, double tolerance) {
    Expr parsed = FormulaParser.parse(new SourceText("<formula>", formula));
    return Quantizer.of(
        new QuantizerRequest(
            "circuit",
            List.of(
                new QuantizerRequest.InputPort("x", X, X.range()),
                new QuantizerRequest.InputPort("y", Y, Y.range())),
            List.of(
                new QuantizerRequest.OutputPort(
                    "z", parsed, out, false, new Tolerance(0, tolerance)))),
        QuantizerStyle.PLAIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "atan2(y, x)",
        "atan2(y, x + 4.5)",
        "atan2(3*x - y, x*y)",
        "atan2(2 + sin(x), cos(3*y))",
        "atan2(-1.5 - cos(3*y), sin(x))",
        "min(abs(x), abs(y))/max(1/32, max(abs(y), abs(x)))"
      })
  void everyPairOfInputsIsWithinTheBound(String formula) {
    Expr parsed = FormulaParser.parse(new SourceText("<formula>", formula));
    Quantizer plain = quantizer(formula, OUT, TOLERANCE);
    List<QuantizedCircuit> circuits =
        List.of(plain.circuit(TARGET), plain.normalizing().circuit(TARGET));
    List<DatapathInterpreter> interpreters =
        circuits.stream().map(c -> new DatapathInterpreter(c.datapath())).toList();
    for (long x = X.rawMin(); x <= X.rawMax(); x++) {
      for (long y = Y.rawMin(); y <= Y.rawMax(); y++) {
        Map<String, Double> values = Map.of("x", X.toReal(x), "y", Y.toReal(y));
        double exact = ReferenceEvaluator.evaluate(parsed, values);
        for (int i = 0; i < circuits.size(); i++) {
          double bound = circuits.get(i).claims().getFirst().bound().at(Math.abs(exact));
          double got = OUT.toReal(interpreters.get(i).evaluate(x, y)[0]);
          // The reference is a double, which errs far less than the bound.
          if (!(bound <= TOLERANCE && Math.abs(got - exact) <= bound + 1e-12)) {
            throw new AssertionError(formula + " at " + values + " is " + got + ", not " + exact);
          }
        }
      }
    }
  }

  /** Where intervals know nothing better the quotient could reach 64. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "min(abs(x), abs(y))/max(max(abs(x), abs(y)), 1/32)",
        "min(abs(y), abs(x))/max(1/32, max(abs(x), abs(y)))"
      })
  void theSmallerMagnitudeOverTheLargerIsAtMostOne(String formula) {
    QuantizedCircuit circuit = quantizer(formula, format("ufixed<9,1>"), 0.01).circuit(TARGET);
    assertThat(new DatapathInterpreter(circuit.datapath()).evaluate(64, -64)[0])
        .isBetween(253L, 258L);
    assertThatThrownBy(() ->
            quantizer(
                    "min(abs(x), abs(y))/max(max(abs(x), 0.5*abs(y)), 1/32)",
                    format("ufixed<9,1>"),
                    0.01)
                .circuit(TARGET))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("can reach");
  }

  /** With its rounded operands the sum of the inputs is below 0 where the real one is not. */
  @Test
  void aDividendThatIsOnlyInErrorBelowZeroIsNoLargeFraction() {
    FixedFormat x = format("ufixed<11,1>");
    FixedFormat y = format("fixed<11,1>");
    FixedFormat z = format("ufixed<4,1>");
    FixedFormat out = format("fixed<14,4>");
    Expr parsed = FormulaParser.parse(new SourceText("<formula>", "min(x + y, z)/max(x + y, z)"));
    QuantizedCircuit circuit =
        Quantizer.of(
                new QuantizerRequest(
                    "circuit",
                    List.of(
                        new QuantizerRequest.InputPort("x", x, new Interval(0.3, 1)),
                        new QuantizerRequest.InputPort("y", y, new Interval(-0.3, 0)),
                        new QuantizerRequest.InputPort("z", z, new Interval(0.25, 1))),
                    List.of(
                        new QuantizerRequest.OutputPort(
                            "f", parsed, out, false, new Tolerance(0, 0.2)))),
                QuantizerStyle.PLAIN.normalizing())
            .circuit(TARGET);
    DatapathInterpreter interpreter = new DatapathInterpreter(circuit.datapath());
    double bound = circuit.claims().getFirst().bound().at(1);
    int compared = 0;
    for (long rawX = FIRST_X; rawX < FIRST_X + 100; rawX++) {
      for (long rawY = FIRST_Y; rawY < FIRST_Y + 100; rawY++) {
        for (long rawZ = 2; rawZ <= 8; rawZ++) {
          Map<String, Double> values =
              Map.of("x", x.toReal(rawX), "y", y.toReal(rawY), "z", z.toReal(rawZ));
          double exact = ReferenceEvaluator.evaluate(parsed, values);
          double got = out.toReal(interpreter.evaluate(rawX, rawY, rawZ)[0]);
          assertThat(got).as(values.toString()).isBetween(exact - bound, exact + bound);
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(70_000);
  }

  /** Behind the origin the angle jumps by a turn where the ordinate changes its sign. */
  @Test
  void anOrdinateWithAnErrorAndNoSignIsRefused() {
    assertThatThrownBy(() -> quantizer("atan2(sin(x), cos(3*y))", OUT, TOLERANCE))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("has no circuit while both of its arguments vary");
  }
}
