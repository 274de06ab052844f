package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Interval;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RewritingTest {
  private static final DeviceModel DEVICE = DeviceModels.load("xcvu9p-2", null);

  /** Sums of a handful of terms of magnitude 10 to the 3: more than rounding is a wrong rule. */
  private static final double ROUNDING = 1e-9;

  private static Expr parsed(String formula) {
    return FormulaParser.parse(new SourceText("<formula>", formula));
  }

  private static SplittableRandom random(long seed) {
    return new SplittableRandom(seed);
  }

  static List<RewriteRule> rules() {
    return RewriteRules.all();
  }

  /** At random points that keep the conditions and at which the left side is defined. */
  @ParameterizedTest
  @MethodSource("rules")
  void bothSidesOfARuleAreEqual(RewriteRule rule) {
    SplittableRandom random = random(1);
    int compared = 0;
    for (int i = 0; i < 2000; i++) {
      Map<String, Double> point = new HashMap<>();
      rule.left().variables().forEach(v -> point.put(v, random.nextDouble(-8, 8)));
      double left = ReferenceEvaluator.evaluate(rule.left(), point);
      boolean holds =
          rule.conditions().stream()
              .allMatch(c -> c.holds(Interval.of(point.getOrDefault(c.letter(), Double.NaN))));
      if (holds && Double.isFinite(left)) {
        double right = ReferenceEvaluator.evaluate(rule.right(), point);
        assertThat(right)
            .as(FormulaPrinter.print(rule.left()) + " at " + point)
            .isCloseTo(left, within(ROUNDING * Math.max(1, Math.abs(left))));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(100);
  }

  @Test
  void aWrongRuleIsFound() {
    RewriteRule wrong = RewriteRule.of("sin(a)*cos(a)", "sin(2*a)");
    double left = ReferenceEvaluator.evaluate(wrong.left(), Map.of("a", 1.0));
    assertThat(ReferenceEvaluator.evaluate(wrong.right(), Map.of("a", 1.0)))
        .isNotCloseTo(left, within(ROUNDING));
  }

  @Test
  void theRightSideOfARuleHasNoOtherLetters() {
    for (RewriteRule rule : RewriteRules.all()) {
      assertThat(rule.left().variables()).containsAll(rule.right().variables());
    }
  }

  private static Expr grown(SplittableRandom random, int depth) {
    if (depth == 0 || random.nextInt(5) == 0) {
      return switch (random.nextInt(4)) {
        case 0 -> Expr.constant(Math.rint(random.nextDouble(-16, 16)) / 4);
        case 1 -> Expr.variable("y");
        default -> Expr.variable("x");
      };
    }
    List<String> forms =
        List.of("a + b", "a - b", "a*b", "sin(a)", "cos(a)", "neg(a)", "square(a)", "a/4");
    Expr form = parsed(forms.get(random.nextInt(forms.size())));
    Map<String, Expr> parts = Map.of("a", grown(random, depth - 1), "b", grown(random, depth - 1));
    return filled(form, parts);
  }

  private static Expr filled(Expr form, Map<String, Expr> parts) {
    return switch (form) {
      case Expr.Constant c -> c;
      case Expr.Variable(String name) -> parts.getOrDefault(name, form);
      case Expr.Apply(var operator, List<Expr> arguments) ->
          new Expr.Apply(operator, arguments.stream().map(a -> filled(a, parts)).toList());
      case Expr.Call c -> c;
    };
  }

  /** Every node of every class, evaluated by itself, has the value of its class. */
  @Test
  void allFormulasOfAClassAreEqual() {
    Map<String, Interval> ranges = Map.of("x", new Interval(-2, 2), "y", new Interval(-2, 2));
    int compared = 0;
    for (int seed = 0; seed < 20; seed++) {
      SplittableRandom random = random(seed);
      EGraph graph = new EGraph(ranges);
      int root = graph.add(grown(random, 4));
      EqualitySaturation.run(graph, RewriteRules.all());
      Map<String, Double> point =
          Map.of("x", random.nextDouble(-2, 2), "y", random.nextDouble(-2, 2));
      Map<Integer, Double> values = valuesOf(graph, point);
      assertThat(values).containsKey(graph.find(root));
      for (int id : graph.classes()) {
        double value = values.getOrDefault(id, Double.NaN);
        for (ENode node : graph.nodes(id)) {
          double other = valueOf(graph, node, values, point);
          if (Math.abs(value) < 1e3 && Double.isFinite(other)) {
            assertThat(other).as("seed " + seed + ": " + node).isCloseTo(value, within(1e-7));
            compared++;
          }
        }
        if (Double.isFinite(value)) {
          assertThat(graph.range(id).lo()).isLessThanOrEqualTo(value + 1e-7);
          assertThat(graph.range(id).hi()).isGreaterThanOrEqualTo(value - 1e-7);
        }
      }
    }
    assertThat(compared).isGreaterThan(2000);
  }

  private static Map<Integer, Double> valuesOf(EGraph graph, Map<String, Double> point) {
    Map<Integer, Double> values = new HashMap<>();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int id : graph.classes()) {
        for (ENode node : graph.nodes(id)) {
          double value = valueOf(graph, node, values, point);
          if (!Double.isNaN(value) && values.putIfAbsent(id, value) == null) {
            changed = true;
          }
        }
      }
    }
    return values;
  }

  private static double valueOf(
      EGraph graph, ENode node, Map<Integer, Double> values, Map<String, Double> point) {
    return switch (node) {
      case ENode.Value(double value) -> value;
      case ENode.Input(String name) -> point.getOrDefault(name, Double.NaN);
      case ENode.Apply(var operator, List<Integer> arguments) ->
          operator.evaluate(
              arguments.stream()
                  .mapToDouble(a -> values.getOrDefault(graph.find(a), Double.NaN))
                  .toArray());
    };
  }

  private static QuantizerRequest request(String formula, double tolerance) {
    FixedFormat format = FixedFormat.parse("fixed<10,4>").orElseThrow();
    List<QuantizerRequest.InputPort> inputs = new ArrayList<>();
    for (String name : List.of("x", "y", "z")) {
      inputs.add(new QuantizerRequest.InputPort(name, format, format.range()));
    }
    return new QuantizerRequest(
        "f",
        inputs,
        List.of(
            new QuantizerRequest.OutputPort(
                "out",
                parsed(formula),
                FixedFormat.parse("fixed<24,12>").orElseThrow(),
                true,
                new Tolerance(0, tolerance))));
  }

  private static String rewritten(String formula) {
    return Rewriting.of(request(formula, 0.01), DEVICE).stream()
        .map(r -> FormulaPrinter.print(r.outputs().getFirst().formula()))
        .findFirst()
        .orElse(formula);
  }

  @Test
  void aProductOfSineAndCosineIsHalfASineOfTheDoubleAngle() {
    assertThat(rewritten("sin(x + y*z)*cos(x + y*z)")).doesNotContain("cos").contains("0.5*sin(");
  }

  @Test
  void whatTwoProductsShareIsFactoredOut() {
    assertThat(rewritten("x*y + x*z")).isIn("x*(y + z)", "(y + z)*x", "x*(z + y)", "(z + y)*x");
  }

  @Test
  void aPhaseIsCompletedToOneProduct() {
    String phase = rewritten("sin(3*x - y*(x - 4.25))");
    assertThat(phase.chars().filter(c -> c == '*').count()).isEqualTo(1);
  }

  @Test
  void aQuotientByANumberIsAProduct() {
    assertThat(rewritten("(x*y + x*z)/4")).doesNotContain("/").contains("*");
  }

  /** The bound of a rewritten circuit is kept against the formula as it was written. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sin(x + 0.3*y*z)*cos(x + 0.3*y*z)",
        "0.7*x*y + 0.7*x*z - 0.1*x",
        "sin(3*x - 0.1*y*(x - 4.2))",
        "cos(x*y)*cos(x*y) + (x*0.3 + y)/0.7"
      })
  void theBoundHoldsForTheFormulaAsItWasWritten(String formula) {
    QuantizerRequest request = request(formula, 0.02);
    QuantizedCircuit circuit =
        CircuitCompiler.compile(request, DEVICE, ScheduleOptions.atPeriod(5000));
    DatapathInterpreter interpreter = new DatapathInterpreter(circuit.datapath());
    FixedFormat in = request.inputs().getFirst().format();
    FixedFormat out = request.outputs().getFirst().format();
    SplittableRandom random = random(7);
    double bound = circuit.claims().getFirst().bound().at(out.range().magnitude());
    assertThat(bound).isLessThanOrEqualTo(0.02);
    IntStream.range(0, 3000)
        .forEach(i -> {
          long[] raw = random.longs(3, in.rawMin(), in.rawMax() + 1).toArray();
          Map<String, Double> point =
              Map.of("x", raw[0] * in.lsb(), "y", raw[1] * in.lsb(), "z", raw[2] * in.lsb());
          double real = ReferenceEvaluator.evaluate(parsed(formula), point);
          double computed = interpreter.evaluate(raw)[0] * out.lsb();
          assertThat(computed).isCloseTo(real, within(bound));
        });
  }
}
