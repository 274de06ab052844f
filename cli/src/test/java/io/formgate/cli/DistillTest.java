package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.DatapathText;
import io.formgate.datapath.TableSum;
import io.formgate.datapath.TableSumText;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.FixedFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From rows with classes, or a network, to verified circuits of tables. */
class DistillTest {
  private static final String SPEC =
      """
      data "rows.csv"
      split validation 1/3
      input x, y as fixed<10,4>
      classes a, b from kind as fixed<8,6> with scores
      threshold a passes at most 5 % of kind == 1
      hardware xcvu9p-2 clock 5 ns, registers out
      """;

  /** More than the circuit with one term has, and less than that with two. */
  private static final int MOST_LUT = 18;

  /** A disc of class a in a square, with some labels turned over. */
  private static Path spec(Path folder, String text) throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    StringBuilder rows = new StringBuilder("x,y,kind\n");
    for (int row = 0; row < 900; row++) {
      double x = random.nextDouble(-4, 4);
      double y = random.nextDouble(-4, 4);
      boolean inside = Math.hypot(x, y) < 3;
      boolean turned = random.nextInt(20) == 0;
      rows.append(x + "," + y + "," + (inside != turned ? "a" : "b") + "\n");
    }
    Files.writeString(folder.resolve("rows.csv"), rows);
    return Files.writeString(folder.resolve("disc.fg"), text);
  }

  private static Path jets(Path folder, String teacher, int inputs) throws IOException {
    return JetRows.spec(
        folder, 300, teacher, inputs, new String[] {"fixed<16,6>", "fixed<8,6>"}, "");
  }

  private static Formgate.Ran distill(Path folder, Path spec, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("distill", spec.toString(), "--vectors=300", "--out=" + folder.resolve("run")));
    arguments.addAll(List.of(more));
    if (arguments.stream().noneMatch(a -> a.equals("--forms=closed") || a.startsWith("--terms"))) {
      arguments.add("--terms=1");
    }
    return Formgate.run(arguments.toArray(String[]::new));
  }

  @Test
  void everyCircuitOfTheFrontIsVerifiedAndMeansItsTables(@TempDir Path folder) throws IOException {
    String budget = SPEC.replace("clock 5 ns,", "clock 5 ns, lut <= " + MOST_LUT + ",");
    Formgate.Ran ran =
        distill(folder, spec(folder, budget), "--synthetic=1", "--threads=1", "--terms=2");
    assertThat(ran.code()).as(ran.err()).isZero();
    Path run = folder.resolve("run");
    JsonNode front = new ObjectMapper().readTree(run.resolve("front.json").toFile());
    marksAreThoseOfTheBudget(ran.out().lines().toList(), front);
    assertThat(front).isNotEmpty();
    for (JsonNode entry : front) {
      assertThat(entry.get("verified").asBoolean()).isTrue();
      assertThat(entry.get("latencyCycles").asInt()).isEqualTo(1);
      assertThat(entry.get("dsp").asInt()).isZero();
      Path candidate = run.resolve("candidates").resolve(entry.get("folder").asText());
      TableSum sum = TableSumText.parse(Formgate.text(candidate.resolve("tables.txt"))).verify();
      DatapathInterpreter circuit =
          new DatapathInterpreter(
              DatapathText.parse(Formgate.text(candidate.resolve("datapath.txt"))));
      pointsAreThoseOf(sum, Formgate.text(candidate.resolve("points.csv")));
      for (long x = -511; x < 512; x += 37) {
        assertThat(circuit.evaluate(x, -x)[0]).isEqualTo(sum.scores(x, -x)[0]);
      }
      JsonNode apart = entry.get("figures").get(0);
      assertThat(apart.get("areas").get(0).asDouble()).isGreaterThan(0.8);
      assertThat(apart.get("passing").get(1).asDouble()).isLessThan(0.15);
    }
    assertThat(Formgate.run("verify", run.toString()).code()).isZero();
    assertThat(Formgate.text(run.resolve("roc.svg"))).contains("<polyline");
    appliesTheReportedCircuit(folder, run);
    page(run, front.size(), true);
  }

  @Test
  void closedFormsAreSearchedChosenTogetherAndVerified(@TempDir Path folder) throws IOException {
    String text =
        SPEC.replace("fixed<8,6> with scores", "fixed<9,5> saturate tolerance 1/4")
            + "search iterations 2, populations 4, maxsize 9\n";
    Formgate.Ran ran = distill(folder, spec(folder, text), "--synthetic=1", "--forms=closed");
    assertThat(ran.code()).as(ran.err()).isZero();
    Path run = folder.resolve("run");
    JsonNode front = new ObjectMapper().readTree(run.resolve("front.json").toFile());
    assertThat(front).isNotEmpty();
    double best = 0;
    for (JsonNode entry : front) {
      assertThat(entry.get("verified").asBoolean()).isTrue();
      assertThat(entry.get("forms").asText()).isEqualTo("closed");
      JsonNode apart = entry.get("figures").get(0);
      best = Math.max(best, apart.get("areas").get(0).asDouble());
      assertThat(apart.get("passing").get(1).asDouble()).isLessThan(0.15);
    }
    assertThat(ran.out().lines().filter(line -> line.startsWith("* "))).hasSize(1);
    // A disc is a sum of two squares.
    assertThat(best).isGreaterThan(0.85);
    assertThat(Formgate.run("verify", run.toString()).code()).isZero();
    page(run, front.size(), false);
    refused(distill(folder, folder.resolve("disc.fg"), "--forms=open"), DiagnosticCode.USAGE);
  }

  /** One circuit within the budget is reported, and those beyond it are marked. */
  private static void marksAreThoseOfTheBudget(List<String> printed, JsonNode front) {
    int head = 0;
    while (!printed.get(head).startsWith("  cycles      ns    LUT")) {
      head++;
    }
    int reported = 0;
    int beyond = 0;
    for (int i = 0; i < front.size(); i++) {
      String line = printed.get(head + 1 + i);
      int lut = front.get(i).get("lut").asInt();
      assertThat(line.substring(1).strip().split(" +")[2]).isEqualTo(Integer.toString(lut));
      if (lut > MOST_LUT) {
        assertThat(line).startsWith("! ");
        beyond++;
      } else {
        assertThat(line).matches("[* ] .*");
        reported += line.startsWith("*") ? 1 : 0;
      }
    }
    assertThat(reported).isOne();
    assertThat(beyond).isBetween(1, front.size() - 1);
    assertThat(printed.get(head + 1 + front.size()))
        .startsWith("  * reported below; ! beyond the budget; estimates of ");
  }

  /** The circuit needs no formula; a formula that is asked for is none. */
  private static void appliesTheReportedCircuit(Path folder, Path run) throws IOException {
    String picked = "";
    for (JsonNode c :
        new ObjectMapper().readTree(run.resolve("report-data.json").toFile()).get("candidates")) {
      if (c.get("isPicked").asBoolean()) {
        picked = c.get("files").get(0).get("path").asText();
      }
    }
    Path text =
        CandidateFolder.find(run).stream()
            .filter(run.resolve(picked)::startsWith)
            .findFirst()
            .orElseThrow()
            .resolve("datapath.txt");
    Datapath datapath = DatapathText.parse(Formgate.text(text));
    DatapathInterpreter circuit = new DatapathInterpreter(datapath);
    Path data = Files.writeString(folder.resolve("more.csv"), "x,y\n0.5,-0.25\n3,-2\n-7.5,7\n");
    Formgate.Ran ran = Formgate.run("predict", run.toString(), data.toString());
    assertThat(ran.err()).isEmpty();
    List<String> rows = ran.out().lines().toList();
    assertThat(rows).hasSize(4);
    for (String row : rows.subList(1, 4)) {
      double[] cells = Stream.of(row.split(",")).mapToDouble(Double::parseDouble).toArray();
      FixedFormat input = datapath.inputFormats().getFirst();
      long[] values = circuit.evaluate(input.nearestRaw(cells[0]), input.nearestRaw(cells[1]));
      for (int k = 0; k < values.length; k++) {
        assertThat(cells[2 + k]).isEqualTo(datapath.outputFormats().get(k).toReal(values[k]));
      }
    }
    for (List<String> asked :
        List.of(
            List.of("predict", run.toString(), data.toString(), "--formula"),
            List.of("predict", run.toString(), data.toString(), "--candidate", "1"),
            List.of("export", run.toString(), "--to", "latex"))) {
      Formgate.Ran formula = Formgate.run(asked.toArray(String[]::new));
      refused(formula, DiagnosticCode.USAGE);
      assertThat(formula.err()).contains("tables.txt").contains("points.csv");
    }
  }

  private static void pointsAreThoseOf(TableSum sum, String points) {
    List<String> lines = points.lines().toList();
    assertThat(lines)
        .hasSize(1 + 64 * (sum.encoders().size() + sum.terms().size()))
        .contains("enc0,,63,," + sum.encoders().getFirst().codes().get(63))
        .contains("tab0,a,2,5," + sum.terms().getFirst().entries().getFirst().get(2 * 8 + 5));
  }

  /** The page shows every circuit of the front with curves, classes, verdict and tables. */
  private static void page(Path run, int circuits, boolean hasTables) throws IOException {
    assertThat(Formgate.text(run.resolve("report.html"))).contains("rows apart");
    JsonNode data = new ObjectMapper().readTree(run.resolve("report-data.json").toFile());
    JsonNode candidates = data.get("candidates");
    assertThat(candidates).hasSize(circuits);
    int apart =
        new ObjectMapper()
            .readTree(run.resolve("front.json").toFile())
            .get(0)
            .get("figures")
            .get(0)
            .get("rows")
            .asInt();
    int picked = 0;
    for (JsonNode c : candidates) {
      picked += c.get("isPicked").asBoolean() ? 1 : 0;
      assertThat(c.get("verification").get("isPassed").asBoolean()).isTrue();
      assertThat(c.get("rates").findValuesAsText("source"))
          .containsExactly("teacher", "real-valued", "circuit");
      int rows = 0;
      for (JsonNode count : c.get("confusion").get("counts")) {
        rows += count.get(0).asInt() + count.get(1).asInt();
      }
      assertThat(rows).isEqualTo(apart);
      if (hasTables) {
        assertThat(c.get("circuit").get("tables").findValuesAsText("columns")).contains("0", "8");
        assertThat(c.get("circuit").get("tables").findValuesAsText("caption"))
            .anyMatch(t -> t.startsWith("summand of the score a, of the codes of "));
      }
      for (JsonNode file : c.get("files")) {
        assertThat(run.resolve(file.get("path").asText())).exists();
      }
    }
    assertThat(picked).isOne();
    assertThat(Formgate.run("report", run.toString()).code()).isZero();
  }

  @Test
  void threadsDoNotChangeTheResult(@TempDir Path folder) throws IOException {
    Path spec = spec(folder, SPEC);
    distill(folder, spec, "--synthetic=1", "--threads=1");
    String one = Formgate.text(folder.resolve("run/front.csv"));
    distill(folder, spec, "--synthetic=1", "--threads=2");
    assertThat(Formgate.text(folder.resolve("run/front.csv"))).isEqualTo(one);
  }

  @Test
  void mistakesAreNamed(@TempDir Path folder) throws IOException {
    Path net = folder.resolve("net.onnx");
    Path good = JetRows.NETWORK;
    Files.writeString(net, "no network");
    refused(distill(folder, jets(folder, "", 16)), DiagnosticCode.TEACHER_UNREADABLE);
    Files.delete(net);
    refused(distill(folder, jets(folder, "", 16)), DiagnosticCode.FILE_UNREADABLE);
    Files.copy(good, net);
    for (String command : List.of("compile", "search")) {
      Path file = jets(folder, "", 16);
      Formgate.Ran ran = Formgate.run(command, file.toString());
      refused(ran, DiagnosticCode.SEARCH_UNABLE);
      assertThat(ran.err()).contains("'formgate distill " + file + "'");
    }
    refused(distill(folder, jets(folder, "", 15)), DiagnosticCode.TEACHER_MISMATCH);
    refused(distill(folder, jets(folder, ", tensor \"a0\"", 16)), DiagnosticCode.TEACHER_MISMATCH);
    refused(
        distill(folder, jets(folder, ", tensor \"none\"", 16)), DiagnosticCode.TEACHER_UNREADABLE);
    refused(
        distill(folder, jets(folder, ", test \"none.csv\"", 16)), DiagnosticCode.FILE_UNREADABLE);
    refused(
        distill(
            folder,
            spec(folder, SPEC.replace("classes a, b", "classes a, b, c").replace("with", "with"))),
        DiagnosticCode.SPEC_CONFLICT);
    refused(
        distill(
            folder,
            spec(
                folder,
                SPEC.replace("classes a, b", "classes a, b, c")
                    .replaceAll("(?m)^threshold.*\n", ""))),
        DiagnosticCode.DATA_CLASS);
    assertThat(List.of(folder.toFile().list())).doesNotContain("run");
  }

  private static void refused(Formgate.Ran ran, DiagnosticCode code) {
    assertThat(ran.err()).contains(code.id());
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
  }
}
