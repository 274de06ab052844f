package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.formgate.expression.Definition;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import io.formgate.expression.Ratio;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.Tolerance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements on rows, outputs, classes, parameters, definitions, forms, losses and measures. */
class SpecStatementsTest {
  private static final String BASE =
      """
      data "d.csv"
      input x, y as fixed<8,4>
      output M as fixed<8,4>
      operators + sin
      hardware dev clock 5 ns
      """;

  private static final String NO_OUTPUT = BASE.replaceAll("output .*\n", "");

  private static Spec with(String... lines) {
    return SpecTexts.parse(BASE + String.join("\n", lines));
  }

  private static String text(Expr e) {
    return FormulaPrinter.print(e);
  }

  @Test
  void rowsAreChosenWeighedAndSplit() {
    Spec spec =
        SpecTexts.parse(
            BASE.replace("\"d.csv\"", "\"d.csv\", missing drop")
                + "where x > 1 and run != 3\nweight abs(w)\nsplit validation 20 %, seed 7");
    assertThat(spec.missingDrop()).isTrue();
    assertThat(text(spec.where().orElseThrow().formula())).isEqualTo("x > 1 and run != 3");
    assertThat(spec.where().orElseThrow().span().location()).isEqualTo("a.fg:6:7");
    assertThat(text(spec.weight().orElseThrow().formula())).isEqualTo("abs(w)");
    assertThat(spec.split()).isEqualTo(new Split(0.2, 7));
    assertThat(with("split validation 1/4").split()).isEqualTo(new Split(0.25, 1));
    assertThat(with().missingDrop()).isFalse();
    assertThat(with().split()).isEqualTo(Split.NONE);
  }

  @Test
  void severalOutputsHaveLossesOfTheirOwn() {
    Spec spec =
        with("output N : GeV as ufixed<8,4>", "loss mae for N", "loss huber(2)", "form N = ?(x)");
    assertThat(spec.outputNames()).containsExactly("M", "N");
    assertThat(spec.output().name()).isEqualTo("M");
    assertThat(((Loss.Pointwise) spec.lossOf("M")).name()).isEqualTo("huber(2)");
    assertThat(((Loss.Pointwise) spec.lossOf("N")).name()).isEqualTo("mae");
    assertThat(spec.formOf("M")).isEmpty();
    assertThat(spec.formOf("N")).isPresent();
    assertThat(spec.hasDimensions()).isTrue();
    assertThat(with().lossOf("M")).isEqualTo(Loss.MEAN_SQUARED);
  }

  @Test
  void classesAreOutputs() {
    Spec spec =
        SpecTexts.parse(
            NO_OUTPUT
                + "classes g, q from label as ufixed<8,2> saturate tolerance 1/8\n"
                + "constrain g increasing in x");
    assertThat(spec.classes().orElseThrow().names()).containsExactly("g", "q");
    assertThat(spec.classes().orElseThrow().column()).contains("label");
    assertThat(spec.classes().orElseThrow().span().location()).isEqualTo("a.fg:5:19");
    assertThat(spec.outputNames()).containsExactly("g", "q");
    assertThat(spec.outputs().get(1).format()).isEqualTo(new FixedFormat(false, 8, 2));
    assertThat(spec.outputs().get(1).tolerance()).isEqualTo(new Tolerance(0, 0.125));
    assertThat(spec.losses()).containsOnlyKeys("g", "q");
    assertThat(spec.losses().values())
        .allSatisfy(loss ->
            assertThat(loss)
                .isInstanceOfSatisfying(
                    Loss.Pointwise.class, p -> assertThat(p.name()).isEqualTo("logistic")));

    assertThat(spec.classes().orElseThrow().showsScores()).isFalse();

    Spec plain =
        SpecTexts.parse(NO_OUTPUT + "classes g, q from \"jet class\" with scores\nloss hinge");
    assertThat(plain.classes().orElseThrow().showsScores()).isTrue();
    assertThat(SpecPrinter.print(plain)).contains(" from \"jet class\" as ", " with scores");
    assertThat(plain.classes().orElseThrow().column()).contains("jet class");
    assertThat(plain.output().format()).isEqualTo(PortBuilder.CLASS_FORMAT);
    assertThat(plain.output().saturate()).isTrue();
    assertThat(((Loss.Pointwise) plain.lossOf("q")).name()).isEqualTo("hinge");
  }

