package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every vector of narrow inputs, against the largest of the scores by a plain loop. */
class HeadsTest {
  private static final FixedFormat INPUT = new FixedFormat(true, 4, 2);

  /** Scores that tie often, saturate, round and lie apart. */
  private static final List<String> SCORES =
      List.of("x", "y", "x*y", "0.3*x - y", "sin(x) + 0.25", "1", "x + y", "square(y)", "y - x");

  private static QuantizerRequest request(
      List<String> formulas, String format, double tolerance, List<Head> heads, boolean shown) {
    FixedFormat output = FixedFormat.parse(format).orElseThrow();
    List<QuantizerRequest.OutputPort> ports = new ArrayList<>();
    for (int i = 0; i < formulas.size(); i++) {
      Expr formula = FormulaParser.parse(new SourceText("<formula>", formulas.get(i)));
      ports.add(
          new QuantizerRequest.OutputPort(
              "s" + i, formula, output, true, new Tolerance(0, tolerance)));
    }
    return new QuantizerRequest(
        "heads",
        List.of(
            new QuantizerRequest.InputPort("x", INPUT, INPUT.range()),
            new QuantizerRequest.InputPort("y", INPUT, INPUT.range())),
        ports,
        heads,
        shown);
  }

  private static QuantizedCircuit circuit(QuantizerRequest request, ArgmaxForm form) {
    return Quantizer.of(request, QuantizerStyle.PLAIN).circuit(LutTarget.withBlocks(), form);
  }

  private static Head.Argmax largestOf(int count) {
    return new Head.Argmax("winner", IntStream.range(0, count).boxed().toList());
  }

