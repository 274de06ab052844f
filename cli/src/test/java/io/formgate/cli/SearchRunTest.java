package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search by itself, and the circuit that is built of it later. */
class SearchRunTest {
  private static Path circuit(Path run) {
    List<String> names = Formgate.names(run.resolve("candidates"));
    assertThat(names).hasSize(1);
    return run.resolve("candidates").resolve(names.getFirst());
  }

  /** A formula of one output is not the circuit of all, which resume builds. */
  @Test
  void aFormulaOfOneOfSeveralOutputsIsBuiltByItself(@TempDir Path folder) throws IOException {
    StringBuilder csv = new StringBuilder();
    SmallSpec.csv()
        .lines()
        .map(line -> line + "," + (line.startsWith("a") ? "z" : line.split(",")[1]) + "\n")
        .forEach(csv::append);
    String spec =
        SmallSpec.SPEC.replace("operators", "output z : 1 as fixed<12,7> tolerance 0.5\noperators");
    Path run = folder.resolve("run");
    Formgate.Ran searched =
        Formgate.run(
            "search",
            SmallSpec.write(folder, spec, csv.toString()).toString(),
            "--out",
            run.toString());
    assertThat(searched.code()).as(searched.err()).isEqualTo(ExitCode.DONE);
    String data = folder.resolve("product.csv").toString();
    int built = 0;
    for (JsonNode c :
        new ObjectMapper().readTree(run.resolve("report-data.json").toFile()).get("candidates")) {
      String id = c.get("id").asText();
      boolean isOfAll = id.equals("circuit");
      assertThat(id).matches("circuit|[yz] [0-9]+");
      Formgate.Ran refused = Formgate.run("predict", run.toString(), data, "--candidate", id);
      assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
      boolean isBuilt = !isOfAll && !c.get("circuit").isNull();
      built += isBuilt ? 1 : 0;
      assertThat(refused.err())
          .contains("--candidate names a formula, not a circuit")
          .contains(
              isBuilt
                  ? "add --formula, or build the formula by itself, with the command that the report shows"
                  : isOfAll
                      ? "add --formula, or build it first: formgate resume '" + run + "'\n"
                      : "add --formula\n");
      assertThat(refused.err().contains("formgate resume")).isEqualTo(isOfAll);
      Formgate.Ran applied =
          Formgate.run("predict", run.toString(), data, "--formula", "--candidate", id);
      assertThat(applied.out()).startsWith(isOfAll ? "a,b,y,z\n" : "a,b," + id.charAt(0) + "\n");
    }
    assertThat(built).isPositive();
    assertThat(Formgate.run("predict", run.toString(), data, "--candidate", "y").err())
        .contains("the run has no candidate y")
        .contains("y 1");
  }

