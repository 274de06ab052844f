package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Operator;
import io.formgate.expression.Ratio;
import io.formgate.expression.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Additive complexities are those that were worked by hand in additive.txt. */
class AdditiveComplexityTest {
  private static final Pattern TERM = Pattern.compile("(?:^| \\+ )(\\S+) \\(([^)]*)\\)");
  private static final Pattern FACTOR =
      Pattern.compile("ceil\\((\\d+)/(\\d+)\\)|(\\d+)(?:/(\\d+))?");
  private static final Pattern DEVICE = Pattern.compile("(\\S+) at (\\d+) ps");

  private static List<String[]> cases() throws IOException {
    try (InputStream in = AdditiveComplexityTest.class.getResourceAsStream("additive.txt")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.strip().split("\\s*\\|\\s*"))
          .toList();
    }
  }

  private static Expr parse(String formula) {
    return FormulaParser.parse(new SourceText("<case>", formula));
  }

  private static Ratio ratio(String text) {
    String[] parts = text.split("/");
    return new Ratio(Long.parseLong(parts[0]), parts.length == 1 ? 1 : Long.parseLong(parts[1]));
  }

  /** The measure of the column "cycles". */
  private static AdditiveComplexity measure(String text) {
    // A comma in a format has no blank behind it.
    List<String> parts = List.of(text.split(", "));
    boolean fractional = parts.contains("fractional");
    boolean rounded = parts.contains("rounded");
    Map<Operator, Ratio> operators = new HashMap<>();
    Map<String, Ratio> variables = new HashMap<>();
    Ratio constant = Ratio.ONE;
    for (String part : parts.subList(1, parts.size())) {
      String[] words = part.split(" ");
      if (words.length == 2) {
        Optional<Operator> operator = Operator.bySymbol(words[0]);
        if (operator.isPresent()) {
          operators.put(operator.get(), ratio(words[1]));
        } else if (words[0].equals("constants")) {
          constant = ratio(words[1]);
        } else {
          variables.put(words[0], ratio(words[1]));
        }
      } else {
        assertThat(part).isIn("fractional", "rounded");
      }
    }
    return new AdditiveComplexity(
        cycles(parts.getFirst(), fractional), operators, variables, constant, rounded);
  }

  private static OperatorCycles cycles(String text, boolean fractional) {
    if (text.equals("one")) {
      return OperatorCycles.ONE;
    }
    if (text.startsWith("published ")) {
      return PublishedCycles.load(FixedFormat.parse(text.substring(10)).orElseThrow());
    }
    Matcher device = DEVICE.matcher(text);
    assertThat(device.matches()).as(text).isTrue();
    return new DeviceCycles(
        DeviceModels.load(device.group(1), null), Integer.parseInt(device.group(2)), fractional);
  }

  private static Ratio product(String text) {
    Ratio product = Ratio.ONE;
    for (MatchResult m : FACTOR.matcher(text).results().toList()) {
      Ratio factor =
          m.group(1) != null
              ? new Ratio(Math.ceilDiv(Long.parseLong(m.group(1)), Long.parseLong(m.group(2))), 1)
              : ratio(m.group());
      product =
          new Ratio(
              product.numerator() * factor.numerator(),
              product.denominator() * factor.denominator());
    }
    return product;
  }

  private static void addNodes(Expr e, List<String> nodes) {
    nodes.add(
        switch (e) {
          case Expr.Constant(double v) -> v == Math.rint(v) ? "" + (long) v : "" + v;
          case Expr.Variable(String name) -> name;
          case Expr.Apply(Operator operator, _) -> operator.symbol();
          case Expr.Call(String name, _) -> name;
        });
    e.children().forEach(child -> addNodes(child, nodes));
  }

  @Test
  void complexitiesAreThoseWorkedByHand() throws IOException {
    int compared = 0;
    int fractions = 0;
    for (String[] c : cases()) {
      String name = String.join(" | ", c);
      assertThat(c).as(name).hasSize(4);
      Expr formula = parse(c[0]);
      boolean rounded = c[2].startsWith("round ");
      String arithmetic = rounded ? c[2].substring(6) : c[2];
      List<String> nodes = new ArrayList<>();
      Ratio sum = new Ratio(0, 1);
      for (MatchResult term : TERM.matcher(arithmetic).results().toList()) {
        sum = sum.plus(product(term.group(1)));
        nodes.addAll(List.of(term.group(2).split(" ")));
      }
      List<String> ofTree = new ArrayList<>();
      addNodes(formula, ofTree);
      assertThat(nodes).as(name).containsExactlyInAnyOrderElementsOf(ofTree);
      AdditiveComplexity measure = measure(c[1]);
      assertThat(measure.rounded()).as(name).isEqualTo(rounded);
      assertThat(rounded ? sum.rounded() : sum).as(name).isEqualTo(ratio(c[3]));
      assertThat(measure.of(formula)).as(name).isEqualTo(ratio(c[3]));
      Ratio ofTerms = new Ratio(0, 1);
      for (AdditiveComplexity.Term term : measure.terms(formula)) {
        ofTerms = ofTerms.plus(term.total());
      }
      assertThat(ofTerms).as(name).isEqualTo(sum);
      fractions += ratio(c[3]).denominator() > 1 ? 1 : 0;
      compared++;
    }
    assertThat(compared).isGreaterThanOrEqualTo(30);
    assertThat(fractions).isGreaterThanOrEqualTo(4);
  }

  @Test
  void thePageShowsSomeOfThem() throws IOException {
    Path repository = Path.of(System.getProperty("formgate.repository", ""));
    String page = Files.readString(repository.resolve("docs/cost-model.md"));
    String section = page.substring(page.indexOf("## Additive complexity"));
    List<List<String>> all = cases().stream().map(List::of).toList();
    int shown = 0;
    for (String line : section.split("```")[1].strip().lines().toList()) {
      assertThat(all).contains(List.of(line.strip().split("\\s*\\|\\s*")));
      shown++;
    }
    assertThat(shown).isEqualTo(3);
  }

  @Test
  void withoutNumbersOfItsOwnAnOperatorCountsItsCycles() {
    assertThat(AdditiveComplexity.of(parse("x + 2"), _ -> new Ratio(5, 2)))
        .isEqualTo(new Ratio(9, 2));
  }

  @Test
  void tiesAreRoundedToTheEvenNumber() {
    assertThat(Ratio.roundHalfEven(5, 2)).isEqualTo(2);
    assertThat(Ratio.roundHalfEven(7, 2)).isEqualTo(4);
    assertThat(Ratio.roundHalfEven(1, 3)).isZero();
    assertThat(Ratio.roundHalfEven(2, 3)).isEqualTo(1);
    assertThat(Ratio.roundHalfEven(Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void weightsHaveACommonDenominator() {
    Map<Operator, Ratio> operators =
        Map.of(Operator.SIN, new Ratio(1, 999_983), Operator.COS, new Ratio(1, 999_979));
    assertThatThrownBy(() -> new NodeWeights(operators, List.of(), Ratio.ONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyOperatorHasCyclesOnADevice() {
    DeviceModel device = DeviceModels.load("xcvu9p-2", null);
    int operators = 0;
    for (Operator operator : Operator.values()) {
      DeviceCycles cycles = new DeviceCycles(device, 700, false);
      int delayPs = cycles.registeredDelayPs(operator);
      assertThat(delayPs)
          .as(operator.symbol())
          .isGreaterThanOrEqualTo(device.timing().flipFlopPs());
      long whole = cycles.of(operator).numerator();
      assertThat(whole).isPositive();
      assertThat(700 * whole).isGreaterThanOrEqualTo(delayPs);
      assertThat(700 * (whole - 1)).isLessThan(delayPs);
      assertThat(new DeviceCycles(device, 700, true).of(operator))
          .isEqualTo(new Ratio(delayPs, 700));
      operators++;
    }
    assertThat(operators).isGreaterThan(40);
  }
}
