package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cost tells, and how it says that it cannot. */
class CostTest {
  private static final Pattern CODE = Pattern.compile("error (FG\\d+): ");

  private static Formgate.Ran cost(String... arguments) {
    return Formgate.run(
        Stream.concat(Stream.of("cost"), Stream.of(arguments)).toArray(String[]::new));
  }

  private static List<String> codes(Formgate.Ran ran) {
    return CODE.matcher(ran.err()).results().map(r -> r.group(1)).toList();
  }

  private static JsonNode json(Formgate.Ran ran) throws Exception {
    assertThat(ran.code()).as(ran.err()).isZero();
    return new ObjectMapper().readTree(ran.out());
  }

  /** Runs on a terminal of some columns. */
  private static List<String> onTerminal(int columns, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(stream, stream, true, columns, Formgate.environment());
    assertThat(Main.run(terminal, arguments)).isZero();
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** Two options of this command are called so elsewhere; always the same one is named. */
  @Test
  void whatOthersCallAnOptionIsNamed() {
    Formgate.Ran ran = cost("x*x", "--input=x:fixed<16,6>", "--cycles=5");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("FG100").contains("did you mean --max-latency");
  }

  @Test
  void printsLatencyAreaAndEveryNode(@TempDir Path folder) throws Exception {
    Path svg = folder.resolve("new").resolve("schedule.svg");
    String[] arguments = {"x*x + 0.5", "--input=x:fixed<16,6>", "--registers=both", "--svg=" + svg};
    Formgate.Ran ran = cost(arguments);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("y = x*x + 0.5")
        .contains("(model of xcvu9p-2)")
        .contains("; registers at inputs and outputs")
        .contains("the shortest period for ")
        .containsPattern("(?m)^ +\\d+ +\\d+ +\\d+ +\\d+ +\\d+ +0 +0 +1 +0  product\\d+ = multiply ")
        .doesNotContain("\u001b");
    assertThat(Files.readString(svg)).startsWith("<svg ").contains("y = x*x + 0.5");

    JsonNode facts =
        json(cost(Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new)));
    assertThat(facts.get("source").asText()).isEqualTo("model");
    assertThat(facts.get("portRegisters").asText()).isEqualTo("both");
    assertThat(facts.get("latencyCycles").asInt()).isGreaterThanOrEqualTo(2);
    long ff = facts.get("latencyCycles").asInt();
    long lut = 0;
    int nodes = 0;
    for (JsonNode node : facts.get("nodes")) {
      ff += node.get("area").get("ff").asInt();
      lut += node.get("area").get("lut").asInt();
      assertThat(node.get("slackPs").asInt()).isNotNegative();
      assertThat(node.get("slipPs").asInt()).isNotNegative();
      nodes++;
    }
    assertThat(nodes).isGreaterThan(3);
    // Nodes and valid bits together are the whole.
    assertThat(facts.get("area").get("ff").asLong()).isEqualTo(ff);
    assertThat(facts.get("area").get("lut").asLong()).isEqualTo(lut);
  }

  /** A long schedule shows what matters and says how much it does not show. */
  @Test
  void longSchedulesAreShortenedUntilAllIsAskedFor() {
    String[] arguments = {"sqrt(x*x + y*y)/(1 + x) + sin(x*y)", "--format=fixed<12,4>"};
    String[] positive = {"--input=x:ufixed<12,3>:[0,7]", "--input=y:ufixed<12,3>:[0,7]"};
    String[] all = Stream.of(arguments, positive).flatMap(Stream::of).toArray(String[]::new);
    Formgate.Ran few = cost(all);
    assertThat(few.code()).as(few.err()).isZero();
    Formgate.Ran whole =
        cost(Stream.concat(Stream.of(all), Stream.of("--all-nodes")).toArray(String[]::new));
    List<String> wholeRows = schedule(whole);
    List<String> rows = schedule(few);
    assertThat(wholeRows).hasSizeGreaterThan(40);
    assertThat(rows).hasSize(25);
    assertThat(rows.getLast())
        .isEqualTo(
            "  "
                + (wholeRows.size() - 24)
                + " of "
                + wholeRows.size()
                + " nodes are left out; --all-nodes shows all");
    assertThat(wholeRows).containsSubsequence(rows.subList(0, 24));
    // A look-up table, the largest there is, is never left out.
    assertThat(rows).anyMatch(r -> r.contains(" = lookup "));
    Formgate.Ran mistaken = cost("x*x", "x", "--format=fixed<12,4>", "--compare", "--all-nodes");
    assertThat(codes(mistaken)).containsExactly("FG100");
    assertThat(mistaken.err()).contains("--all-nodes is about one schedule");
  }

