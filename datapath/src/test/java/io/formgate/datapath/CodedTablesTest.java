package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Circuits of learned tables. */
class CodedTablesTest {
  private static final Target TARGET = LutTarget.withBlocks();
  private static final String TABLE =
      "tab(x, y, 3, 4, -2, 1.5, -1, 0.5, 2, 1, 2.3, -3, 4, 5, -6.1, 7, 8, 9, 10.7, 11, -12)";

  private static FixedFormat format(String text) {
    return FixedFormat.parse(text).orElseThrow();
  }

  private static Expr parse(String formula) {
    return FormulaParser.parse(new SourceText("<formula>", formula));
  }

  private static QuantizerRequest request(
      String formula, FixedFormat x, FixedFormat y, double tolerance) {
    return new QuantizerRequest(
        "circuit",
        List.of(
            new QuantizerRequest.InputPort("x", x, x.range()),
            new QuantizerRequest.InputPort("y", y, y.range())),
        List.of(
            new QuantizerRequest.OutputPort(
                "z", parse(formula), format("fixed<24,10>"), true, new Tolerance(0, tolerance))));
  }

  /** Every formula on all raw inputs, and how many tables it has. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
"""
          %s                                                                    | 3
          2*%s + 1                                                              | 3
          x*%s - y                                                              | 3
          %s + tab(x, y, 2, 2, 1.5, 2, 1, 2, 3, 5)                              | 6
          tab(x + x - y, y, 2, 3, 1, -2, 2, 0.5, 3, 4, 7.25, 1, 2)              | 3
          tab(x, 2*x, 2, 2, 1, -2, 0.5, 3, 4, 7.25)                             | 1
          tab(x, round(y), 2, 3, 0.3, -1, 2, 0.5, 3, 4, 7.25, 1, 2)             | 3
          sqrt(2 + tab(x, y, 2, 2, 1, 2, -1, 3, 4, 7.25))                       | 3
""")
  void everyRawInputHasItsEntry(String written, int tables) {
    String formula = written.replace("%s", TABLE);
    FixedFormat x = format("fixed<6,3>");
    FixedFormat y = format("fixed<6,4>");
    for (QuantizerStyle style :
        List.of(QuantizerStyle.PLAIN, QuantizerStyle.PLAIN.normalizing().inTurns())) {
      QuantizedCircuit circuit = Quantizer.of(request(formula, x, y, 0.02), style).circuit(TARGET);
      assertThat(circuit.datapath().tables()).hasSize(tables);
      assertWithinBound(circuit, formula, x, y);
    }
  }

  private static void assertWithinBound(
      QuantizedCircuit circuit, String formula, FixedFormat xFormat, FixedFormat yFormat) {
    DatapathInterpreter interpreter = new DatapathInterpreter(circuit.datapath());
    ErrorBound bound = circuit.claims().getFirst().bound();
    FixedFormat out = format("fixed<24,10>");
    Expr e = parse(formula);
    long step = 1 + (xFormat.rawMax() >> 8);
    double largest = 0;
    for (long x = xFormat.rawMin(); x <= xFormat.rawMax(); x += step) {
      for (long y = yFormat.rawMin(); y <= yFormat.rawMax(); y++) {
        Map<String, Double> at = Map.of("x", xFormat.toReal(x), "y", yFormat.toReal(y));
        double wanted = out.range().clamp(ReferenceEvaluator.evaluate(e, at));
        double error = Math.abs(out.toReal(interpreter.evaluate(x, y)[0]) - wanted);
        assertThat(error).as("%s at %s", formula, at).isLessThanOrEqualTo(bound.absolute() + 1e-12);
        largest = Math.max(largest, error);
      }
    }
    assertThat(bound.absolute()).isLessThanOrEqualTo(0.02);
    assertThat(largest > 0).isEqualTo(bound.absolute() > 0);
  }

  @Test
  void anEncoderOfAWideInputSeesTheBitsThatItsCutsNeed() {
    String formula = "tab(x, y, 3, 2, -12, 20, 0.5, 1, 2, 3, 4, 5, 6)";
    FixedFormat x = format("fixed<20,6>");
    FixedFormat y = format("fixed<6,4>");
    QuantizedCircuit circuit =
        Quantizer.of(request(formula, x, y, 0.02), QuantizerStyle.PLAIN).circuit(TARGET);
    assertThat(circuit.datapath().tables())
        .extracting(t -> t.indexFormat().widthBits())
        .containsExactly(4, 5, 3);
    assertWithinBound(circuit, formula, x, y);
  }

  /**
   * What has few bits at the fineness of its cuts is the index, although the input below has many;
   * a cut of an absolute value is one value off on the input's negative side.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
"""
          cond(abs(x) < 1.5, cond(y < 0.5, 1, 2), cond(y < 0.5, 3, 4))
          tab(abs(x), y, 3, 2, 4, 20, 0.5, 1, 2, 3, 4, 5, 6)
          tab(1 - x, y, 3, 2, -12, 20, 0.5, 1, 2, 3, 4, 5, 6)
          tab(3*x, y, 3, 2, -12, 20, 0.5, 1, 2, 3, 4, 5, 6)
          tab(-x, y, 3, 2, -12, 20, 0.5, 1, 2, 3, 4, 5, 6)
          tab(square(x), y, 3, 2, 16, 100, 0.5, 1, 2, 3, 4, 5, 6)
""")
  void cutsOfWhatIsComputedFromAWideInputAreExact(String formula) {
    FixedFormat y = format("fixed<6,4>");
    for (String wide : List.of("fixed<20,6>", "fixed<12,6>")) {
      FixedFormat x = format(wide);
      QuantizedCircuit circuit =
          Quantizer.of(request(formula, x, y, 0.02), QuantizerStyle.PLAIN).circuit(TARGET);
      assertThat(circuit.claims().getFirst().bound()).isEqualTo(ErrorBound.EXACT);
      assertThat(circuit.datapath().tables())
          .hasSize(3)
          .allSatisfy(t -> assertThat(t.indexFormat().widthBits()).isLessThan(11));
      assertExactAtJumps(circuit, formula, x, y);
    }
  }

  /** All raw values within two of a multiple of a quarter, where all cuts are or are mirrored. */
  private static void assertExactAtJumps(
      QuantizedCircuit circuit, String formula, FixedFormat xFormat, FixedFormat yFormat) {
    DatapathInterpreter interpreter = new DatapathInterpreter(circuit.datapath());
    FixedFormat out = format("fixed<24,10>");
    Expr e = parse(formula);
    long quarter = 1L << (xFormat.fractionBits() - 2);
    for (long centre = xFormat.rawMin(); centre <= xFormat.rawMax(); centre += quarter) {
      for (long x = Math.max(xFormat.rawMin(), centre - 2);
          x <= Math.min(xFormat.rawMax(), centre + 2);
          x++) {
        for (double y : List.of(0.0, 0.5)) {
          Map<String, Double> at = Map.of("x", xFormat.toReal(x), "y", y);
          long raw = (long) Math.scalb(y, yFormat.fractionBits());
          assertThat(out.toReal(interpreter.evaluate(x, raw)[0]))
              .as("%s at %s", formula, at)
              .isEqualTo(ReferenceEvaluator.evaluate(e, at));
        }
      }
    }
  }

