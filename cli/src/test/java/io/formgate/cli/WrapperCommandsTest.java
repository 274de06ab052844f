package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.formgate.expression.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files beside a circuit and the wrappers around it, as the commands leave and verify them. */
class WrapperCommandsTest {
  private static Formgate.Ran emit(Path run, String wrapper) {
    return Formgate.run(
        "emit",
        "x*y + x",
        "--input=x:fixed<8,4>:GeV",
        "--input=y:fixed<8,4>",
        "--output=z:fixed<12,8>:GeV",
        "--tolerance=0.125",
        "--vectors=500",
        "--name=product",
        "--registers=in",
        "--wrapper=" + wrapper,
        "--out=" + run);
  }

  private static Path candidate(Path run) {
    Path candidates = run.resolve("candidates");
    return candidates.resolve(Formgate.names(candidates).getFirst());
  }

  private static JsonNode manifest(Path run) throws IOException {
    return new ObjectMapper().readTree(candidate(run).resolve("manifest.json").toFile());
  }

  private static void replace(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  @ParameterizedTest
  @CsvSource({
    "none, product",
    "ready-valid, product_ready_valid",
    "axi-stream, product_axi_stream"
  })
  void everyFileIsListedAndTellsWhatAskedForIt(String wrapper, String top, @TempDir Path folder)
      throws IOException {
    Path run = folder.resolve("run");
    Formgate.Ran ran = emit(run, wrapper);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();

    JsonNode manifest = manifest(run);
    assertThat(manifest.path("top").asText()).isEqualTo(top);
    assertThat(manifest.path("module").asText()).isEqualTo("product");
    assertThat(manifest.path("wrapper").asText()).isEqualTo(wrapper);
    List<String> listed = new ArrayList<>();
    manifest.path("files").forEach(f -> listed.add(f.path("name").asText()));
    assertThat(Formgate.files(candidate(run)))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    listed.stream(),
                    Stream.of(
                        "datapath.txt",
                        "formula.txt",
                        "manifest.json",
                        "report.json",
                        "schedule.txt"))
                .toList());

    String hash = Sha256.of(Formgate.text(run.resolve("request.txt")));
    assertThat(manifest.path("spec").asText()).isEqualTo(hash);
    for (String file : listed) {
      if (file.endsWith("_vectors.txt")) {
        // Benches read it number by number.
        continue;
      }
      assertThat(Formgate.text(candidate(run).resolve(file)))
          .contains("spec     SHA-256 " + hash)
          .contains("z = x*y + x")
          .contains("input    x : fixed<8,4> GeV, two's complement / 2^4");
    }