  @Test
  void classesAreCalledOtherwiseInTheData() {
    Classes classes =
        SpecTexts.parse(NO_OUTPUT + "classes sig = \" signal\", one = -1, b = b, c from kind")
            .classes()
            .orElseThrow();
    assertThat(classes.names()).containsExactly("sig", "one", "b", "c");
    assertThat(classes.cells()).containsExactly("signal", "-1", "b", "c");
    assertThat(classes.mayBeIndices()).isFalse();
    Classes plain = SpecTexts.parse(NO_OUTPUT + "classes b, c from kind").classes().orElseThrow();
    assertThat(plain.cells()).containsExactly("b", "c");
    assertThat(plain.mayBeIndices()).isTrue();
  }

  @Test
  void everyLabelHasANameForItsClass() {
    assertThat(
            Stream.of(
                    "top", "signal", "2b", "my class", "0", "-1", "1.5", "--", "as", "x_1", "Größe")
                .map(ClassLabels::name))
        .containsExactly(
            "top",
            "class_signal",
            "class_2b",
            "my_class",
            "class_0",
            "class_minus_1",
            "class_1_5",
            "x",
            "class_as",
            "x_1",
            "Gro_e")
        .allSatisfy(name -> assertThat(SignalNames.objection(name)).isEmpty());
  }

  @Test
  void thresholdsAreNumbersOrShares() {
    Spec spec =
        SpecTexts.parse(
            NO_OUTPUT
                + "classes g, q, t from label\n"
                + "threshold t at -1/2\n"
                + "threshold g passes at least 90 % of label == 0\n"
                + "threshold q passes at most 0.01 of label != 1");
    assertThat(spec.thresholds()).extracting(Threshold::output).containsExactly("t", "g", "q");
    assertThat(spec.thresholds().getFirst().point()).isEqualTo(new Threshold.At(-0.5));
    assertThat(spec.thresholds().get(1).point())
        .isInstanceOfSatisfying(
            Threshold.Passing.class,
            p -> {
              assertThat(p.isAtLeast()).isTrue();
              assertThat(p.share()).isEqualTo(0.9);
              assertThat(p.rows().formula().variables()).containsExactly("label");
            });
    assertThat(SpecPrinter.print(spec))
        .contains(
            "threshold t at -0.5",
            "threshold g passes at least 90 % of label == 0",
            "threshold q passes at most 1 % of label != 1");
    assertThat(Threshold.port("t")).isEqualTo("t_pass");
  }