  private static List<String> schedule(Formgate.Ran ran) {
    List<String> lines = ran.out().lines().toList();
    return lines.stream().dropWhile(l -> !l.startsWith("stage ")).skip(1).toList();
  }

  @Test
  void theShortestPeriodOfALatencyIsKeptAndNoShorterOneIs() throws Exception {
    String formula = "x*x*x + 0.5";
    JsonNode facts = json(cost(formula, "--input=x:fixed<12,3>", "--latency=3", "--json"));
    int period = facts.get("clockPeriodPs").asInt();
    assertThat(facts.get("latencyCycles").asInt()).isLessThanOrEqualTo(3);
    assertThat(facts.get("shortestPeriodPs").asInt()).isLessThanOrEqualTo(period);
    String[] common = {formula, "--input=x:fixed<12,3>", "--max-latency=3"};
    assertThat(cost(common[0], common[1], common[2], "--clock=" + period + "ps").code()).isZero();
    Formgate.Ran faster = cost(common[0], common[1], common[2], "--clock=" + (period - 1) + "ps");
    assertThat(codes(faster)).hasSize(1).first().isIn("FG705", "FG701");
  }

  @Test
  void latencyAboveTheLimitIsNotMet() {
    Formgate.Ran ran =
        cost("x*x*x", "--input=x:fixed<12,3>", "--registers=both", "--max-latency=1");
    assertThat(codes(ran)).containsExactly("FG705");
    assertThat(ran.code()).isEqualTo(ExitCode.NOT_MET);
    assertThat(ran.err()).contains("leave out the registers at the ports");
  }

  @Test
  void multipliersAreLeftOutAndNumbersMoveAsForEmit() throws Exception {
    String[] product = {"x*y", "--format=fixed<12,4>", "--tolerance=0.1", "--json"};
    JsonNode without = json(cost(product[0], product[1], product[2], product[3], "--no-dsp"));
    assertThat(json(cost(product)).get("area").get("dsp").asInt()).isOne();
    assertThat(without.get("area").get("dsp").asInt()).isZero();

    String[] scaled = {"0.7001*x + y", "--format=fixed<12,4>", "--tolerance=0.1"};
    Formgate.Ran moved = cost(scaled[0], scaled[1], scaled[2], "--snap");
    assertThat(moved.code()).as(moved.err()).isZero();
    assertThat(moved.out()).containsPattern("number 0.7001 is moved|no number has a neighbour");
    assertThat(cost(scaled).out()).doesNotContain("neighbour").doesNotContain("is moved");
    assertThat(codes(cost(scaled[0], scaled[1], "--snap", "--latency=1"))).hasSize(1);
    assertThat(codes(cost(product[0], product[1], "--no-dsp", "--ii=2"))).containsExactly("FG672");
  }

  @Test
  void severalFormulasAreOneCircuitOrRowsToCompare() throws Exception {
    String[] two = {"x + y", "x - y", "--format=fixed<8,4>", "--json"};
    JsonNode one = json(cost(two));
    assertThat(one.get("formulas")).hasSize(2);
    assertThat(one.get("formulas").get(1).asText()).isEqualTo("y1 = x - y");
    JsonNode rows =
        json(
            cost(
                Stream.concat(
                        Stream.of(two),
                        Stream.of("--compare", "--clock=5ns,2.5ns", "--device=xcvu9p-2,unit"))
                    .toArray(String[]::new)));
    assertThat(rows).hasSize(8);
    assertThat(rows.get(3).get("device").asText()).isEqualTo("unit");
    assertThat(rows.get(3).get("cost").get("clockPeriodPs").asInt()).isEqualTo(2500);
    assertThat(rows.get(4).get("formula").asText()).isEqualTo("y1 = x - y");
  }