  private static int largest(double[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  /** How far the largest value is above the second. */
  private static double lead(double[] scores) {
    double[] sorted = Arrays.stream(scores).sorted().toArray();
    return sorted[sorted.length - 1] - sorted[sorted.length - 2];
  }

  private static double real(QuantizerRequest.OutputPort port, long x, long y) {
    double value =
        ReferenceEvaluator.evaluate(
            port.formula(), Map.of("x", INPUT.toReal(x), "y", INPUT.toReal(y)));
    return port.format().range().clamp(value);
  }

  @ParameterizedTest
  @EnumSource
  void theIndexIsThatOfTheFirstOfTheLargestScores(ArgmaxForm form) {
    for (int count = 2; count <= SCORES.size(); count++) {
      QuantizerRequest request =
          request(SCORES.subList(0, count), "fixed<5,2>", 0.25, List.of(largestOf(count)), false);
      QuantizedCircuit circuit = circuit(request, form);
      assertThat(circuit.datapath().outputs()).extracting("name").containsExactly("winner");
      assertThat(circuit.everyValue().outputs()).hasSize(count + 1);
      DatapathInterpreter hidden = new DatapathInterpreter(circuit.datapath());
      DatapathInterpreter all = new DatapathInterpreter(circuit.everyValue());
      double margin = circuit.margins().getFirst().distance();
      int ties = 0;
      int decided = 0;
      for (long x = INPUT.rawMin(); x <= INPUT.rawMax(); x++) {
        for (long y = INPUT.rawMin(); y <= INPUT.rawMax(); y++) {
          long[] values = all.evaluate(x, y);
          double[] scores = new double[count];
          double[] reals = new double[count];
          for (int i = 0; i < count; i++) {
            scores[i] = request.outputs().get(i).format().toReal(values[i]);
            reals[i] = real(request.outputs().get(i), x, y);
          }
          assertThat(values[count])
              .as("%d scores at %d, %d", count, x, y)
              .isEqualTo(largest(scores));
          assertThat(hidden.evaluate(x, y)).containsExactly(values[count]);
          ties += lead(scores) == 0 ? 1 : 0;
          if (lead(reals) > margin) {
            assertThat(values[count]).isEqualTo(largest(reals));
            decided++;
          }
        }
      }
      assertThat(ties).isPositive();
      assertThat(decided).isPositive();
      assertThat(circuit.everyValue().outputFormats().getLast())
          .isEqualTo(request.heads().getFirst().format());
    }
  }

  @Test
  void formsDifferOnlyInHowTheyAreBuilt() {
    QuantizerRequest request =
        request(SCORES.subList(0, 5), "fixed<8,3>", 0.1, List.of(largestOf(5)), true);
    Datapath tree = circuit(request, ArgmaxForm.TREE).datapath();
    Datapath pairs = circuit(request, ArgmaxForm.PAIRS).datapath();
    assertThat(tree).isNotEqualTo(pairs);
    assertThat(tree.outputs())
        .extracting("name")
        .containsExactly("s0", "s1", "s2", "s3", "s4", "winner");
    assertThat(pairs.tables())
        .extracting("name")
        .contains("is_1000", "is_1100", "is_1110", "is_1111");
  }

  /** Nothing is compared where ranges alone tell the largest. */
  @ParameterizedTest
  @EnumSource
  void aScoreThatAlwaysLeadsIsANumber(ArgmaxForm form) {
    QuantizerRequest request =
        request(List.of("x", "y", "x + 16", "y"), "fixed<8,6>", 0.25, List.of(largestOf(4)), false);
    Datapath datapath = circuit(request, form).datapath();
    assertThat(new DatapathInterpreter(datapath).evaluate(0, 0)).containsExactly(2);
    assertThat(datapath.node(datapath.outputs().getFirst().node()).operation())
        .isEqualTo(new Operation.Literal(2));
  }

  @ParameterizedTest
  @CsvSource({"-2", "-1.9", "-0.25", "0", "0.1", "0.125", "1.9", "1.9375"})
  void theBitIsOneWhereTheValueIsAtLeastTheThreshold(double atLeast) {
    for (String formula : List.of("x", "x*y", "0.7*x - y/3", "sin(x)*y", "0.125")) {
      QuantizerRequest request =
          request(
              List.of(formula),
              "fixed<6,2>",
              0.0625,
              List.of(new Head.Threshold("pass", 0, atLeast)),
              false);
      QuantizedCircuit circuit = circuit(request, ArgmaxForm.TREE);
      DatapathInterpreter all = new DatapathInterpreter(circuit.everyValue());
      DatapathInterpreter bit = new DatapathInterpreter(circuit.datapath());
      double margin = circuit.margins().getFirst().distance();
      assertThat(circuit.datapath().outputFormats()).containsExactly(new FixedFormat(false, 1, 1));
      for (long x = INPUT.rawMin(); x <= INPUT.rawMax(); x++) {
        for (long y = INPUT.rawMin(); y <= INPUT.rawMax(); y++) {
          long[] values = all.evaluate(x, y);
          double value = request.outputs().getFirst().format().toReal(values[0]);
          assertThat(values[1]).as("%s = %s", formula, value).isEqualTo(value >= atLeast ? 1 : 0);
          assertThat(bit.evaluate(x, y)).containsExactly(values[1]);
          double real = real(request.outputs().getFirst(), x, y);
          if (Math.abs(real - atLeast) > margin) {
            assertThat(values[1]).isEqualTo(real >= atLeast ? 1 : 0);
          }
        }
      }
    }
  }

  /** A relative bound at the threshold, as the page of semantics derives it. */
  @Test
  void aMarginFollowsFromTheBounds() {
    QuantizerRequest plain =
        request(
            List.of("x*y", "sin(x)"),
            "fixed<8,4>",
            0.1,
            List.of(largestOf(2), new Head.Threshold("pass", 1, 0.5)),
            true);
    QuantizedCircuit circuit = circuit(plain, ArgmaxForm.TREE);
    double first = circuit.claims().get(0).bound().absolute();
    double second = circuit.claims().get(1).bound().absolute();
    assertThat(circuit.margins())
        .containsExactly(
            new QuantizedCircuit.Margin(
                "winner", Math.max(first, second) + Math.min(first, second)),
            new QuantizedCircuit.Margin("pass", second));
    assertThat(plain.isPort(0)).isTrue();
  }

  /** Only formulas that a head reads lose their port. */
  @Test
  void aFormulaThatNoHeadReadsHasAPort() {
    QuantizerRequest request =
        request(
            List.of("x", "y"), "fixed<5,2>", 0.25, List.of(new Head.Threshold("p", 1, 0)), false);
    assertThat(circuit(request, ArgmaxForm.TREE).datapath().outputs())
        .extracting("name")
        .containsExactly("s0", "p");
  }

  @Test
  void aThresholdOutsideOfTheFormatIsRefused() {
    QuantizerRequest request =
        request(List.of("x"), "fixed<5,2>", 0.25, List.of(new Head.Threshold("p", 0, 2.5)), false);
    assertThatThrownBy(() -> circuit(request, ArgmaxForm.TREE))
        .isInstanceOfSatisfying(
            DiagnosticException.class,
            e -> {
              assertThat(e.diagnostics().getFirst().code())
                  .isEqualTo(DiagnosticCode.QUANTIZE_THRESHOLD);
              assertThat(e.diagnostics().getFirst().message())
                  .isEqualTo(
                      "the threshold 2.5 of 's0' lies outside of fixed<5,2>, which holds [-2, 1.875]");
            });
  }

  @Test
  void headsReadFormulasThatThereAre() {
    assertThatThrownBy(() -> new Head.Argmax("c", List.of(0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> request(List.of("x"), "fixed<5,2>", 1, List.of(largestOf(2)), true))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
