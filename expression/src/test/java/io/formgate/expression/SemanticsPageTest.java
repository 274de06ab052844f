package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages about formulas say what the code does. */
class SemanticsPageTest {
  private static Path repository() {
    return Path.of(System.getProperty("formgate.repository", ""));
  }

  private static String page() throws IOException {
    return Files.readString(repository().resolve("docs").resolve("expression-semantics.md"));
  }

  private static Expr parse(String text) {
    return FormulaParser.parse(new SourceText("page", text));
  }

  @Test
  void everyOperatorHasItsRowAndEveryRowAnOperator() throws IOException {
    String table = page().split("## Operators")[1].split("## Outside")[0];
    List<String[]> rows =
        table
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split("\\s*\\|\\s*"))
            .toList();
    assertThat(rows.stream().map(row -> row[1].replace("`", "")))
        .containsExactlyElementsOf(Stream.of(Operator.values()).map(Operator::symbol).toList());
    for (String[] row : rows) {
      Operator operator = Operator.bySymbol(row[1].replace("`", "")).orElseThrow();
      assertThat(parse(row[2].replace("`", "")))
          .isInstanceOfSatisfying(
              Expr.Apply.class, e -> assertThat(e.operator()).isEqualTo(operator));
      assertThat(row[3].equals("all numbers"))
          .as(operator.symbol())
          .isEqualTo(hasValueEverywhere(operator));
    }
  }

  private static boolean hasValueEverywhere(Operator operator) {
    double[] samples = {-2, -1, -0.5, 0, 0.5, 1, 2};
    for (double x : samples) {
      for (double y : samples) {
        for (double z : samples) {
          if (Double.isNaN(operator.evaluate(x, y, z))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  @Test
  void namesOfOtherToolsMeanWhatTheTableSays() throws IOException {
    String table = page().split("## Names of other tools")[1].split("## Operators")[0];
    Matcher row = Pattern.compile("\\| `((\\w+)\\([^`]*)` \\| `([^`]*)` \\|").matcher(table);
    Set<String> names = new TreeSet<>();
    while (row.find()) {
      assertThat(parse(row.group(1))).as(row.group(1)).isEqualTo(parse(row.group(3)));
      names.add(row.group(2));
    }
    Set<String> read = new TreeSet<>(ForeignFunctions.all().keySet());
    for (Operator operator : Operator.values()) {
      read.addAll(operator.names().subList(1, operator.names().size()));
    }
    read.add("cond");
    assertThat(names).isEqualTo(read);
  }

  @Test
  void piecewiseIsAsDescribed() throws IOException {
    String written = "Piecewise((a, p), (b, q), (c, True))";
    String meaning = "cond(p, a, cond(q, b, c))";
    assertThat(page()).contains("`" + written + "`").contains("`" + meaning + "`");
    assertThat(parse(written)).isEqualTo(parse(meaning));
  }

  @Test
  void powersMeanWhatTheTableSays() throws IOException {
    Matcher row = Pattern.compile("\\| `(x\\^[^`]*)` \\| `([^`]*)` \\|").matcher(page());
    int rows = 0;
    for (; row.find(); rows++) {
      assertThat(parse(row.group(1))).isEqualTo(parse(row.group(2)));
    }
    assertThat(rows).isEqualTo(8);
  }

  @Test
  void groupingIsAsDescribed() throws IOException {
    Map<String, String> same =
        Map.of(
            "a - b - c", "(a - b) - c",
            "a or b and c", "a or (b and c)",
            "-x*y", "(-x)*y",
            "-x^2", "-(x^2)",
            "x^y^z", "x^(y^z)",
            "not a < b", "not (a < b)",
            "x₁", "x1");
    for (Map.Entry<String, String> pair : same.entrySet()) {
      assertThat(page()).contains("`" + pair.getKey() + "` is `" + pair.getValue() + "`");
      assertThat(parse(pair.getKey())).isEqualTo(parse(pair.getValue()));
    }
  }

  @Test
  void limitsAndAccuracyAreThoseOfTheCode() throws IOException {
    assertThat(page())
        .contains("| characters of a text | " + FormulaParser.MAX_CHARACTERS + " |")
        .contains("| nested parentheses and calls | " + FormulaParser.MAX_NESTING + " |")
        .contains("in one formula | " + FormulaParser.MAX_OPERATORS + " |")
        .contains("derivatives replaced | " + FormulaParser.MAX_NODES + " |")
        .contains("tree of one formula | " + FormulaParser.MAX_DEPTH + " |")
        .contains("within " + Math.round(BlockKernels.ERROR_ULP) + " units in the last place");
  }

  @Test
  void undefinedPartsMakeTheWholeUndefined() {
    int compared = 0;
    for (Operator operator : Operator.values()) {
      // What cond does not choose need not have a value.
      int needed = operator == Operator.COND ? 1 : operator.arity();
      for (int i = 0; i < needed; i++) {
        for (double other : new double[] {-1, 0, 1}) {
          double[] arguments = {other, other, other};
          arguments[i] = Double.NaN;
          assertThat(operator.evaluate(arguments)).as("%s %d", operator, i).isNaN();
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(3 * Operator.values().length);
    assertThat(Operator.COND.evaluate(1, 2, Double.NaN)).isEqualTo(2);
    assertThat(Operator.COND.evaluate(0, Double.NaN, 3)).isEqualTo(3);
    assertThat(Operator.DIVIDE.evaluate(1, 0)).isNaN();
    assertThat(Operator.DIVIDE.evaluate(1, -0.0)).isNaN();
    assertThat(Operator.SQRT.evaluate(-1)).isNaN();
  }

  /** A file that switches over operators has to be on the list of places to change. */
  @Test
  void theChecklistNamesEverySwitch() throws IOException {
    String checklist =
        Files.readString(repository().resolve("docs").resolve("adding-an-operator.md"));
    Pattern listing = Pattern.compile("case [A-Z, \\n]*\\b(COSH|NEGATE|SQRT)\\b[A-Z, \\n]*->");
    List<Path> sources;
    try (Stream<Path> files = Files.walk(repository())) {
      sources =
          files
              .filter(f -> f.toString().endsWith(".java") && f.toString().contains("/src/"))
              .toList();
    }
    int switches = 0;
    for (Path source : sources) {
      if (listing.matcher(Files.readString(source)).find()) {
        switches++;
        assertThat(checklist)
            .as("%s", source)
            .contains("`" + source.getFileName().toString().replace(".java", ""));
      }
    }
    assertThat(switches).isGreaterThanOrEqualTo(9);
  }
}
