package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.constraints.UnitSolution.Agreement;
import io.formgate.constraints.UnitSolution.Conflict;
import io.formgate.constraints.UnitSolution.ConstantUnit;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Operator;
import io.formgate.expression.SourceText;
import io.formgate.expression.UnitRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about units says what the code does. */
class UnitsPageTest {
  private static final Dimension GEV = Units.parse("GeV").dimension();
  private static final Map<String, Dimension> VARIABLES =
      Map.of("p", GEV, "x", Dimension.of(BaseUnit.METRE), "a", Dimension.NONE);

  private static String page() throws IOException {
    String repository = System.getProperty("formgate.repository", "");
    return Files.readString(Path.of(repository, "docs", "units.md"));
  }

  private static Expr parse(String text) {
    return FormulaParser.parse(new SourceText("page", text));
  }

  @Test
  void everyOperatorStandsInTheRowOfItsRule() throws IOException {
    String table = page().split("## What operators demand")[1].split("\n- ")[0];
    List<List<String>> rows =
        table
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> quoted(line.substring(0, line.indexOf(" | "))))
            .toList();
    Map<UnitRule, List<String>> byRule =
        Stream.of(Operator.values())
            .collect(
                Collectors.groupingBy(
                    Operator::unitRule,
                    LinkedHashMap::new,
                    Collectors.mapping(Operator::symbol, Collectors.toList())));
    assertThat(rows).containsExactlyInAnyOrderElementsOf(byRule.values());
  }

  private static List<String> quoted(String line) {
    List<String> found = new ArrayList<>();
    Matcher m = Pattern.compile("`([^`]*)`").matcher(line);
    while (m.find()) {
      found.add(m.group(1));
    }
    return found;
  }

  @Test
  void constantsCarryTheUnitsOfTheTable() throws IOException {
    String table = page().split("## Units of constants")[1].split("## Inside")[0];
    int rows = 0;
    for (String line : table.lines().filter(l -> l.startsWith("| `")).toList()) {
      List<String> cells = quoted(line);
      Expr formula = parse(cells.getFirst());
      switch (UnitSolution.of(formula, VARIABLES, GEV, ConstantUnits.ANY)) {
        case Agreement(List<List<ConstantUnit>> constants) -> {
          assertThat(constants.getFirst().stream().map(ConstantUnit::dimension))
              .as(line)
              .containsExactlyElementsOf(
                  cells.stream().skip(1).map(u -> Units.parse(u).dimension()).toList());
          for (ConstantUnit constant : constants.getFirst()) {
            assertThat(constant.isUnique()).as(line).isNotEqualTo(line.contains("free"));
          }
        }
        case Conflict conflict ->
            assertThat("conflict at `" + FormulaPrinter.print(conflict.node()) + "`")
                .isEqualTo(line.split("\\| ")[2].replace(" |", "").strip());
      }
      rows++;
    }
    assertThat(rows).isGreaterThanOrEqualTo(9);
  }

  @Test
  void literalsAndZeroAreAsDescribed() throws IOException {
    assertThat(page()).contains("`p + 3`", "`max(p, 0)`", "`cond(x > 0, p, 0)`");
    assertThat(agrees("p + 3")).isFalse();
    assertThat(agrees("max(p, 0)")).isTrue();
    assertThat(agrees("cond(x > 0, p, 0)")).isTrue();
  }

  private static boolean agrees(String formula) {
    return UnitInference.infer(parse(formula), VARIABLES, ConstantUnits.NONE).agrees(GEV);
  }

  @Test
  void limitsAreThoseOfTheCode() throws IOException {
    String parts = String.format(Locale.ROOT, "%,d", Exponent.COMMON_DENOMINATOR);
    assertThat(page())
        .contains(
            "1/" + parts + " from -" + Exponent.MAX_MAGNITUDE + " to " + Exponent.MAX_MAGNITUDE)
        .contains(
            "denominators up to " + Exponent.MAX_WRITTEN_DENOMINATOR + " that divide " + parts)
        .contains("with a denominator up to " + Exponent.MAX_WRITTEN_DENOMINATOR + ",");
    assertThat(page()).contains("of at most " + UnitNames.MOST_FACTORS + " units");
    assertThat(Exponent.nearest(1.0 / 11)).isEmpty();
    assertThat(Exponent.nearest(1.0 / 13)).isEmpty();
    assertThat(Exponent.nearest(-2.0 / 7)).contains(Exponent.of(-2, 7));
  }
}
