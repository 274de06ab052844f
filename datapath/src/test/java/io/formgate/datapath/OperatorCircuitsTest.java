package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The circuit of each operator, on every raw input of small formats. */
class OperatorCircuitsTest {
  private static final Target TARGET = LutTarget.withBlocks();
  private static final FixedFormat X = FixedFormat.parse("fixed<6,3>").orElseThrow();
  private static final FixedFormat Y = FixedFormat.parse("fixed<5,3>").orElseThrow();
  private static final FixedFormat OUT = FixedFormat.parse("fixed<30,14>").orElseThrow();

  /** A formula, and whether its circuit has no error at all. */
  record Case(String formula, boolean exact) {}

  /** Wide enough for tables of one value, with arguments kept to their domains. */
  static List<Case> cases() {
    return List.of(
        new Case("x + y", true),
        new Case("x - 0.3*y", false),
        new Case("x*y", true),
        new Case("x/(y + 4.5)", false),
        new Case("-x", true),
        new Case("x^0", true),
        new Case("pow(x, 5)", false),
        new Case("pow(x + 4.5, -1.5)", false),
        new Case("pow(x + 4.5, 0.3)*y", false),
        new Case("pow(x + 4.5, y)/1000", false),
        new Case("pow(0.7, x)", false),
        new Case("pow(abs(x), relu(x))", false),
        new Case("abs(x)", true),
        new Case("sign(x - y)", true),
        new Case("square(x)", true),
        new Case("cube(x + y)", false),
        new Case("sqrt(x + 4)", false),
        new Case("cbrt(x)", false),
        new Case("inv(x + 4.5)", false),
        new Case("exp(x)", false),
        new Case("log(x + 4.5)", false),
        new Case("log2(x + 4.5)", false),
        new Case("log10(x + 4.5)", false),
        new Case("log1p(x + 4)", false),
        new Case("sin(x)*y", false),
        new Case("cos(x + y)", false),
        new Case("tan(0.3*x)", false),
        new Case("asin(0.25*x)", false),
        new Case("acos(0.25*x)", false),
        new Case("atan(x)", false),
        new Case("sinh(x)", false),
        new Case("cosh(x)", false),
        new Case("tanh(x)", false),
        new Case("asinh(x)", false),
        new Case("acosh(x + 5)", false),
        new Case("atanh(0.2*x)", false),
        new Case("erf(x)", false),
        new Case("erfc(x)", false),
        new Case("sigmoid(x)", false),
        new Case("gauss(x)", false),
        new Case("sinc(x)", false),
        new Case("relu(x - y)", true),
        new Case("floor(x - y)", true),
        new Case("floor(0.77*x)", true),
        new Case("ceil(x*y)", true),
        new Case("round(x)", true),
        new Case("round(x*y)", true),
        new Case("round(1000*x*y)", true),
        new Case("log_abs(x + 4.03)", false),
        new Case("sqrt_abs(x)", false),
        new Case("pow_abs(x, 3)", false),
        new Case("min(x, y)", true),
        new Case("max(x, y)", true),
        new Case("mod(x, 1.5)", true),
        new Case("mod(x + y, -2)", true),
        new Case("mod(1000*x*y, 4)", true),
        new Case("mod(x, 0.3)", false),
        new Case("atan2(x, y + 5)", false),
        new Case("atan2(x, x)", false),
        new Case("atan2(x, 2)", false),
        new Case("atan2(-1, x)", false),
        new Case("atan2(x, y)", false),
        new Case("sin(3*atan2(y*y, x - y))", false),
        new Case("mod(x, y + 4.5)", true),
        new Case("cond(y > 0, atan2(x, y), mod(x, y + 4.5))", false),
        new Case("x < y", true),
        new Case("x < 0.3", true),
        new Case("x <= y", true),
        new Case("0.3 <= x", true),
        new Case("x > y", true),
        new Case("x >= 2*y", true),
        new Case("sin(x) > 0.3*x + 0.01", true),
        new Case("x == y", true),
        new Case("x == 0.3", true),
        new Case("x != y", true),
        new Case("x < 1 and y < 1", true),
        new Case("x*y < 1 or x", true),
        new Case("not x", true),
        new Case("not (x < y and y > 0)", true),
        new Case("cond(x < y, x*y, x + y)", true),
        new Case("cond(x - y, sin(x), 2)", false),
        new Case("cond(x > 0, 1/x, 0)", false),
        new Case("cond(x == 0, 1, sin(x)/x)*y", false),
        new Case("cond(x == 0 or y == 0, 1, 0.1/(x*y))", false),
        new Case("cond(x > y, log(x - y), y)", false),
        new Case("cond(x > 0 and y > 0, pow(x, 0.25*y), 0)", false),
        new Case("clamp(x, -1, y)", true),
        new Case("fma(x, y, x)", true));
  }