    Formgate.Ran verified = Formgate.run("verify", run.toString());
    assertThat(verified.code()).as(verified.err()).isZero();
    for (Formgate.Ran shown : List.of(ran, verified)) {
      if (wrapper.equals("none")) {
        assertThat(shown.out()).doesNotContain("wrapper");
      } else {
        assertThat(shown.out())
            .contains(top + ": nothing lost, repeated or reordered, bit-exact on ")
            .contains("long stalls; seed 1");
      }
    }
  }

  @Test
  void theRequestIsReadAsTheStatementsOfASpec(@TempDir Path folder) throws IOException {
    Path run = folder.resolve("run");
    assertThat(emit(run, "ready-valid").code()).isZero();
    Files.writeString(folder.resolve("product.csv"), "x,y,z\n1,1,2\n2,1,4\n");
    Path spec = folder.resolve("again.fg");
    Files.writeString(
        spec, "data \"product.csv\"\noperators + *\n" + Formgate.text(run.resolve("request.txt")));
    Formgate.Ran checked = Formgate.run("check", spec.toString());
    assertThat(checked.err()).isEmpty();
    assertThat(checked.code()).isZero();
    assertThat(Formgate.text(run.resolve("request.txt")))
        .contains("registers in, wrapper ready-valid")
        .contains("form z = x*y + x\n");
  }

  @Test
  void aBrokenWrapperIsNamed(@TempDir Path folder) throws IOException {
    Path run = folder.resolve("run");
    assertThat(emit(run, "axi-stream").code()).isZero();
    replace(
        candidate(run).resolve("product_axi_stream.sv"),
        "taken = valid_out & ready_out",
        "taken = valid_out");
    Formgate.Ran ran = Formgate.run("verify", run.toString());
    assertThat(ran.code()).isEqualTo(ExitCode.NOT_MET);
    assertThat(ran.err()).startsWith("error FG900: product_axi_stream differs");
    assertThat(ran.out()).contains("FAULT: a result that was not taken is no longer offered");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "wrapper" : "ready-valid"  | "wrapper" : "none such"
          "streamWrapper"            | "nothing"
          product_ready_valid.sv     | gone.sv
          """)
  void aDamagedManifestIsAUsersMistake(String from, String to, @TempDir Path folder)
      throws IOException {
    Path run = folder.resolve("run");
    assertThat(emit(run, "ready-valid").code()).isZero();
    replace(candidate(run).resolve("manifest.json"), from, to);
    Formgate.Ran ran = Formgate.run("verify", run.toString());
    assertThat(ran.err()).startsWith("error FG103: ").doesNotContain("Exception");
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
  }

  @Test
  void wordsThatNameNoWrapperAreRefusedWithAllOtherMistakes(@TempDir Path folder) {
    Formgate.Ran ran =
        Formgate.run(
            "emit",
            "x +",
            "--format=fixed<8,4>",
            "--wrapper=axi-strem",
            "--out=" + folder.resolve("run"));
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err())
        .contains("--wrapper:1:1: error FG300: ")
        .contains("did you mean 'axi-stream'?")
        .contains("error FG400: ");
    assertThat(Formgate.names(folder)).isEmpty();
  }

  /** The first line of "make it again" of the candidate that was built, or of the others. */
  private static List<String> lines(Path run, boolean isPicked) throws IOException {
    List<String> lines = new ArrayList<>();
    JsonNode page = new ObjectMapper().readTree(run.resolve("report-data.json").toFile());
    for (JsonNode candidate : page.get("candidates")) {
      if (candidate.get("isPicked").asBoolean() == isPicked && !candidate.get("circuit").isNull()) {
        lines.add(candidate.get("reproduce").get(0).asText());
      }
    }
    return lines;
  }

  private static void lineThatMakesAnotherCandidateMakesIt(Path run, Path other)
      throws IOException {
    String line = lines(run, false).getFirst();
    List<String> words =
        Pattern.compile("'([^']*)'|([^\\s\\\\]+)")
            .matcher(line)
            .results()
            .skip(1)
            .map(r -> r.group(1) == null ? r.group(2) : r.group(1))
            .collect(Collectors.toCollection(ArrayList::new));
    words.set(words.indexOf("--out") + 1, other.toString());
    words.addAll(List.of("--vectors", "100"));
    Formgate.Ran made = Formgate.run(words.toArray(String[]::new));
    assertThat(made.code()).as(line + made.err()).isZero();
    assertThat(made.out()).contains("product_ready_valid: nothing lost");
    assertThat(line).contains("--output 'y:fixed<12,7>:GeV'");
    assertThat(manifest(other).path("outputs").get(0).path("unit").asText()).isEqualTo("GeV");
    JsonNode page = new ObjectMapper().readTree(run.resolve("report-data.json").toFile());
    JsonNode report = new ObjectMapper().readTree(candidate(other).resolve("report.json").toFile());
    List<JsonNode> wanted = new ArrayList<>();
    page.get("candidates")
        .forEach(c -> {
          if (c.get("reproduce").path(0).asText().equals(line)) {
            wanted.add(c.get("circuit"));
          }
        });
    assertThat(wanted).isNotEmpty();
    assertThat(wanted.getFirst().get("lut")).isEqualTo(report.at("/area/lut"));
    assertThat(wanted.getFirst().get("latencyCycles")).isEqualTo(report.get("latencyCycles"));
  }

  @Test
  void theSpecNamesTheWrapperAndTheOptionReplacesIt(@TempDir Path folder) throws IOException {
    String text =
        SmallSpec.SPEC
            .replace("clock 5 ns", "clock 5 ns, wrapper ready-valid")
            .replace("input a : 1", "input a : GeV")
            .replace("output y : 1", "output y : GeV");
    Path spec = SmallSpec.write(folder, text, SmallSpec.csv());
    Path run = folder.resolve("run");
    Formgate.Ran ran = Formgate.run("compile", spec.toString(), "--vectors=500", "--out=" + run);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("product_ready_valid: nothing lost");
    assertThat(manifest(run).path("spec").asText()).isEqualTo(Sha256.of(text));
    JsonNode report = new ObjectMapper().readTree(candidate(run).resolve("report.json").toFile());
    assertThat(report.path("wrapper").asText()).isEqualTo("ready-valid");
    assertThat(report.path("wrapperVectorGroups").size()).isEqualTo(5);
    assertThat(report.path("wrapperLatencyCycles").asInt())
        .isEqualTo(report.path("latencyCycles").asInt() + 1);

    lineThatMakesAnotherCandidateMakesIt(run, folder.resolve("other"));

    Formgate.Ran again =
        Formgate.run("compile", spec.toString(), "--vectors=500", "--wrapper=none", "--out=" + run);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(lines(run, true).getFirst())
        .isEqualTo(
            "./formgate compile '"
                + spec
                + "' --iterations 2 --seed 1 --wrapper none --vectors 500 --out 'runs/product-again'");
    assertThat(lines(run, false)).isNotEmpty().noneMatch(l -> l.contains("--wrapper"));
    assertThat(manifest(run).path("top").asText()).isEqualTo("product");
    assertThat(again.out()).doesNotContain("nothing lost");

    Formgate.Ran wrong = Formgate.run("compile", spec.toString(), "--wrapper=both");
    assertThat(wrong.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(wrong.err()).contains("--wrapper:1:1: error FG300: ");
  }
}