  /** The guard keeps x below the table's cut: one code is left of it. */
  @Test
  void aGuardedBranchMayHaveATableWithASingleCode() {
    String formula = "cond(x < 0.5, log(1 - x) + tab(x, y, 2, 2, 0.75, 0.5, 1, 2, 3, 4), 7)";
    FixedFormat x = format("fixed<6,3>");
    FixedFormat y = format("fixed<6,4>");
    QuantizerRequest request = request(formula, x, y, 0.02);
    FormulaGraph graph = new FormulaGraph(request, QuantizerStyle.PLAIN);
    assertThat(IntStream.range(0, graph.size()))
        .anyMatch(v -> graph.term(v) instanceof Coded.Code && graph.range(v).hi() == 0);
    assertWithinBound(Quantizer.of(request, QuantizerStyle.PLAIN).circuit(TARGET), formula, x, y);
  }

  @Test
  void cutsThatNeedManyBitsAreComparisons() {
    String formula = "tab(x, y, 2, 2, 0.00006103515625, 0.5, 1, 2, 3, 4)";
    FixedFormat x = format("fixed<20,6>");
    FixedFormat y = format("fixed<6,4>");
    QuantizedCircuit circuit =
        Quantizer.of(request(formula, x, y, 0.02), QuantizerStyle.PLAIN).circuit(TARGET);
    assertThat(circuit.datapath().tables()).isEmpty();
    assertWithinBound(circuit, formula, x, y);
  }

  /** Both ends of what the table's values are; the steps' ranges add up to six times as much. */
  @Test
  void aTableThatRisesAndFallsHasTheRangeOfItsValues() {
    QuantizerRequest request =
        request(
            "tab(x, -3, 1, 0, 4, -4, 4, -4, 4, -4)", format("fixed<6,3>"), format("fixed<6,4>"), 1);
    FormulaGraph graph = new FormulaGraph(request, QuantizerStyle.PLAIN);
    Interval range = graph.range(graph.roots().getFirst());
    assertThat(range.lo()).isBetween(0.05, 0.09);
    assertThat(range.hi()).isBetween(2.17, 2.4);
  }
}