  private static Expr parse(String formula) {
    return FormulaParser.parse(new SourceText("<formula>", formula));
  }

  private static QuantizedCircuit quantize(
      String formula, FixedFormat xFormat, Interval x, double tolerance) {
    return Quantizer.of(
            new QuantizerRequest(
                "circuit",
                List.of(
                    new QuantizerRequest.InputPort("x", xFormat, x),
                    new QuantizerRequest.InputPort("y", Y, Y.range())),
                List.of(
                    new QuantizerRequest.OutputPort(
                        "z", parse(formula), OUT, true, new Tolerance(0, tolerance)))),
            QuantizerStyle.PLAIN)
        .circuit(TARGET);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyRawInputIsWithinTheBound(Case c) {
    QuantizedCircuit circuit = quantize(c.formula(), X, X.range(), 0.01);
    ErrorBound bound = circuit.claims().getFirst().bound();
    assertThat(bound.equals(ErrorBound.EXACT)).isEqualTo(c.exact());
    DatapathInterpreter interpreter = new DatapathInterpreter(circuit.datapath());
    Expr formula = parse(c.formula());
    int compared = 0;
    for (long x = X.rawMin(); x <= X.rawMax(); x++) {
      for (long y = Y.rawMin(); y <= Y.rawMax(); y++) {
        Map<String, Double> values = Map.of("x", X.toReal(x), "y", Y.toReal(y));
        double exact = OUT.range().clamp(ReferenceEvaluator.evaluate(formula, values));
        double got = OUT.toReal(interpreter.evaluate(x, y)[0]);
        // The reference is a double, which errs far less than any bound but 0.
        double allowed = c.exact() ? 0 : bound.at(Math.abs(exact)) + 1e-12;
        if (!(Math.abs(got - exact) <= allowed)) {
          throw new AssertionError(
              c.formula() + " at " + values + " is " + got + ", not " + exact + ": " + bound);
        }
        compared++;
      }
    }
    assertThat(compared).isEqualTo(1 << (X.widthBits() + Y.widthBits()));
  }

  @Test
  void everyOperatorHasACircuit() {
    Set<Operator> built = EnumSet.noneOf(Operator.class);
    for (Case c : cases()) {
      addOperators(parse(c.formula()), built);
    }
    assertThat(built).containsExactly(Operator.values());
  }

  private static void addOperators(Expr e, Set<Operator> operators) {
    if (e instanceof Expr.Apply apply) {
      operators.add(apply.operator());
    }
    e.children().forEach(child -> addOperators(child, operators));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
"""
          QUANTIZE_DOMAIN    | log(x)               | 'log(x)' is not defined, or not bounded, on the declared input ranges, where 'x' lies in [-8, 7]
          QUANTIZE_DOMAIN    | y*acosh(x)           | 'acosh(x)' is not defined
          QUANTIZE_DOMAIN    | tan(x)               | 'tan(x)' is not defined
          QUANTIZE_DOMAIN    | inv(x)               | 'inv(x)' is not defined, or not bounded, on the declared input ranges
          QUANTIZE_DOMAIN    | mod(2, x)            | 'x' lies in [-8, 7]
          QUANTIZE_DOMAIN    | cond(y > 0, 1/x, 1)  | '1/x' is not defined
          QUANTIZE_DOMAIN    | cond(x >= 0, 1/x, 1) | '1/x' is not defined
          QUANTIZE_TABLE     | mod(x, y + 5)        | 'mod(x, y + 5)' has no circuit while both of its arguments vary, where 'x' lies in [-8, 7], 'y + 5' lies in [1, 8.75]
          QUANTIZE_TABLE     | atan2(sin(x), cos(y))| 'atan2(sin(x), cos(y))' has no circuit while both of its arguments vary
          QUANTIZE_TABLE     | mod(x, 0.3)          | with which the table is off by up to 0.15, as it jumps inside of a cell
          QUANTIZE_TOLERANCE | floor(0.3*x)*y       | since 'floor(0.3*x)' jumps and its arguments have errors
          QUANTIZE_TOLERANCE | cond(0.3*x < y, 1, 2)| since '0.3*x < y' jumps and its arguments have errors
""")
  void refusalsNameThePart(DiagnosticCode code, String formula, String message) {
    FixedFormat wide = FixedFormat.parse("fixed<16,4>").orElseThrow();
    assertThatThrownBy(() -> quantize(formula, wide, new Interval(-8, 7), 0.01))
        .isInstanceOfSatisfying(
            DiagnosticException.class,
            e -> {
              assertThat(e.diagnostics()).extracting("code").containsExactly(code);
              assertThat(e.diagnostics().getFirst().message()).contains(message);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
"""
          log(x)         | so that 'x' stays above 0; or write max(..., c) around it
          1/(x - y)      | so that 'x - y' keeps away from 0; or write max(..., c) around it
          tan(x)         | so that 'x' keeps away from pi/2 = 1.5708 and its odd multiples
          asin(x*y)      | so that 'x*y' stays between -1 and 1; or write clamp(..., -1, 1) around it
          atanh(x)       | so that 'x' stays between -1 and 1 and off both; or write clamp(..., -c, c)
          acosh(x)       | so that 'x' is at least 1; or write max(..., 1) around it
          log1p(x)       | so that 'x' stays above -1; or write max(..., c) around it
          exp(exp(x))    | so that 'exp(x)' is not so large that the result has no number
          sqrt(-1 - x*x) | so that '-1 - x*x' is not below 0 everywhere
""")
  void mendsSayWhereTheArgumentMustStay(String formula, String mend) {
    FixedFormat wide = FixedFormat.parse("fixed<16,4>").orElseThrow();
    assertThatThrownBy(() -> quantize(formula, wide, new Interval(-8, 7), 0.01))
        .isInstanceOfSatisfying(
            DiagnosticException.class,
            e -> assertThat(e.diagnostics().getFirst().mend()).contains(mend));
  }

  /** What the mend proposes is enough. */
  @Test
  void aRelativeToleranceOfWhatComesToZeroNeedsAnAbsolutePart() {
    assertThatThrownBy(() -> root(new Tolerance(0.01, 0)))
        .isInstanceOfSatisfying(
            DiagnosticException.class,
            e -> {
              assertThat(e.diagnostics().getFirst().message())
                  .contains("it can come to 0, where 1 % of it allow no error at all");
              String mend = e.diagnostics().getFirst().mend();
              assertThat(mend).matches("add what is allowed there, as in max\\(1 %, 0\\.\\d+\\)");
              String absolute = mend.replaceAll(".*, |\\)", "");
              assertThat(root(new Tolerance(0.01, Double.parseDouble(absolute))).claims())
                  .hasSize(1);
            });
  }

  private static QuantizedCircuit root(Tolerance tolerance) {
    return Quantizer.of(
            new QuantizerRequest(
                "circuit",
                List.of(new QuantizerRequest.InputPort("x", X, new Interval(0, 3))),
                List.of(
                    new QuantizerRequest.OutputPort(
                        "z", parse("sin(0.3*x)"), OUT, true, tolerance))),
            QuantizerStyle.PLAIN)
        .circuit(TARGET);
  }

  /** A comparison with a number that has no short binary form, and what builds on it. */
  @ParameterizedTest
  @CsvSource({
    "x < 0.3",
    "x >= -2.7 and x <= 1.1",
    "floor(x)",
    "round(x)",
    "'cond(x == 0, 5, 1/x)'"
  })
  void jumpsOfWideInputsAreExactWithoutTables(String formula) {
    FixedFormat wide = FixedFormat.parse("fixed<16,4>").orElseThrow();
    QuantizedCircuit circuit = quantize(formula, wide, new Interval(-8, 7), 0.01);
    assertThat(circuit.datapath().tables()).isEmpty();
    DatapathInterpreter interpreter = new DatapathInterpreter(circuit.datapath());
    ErrorBound bound = circuit.claims().getFirst().bound();
    int compared = 0;
    for (long x = wide.rawMin(); x <= 7L << 12; x++) {
      double exact =
          ReferenceEvaluator.evaluate(parse(formula), Map.of("x", wide.toReal(x), "y", 0.0));
      double got = OUT.toReal(interpreter.evaluate(x, 0)[0]);
      if (!(Math.abs(got - exact) <= bound.at(Math.abs(exact)))) {
        throw new AssertionError(formula + " at " + wide.toReal(x) + " is " + got);
      }
      compared++;
    }
    assertThat(compared).isEqualTo((15 << 12) + 1);
  }
}