  @Test
  void leavesTheFrontThatCompileBuildsFrom(@TempDir Path folder) throws IOException {
    Path spec = SmallSpec.write(folder);
    Path run = folder.resolve("run");
    Formgate.Ran searched = Formgate.run("search", spec.toString(), "--out", run.toString());
    assertThat(searched.err()).isEmpty();
    assertThat(searched.code()).isEqualTo(ExitCode.DONE);
    assertThat(searched.out()).contains("'formgate resume " + run + "' builds");
    assertThat(Formgate.names(run))
        .containsExactly(
            "checkpoint",
            "front.csv",
            "hall_of_fame.csv",
            "report-data.json",
            "report.html",
            "run.json",
            "spec.fg");
    JsonNode page = new ObjectMapper().readTree(run.resolve("report-data.json").toFile());
    assertThat(page.get("candidates")).isNotEmpty();
    for (JsonNode candidate : page.get("candidates")) {
      assertThat(candidate.get("isPicked").asBoolean()).isFalse();
      assertThat(candidate.get("verification").isNull()).isTrue();
    }

    // The table of the front is that of the circuits, and what is chosen stands on it.
    List<String> front = Files.readAllLines(run.resolve("front.csv"));
    assertThat(front).hasSizeGreaterThan(2);
    int cycles = 0;
    int chosen = 0;
    for (String line : front.subList(1, front.size())) {
      String[] cells = line.split(",");
      if (cells[12].isEmpty()) {
        assertThat(Integer.parseInt(cells[3])).isGreaterThanOrEqualTo(cycles);
        cycles = Integer.parseInt(cells[3]);
        chosen += cells[14].equals("1") ? 1 : 0;
      }
    }
    assertThat(chosen).isEqualTo(1);

    assertThat(Formgate.run("export", run.toString(), "--to", "latex-table").out())
        .contains("tabular");
    Formgate.Ran unnamed = Formgate.run("export", run.toString(), "--to", "infix");
    assertThat(unnamed.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(unnamed.err()).contains("has built no circuit").contains("--candidate: 1");
    assertThat(Formgate.run("export", run.toString(), "--to", "infix", "--candidate", "1").out())
        .contains("y = ");
    String data = folder.resolve("product.csv").toString();
    Formgate.Ran applied =
        Formgate.run("predict", run.toString(), data, "--formula", "--candidate", "1");
    assertThat(applied.code()).as(applied.err()).isEqualTo(ExitCode.DONE);
    Formgate.Ran bits = Formgate.run("predict", run.toString(), data);
    assertThat(bits.code()).isEqualTo(ExitCode.USER_MISTAKE);
    // Both ways that it names are gone below and above.
    assertThat(bits.err())
        .contains("the run has built no circuit")
        .contains("build the one that is marked on its front: formgate resume '" + run + "'; or")
        .contains(
            "formgate predict '%s' '%s' --formula --candidate N, with N one of 1"
                .formatted(run, data));
    Formgate.Ran nothing = Formgate.run("verify", run.toString());
    assertThat(nothing.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(nothing.err()).contains("FG103").contains("formgate resume " + run);

    Path compiled = folder.resolve("compiled");
    assertThat(Formgate.run("compile", spec.toString(), "--out", compiled.toString()).code())
        .isEqualTo(ExitCode.DONE);
    for (String file : List.of("spec.fg", "hall_of_fame.csv", "front.csv", "run.json")) {
      assertThat(run.resolve(file)).hasSameBinaryContentAs(compiled.resolve(file));
    }
    Formgate.Ran resumed = Formgate.run("resume", run.toString());
    assertThat(resumed.code()).as(resumed.err()).isEqualTo(ExitCode.DONE);
    Path former = circuit(compiled);
    Path latter = circuit(run);
    assertThat(latter.getFileName()).isEqualTo(former.getFileName());
    for (String file : List.of("product.sv", "report.json", "vectors_in.txt")) {
      assertThat(latter.resolve(file)).hasSameBinaryContentAs(former.resolve(file));
    }
  }

  /** A search that has met the spec's limit goes on when more epochs are asked for. */
  @Test
  void resumeGoesPastALimitOfLoss(@TempDir Path folder) throws IOException {
    Path spec = SmallSpec.write(folder);
    Path run = folder.resolve("run");
    Path whole = folder.resolve("whole");
    String limited = "search iterations 2, seed 1, populations 2, population 30, stoploss 1e9";
    assertThat(
            Formgate.run("search", spec.toString(), "--out", run.toString(), "--with", limited)
                .out())
        .contains("ended at epoch 1 of 2");
    assertThat(Formgate.run("search", spec.toString(), "--out", whole.toString()).code())
        .isEqualTo(ExitCode.DONE);

    Formgate.Ran resumed = Formgate.run("resume", run.toString(), "--iterations", "2");

    assertThat(resumed.code()).as(resumed.err()).isEqualTo(ExitCode.DONE);
    assertThat(resumed.out()).contains("2 epochs");
    for (String file : List.of("hall_of_fame.csv", "front.csv")) {
      assertThat(run.resolve(file)).hasSameTextualContentAs(whole.resolve(file));
    }
  }

  @Test
  void eventsEndWithoutAReport(@TempDir Path folder) throws IOException {
    Path spec = SmallSpec.write(folder);
    Path run = folder.resolve("run");
    Formgate.Ran ran =
        Formgate.run(
            "search", spec.toString(), "--json", "--iterations", "1", "--out", run.toString());
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    List<String> lines = ran.out().strip().lines().toList();
    JsonNode done = new ObjectMapper().readTree(lines.getLast());
    assertThat(done.get("event").asText()).isEqualTo("done");
    assertThat(done.path("report").isMissingNode() || done.get("report").isNull()).isTrue();
    assertThat(Files.exists(run.resolve("front.csv"))).isTrue();
  }
}