  @Test
  void parametersHaveRangesThatMayBeInfinite() {
    List<Parameter> parameters =
        with("parameter k, l : GeV in [0, 10]", "parameter o in [-inf, 3.]", "parameter n")
            .parameters();
    assertThat(parameters.stream().map(Parameter::name)).containsExactly("k", "l", "o", "n");
    assertThat(parameters.get(1).unit().text()).isEqualTo("GeV");
    assertThat(parameters.get(1).range()).isEqualTo(new Interval(0, 10));
    assertThat(parameters.get(2).range()).isEqualTo(new Interval(Double.NEGATIVE_INFINITY, 3));
    assertThat(parameters.get(3).range())
        .isEqualTo(new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
  }

  @Test
  void definitionsCallEarlierOnes() {
    Spec spec =
        SpecTexts.parse(
            BASE.replace("+ sin", "+ sin hyp")
                + "define sq(a) = a^2\ndefine hyp(a, b) = sqrt(sq(a) + sq(b))");
    assertThat(spec.definitions().stream().map(Definition::name)).containsExactly("sq", "hyp");
    assertThat(text(spec.definitions().get(1).body())).isEqualTo("sqrt(square(a) + square(b))");
    assertThat(spec.operators()).containsExactly(Operator.ADD, Operator.SIN);
    assertThat(spec.searchDefinitions()).containsExactly("hyp");
  }

  @Test
  void everySignIsAnOperator() {
    Spec spec = SpecTexts.parse(BASE.replace("+ sin", "+ - * / ^ < <= > >= == != and or not neg"));
    assertThat(spec.operators()).hasSize(15).contains(Operator.POWER, Operator.NOT_EQUAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.989e30 kg          | kg   | 1.989e30",
        "3. kg                | kg   | 3",
        "2*kg                 | kg   | 2",
        "4.kg                 | kg   | 4",
        "5 / s                | s^-1 | 5",
        "1/s                  | s^-1 | 1",
        "12                   | 1    | 12",
        "1/4 m                | m    | 0.25",
        "m^2                  | m^2  | 1",
        "2 Lx                 | m    | 6",
        "Lx^2                 | m^2  | 9",
      })
  void unitsAreDefined(String definition, String base, double scale) {
    Spec spec =
        with(
            "define unit Ux = " + definition,
            "define unit Lx = 3 m",
            "parameter k : Ux",
            "parameter l : Ux/s");
    UnitExpression unit = spec.parameters().getFirst().unit();
    assertThat(unit.text()).isEqualTo("Ux");
    assertThat(unit.dimension()).isEqualTo(Units.parse(base).dimension());
    assertThat(unit.scaleToBase()).isEqualTo(scale);
    assertThat(spec.unitDefinitions().getFirst().unit().text()).isEqualTo(definition.strip());
  }

  @Test
  void formsHaveHoles() {
    Spec spec =
        with(
            "parameter k",
            "define sq(a) = a^2",
            "form M = k*sq(x)*?(x - y) + f(x) + ?f(y) + D(g(x, y), x) + ?");
    Form form = spec.formOf("M").orElseThrow();
    assertThat(text(form.body()))
        .isEqualTo("k*square(x)*?1(x - y) + f(x) + f(y) + D(g(x, y), x) + ?2(x, y)");
    assertThat(form.holes().stream().map(h -> h.name() + "/" + h.arity()))
        .containsExactly("?1/1", "f/1", "g/2", "?2/2");
    assertThat(form.holes().get(1).span().location()).isEqualTo("a.fg:8:29");
  }

  @Test
  void lossesHaveTheirValues() {
    double[][] points = {{0.5, 2}, {2, 0.5}, {1, 1}, {-1, 1}, {1, -1}};
    int compared = 0;
    for (double[] point : points) {
      double p = point[0];
      double t = point[1];
      double r = p - t;
      double m = p * t;
      Map<String, Double> wanted =
          Map.of(
              "mse",
              r * r,
              "mae",
              Math.abs(r),
              "huber(1)",
              Math.abs(r) <= 1 ? r * r / 2 : Math.abs(r) - 0.5,
              "logcosh",
              Math.log(Math.cosh(r)),
              "quantile(0.9)",
              r < 0 ? -0.9 * r : 0.1 * r,
              "epsilon(0.25)",
              Math.max(0, Math.abs(r) - 0.25),
              "logistic",
              Math.log(1 + Math.exp(-m)),
              "hinge",
              Math.max(0, 1 - m),
              "l2margin",
              (1 - m) * (1 - m),
              "abs(prediction - target)^3 * weight",
              Math.pow(Math.abs(r), 3) * 2);
      for (var entry : wanted.entrySet()) {
        Loss.Pointwise loss = (Loss.Pointwise) with("loss " + entry.getKey()).lossOf("M");
        double value =
            ReferenceEvaluator.evaluate(
                loss.formula(), Map.of("prediction", p, "target", t, "weight", 2.0));
        // A few roundings of numbers up to 10.
        assertThat(value)
            .as(entry.getKey())
            .isCloseTo(entry.getValue(), within(20 * Math.ulp(10.0)));
        assertThat(loss.name()).isEqualTo(entry.getKey());
        compared++;
      }
    }
    assertThat(compared).isEqualTo(50);
  }

  @ParameterizedTest
  @ValueSource(strings = {"logcosh", "logistic"})
  void lossesDoNotOverflow(String name) {
    Loss.Pointwise loss = (Loss.Pointwise) with("loss " + name).lossOf("M");
    for (double p : new double[] {-1e6, 1e6}) {
      double value =
          ReferenceEvaluator.evaluate(loss.formula(), Map.of("prediction", p, "target", 1.0));
      assertThat(value).isFinite().isBetween(0.0, 1e6 + 1);
    }
  }

  @Test
  void leastSquaresAreRecognised() {
    assertThat(((Loss.Pointwise) with("loss mse").lossOf("M")).isLeastSquares()).isTrue();
    assertThat(((Loss.Pointwise) with("loss (prediction - target)^2").lossOf("M")).isLeastSquares())
        .isTrue();
    assertThat(((Loss.Pointwise) with("loss mae").lossOf("M")).isLeastSquares()).isFalse();
  }

  @Test
  void complexityIsExact() {
    Complexity complexity =
        with("complexity nodes, sin 3, x 0.1, / 3/2, const 2, - 0").complexity();
    assertThat(complexity.mode()).isEqualTo(Complexity.Mode.NODES);
    assertThat(complexity.operators())
        .isEqualTo(
            Map.of(
                Operator.SIN, new Ratio(3, 1),
                Operator.DIVIDE, new Ratio(3, 2),
                Operator.SUBTRACT, new Ratio(0, 1)));
    assertThat(complexity.variables()).isEqualTo(Map.of("x", new Ratio(1, 10)));
    assertThat(complexity.constant()).isEqualTo(Optional.of(new Ratio(2, 1)));
    assertThat(with().complexity()).isEqualTo(Complexity.LATENCY);
  }

  @Test
  void cyclesThatAreAddedUpAreTheDevicesOrPublished() {
    Complexity device = with("complexity additive, fractional, exp 3").complexity();
    assertThat(device.mode()).isEqualTo(Complexity.Mode.ADDITIVE);
    assertThat(device.published()).isEmpty();
    assertThat(device.fractional()).isTrue();
    assertThat(device.rounded()).isFalse();
    assertThat(device.operators()).isEqualTo(Map.of(Operator.EXP, new Ratio(3, 1)));
    Complexity published = with("complexity additive published fixed<16,6>, rounded").complexity();
    assertThat(published.published().map(Complexity.Published::format))
        .contains(new FixedFormat(true, 16, 6));
    assertThat(published.fractional()).isFalse();
    assertThat(published.rounded()).isTrue();
    assertThat(with("complexity nodes, rounded").complexity().rounded()).isTrue();
  }

  @Test
  void aVariableMayHaveTheNameOfAnOption() {
    Complexity c =
        SpecTexts.parse(
                SpecTexts.with("input", "input rounded as fixed<8,4>")
                    + "complexity additive, rounded 3, rounded\n")
            .complexity();
    assertThat(c.variables()).isEqualTo(Map.of("rounded", new Ratio(3, 1)));
    assertThat(c.rounded()).isTrue();
  }

  @Test
  void evolutionIsSet() {
    assertThat(with("evolution crossover 0.25, constant 3.").evolution().values())
        .isEqualTo(
            Map.of(
                EvolutionSettings.Setting.CROSSOVER, 0.25,
                EvolutionSettings.Setting.CONSTANT, 3.0));
    assertThat(with().evolution()).isEqualTo(EvolutionSettings.DEFAULTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "count",
        "depth",
        "size",
        "argument",
        "uses",
        "excludes",
        "form",
        "loss",
        "weight",
        "split",
        "validation",
        "where",
        "classes",
        "define",
        "unit",
        "constrain",
        "complexity",
        "evolution",
        "nodes",
        "additive",
        "latency",
        "missing",
        "drop",
        "grid",
        "most",
        "no",
        "even",
        "odd",
        "increasing",
        "exponents",
        "constants",
        "hole",
        "mse",
        "saturate",
        "tolerance",
        "max",
        "data",
        "operators",
        "hardware",
        "search",
        "clock_",
        "seed",
        "cycles",
        "inf",
        "dimensionless",
        "crossover",
        "prediction",
        "target",
        "e",
        "pi",
        "D",
        "sin",
        "if_",
        "const_"
      })
  void keywordsAreNamesWhereNoKeywordCanStand(String word) {
    String name = word.replace("_", "1");
    String text =
        """
        data "d.csv"
        input a,
          %1$s,
          b as fixed<8,4>
        input %1$s2 : 1 as fixed<8,4> in [0, 1]
        output %1$s3 as fixed<8,4>
        operators + sin
        where (%1$s >
          %1$s2) and %1$s < 1
        weight %1$s
        form %1$s3 = (%1$s + ?(
          %1$s, %1$s2)
          + %1$s)
        constrain uses a, %1$s, depth <= 8, uses %1$s, excludes %1$s2 soft weight 1
        constrain sin only of %1$s, %1$s2, %1$s3 increasing in %1$s, %1$s3 in [0, 1], count(a,
          %1$s3x) <= 3
        parameter %1$s3x
        hardware dev clock 5 ns
        """
            .formatted(name);
    assertThat(SpecTexts.mistakes(text)).as(text).isEmpty();
    Spec spec = SpecTexts.parse(text);
    assertThat(spec.inputNames()).containsExactly("a", name, "b", name + "2");
    assertThat(spec.where().orElseThrow().formula().variables()).contains(name);
    assertThat(spec.weight().orElseThrow().formula()).isEqualTo(Expr.variable(name));
    assertThat(spec.constraints().getFirst().constraint())
        .isEqualTo(new Constraint.Uses(Set.of("a", name)));
    assertThat(spec.constraints()).hasSize(8);
  }
}
