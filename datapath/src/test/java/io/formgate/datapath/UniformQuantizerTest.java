package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import io.formgate.expression.UniformFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UniformQuantizerTest {
  private static final Target TARGET = LutTarget.withBlocks();
  private static final FixedFormat FORMAT = new FixedFormat(true, 12, 4);

  private static QuantizedCircuit circuit(String formula, UniformFormat uniform, Interval range) {
    FixedFormat f = uniform.format();
    QuantizerRequest request =
        new QuantizerRequest(
            "circuit",
            List.of(
                new QuantizerRequest.InputPort("x", f, range),
                new QuantizerRequest.InputPort("y", f, range)),
            List.of(
                new QuantizerRequest.OutputPort(
                    "z",
                    FormulaParser.parse(new SourceText("<formula>", formula)),
                    f,
                    true,
                    Tolerance.oneUlp(f))));
    return UniformQuantizer.of(request.withEverywhere(Optional.of(uniform)))
        .circuit(TARGET, ArgmaxForm.TREE);
  }

  /** The raw value of a formula, operator by operator, in the slow and obvious way. */
  private static long reference(Expr e, long x, long y, UniformFormat u) {
    FixedFormat f = u.format();
    int bits = f.fractionBits();
    return switch (e) {
      case Expr.Constant(double value) -> put(Math.scalb(value, bits), u);
      case Expr.Variable(String name) -> name.equals("x") ? x : y;
      case Expr.Call _ -> throw new IllegalStateException("no calls here");
      case Expr.Apply apply -> {
        double a = reference(apply.argument(0), x, y, u);
        double b = reference(apply.arguments().getLast(), x, y, u);
        double one = Math.scalb(1.0, bits);
        yield switch (apply.operator()) {
          case ADD -> put(a + b, u);
          case SUBTRACT -> put(a - b, u);
          case NEGATE -> put(-a, u);
          case ABS -> put(Math.abs(a), u);
          case MIN -> put(Math.min(a, b), u);
          case MAX -> put(Math.max(a, b), u);
          case MULTIPLY -> put(a * b / one, u);
          case SQUARE -> put(a * a / one, u);
          case SQRT -> put(Math.sqrt(Math.max(0, a) * one), u);
          case FLOOR -> put(Math.floor(a / one) * one, u);
          case DIVIDE -> put(magnitude(a * one / (b == 0 ? 1 : b), u), u);
          default -> throw new IllegalStateException("no reference of " + apply.operator());
        };
      }
    };
  }

  /** Quotients are truncated, or rounded, by their magnitude. */
  private static double magnitude(double quotient, UniformFormat u) {
    double size = Math.abs(quotient);
    return Math.signum(quotient) * (u.rounds() ? Math.floor(size + 0.5) : Math.floor(size));
  }

  private static long put(double scaled, UniformFormat u) {
    double whole = u.rounds() ? Math.floor(scaled + 0.5) : Math.floor(scaled);
    FixedFormat f = u.format();
    if (u.saturates()) {
      return (long) Math.max((double) f.rawMin(), Math.min((double) f.rawMax(), whole));
    }
    long size = 1L << f.widthBits();
    long wrapped = Math.floorMod((long) whole, size);
    return f.signed() && wrapped > f.rawMax() ? wrapped - size : wrapped;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x + y",
        "x - y + 3.3",
        "x*y",
        "x*0.3 - y*1.7",
        "square(x) - y*y*y",
        "x/(abs(y) + 0.7)",
        "x/(-0.7 - abs(y))",
        "x/0.3 + y/4 - y/-0.25",
        "sqrt(abs(x*y)) - min(x, 2)",
        "max(-x, y) + floor(y*1.5)"
      })
  void everyOperatorPutsItsResultIntoTheFormat(String formula) {
    Expr e = FormulaParser.parse(new SourceText("<formula>", formula));
    for (boolean saturates : new boolean[] {false, true}) {
      for (boolean rounds : new boolean[] {false, true}) {
        UniformFormat u = new UniformFormat(FORMAT, saturates, rounds);
        DatapathInterpreter made =
            new DatapathInterpreter(circuit(formula, u, FORMAT.range()).datapath());
        Random random = new Random(7);
        for (int i = 0; i < 3000; i++) {
          long x = FORMAT.rawMin() + random.nextInt(1 << FORMAT.widthBits());
          long y = FORMAT.rawMin() + random.nextInt(1 << FORMAT.widthBits());
          assertThat(made.evaluate(new long[] {x, y})[0])
              .as("%s in %s at %d, %d", formula, u, x, y)
              .isEqualTo(reference(e, x, y, u));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"sin, -8, 7.99", "exp, -8, 1.5", "log, 0.25, 7", "tanh, -8, 7.99", "erf, -3, 3"})
  void functionsAreWithinALastBit(String function, double lo, double hi) {
    Operator operator = Operator.bySymbol(function).orElseThrow();
    FixedFormat wide = new FixedFormat(true, 16, 4);
    for (FixedFormat format : List.of(FORMAT, wide)) {
      Datapath made =
          circuit(
                  function + "(x) + 0*y",
                  new UniformFormat(format, false, false),
                  new Interval(lo, hi))
              .datapath();
      DatapathInterpreter interpreter = new DatapathInterpreter(made);
      for (long raw = format.nearestRaw(lo); raw <= format.nearestRaw(hi); raw++) {
        double x = Math.max(lo, Math.min(hi, format.toReal(raw)));
        assertThat(format.toReal(interpreter.evaluate(new long[] {raw, 0})[0]))
            .as("%s(%s) in %s", function, x, format)
            .isCloseTo(operator.evaluate(x), within(format.lsb() * (1 + 1e-9)));
      }
    }
  }

  @Test
  void whatIsNotProvedIsSaid() {
    QuantizedCircuit made =
        circuit("x*y + 1e-4", new UniformFormat(FORMAT, false, false), FORMAT.range());
    assertThat(made.claims().getFirst().bound().isKnown()).isFalse();
    assertThat(made.notes())
        .containsExactly(
            "every value is fixed<12,4>, truncated towards minus infinity, wrapping around; no"
                + " error is proved",
            "'x*y' can reach [-63.9688, 64], 'x*y + 1.0E-4' can reach [-63.9687, 64.0001] on the"
                + " declared ranges; beyond [-8, 7.99609] values wrap around",
            "the number 1.0E-4 is 0 in fixed<12,4>");
  }

  @Test
  void aNumberBeyondTheFormatIsRefusedUnlessValuesSaturate() {
    assertThatThrownBy(
            () -> circuit("x + 12.5*y", new UniformFormat(FORMAT, false, false), FORMAT.range()))
        .isInstanceOfSatisfying(
            DiagnosticException.class,
            e -> {
              assertThat(e.diagnostics())
                  .extracting("code")
                  .containsExactly(DiagnosticCode.UNIFORM_FORMAT);
              assertThat(e.diagnostics().getFirst().message())
                  .startsWith("the number 12.5 of the formula lies outside of fixed<12,4>");
            });
    Datapath made =
        circuit("x + 12.5", new UniformFormat(FORMAT, true, false), FORMAT.range()).datapath();
    assertThat(new DatapathInterpreter(made).evaluate(new long[] {-256, 0})).containsExactly(1791);
  }

  @Test
  void aPoleIsRefusedUnlessValuesSaturate() {
    assertThatThrownBy(
            () -> circuit("x/y", new UniformFormat(FORMAT, false, false), FORMAT.range()))
        .hasMessageContaining("FG600");
    QuantizedCircuit made =
        circuit("x/y + log(y)", new UniformFormat(FORMAT, true, false), FORMAT.range());
    DatapathInterpreter interpreter = new DatapathInterpreter(made.datapath());
    // 1/0 is the largest value, and the logarithm of 0 that of the last bit.
    long log = (long) Math.floor(Math.log(FORMAT.lsb()) * 256);
    assertThat(interpreter.evaluate(new long[] {256, 0})).containsExactly(2047 + log);
    assertThat(interpreter.evaluate(new long[] {-256, 0})).containsExactly(-2048L);
    assertThat(interpreter.evaluate(new long[] {256, -512})).containsExactly(-128 + log);
    assertThat(made.notes())
        .anyMatch(n -> n.startsWith("'x/y' is not defined everywhere on the declared ranges"));
  }
}
