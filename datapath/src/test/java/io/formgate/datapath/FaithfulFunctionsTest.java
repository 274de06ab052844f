package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.Tolerance;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every function of one value, at every input of up to 16 bits: less than one last bit off. */
class FaithfulFunctionsTest {
  /** Where each function is defined and not too steep for the formats below. */
  private static final Map<Operator, Interval> DOMAINS = domains();

  private static Map<Operator, Interval> domains() {
    Map<Operator, Interval> d = new EnumMap<>(Operator.class);
    for (Operator o :
        List.of(
            Operator.SIN,
            Operator.COS,
            Operator.ATAN,
            Operator.TANH,
            Operator.ASINH,
            Operator.ERF,
            Operator.ERFC,
            Operator.SIGMOID,
            Operator.GAUSS,
            Operator.SINC,
            Operator.EXP,
            Operator.SINH,
            Operator.COSH)) {
      d.put(o, new Interval(-4, 3.9));
    }
    d.put(Operator.CBRT, new Interval(0.25, 3.9));
    d.put(Operator.LOG, new Interval(0.25, 3.9));
    d.put(Operator.LOG2, new Interval(0.25, 3.9));
    d.put(Operator.LOG10, new Interval(0.25, 3.9));
    d.put(Operator.LOG_ABS, new Interval(-3.9, -0.25));
    d.put(Operator.LOG1P, new Interval(-0.75, 3.9));
    d.put(Operator.TAN, new Interval(-1.25, 1.25));
    d.put(Operator.ASIN, new Interval(-0.9375, 0.9375));
    d.put(Operator.ACOS, new Interval(-0.9375, 0.9375));
    d.put(Operator.ATANH, new Interval(-0.9375, 0.9375));
    d.put(Operator.ACOSH, new Interval(1.25, 3.9));
    d.put(Operator.SQRT, new Interval(0.125, 3.9));
    d.put(Operator.INVERSE, new Interval(0.25, 3.9));
    return d;
  }

  /** An input format and the fraction bits of the result. */
  record Case(Operator operator, FixedFormat input, int fractionBits, QuantizerStyle style) {}

  static Stream<Case> cases() {
    return DOMAINS.keySet().stream()
        .flatMap(o -> {
          boolean algebraic = o == Operator.SQRT || o == Operator.INVERSE;
          return Stream.of(
              new Case(o, new FixedFormat(true, 9, 3), 6, QuantizerStyle.PLAIN),
              new Case(o, new FixedFormat(true, 13, 3), 10, QuantizerStyle.PLAIN),
              new Case(
                  o,
                  new FixedFormat(true, 16, 3),
                  12,
                  algebraic ? QuantizerStyle.PLAIN.normalizing() : QuantizerStyle.PLAIN.inTurns()));
        });
  }

  @Test
  void everyFunctionOfOneValueHasADomain() {
    List<Operator> functions =
        Stream.of(Operator.values())
            .filter(o -> Role.of(o) == Role.FUNCTION && o != Operator.POWER)
            .toList();
    assertThat(DOMAINS.keySet()).containsAll(functions);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyInputIsLessThanOneBitOff(Case c) {
    Expr formula = Expr.apply(c.operator(), Expr.variable("x"));
    Interval domain = Objects.requireNonNull(DOMAINS.get(c.operator()));
    FixedFormat out = new FixedFormat(true, c.fractionBits() + 8, 8);
    QuantizedCircuit circuit =
        Quantizer.of(
                new QuantizerRequest(
                    "f",
                    List.of(new QuantizerRequest.InputPort("x", c.input(), domain)),
                    List.of(
                        new QuantizerRequest.OutputPort(
                            "y", formula, out, false, new Tolerance(0, out.lsb())))),
                c.style())
            .circuit(LutTarget.withBlocks());
    DatapathInterpreter interpreter = new DatapathInterpreter(circuit.datapath());
    long first = (long) Math.ceil(domain.lo() / c.input().lsb());
    long last = (long) Math.floor(domain.hi() / c.input().lsb());
    double worst = 0;
    for (long raw = first; raw <= last; raw++) {
      double exact = ReferenceEvaluator.evaluate(formula, Map.of("x", c.input().toReal(raw)));
      worst = Math.max(worst, Math.abs(out.toReal(interpreter.evaluate(raw)[0]) - exact));
    }
    // The reference is within an ulp of a double, far below the last bit.
    assertThat(worst).isLessThan(out.lsb() + 1e-12).isPositive();
  }
}
