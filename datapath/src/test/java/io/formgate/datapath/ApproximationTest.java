package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to compute a function: its circuit is its value, and its error what was allowed. */
class ApproximationTest {

  /** A function on a format, of which values from a lowest raw index on are used. */
  record Case(String name, DoubleUnaryOperator f, FixedFormat index, long firstRaw, long lastRaw) {
    @Override
    public String toString() {
      return name + " on " + index;
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int width : new int[] {8, 11, 13}) {
      FixedFormat signed = new FixedFormat(true, width, 3);
      FixedFormat unsigned = new FixedFormat(false, width, 2);
      cases.add(new Case("sin", StrictMath::sin, signed, signed.rawMin(), signed.rawMax()));
      FixedFormat turn = new FixedFormat(false, width, 0);
      double cell = turn.lsb() / 2;
      cases.add(
          new Case("turn", x -> StrictMath.cos(2 * Math.PI * (x + cell)), turn, 0, turn.rawMax()));
      cases.add(
          new Case("cosh", StrictMath::cosh, signed, signed.rawMin() / 2, signed.rawMax() / 3));
      cases.add(new Case("exp", StrictMath::exp, unsigned, 0, unsigned.rawMax()));
      cases.add(
          new Case("log", StrictMath::log, unsigned, unsigned.rawMax() / 9, unsigned.rawMax()));
      cases.add(new Case("line", x -> 0.3 * x, signed, signed.rawMin(), signed.rawMax()));
    }
    return cases.stream();
  }

  private static Samples samples(Case c) {
    double[] lo = new double[1 << c.index().widthBits()];
    double[] hi = new double[lo.length];
    Arrays.fill(lo, Double.POSITIVE_INFINITY);
    Arrays.fill(hi, Double.NEGATIVE_INFINITY);
    for (long raw = c.firstRaw(); raw <= c.lastRaw(); raw++) {
      int address = (int) c.index().toBits(raw);
      double value = c.f().applyAsDouble(c.index().toReal(raw));
      lo[address] = Math.nextDown(value);
      hi[address] = Math.nextUp(value);
    }
    return new Samples(c.index(), lo, hi);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theCircuitIsTheValueAndKeepsTheError(Case c) {
    Samples samples = samples(c);
    int multipartite = 0;
    int polynomials = 0;
    for (int fractionBits : new int[] {4, 9, 12}) {
      double allowed = Math.scalb(1.0, -fractionBits);
      List<Approximation> made = new ArrayList<>();
      made.add(DirectTable.of(samples, fractionBits));
      List<Approximations.Rated> rated =
          new ArrayList<>(MultipartiteFit.of(samples, fractionBits, allowed, 6, 4));
      multipartite += rated.size();
      rated.addAll(PolynomialFit.of(samples, fractionBits, allowed));
      for (Approximations.Rated way : rated) {
        assertThat(way.error()).isEqualTo(samples.largestError(way.approximation()));
        made.add(way.approximation());
      }
      polynomials += (int) made.stream().filter(PiecewisePolynomial.class::isInstance).count();
      FoldedFunction.part(samples, fractionBits + 1, allowed)
          .ifPresent(part ->
              made.add(part.with(c.index(), DirectTable.of(part.samples(), part.fractionBits()))));
      for (Approximation a : made) {
        assertThat(samples.largestError(a)).as("%s", a).isLessThanOrEqualTo(allowed);
        DatapathBuilder b = new DatapathBuilder("f", Set.of("x", "y"), new MultiplierBlock(27, 18));
        int y = a.build(b, b.input("x", c.index()), "t");
        b.output("y", y);
        assertThat(b.fractionBits(y)).as("%s", a).isLessThanOrEqualTo(a.fractionBits());
        int zeros = a.fractionBits() - b.fractionBits(y);
        DatapathInterpreter interpreter = new DatapathInterpreter(b.build());
        for (int address = 0; address < samples.size(); address++) {
          long got = interpreter.evaluate(c.index().fromBits(address))[0] << zeros;
          if (got != a.value(address)) {
            throw new AssertionError(
                a + " at " + address + " is " + got + ", not " + a.value(address));
          }
        }
      }
    }
    assertThat(multipartite).isPositive();
    assertThat(polynomials).isPositive();
  }

  @Test
  void aTurnOfASineIsFoldedToAQuarter() {
    FixedFormat turn = new FixedFormat(false, 10, 0);
    Samples samples =
        samples(
            new Case(
                "sin",
                x -> StrictMath.sin(2 * Math.PI * (x + turn.lsb() / 2)),
                turn,
                0,
                turn.rawMax()));
    FoldedFunction.Part part = FoldedFunction.part(samples, 8, 0x1p-8).orElseThrow();
    assertThat(part.samples().indexBits()).isEqualTo(8);
    assertThat(part.folds())
        .containsExactly(
            new FoldedFunction.Fold(false, true), new FoldedFunction.Fold(true, false));
  }
}
