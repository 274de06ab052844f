package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Specs and commands whose circuits keep what is measured, from data to Verilator. */
class MeasuredSpecTest {
  private static JsonNode json(Path run, String file) throws IOException {
    Path candidates = run.resolve("candidates");
    Path candidate = candidates.resolve(Formgate.names(candidates).getFirst());
    return new ObjectMapper().readTree(candidate.resolve(file).toFile());
  }

  private static Path compile(Path folder, String spec) throws IOException {
    Path file = SmallSpec.write(folder, spec, SmallSpec.csv());
    Path run = folder.resolve("run");
    Formgate.Ran ran =
        Formgate.run("compile", file.toString(), "--out", run.toString(), "--vectors", "300");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).as(ran.out()).isEqualTo(ExitCode.DONE);
    return run;
  }

  @Test
  void aToleranceOnDataIsKeptOnTheRows(@TempDir Path folder) throws IOException {
    Path run = compile(folder, SmallSpec.SPEC.replace("tolerance 0.5", "tolerance 0.125 on data"));
    JsonNode report = json(run, "report.json");
    assertThat(report.get("verified").asBoolean()).isTrue();
    assertThat(report.get("data").get(0).get("error").get("worst").asDouble())
        .isLessThanOrEqualTo(0.125);
    assertThat(report.get("notes").toString()).contains("measured on 60 rows");
    JsonNode page = new ObjectMapper().readTree(run.resolve("report-data.json").toFile());
    for (JsonNode candidate : page.get("candidates")) {
      if (!candidate.get("isPicked").asBoolean() && !candidate.get("circuit").isNull()) {
        assertThat(candidate.get("reproduce").get(0).asText())
            .startsWith("./formgate emit '")
            .contains(" --tolerance '0.125 on data' \\\n  --data '" + folder + "/product.csv'");
      }
    }
  }

  @Test
  void anAgreementOnDataIsKeptOnTheRows(@TempDir Path folder) throws IOException {
    StringBuilder csv = new StringBuilder();
    SmallSpec.csv()
        .lines()
        .forEach(line -> {
          String[] cells = line.split(",");
          String kind =
              cells[0].equals("a")
                  ? "kind"
                  : Double.parseDouble(cells[0]) > Double.parseDouble(cells[1]) ? "up" : "down";
          csv.append(cells[0]).append(',').append(cells[1]).append(',').append(kind).append('\n');
        });
    Path file =
        SmallSpec.write(
            folder,
            SmallSpec.SPEC.replaceAll(
                "output .*", "classes down, up from kind as fixed<12,6> agreement >= 90 % on data"),
            csv.toString());
    Path run = folder.resolve("run");
    Formgate.Ran ran =
        Formgate.run("compile", file.toString(), "--out", run.toString(), "--vectors", "300");
    assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(ExitCode.DONE);
    Matcher share =
        Pattern.compile("the largest is that of the formulas on ([0-9.]+) %")
            .matcher(json(run, "report.json").get("notes").toString());
    assertThat(share.find()).isTrue();
    assertThat(Double.parseDouble(share.group(1))).isBetween(90.0, 100.0);
  }

  @Test
  void oneFormatEverywhereIsMeasuredAndNotProved(@TempDir Path folder) throws IOException {
    Path run =
        compile(
            folder,
            SmallSpec.SPEC.replace("saturate tolerance 0.5", "")
                + "format fixed<12,7> everywhere saturate\n");
    JsonNode report = json(run, "report.json");
    assertThat(report.get("verified").asBoolean()).isTrue();
    assertThat(report.get("notes").toString())
        .contains("every value is fixed<12,7>, truncated towards minus infinity, saturating");
    assertThat(json(run, "manifest.json").get("outputs").get(0).get("boundAbsolute").asText())
        .isEqualTo("Infinity");
    assertThat(Formgate.run("verify", run.toString()).code()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(run.resolve("report.html"))).contains("no error is proved");
  }

  @Test
  void emitTakesOneFormatEverywhere(@TempDir Path folder) {
    Path run = folder.resolve("run");
    Formgate.Ran ran =
        Formgate.run(
            "emit",
            "sin(x)*y + 0.3",
            "--everywhere",
            "fixed<10,4> round",
            "--vectors",
            "300",
            "--out",
            run.toString());
    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.DONE);
    assertThat(ran.out())
        .contains("error     nothing is proved; measured against the formula")
        .contains("every value is fixed<10,4>, rounded to nearest, wrapping around")
        .contains("verified  bit-exact on");
  }

  @Test
  void movedNumbersAreReported(@TempDir Path folder) throws IOException {
    Path run = folder.resolve("run");
    Path rows = Files.writeString(folder.resolve("rows.csv"), SmallSpec.csv());
    Formgate.Ran proved = emit(run, "--tolerance", "0.1", "--snap");
    assertThat(proved.out())
        .containsPattern(
            "note +the number (0\\.3337|1\\.171) is moved to [01]\\.\\d+: bound \\S+ before, \\S+ after")
        .contains("verified  bit-exact on");
    Formgate.Ran measured =
        emit(run, "--tolerance", "0.1 on data", "--data", rows.toString(), "--snap", "--force");
    // Bits of numbers were taken with all others, so that no neighbour is better than what is left.
    assertThat(measured.out())
        .contains("measured on 60 rows")
        .contains("no number has a neighbour that makes a better circuit")
        .contains("verified  bit-exact on");
    assertThat(emit(run, "--everywhere", "fixed<10,4>", "--snap").err())
        .contains("FG100")
        .contains("none can be moved");
  }

  private static Formgate.Ran emit(Path run, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("emit", "0.3337*a + 1.171*b - 0.123", "--vectors", "300", "--out"));
    arguments.addAll(
        List.of(run.toString(), "--format", "fixed<7,3>", "--output", "z:fixed<16,8>"));
    arguments.addAll(List.of(more));
    return Formgate.run(arguments.toArray(String[]::new));
  }

  @Test
  void aSpecMovesNumbersAndTellsTheLoss(@TempDir Path folder) throws IOException {
    Path run =
        compile(
            folder,
            """
            data "product.csv"
            where a <= 3.9
            input a, b as fixed<7,3>
            output y as fixed<16,8> saturate tolerance 0.1
            form y = 0.3337*a + 1.171*b + p
            parameter p
            constants snap
            operators + *
            hardware xcvu9p-2 clock 5 ns
            search iterations 2, seed 1, populations 2, population 30
            """);
    assertThat(json(run, "report.json").get("notes").toString())
        .containsPattern(
            "is moved to \\S+: bound \\S+ before, \\S+ after; loss \\S+ before, \\S+ after");
  }

  @Test
  void aProvedToleranceAndOneFormatEverywhereDoNotGoTogether() {
    Formgate.Ran ran =
        Formgate.run("emit", "x + y", "--everywhere", "fixed<10,4>", "--tolerance", "0.1");
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err()).contains("FG100").contains("no --tolerance can be proved");
    ran = Formgate.run("emit", "x + 99", "--everywhere", "fixed<10,4>");
    assertThat(ran.err())
        .contains("FG503")
        .contains("the number 99 of the formula lies outside of fixed<10,4>");
  }
}
