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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizerTest {
  private static final Target TARGET = LutTarget.withBlocks();

  private static final String DIMUON = "sqrt(2*pt1*pt2*(cosh(eta1 - eta2) - cos(phi1 - phi2)))";

  static QuantizerRequest.InputPort port(String name, String format, double lo, double hi) {
    return new QuantizerRequest.InputPort(
        name, FixedFormat.parse(format).orElseThrow(), new Interval(lo, hi));
  }

  static QuantizerRequest dimuon(Tolerance tolerance) {
    return new QuantizerRequest(
        "dimuon",
        List.of(
            port("pt1", "ufixed<12,9>", 3, 300),
            port("eta1", "fixed<12,3>", -2.5, 2.5),
            port("phi1", "fixed<12,3>", -3.2, 3.2),
            port("pt2", "ufixed<12,9>", 3, 300),
            port("eta2", "fixed<12,3>", -2.5, 2.5),
            port("phi2", "fixed<12,3>", -3.2, 3.2)),
        List.of(
            new QuantizerRequest.OutputPort(
                "M",
                parse(DIMUON),
                FixedFormat.parse("ufixed<14,9>").orElseThrow(),
                true,
                tolerance)));
  }

  private static Expr parse(String formula) {
    return FormulaParser.parse(new SourceText("<formula>", formula));
  }

  @Test
  void dimuonLawKeepsItsTolerance() {
    QuantizerRequest request = dimuon(new Tolerance(0.01, 0.25));
    assertWithinTolerance(request, 20_000, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
"""
          x + y                     | 0.01
          x - 0.3*y                 | 0.001
          x*y                       | 0.05
          square(x) - square(y)     | 0.1
          sqrt(x*x + y*y)           | 0.01
          abs(x)*min(x, y)          | 0.1
          max(x, -y)*max(x, 0.5)    | 0.1
          sin(x)*cos(y)             | 0.002
          exp(-square(0.5*x))*y     | 0.01
          cosh(0.3*(x - y))         | 0.01
          x/(y + 6)                 | 0.01
          (x - y)/(square(y) + 0.7) | 0.01
          -x*3.75/(-2 - sqrt(y + 5))| 0.01
          sqrt(abs(sin(2*x + 1)))   | 0.01
          cos(x*y)                  | 0.02
          sin(2*x*y - 1)*cos(4*x*y) | 0.02
          sin(3*x + 2*y)            | 0.001
          x*cos(17*x - 11.3*y + 0.7)| 0.02
9141.948040147076*sqrt(sqrt(x + 4.01)) - 9000 | 40
                    1/(x + 4.5)               | 0.01
          7                         | 0.01
""")
  void boundHoldsOnRandomVectors(String formula, double tolerance) {
    QuantizerRequest request =
        new QuantizerRequest(
            "circuit",
            List.of(port("x", "fixed<10,3>", -4, 3.9), port("y", "fixed<9,4>", -4.5, 5)),
            List.of(
                new QuantizerRequest.OutputPort(
                    "z",
                    parse(formula),
                    FixedFormat.parse("fixed<28,16>").orElseThrow(),
                    false,
                    new Tolerance(0, tolerance))));
    assertWithinTolerance(request, 20_000, 7);
  }

  /** A phase of few bits is negative, and one of many turns has rounded factors. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sin(min(max(x, -1.58), 1.58)) | fixed<16,3>  | -4         | 3.9       | 0.2
          sin(min(max(x, -1.575), 1.6)) | fixed<16,3>  | -4         | 3.9       | 0.5
          sin(6.283185307179586*x)      | fixed<40,30> | -536870912 | 536870911 | 0.00006103515625
          """)
  void phasesKeepTheirBounds(String formula, String input, double lo, double hi, double tolerance) {
    QuantizerRequest request =
        new QuantizerRequest(
            "circuit",
            List.of(port("x", input, lo, hi)),
            List.of(
                new QuantizerRequest.OutputPort(
                    "z",
                    parse(formula),
                    FixedFormat.parse("fixed<20,2>").orElseThrow(),
                    true,
                    new Tolerance(0, tolerance))));
    assertWithinTolerance(request, QuantizerStyle.PLAIN.inTurns(), 20_000, 3);
  }

  /** Every claim is checked against the real formula, and the text form round-trips. */
  private static void assertWithinTolerance(QuantizerRequest request, int vectors, long seed) {
    for (QuantizerStyle style :
        List.of(
            QuantizerStyle.PLAIN,
            QuantizerStyle.PLAIN.normalizing(),
            QuantizerStyle.PLAIN.inTurns())) {
      assertWithinTolerance(request, style, vectors, seed);
    }
  }

  private static void assertWithinTolerance(
      QuantizerRequest request, QuantizerStyle style, int vectors, long seed) {
    QuantizedCircuit circuit = Quantizer.of(request, style).circuit(TARGET);
    Datapath datapath = circuit.datapath();
    assertThat(DatapathText.parse(DatapathText.print(datapath))).isEqualTo(datapath);
    DatapathInterpreter interpreter = new DatapathInterpreter(datapath);
    SplittableRandom random = new SplittableRandom(seed);
    QuantizerRequest.OutputPort out = request.outputs().getFirst();
    double worst = 0;
    boolean inexact = circuit.claims().getFirst().bound().at(1) > 0;
    for (int n = 0; n < vectors; n++) {
      Map<String, Double> values = new HashMap<>();
      long[] raw = new long[request.inputs().size()];
      for (int i = 0; i < raw.length; i++) {
        QuantizerRequest.InputPort in = request.inputs().get(i);
        long lo = (long) Math.ceil(in.range().lo() / in.format().lsb());
        long hi = (long) Math.floor(in.range().hi() / in.format().lsb());
        raw[i] = n == 0 ? lo : n == 1 ? hi : random.nextLong(lo, hi + 1);
        values.put(in.name(), in.format().toReal(raw[i]));
      }
      double exact = ReferenceEvaluator.evaluate(out.formula(), values);
      double wanted = out.format().range().clamp(exact);
      double got = out.format().toReal(interpreter.evaluate(raw)[0]);
      double error = Math.abs(got - wanted);
      assertThat(error)
          .as(
              "vector %s, wanted %s, got %s, seed %s\n%s",
              values, wanted, got, seed, circuit.claims())
          .isLessThanOrEqualTo(circuit.claims().getFirst().bound().at(Math.abs(exact)) + 1e-12)
          .isLessThanOrEqualTo(out.tolerance().at(exact) + 1e-12);
      worst = Math.max(worst, error / out.tolerance().at(exact));
    }
    assertThat(worst > 0.02)
        .as("a bound that is never approached is too dear: worst %s", worst)
        .isEqualTo(inexact);
  }

  @Test
  void divisorThroughZeroIsRefusedWithItsInterval() {
    QuantizerRequest request =
        new QuantizerRequest(
            "circuit",
            List.of(port("x", "fixed<10,3>", -4, 3.9)),
            List.of(
                new QuantizerRequest.OutputPort(
                    "z",
                    parse("1/(x + 1)"),
                    FixedFormat.parse("fixed<20,8>").orElseThrow(),
                    false,
                    new Tolerance(0, 0.1))));
    assertThatThrownBy(() -> Quantizer.of(request, QuantizerStyle.PLAIN))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG600")
        .hasMessageContaining("[-3, 4.9]");
  }
}
