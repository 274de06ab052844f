package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizerDiagnosticsTest {
  private static final Target TARGET = LutTarget.withBlocks();

  private static QuantizedCircuit quantize(
      String formula, String inputs, Interval range, String output, double tolerance) {
    FixedFormat in = FixedFormat.parse(inputs).orElseThrow();
    return Quantizer.of(
            new QuantizerRequest(
                "circuit",
                List.of(
                    new QuantizerRequest.InputPort("x", in, range),
                    new QuantizerRequest.InputPort("y", in, range)),
                List.of(
                    new QuantizerRequest.OutputPort(
                        "z",
                        FormulaParser.parse(new SourceText("<formula>", formula)),
                        FixedFormat.parse(output).orElseThrow(),
                        false,
                        new Tolerance(0, tolerance)))),
            QuantizerStyle.PLAIN)
        .circuit(TARGET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          QUANTIZE_DOMAIN    | x/y                   | fixed<10,4>  | -8  | 7   | fixed<20,8>   | 0.1    | 'x/y' is not defined, or not bounded
          QUANTIZE_DOMAIN    | sqrt(x - 9)           | fixed<10,4>  | -8  | 7   | fixed<20,8>   | 0.1    | lies in [-17, -2]
          QUANTIZE_DOMAIN    | sqrt(0 - 2) - x       | fixed<10,4>  | -8  | 7   | fixed<20,8>   | 0.1    | is not defined
          QUANTIZE_DOMAIN    | exp(exp(x))           | fixed<10,4>  | -8  | 7   | fixed<20,8>   | 0.1    | not bounded
          QUANTIZE_OUTPUT    | x*y                   | fixed<10,4>  | -8  | 7   | fixed<12,6>   | 0.1    | output 'z' can reach [-56, 64]
          QUANTIZE_TOLERANCE | x*y                   | fixed<10,4>  | -8  | 7   | fixed<10,8>   | 0.01   | the error of output 'z' cannot be proved
          QUANTIZE_TABLE     | sin(x)*y              | fixed<24,4>  | -8  | 7   | fixed<30,6>   | 0.0001 | 'sin(x)' needs a larger table: its index 'x' in [-8, 7] may have 18 bits
          QUANTIZE_TABLE     | exp(x*y)              | fixed<14,3>  | -2  | 2   | fixed<30,8>   | 1e-5   | its index 'x*y' in [-4, 4]
          QUANTIZE_WIDTH     | square(square(x)*y)*y | fixed<20,4>  | -8  | 7   | fixed<62,24>  | 1e-10  | the formula cannot be built: a value needs
          QUANTIZE_WIDTH     | x*1.6e165/(y + 2e165) | fixed<10,4>  | -8  | 7   | fixed<10,4>   | 0.1    | ; its number 1.6E165 has 549 bits before the point
          """)
  void everyRefusalSaysWhy(
      DiagnosticCode code,
      String formula,
      String inputs,
      double lo,
      double hi,
      String output,
      double tolerance,
      String message) {
    assertThatThrownBy(() -> quantize(formula, inputs, new Interval(lo, hi), output, tolerance))
        .isInstanceOfSatisfying(
            DiagnosticException.class,
            e -> {
              assertThat(e.diagnostics()).extracting("code").containsExactly(code);
              assertThat(e.diagnostics().getFirst().message()).contains(message);
            });
  }

  /** The mend names the part that has to keep away. */
  @Test
  void aPoleIsMendedByTheLeastDivisorThatMatters() {
    assertThatThrownBy(
            () -> quantize("x/(y - 1)", "fixed<10,4>", new Interval(-8, 7), "fixed<20,8>", 0.1))
        .hasMessageContaining("so that 'y - 1' keeps away from 0; or write max(..., c)");
    assertThatThrownBy(
            () -> quantize("log(x*y)", "fixed<10,4>", new Interval(0, 7), "fixed<20,8>", 0.1))
        .hasMessageContaining("so that 'x*y' stays above 0; or write max(..., c)");
    QuantizedCircuit mended =
        quantize("1/max(x, 0.5) + y", "fixed<10,4>", new Interval(-8, 7), "fixed<20,8>", 0.1);
    DatapathInterpreter circuit = new DatapathInterpreter(mended.datapath());
    assertThat(circuit.evaluate(new long[] {-512, 0}))
        .isEqualTo(circuit.evaluate(new long[] {32, 0}));
  }

  /** The bits hold sixteen times the declared range, whose cells alone fit a table. */
  @Test
  void anIndexIsMovedIntoItsDeclaredRange() {
    QuantizedCircuit circuit =
        quantize("cos(x)*y", "fixed<18,4>", new Interval(0, 0.5), "fixed<20,6>", 0.001);
    Datapath datapath = circuit.datapath();
    assertThat(datapath.tables().getFirst().indexFormat().widthBits()).isLessThanOrEqualTo(14);
    DatapathInterpreter interpreter = new DatapathInterpreter(datapath);
    long half = 1L << 13;
    long y = 1L << 12;
    long inside = interpreter.evaluate(half, y)[0];
    assertThat(interpreter.evaluate((1L << 17) - 1, y)[0]).isEqualTo(inside);
    assertThat(interpreter.evaluate(-(1L << 17), y)[0]).isEqualTo(interpreter.evaluate(0, y)[0]);
  }

  /** Wider than any single table, and off by no more than rounding. */
  @Test
  void anInputOfTheWidestIndexIsAFunctionWithoutCells() {
    QuantizedCircuit circuit =
        quantize("sin(x)", "fixed<18,3>", new Interval(-4, 3.9995), "fixed<24,2>", 1e-6);
    assertThat(circuit.claims().getFirst().bound().absolute()).isLessThanOrEqualTo(1e-6);
    assertThat(circuit.datapath().tables())
        .isNotEmpty()
        .allSatisfy(t -> assertThat(t.size()).isLessThanOrEqualTo(1 << 13));
  }

  @Test
  void sumsOfSquaresAreNeverSaidToBeNegative() {
    QuantizedCircuit circuit =
        quantize("sqrt(x*x + y*y)", "fixed<10,4>", new Interval(-8, 7), "fixed<20,8>", 0.01);
    assertThat(circuit.notes()).isEmpty();
    assertThat(
            quantize("sqrt(x + y)", "fixed<10,4>", new Interval(-8, 7), "fixed<20,8>", 0.1).notes())
        .singleElement()
        .asString()
        .contains("'x + y' may be negative");
  }
}
