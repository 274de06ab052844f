package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.LearnedFunction;
import io.formgate.expression.LearnedTable;
import io.formgate.expression.PairTable;
import io.formgate.expression.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Learned tables and sums over sets from a spec to a verified circuit, and what is told of them.
 */
final class TableRunTest {
  private static final String TABLES =
      """
      data "product.csv"
      input x    as ufixed<8,2> in [0, 3.98]
      input a, b as ufixed<7,1> in [0, 1.98]
      output y   as fixed<14,5> saturate tolerance 1/16
      operators + - * tab
      tables most 1, smooth 0.01
      hardware xcvu9p-2 clock 5 ns
      search iterations 3, populations 2, population 20, maxsize 9
      """;

  private static final String PAIR =
      """
      data "product.csv"
      input x, y, z as ufixed<8,2> in [0, 3.98]
      output w   as fixed<12,5> saturate tolerance 1/16
      operators + * tab
      tables most 1, smooth 0, pairs 1
      hardware xcvu9p-2 clock 5 ns
      search iterations 3, populations 2, population 20, maxsize 7
      """;

  private static final String SUM =
      """
      data "product.csv"
      input x1, x2, x3, x4, x5 as ufixed<6,2> in [0, 3.9]
      output y as ufixed<14,8> saturate tolerance 1/2
      form y = sum(f, x1, x2, x3, x4, x5)
      operators + *
      hardware xcvu9p-2 clock 5 ns
      search iterations 3, populations 2, population 20, maxsize 7
      """;

  private @TempDir Path folder;

  private static Formgate.Ran done(String... arguments) {
    Formgate.Ran ran = Formgate.run(arguments);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    return ran;
  }

  private static String bend() {
    StringBuilder csv = new StringBuilder("x,a,b,y\n");
    SplittableRandom random = new SplittableRandom(1);
    for (int row = 0; row < 300; row++) {
      double x = random.nextDouble(0, 3.98);
      double a = random.nextDouble(0, 1.98);
      double b = random.nextDouble(0, 1.98);
      double y = a * b + Math.sin(2 * x) + Math.max(0, x - 2);
      csv.append(String.format(Locale.ROOT, "%.4f,%.4f,%.4f,%.4f%n", x, a, b, y));
    }
    return csv.toString();
  }

  private static Expr parse(String text) {
    return FormulaParser.parse(new SourceText("<formula>", text));
  }

  @Test
  void aFormulaWithATableBecomesACircuitWithOneTableForIt() throws IOException {
    Path spec = SmallSpec.write(folder, TABLES, bend());
    Path run = folder.resolve("run");
    String out =
        done("compile", spec.toString(), "--out", run.toString(), "--vectors", "1000").out();
    assertThat(out).contains("tab#").contains("verified  bit-exact");

    JsonNode report = new ObjectMapper().readTree(run.resolve("report-data.json").toFile());
    List<JsonNode> built = new ArrayList<>();
    for (JsonNode c : report.get("candidates")) {
      if (c.get("isPicked").asBoolean()) {
        built.add(c);
      }
    }
    assertThat(built).hasSize(1);
    JsonNode picked = built.getFirst();
    // The formula is read back from text, and its table is that of the page and of the run's file.
    JsonNode formula = picked.get("formulas").get(0);
    List<LearnedFunction> tables = LearnedFunction.allOf(parse(formula.get("infix").asText()));
    assertThat(tables).hasSize(1);
    LearnedTable table = (LearnedTable) tables.getFirst();
    assertThat(table.argument()).isEqualTo(Expr.variable("x"));
    assertThat(picked.get("loss").asDouble()).isLessThan(8);
    assertThat(formula.get("tables").get(0).get("name").asText()).isEqualTo(table.shortName());
    assertThat(Formgate.text(run.resolve("tables.json"))).contains(table.shortName());
    assertThat(formula.get("brief").asText()).contains(table.shortName() + "(x)");
    // One function of x alone, whatever it is made of.
    long functions =
        Files.readAllLines(picked(run).resolve("datapath.txt")).stream()
            .filter(line -> line.startsWith("table "))
            .map(line -> line.split(" ")[1].replaceAll("_.*", ""))
            .distinct()
            .count();
    assertThat(functions).isOne();

    String points = done("export", run.toString(), "--to", "points").out();
    assertThat(points.lines().toList())
        .hasSize(1 + table.points().size())
        .contains("table,of,x,y,second,x2")
        .anySatisfy(line -> assertThat(line).startsWith(table.shortName() + ",x,"));
    assertThat(done("export", run.toString(), "--to", "infix").out()).contains("tab(x, ");
    assertThat(done("export", run.toString(), "--to", "sympy").out()).doesNotContain("tab");
    String closed = done("export", run.toString(), "--to", "closed").out();
    assertThat(closed)
        .startsWith(table.shortName() + " of u = x")
        .contains("nodes  RMS error")
        .contains("sin(");

    done("verify", run.toString());
    assertThat(done("predict", run.toString(), spec.resolveSibling("product.csv").toString()).out())
        .startsWith("x,a,b,y_out\n".replace("y_out", "y"));
  }