  @Test
  void anOutputWithoutANameIsNotCalledAsAnInput() throws Exception {
    JsonNode facts = json(cost("x + y*z0", "--format=fixed<8,4>", "--json"));
    assertThat(facts.get("formulas").get(0).asText()).isEqualTo("z = x + y*z0");
    facts = json(cost("x + y*z", "--format=fixed<8,4>", "--json"));
    assertThat(facts.get("formulas").get(0).asText()).isEqualTo("result = x + y*z");
    facts = json(cost("Y0 + Z", "Y1", "--format=fixed<8,4>", "--json"));
    assertThat(facts.get("formulas").get(0).asText()).isEqualTo("z0 = Y0 + Z");
  }

  @Test
  void complexityCountsNodesOrCycles() throws Exception {
    String[] f = {"x*x + 0.5", "--input=x:fixed<8,4>", "--json", "--mode=nodes"};
    assertThat(json(cost(f)).get("complexity").asInt()).isEqualTo(5);
    f[3] = "--mode=latency";
    JsonNode facts = json(cost(f));
    assertThat(facts.get("complexity")).isEqualTo(facts.get("latencyCycles"));
    Formgate.Ran wrong = cost("x", "--input=x:fixed<8,4>", "--mode=node");
    assertThat(wrong.err()).contains("FG100").contains("did you mean 'nodes'?");
  }

  @Test
  void publishedCyclesAreAddedUpWithoutACircuit() throws Exception {
    String[] f = {
      "sin(x*y + z)", "--mode=additive", "--device=published", "--format=fixed<16,6>", "--json"
    };
    JsonNode facts = json(cost(f));
    // 3 (x y z) + 1 (*) + 1 (+) + 8 (sin), as in docs/cost-model.md.
    JsonNode sum = facts.get("complexities").get(0);
    assertThat(sum.get("complexity").asInt()).isEqualTo(13);
    assertThat(sum.get("terms")).hasSize(4);
    assertThat(facts.get("format").asText()).isEqualTo("fixed<16,6>");
    f[4] = "--define=f(a) = a";
    Formgate.Ran ran = cost(f);
    assertThat(ran.out())
        .contains("result = sin(x*y + z)")
        .containsPattern("variables +3 +1 +3\n")
        .containsPattern("sin +1 +8 +8\n")
        .containsPattern("sum +13\n")
        .contains("xcvu9p-flga2577-2-e")
        .doesNotContain("slack");
    // The format is that of the inputs, if they have one.
    assertThat(cost("x*x", "--mode=additive", "--device=published", "--format=ufixed<16,6>").err())
        .contains("FG706");
    Formgate.Ran mixed =
        cost(
            "x*y",
            "--mode=additive",
            "--device=published",
            "--input=x:fixed<16,6>",
            "--input=y:fixed<12,6>",
            "--output=z:fixed<16,6>");
    assertThat(codes(mixed)).containsExactly("FG100");
    assertThat(mixed.err()).contains("fixed<16,6>, fixed<12,6>").contains("add --format");
    Formgate.Ran unknown =
        cost(
            "sigmoid(x) + cos(x)", "--mode=additive", "--device=published", "--format=fixed<14,6>");
    assertThat(codes(unknown)).containsExactly("FG706", "FG706");
    assertThat(unknown.code()).isEqualTo(ExitCode.USER_MISTAKE);
  }

  @Test
  void additiveComplexityOfADeviceIsThatOfItsClock() throws Exception {
    String[] f = {
      "x*y", "--mode=additive", "--format=fixed<9,4>", "--clock=4ns", "--tolerance=1", "--json"
    };
    // 2 (x y) + 4080/4000 (*), as in docs/cost-model.md.
    assertThat(json(cost(f)).get("complexity").asInt()).isEqualTo(4);
    f[1] = "--mode=additive, fractional";
    JsonNode facts = json(cost(f));
    assertThat(facts.get("complexity").asDouble()).isEqualTo(2 + 4080 / 4000.0);
    assertThat(facts.get("complexityMode").asText()).isEqualTo("additive, fractional");
    f[1] = "--mode=additive,fractional,rounded";
    assertThat(json(cost(f)).get("complexity").asInt()).isEqualTo(3);
  }

