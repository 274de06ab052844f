package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a spec to a run folder, and what becomes of a folder that is there already. */
class CompileRunTest {
  private static Formgate.Ran compile(Path spec, Path out, String... more) {
    String[] arguments = new String[6 + more.length];
    List<String> fixed =
        List.of("compile", spec.toString(), "--out", out.toString(), "--vectors", "1000");
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = i < 6 ? fixed.get(i) : more[i - 6];
    }
    return Formgate.run(arguments);
  }

  private static Path candidate(Path run) {
    List<String> names = Formgate.names(run.resolve("candidates"));
    assertThat(names).hasSize(1);
    return run.resolve("candidates").resolve(names.getFirst());
  }

  @Test
  void leavesAFolderThatAgreesWithWhatItPrinted(@TempDir Path folder) throws IOException {
    Path spec = SmallSpec.write(folder);
    Path run = folder.resolve("run");
    Formgate.Ran ran = compile(spec, run);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);

    assertThat(Formgate.names(folder)).containsExactly("product.csv", "product.fg", "run");
    assertThat(Formgate.names(run))
        .containsExactly(
            "candidates",
            "checkpoint",
            "front.csv",
            "hall_of_fame.csv",
            "report-data.json",
            "report.html",
            "run.json",
            "spec.fg");
    Path candidate = candidate(run);
    assertThat(Formgate.names(candidate))
        .containsExactly(
            "bench",
            "datapath.txt",
            "formula.txt",
            "manifest.json",
            "product.core",
            "product.dep",
            "product.sdc",
            "product.sv",
            "product.tcl",
            "product.xdc",
            "product.ys",
            "product_wrapper.vhd",
            "report.json",
            "schedule.txt",
            "vectors_in.txt");
    assertThat(Formgate.names(candidate.resolve("bench")))
        .containsExactly(
            "Makefile",
            "product_bench.sv",
            "product_bench.vhd",
            "product_cocotb.py",
            "product_model.hpp",
            "product_model.py",
            "product_model.vhd",
            "product_model_check.cpp",
            "product_model_check.py",
            "product_vectors.txt");
    assertThat(Formgate.text(run.resolve("spec.fg"))).isEqualTo(SmallSpec.SPEC);
    assertThat(Files.readAllLines(candidate.resolve("vectors_in.txt"))).hasSize(60);

    JsonNode report = new ObjectMapper().readTree(candidate.resolve("report.json").toFile());
    int cycles = report.get("latencyCycles").asInt();
    assertThat(report.get("verified").asBoolean()).isTrue();
    assertThat(report.get("measuredLatencyCycles").asInt()).isEqualTo(cycles);
    assertThat(String.valueOf(candidate.getFileName()))
        .startsWith(cycles + "c-" + report.get("area").get("lut").asInt() + "l-");
    assertThat(ran.out())
        .contains("bit-exact on " + Numbers.count(report.get("vectors").asLong()) + " vectors")
        .contains("measured latency " + cycles + " = scheduled " + cycles + ", II = 1")
        .contains(
            Numbers.count(report.get("area").get("lut").asInt())
                + " LUT, "
                + report.get("area").get("dsp").asInt()
                + " DSP")
        .contains("60 data, ")
        .contains(report.get("areaSource").asText())
        .contains("files     " + candidate);
    JsonNode random = report.get("errorOnRandomVectors").get(0);
    assertThat(random.get("output").asText()).isEqualTo("y");
    assertThat(random.get("vectors").asLong()).isEqualTo(1000);
    assertThat(random.get("worstShare").asDouble()).isLessThanOrEqualTo(1);
    double mean = random.get("meanMagnitude").asDouble();
    assertThat(mean).isPositive().isLessThan(random.get("rms").asDouble());
    assertThat(random.get("rms").asDouble()).isLessThan(random.get("worst").asDouble());
    assertThat(ran.out()).containsPattern("% of the tolerance, mean magnitude \\S+");
  }

  @Test
  void theWholeFrontIsVerifiedWithTheSameTableInEveryPlace(@TempDir Path folder)
      throws IOException {
    Path spec = SmallSpec.write(folder);
    Path run = folder.resolve("run");
    Formgate.Ran ran = compile(spec, run, "--all");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    List<String> lines = Files.readAllLines(run.resolve("verified.csv"));
    List<String> front = Files.readAllLines(run.resolve("front.csv"));
    assertThat(lines.getFirst())
        .isEqualTo(
            "output,Equation,cycles,latency_ns,lut,dsp,bram,ff,Loss,hardware_loss,verdict,vectors,"
                + "folder,candidate,formal");
    List<String> rows = lines.subList(1, lines.size());
    assertThat(rows).hasSizeGreaterThan(1).hasSizeLessThanOrEqualTo(front.size() - 1);
    Set<String> built = new HashSet<>();
    for (String row : rows) {
      String[] equationAndRest = row.split("\"");
      String[] rest = equationAndRest[2].split(",");
      assertThat(rest[9]).isEqualTo("bit-exact");
      Path circuit = run.resolve("candidates").resolve(rest[11]);
      JsonNode report = new ObjectMapper().readTree(circuit.resolve("report.json").toFile());
      assertThat(report.get("verified").asBoolean()).isTrue();
      assertThat(report.get("vectors").asText()).isEqualTo(rest[10]);
      assertThat(report.get("latencyCycles").asText()).isEqualTo(rest[1]);
      assertThat(report.get("latencyNs").asText()).isEqualTo(rest[2]);
      assertThat(report.get("area").get("lut").asText()).isEqualTo(rest[3]);
      assertThat(report.get("area").get("ff").asText()).isEqualTo(rest[6]);
      assertThat(report.get("metrics").get(0).get("outputs").get(0).get("loss").asText())
          .isEqualTo(rest[8]);
      assertThat(front.get(Integer.parseInt(rest[12])))
          .startsWith(rest[7] + ",\"" + equationAndRest[1] + "\"")
          .endsWith("," + rest[12]);
      assertThat(ran.out()).containsPattern("(?m)^ +" + rest[12] + " bit-exact    .* y = ");
      built.add(rest[11]);
    }
    assertThat(built)
        .containsExactlyInAnyOrderElementsOf(Formgate.names(run.resolve("candidates")));
    assertThat(ran.out())
        .contains(rows.size() + " of " + rows.size() + " circuits of the front bit-exact")
        .contains("# verdict      cycles ")
        .contains(" in circuit  formula");
    JsonNode page = new ObjectMapper().readTree(run.resolve("report-data.json").toFile());
    int verified = 0;
    int picked = 0;
    for (JsonNode candidate : page.get("candidates")) {
      verified += candidate.get("verification").isNull() ? 0 : 1;
      picked += candidate.get("isPicked").asBoolean() ? 1 : 0;
    }
    assertThat(verified).isEqualTo(rows.size());
    assertThat(picked).isEqualTo(1);

    // A run that goes on does what it was begun with, here with events and proofs.
    Formgate.Ran resumed = Formgate.run("resume", run.toString(), "--json", "--formal");
    assertThat(resumed.code()).as(resumed.err()).isEqualTo(ExitCode.DONE);
    assertThat(resumed.err())
        .contains(rows.size() + " of " + rows.size() + " proved for all inputs")
        .contains("  formal    proved for all values of the ");
    assertThat(Files.readAllLines(run.resolve("verified.csv")).subList(1, lines.size()))
        .containsExactlyElementsOf(rows.stream().map(r -> r + "proved").toList());
    List<String> circuits =
        resumed.out().lines().filter(l -> l.contains("\"event\":\"circuit\"")).toList();
    assertThat(circuits).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      JsonNode event = new ObjectMapper().readTree(circuits.get(i));
      JsonNode circuit = event.get("circuit");
      assertThat(event.get("output").asText()).isEqualTo("y");
      assertThat(rows.get(i))
          .startsWith("y,\"" + circuit.get("formula").asText() + "\",")
          .endsWith(
              circuit.get("verdict").asText()
                  + ","
                  + circuit.get("vectors")
                  + ","
                  + circuit.get("folder").asText()
                  + ","
                  + circuit.get("candidate").asText()
                  + ",");
      assertThat(circuit.get("formal").asText()).isEqualTo("proved");
    }
    assertThat(Files.readString(run.resolve("report.html"))).contains("proved for all values of");
    assertThat(Files.readString(run.resolve("report-data.json"))).contains(" --all --formal\"");

    // Each circuit stands for itself, and the run for the one that was picked.
    Formgate.Ran again = Formgate.run("verify", run.toString());
    assertThat(again.code()).isEqualTo(ExitCode.DONE);
    assertThat(again.out().split("bit-exact on", -1)).hasSize(built.size() + 1);
    Path one = folder.resolve("one");
    assertThat(compile(spec, one).code()).isEqualTo(ExitCode.DONE);
    String data = folder.resolve("product.csv").toString();
    assertThat(Formgate.run("predict", run.toString(), data).out())
        .isEqualTo(Formgate.run("predict", one.toString(), data).out())
        .contains("\n");
  }

  @Test
  void hallOfFameBeginsWithPySrsColumnsAndItsLossFalls(@TempDir Path folder) throws IOException {
    Path run = folder.resolve("run");
    assertThat(compile(SmallSpec.write(folder), run).code()).isEqualTo(ExitCode.DONE);
    List<String> lines = Files.readAllLines(run.resolve("hall_of_fame.csv"));
    assertThat(lines.getFirst()).startsWith("Complexity,Loss,Equation,");
    assertThat(lines.size()).isGreaterThan(1);
    int cycles = -1;
    double loss = Double.POSITIVE_INFINITY;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      assertThat(Integer.parseInt(cells[0])).isGreaterThan(cycles);
      assertThat(Double.parseDouble(cells[1])).isLessThan(loss);
      cycles = Integer.parseInt(cells[0]);
      loss = Double.parseDouble(cells[1]);
    }
    assertThat(Files.readAllLines(run.resolve("front.csv")).size())
        .isGreaterThanOrEqualTo(lines.size());
  }

  @Test
  void secondRunGivesTheSameBytesWithOtherThreads(@TempDir Path folder) throws IOException {
    Path spec = SmallSpec.write(folder);
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    assertThat(compile(spec, first, "--threads", "1").code()).isEqualTo(ExitCode.DONE);
    assertThat(compile(spec, second, "--threads", "2").code()).isEqualTo(ExitCode.DONE);
    for (String file : List.of("spec.fg", "hall_of_fame.csv", "front.csv", "run.json")) {
      assertThat(second.resolve(file)).hasSameBinaryContentAs(first.resolve(file));
    }
    Path former = candidate(first);
    Path latter = candidate(second);
    assertThat(latter.getFileName()).isEqualTo(former.getFileName());
    List<String> files = new ArrayList<>(Formgate.names(former));
    assertThat(files.remove("bench")).isTrue();
    Formgate.names(former.resolve("bench")).forEach(f -> files.add("bench/" + f));
    for (String file : files) {
      assertThat(latter.resolve(file)).hasSameBinaryContentAs(former.resolve(file));
    }
  }

  @Test
  void statementsOfTheCommandLineJoinTheSpecAndEndItsSearch(@TempDir Path folder)
      throws IOException {
    Path spec = SmallSpec.write(folder);
    Path run = folder.resolve("run");
    Formgate.Ran ran =
        compile(
            spec,
            run,
            "--with",
            "guess y = a*b + 1",
            "--with",
            "constrain excludes a soft weight 1e-9, count(-) <= 0",
            "--with",
            "guess y = a - b",
            "--with",
            "search iterations 50, populations 2, population 30, stoploss 1e-6");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    assertThat(ran.out())
        .contains("the guess on line 10 breaks, as it is written: count(-) <= 0")
        .contains("ended at epoch 1 of 50, ")
        .contains("  search    ended at epoch 1 of 50\n");
    assertThat(run.resolve("spec.fg")).content().contains("guess y = a*b + 1");
    Formgate.Ran wrong = compile(spec, folder.resolve("other"), "--with", "guess");
    assertThat(wrong.code()).isEqualTo(ExitCode.USER_MISTAKE);
    Formgate.Ran none = compile(spec, folder.resolve("other"), "--with", "speed 5");
    assertThat(none.err())
        .startsWith("--with:1:1: error FG300: ")
        .contains("mend: write one statement");
    assertThat(compile(spec, folder.resolve("other"), "--with", "gues y = a").err())
        .contains("mend: did you mean 'guess'? Else write one statement");
  }

  @Test
  void theRuleOfTheSpecChoosesWhatIsBuiltAndEveryRuleIsInTheTable(@TempDir Path folder)
      throws IOException {
    Path spec = SmallSpec.write(folder);
    for (String rule : List.of("accuracy", "score")) {
      Path run = folder.resolve(rule);
      Formgate.Ran ran = compile(spec, run, "--with", "select " + rule);
      assertThat(ran.code()).isEqualTo(ExitCode.DONE);
      assertThat(ran.out()).contains("by the rule " + rule);
      List<String> lines = Files.readAllLines(run.resolve("front.csv"));
      assertThat(lines.getFirst()).endsWith(",picked,chosen_by,candidate");
      assertThat(lines.stream().filter(l -> l.matches(".*,1,[a-z ]*" + rule + "[a-z ]*,\\d+")))
          .hasSize(1);
      for (String any : List.of("cycles", "best", "accuracy", "score", "knee")) {
        assertThat(
                lines.stream()
                    .skip(1)
                    .filter(l -> l.matches(".*,[01],[a-z ]*" + any + "[a-z ]*,\\d+")))
            .as(any)
            .hasSize(1);
      }
      JsonNode report = new ObjectMapper().readTree(candidate(run).resolve("report.json").toFile());
      assertThat(report.get("chosen").get(0).get("rule").asText()).isEqualTo(rule);
      assertThat(report.get("chosen").get(0).get("chosenBy").toString()).contains(rule);
    }
  }

  @Test
  void onlyAFormerRunOfTheSameSpecIsReplacedUnasked(@TempDir Path folder) throws IOException {
    Path spec = SmallSpec.write(folder);
    Path run = folder.resolve("run");
    Files.createDirectory(run);
    Path own = Files.writeString(run.resolve("thesis.txt"), "mine");
    Formgate.Ran refused = compile(spec, run);
    assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(refused.err()).startsWith("error FG102: ").contains("--force");
    assertThat(own).hasContent("mine");

    assertThat(compile(spec, run, "--force").code()).isEqualTo(ExitCode.DONE);
    assertThat(own).doesNotExist();
    Files.writeString(run.resolve("left.txt"), "a mark that the next run removes");
    assertThat(compile(spec, run).code()).isEqualTo(ExitCode.DONE);
    assertThat(Formgate.names(run)).doesNotContain("left.txt").contains("run.json");
    assertThat(Formgate.names(folder)).containsExactly("product.csv", "product.fg", "run");

    Path other = Files.copy(spec, folder.resolve("other.fg"));
    assertThat(compile(other, run).code()).isEqualTo(ExitCode.USER_MISTAKE);
  }

  @Test
  void checkSaysWhatASpecAsksFor(@TempDir Path folder) throws IOException {
    Formgate.Ran ran = Formgate.run("check", SmallSpec.write(folder).toString());
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    assertThat(ran.out()).contains("no mistakes").contains("60 rows").contains("ufixed<8,3>");
    assertThat(Formgate.names(folder)).containsExactly("product.csv", "product.fg");
  }
}