  /** Two inputs of which neither tells anything by itself, and a third that is added. */
  @Test
  void aTableOfTwoValuesIsOneTableBehindTwoEncoders() throws IOException {
    StringBuilder csv = new StringBuilder("x,y,z,w\n");
    SplittableRandom random = new SplittableRandom(1);
    for (int row = 0; row < 300; row++) {
      double x = random.nextInt(255) / 64.0;
      double y = random.nextInt(255) / 64.0;
      double z = random.nextInt(255) / 64.0;
      double w = ((x < 1.5) == (y < 2.25) ? 3 : -4) + z;
      csv.append(x).append(',').append(y).append(',').append(z).append(',').append(w).append('\n');
    }
    Path spec = SmallSpec.write(folder, PAIR, csv.toString());
    Path run = folder.resolve("pair");
    String out =
        done("compile", spec.toString(), "--out", run.toString(), "--vectors", "1000").out();
    assertThat(out).contains("verified  bit-exact");

    String infix = done("export", run.toString(), "--to", "infix").out().strip();
    List<LearnedFunction> tables = LearnedFunction.allOf(parse(infix.replace("w = ", "")));
    assertThat(tables).hasSize(1);
    PairTable table = (PairTable) tables.getFirst();
    assertThat(table.of()).containsExactly(Expr.variable("x"), Expr.variable("y"));
    List<String> built =
        Files.readAllLines(picked(run).resolve("datapath.txt")).stream()
            .filter(line -> line.startsWith("table "))
            .map(line -> line.split(" ")[1].replaceAll("[0-9].*", ""))
            .toList();
    // An encoder with the rounding before it has the name of that.
    assertThat(built).hasSize(3).contains("pair", "code");

    assertThat(done("export", run.toString(), "--to", "points").out().lines().toList())
        .hasSize(1 + table.entries().size())
        .contains(
            table.shortName() + ",x,-Infinity," + table.entries().getFirst() + ",y,-Infinity");
    assertThat(done("export", run.toString(), "--to", "closed").out())
        .startsWith(table.shortName() + " of u = x from ")
        .contains(", v = y from ")
        .contains("nodes  RMS error");
    assertThat(Formgate.text(run.resolve("tables.json"))).contains(table.shortName(), "firstCuts");
    assertThat(Formgate.text(run.resolve("report-data.json"))).contains("\"codes\"");
    done("verify", run.toString());
  }

  private static Path picked(Path run) throws IOException {
    try (var folders = Files.list(run.resolve("candidates"))) {
      return folders.findFirst().orElseThrow();
    }
  }

  @Test
  void aTableOfAFormulaIsBuiltAsItIsWritten() {
    String out =
        done(
                "emit",
                "tab(x, 0.5, 1, 0.25, 1, 2, -0.5)*y",
                "--format",
                "fixed<7,3>",
                "--output",
                "z:fixed<12,7>",
                "--tolerance",
                "0.25",
                "--vectors",
                "500",
                "--out",
                folder.resolve("emitted").toString())
            .out();
    assertThat(out).contains("tab#").contains("bit-exact");
  }

  @Test
  void oneFormulaIsFoundForAllElementsOfASum() throws IOException {
    StringBuilder csv = new StringBuilder("x1,x2,x3,x4,x5,y\n");
    SplittableRandom random = new SplittableRandom(1);
    for (int row = 0; row < 100; row++) {
      double sum = 0;
      for (int i = 0; i < 5; i++) {
        double x = random.nextInt(240) / 64.0;
        csv.append(x).append(',');
        sum += x * x + 0.5 * x;
      }
      csv.append(sum).append('\n');
    }
    Path spec = SmallSpec.write(folder, SUM, csv.toString());
    Path run = folder.resolve("sum");
    String out =
        done("compile", spec.toString(), "--out", run.toString(), "--vectors", "1000").out();
    assertThat(out).contains("verified  bit-exact");
    String formula = done("export", run.toString(), "--to", "infix").out();
    for (int i = 1; i <= 5; i++) {
      assertThat(formula).contains("x" + i);
    }
    // One set of constants: with the inputs made equal all terms are the same.
    String alike = formula.strip().replaceAll("x[1-5]", "x").replace("y = ", "");
    List<String> terms = List.of(alike.replaceAll("[()]", "").split(" \\+ "));
    assertThat(terms).hasSizeGreaterThanOrEqualTo(5);
    JsonNode report = new ObjectMapper().readTree(run.resolve("report-data.json").toFile());
    for (JsonNode c : report.get("candidates")) {
      if (c.get("isPicked").asBoolean()) {
        assertThat(c.get("loss").asDouble()).isLessThan(1);
      }
    }
  }
}