  @Test
  void aSumOverNodesIsAColumnOfTheComparison() throws Exception {
    String[] f = {
      "cos(x)",
      "x*x + 1",
      "--compare",
      "--mode=additive",
      "--device=xcvu9p-2,published",
      "",
      "--tolerance=0.5"
    };
    f[5] = "--format=fixed<14,6>";
    Formgate.Ran ran = cost(f);
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("  # complexity cycles ").contains("published (fixed<14,6>)  -");
    assertThat(ran.out().lines().filter(l -> l.contains("FG706"))).hasSize(1);
    assertThat(codes(ran)).containsExactly("FG706");
    JsonNode rows =
        new ObjectMapper()
            .readTree(
                cost(Stream.concat(Stream.of(f), Stream.of("--json")).toArray(String[]::new))
                    .out());
    assertThat(rows).hasSize(4);
    assertThat(rows.get(1).get("complexity").isNull()).isTrue();
    assertThat(rows.get(3).get("complexity").asInt()).isEqualTo(2 + 1 + 1 + 1);
    assertThat(rows.get(3).get("cost").isNull()).isTrue();
    f[3] = "--mode=nodes";
    f[4] = "--device=xcvu9p-2,unit";
    assertThat(cost(f).out().lines().filter(l -> l.matches(" +[34] +5 .*"))).isNotEmpty();
    f[3] = "--mode=latency";
    assertThat(cost(f).out()).doesNotContain("complexity");
  }

  @Test
  void aCombinationWithoutAClockShowsNone() {
    Formgate.Ran ran = cost("mod(x, 0.3)", "x", "--format=fixed<13,3>", "--compare", "--latency=0");
    assertThat(ran.code()).isZero();
    assertThat(codes(ran)).containsExactly("FG705");
    assertThat(ran.out()).contains("xcvu9p-2 (model)  -").doesNotContain("(model)  shortest");
    assertThat(ran.err()).contains("#1 on xcvu9p-2: ");
  }

  @Test
  void aStageInsideOfABlockIsNamed() throws Exception {
    JsonNode facts = json(cost("x*x", "--input=x:fixed<12,3>", "--latency=2", "--json"));
    assertThat(facts.get("longestStagePs")).isEqualTo(facts.get("shortestPeriodPs"));
    assertThat(facts.get("criticalOperation").asText()).endsWith("(multiply, inside its block)");
  }

  @Test
  void whereABlockIsTooSlowTheOptionIsNamedThatLeavesItOut() {
    String[] product = {
      "x*y", "--format=fixed<16,6>", "--tolerance=0.5", "--device=xc7k325t-2", "--clock=3ns"
    };
    Formgate.Ran late = cost(product);
    assertThat(codes(late)).containsExactly("FG701");
    assertThat(late.err()).contains("mend: add --no-dsp for products of adders and tables, which");
    String cycles = late.err().replaceFirst("(?s).*which take (\\d+ cycles?) .*", "$1");
    String[] without = Arrays.copyOf(product, product.length + 1);
    without[product.length] = "--no-dsp";
    assertThat(cost(without).out()).contains("latency   " + cycles + " = ");
    product[4] = "--clock=1ns";
    assertThat(cost(product).err()).contains("FG701").doesNotContain("--no-dsp");
  }

  @Test
  void whatCannotBeBuiltDoesNotHideTheOthers() throws Exception {
    String[] some = {"x*x", "--input=x:fixed<12,3>", "--compare", "--clock=5ns,1100ps,1ns"};
    Formgate.Ran ran = cost(some);
    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines().filter(l -> l.contains("FG701"))).hasSize(2);
    assertThat(ran.out()).contains("product");
    assertThat(codes(ran)).containsExactly("FG701", "FG701");
    assertThat(ran.err()).contains("#2 on xcvu9p-2 at 1.1 ns: ").contains("mend: ");

    some[3] = "--clock=1100ps,1ns";
    Formgate.Ran none = cost(some);
    assertThat(none.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(codes(none)).hasSize(2);
    some[3] = "--clock=5ns,2.5ns";
    Formgate.Ran limited =
        cost(some[0], some[1], some[2], some[3], "--registers=both", "--max-latency=1");
    assertThat(limited.code()).isEqualTo(ExitCode.NOT_MET);
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 90, 200})
  void tablesKeepTheWidthOfTheTerminal(int columns) {
    String formula = "x*x + y*y + 0.25*x*y - 0.125*x + 0.0625*y - 1 + x - y";
    List<String> rows =
        onTerminal(
            columns, "cost", formula, "--format=fixed<8,4>", "--compare", "--clock=5ns,2.5ns");
    assertThat(rows).hasSize(columns < 110 ? 5 : 3);
    assertThat(rows).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(columns));
    assertThat(rows.getLast().contains(formula)).isEqualTo(columns > 110);
    List<String> nodes =
        onTerminal(columns, "cost", formula, "--format=fixed<8,4>").stream()
            .dropWhile(l -> !l.startsWith("stage "))
            .toList();
    assertThat(nodes).hasSizeGreaterThan(10);
    assertThat(nodes).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(columns));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--device=xcvu9p-9               | FG700 | did you mean 'xcvu9p-2'?",
        "--clock=0ns                     | FG306 | a clock period is from",
        "--clock=5ns,2ns                 | FG100 | --compare",
        "--device=xcvu9p-2,unit          | FG100 | --compare",
        "--compare                       | FG100 | give several formulas, devices or clocks",
        "--registers=inputs              | FG300 | 'none', 'in', 'out' or 'both'",
        "--max-latency=-1                | FG100 | give at least 0",
        "--latency=-1                    | FG100 | give at least 0",
        "--latency=1 --registers=both    | FG100 | give at least 2",
        "--latency=3 --clock=5ns         | FG100 | leave out one of them",
        "--compare --device=unit, --json | FG700 | devices are",
        "--compare --clock=1ns,2ns --svg=s.svg | FG100 | leave out --compare or --svg",
        "--input=y:ufixed<3,3>           | FG100 | --output",
        "--mode=additive,fraction        | FG100 | did you mean 'fractional'?",
        "--mode=nodes,fractional         | FG100 | leave it out",
        "--mode=rounded                  | FG100 | modes are latency, additive, nodes",
        "--mode=latency,rounded          | FG100 | additive, rounded",
        "--device=published              | FG100 | add --mode additive",
        "--device=published --mode=nodes | FG100 | add --mode additive",
        "--device=published --mode=additive,fractional   | FG100 | leave out 'fractional'",
        "--device=published --mode=additive --clock=5ns  | FG100 | leave it out",
        "--device=published --mode=additive              | FG706 | formats are",
      })
  void mistakesAreNamed(String arguments, String code, String mend) {
    String[] all =
        Stream.concat(Stream.of("x*x", "--input=x:fixed<8,4>"), Stream.of(arguments.split(" ")))
            .toArray(String[]::new);
    Formgate.Ran ran = cost(all);
    assertThat(codes(ran)).as(ran.err()).containsExactly(code);
    assertThat(ran.err()).contains(mend);
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void mistakesAreShownTogether() {
    Formgate.Ran ran =
        cost(
            "sine(x)",
            "x +",
            "--device=nosuch",
            "--clock=0ns",
            "--mode=x",
            "--registers=x",
            "--latency=-1");
    assertThat(codes(ran))
        .contains("FG700", "FG306", "FG100", "FG300", "FG401")
        .hasSizeGreaterThanOrEqualTo(7);
    Formgate.Ran noInput = cost("x + 1");
    assertThat(codes(noInput)).contains("FG403");
    assertThat(codes(cost())).contains("FG100");
  }
}
