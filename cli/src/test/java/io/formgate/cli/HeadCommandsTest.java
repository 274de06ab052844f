package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The class index and bits at thresholds, from the command line to the verified circuit. */
class HeadCommandsTest {
  private static Path formulas(Path folder, String text) throws IOException {
    return Files.writeString(folder.resolve("f.txt"), text);
  }

  private static Formgate.Ran emit(Path folder, String formulas, String... more)
      throws IOException {
    return Formgate.run(
        Stream.concat(
                Stream.of(
                    "emit",
                    "--formulas=" + formulas(folder, formulas),
                    "--vectors=500",
                    "--out=" + folder.resolve("run")),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static Path candidate(Path folder) {
    Path candidates = folder.resolve("run").resolve("candidates");
    return candidates.resolve(Formgate.names(candidates).getFirst());
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(n -> texts.add(n.asText()));
    return texts;
  }

  @Test
  void theClassIsAPortInsteadOfItsScores(@TempDir Path folder) throws IOException {
    Formgate.Ran ran =
        emit(
            folder,
            "x*y\nsin(x)\nx - y\n",
            "--classes=g, q, t",
            "--format=fixed<8,3>",
            "--tolerance=0.1",
            "--name=jets");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("\nclass_index = argmax(g, q, t)\n")
        .contains("  error q   proved within 0.1 of the formula")
        .contains(
            "  decides   class_index: proved to be as of the formulas, moved into their formats, on the declared ranges")
        .contains("  verified  bit-exact on ");

    JsonNode manifest = json(candidate(folder).resolve("manifest.json"));
    assertThat(manifest.get("outputs")).hasSize(3);
    assertThat(manifest.get("outputs")).allMatch(o -> !o.get("port").asBoolean());
    JsonNode head = manifest.get("heads").get(0);
    assertThat(head.get("name").asText()).isEqualTo("class_index");
    assertThat(head.get("format").asText()).isEqualTo("ufixed<2,2>");
    assertThat(head.get("kind").asText()).isEqualTo("argmax");
    assertThat(texts(head.get("formulas"))).containsExactly("g", "q", "t");
    assertThat(head.get("atLeast")).isEmpty();
    double bounds =
        manifest
            .get("outputs")
            .valueStream()
            .mapToDouble(o -> o.get("boundAbsolute").asDouble())
            .sum();
    assertThat(head.get("margin").asDouble()).isPositive().isLessThanOrEqualTo(bounds);
    assertThat(Formgate.text(candidate(folder).resolve("jets.sv")))
        .contains(
            "// class_index = argmax(g, q, t): 0 is g, 1 is q, 2 is t; of equal scores the first")
        .contains("// output   class_index : ufixed<2,2>, unsigned")
        .contains("  output [1:0] class_index")
        .doesNotContain("  output [7:0]");
    assertThat(Formgate.text(candidate(folder).resolve("jets_wrapper.vhd")))
        .contains("class_index : out std_logic_vector(1 downto 0)");
    assertThat(Formgate.text(folder.resolve("run").resolve("request.txt")))
        .contains("\n// class_index = argmax(g, q, t)\n");
    JsonNode measured =
        json(candidate(folder).resolve("report.json")).get("decisionsOnRandomVectors").get(0);
    assertThat(measured.get("vectors").asLong()).isEqualTo(500);
    assertThat(measured.get("same").asLong()).isBetween(measured.get("clear").asLong(), 500L);
    assertThat(measured.get("clear").asLong()).isPositive();
    assertThat(Formgate.run("verify", folder.resolve("run").toString()).code()).isZero();
  }

  /** The index counts as --classes does, whatever the order of the file. */
  @Test
  void scoresAndBitsStandBesideTheClass(@TempDir Path folder) throws IOException {
    Formgate.Ran ran =
        emit(
            folder,
            "down = -x\nup = x\nlow = 0.3*x - 1\n",
            "--classes=up,low,down",
            "--scores",
            "--threshold=up:1/2",
            "--wrapper=axi-stream",
            "--clock=1.5ns",
            "--format=fixed<8,3>");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("class_index = argmax(up, low, down)\nup_pass = up >= 0.5\n")
        .contains(
            "decides   up_pass: proved to be as of the formulas, moved into their formats, on the declared ranges where up is")
        .contains("nothing lost, repeated or reordered");
    // At this clock all pairs are compared at the same time.
    assertThat(Formgate.text(candidate(folder).resolve("datapath.txt"))).contains("\ntable is_1");
    assertThat(Formgate.text(candidate(folder).resolve("datapath.txt")).lines())
        .filteredOn(line -> line.startsWith("output "))
        .extracting(line -> line.split(" ")[1])
        .containsExactly("down", "up", "low", "class_index", "up_pass");
    JsonNode manifest = json(candidate(folder).resolve("manifest.json"));
    assertThat(manifest.get("outputs")).allMatch(o -> o.get("port").asBoolean());
    assertThat(texts(manifest.get("heads").get(0).get("formulas")))
        .containsExactly("up", "low", "down");
    assertThat(manifest.get("heads").get(1).get("kind").asText()).isEqualTo("threshold");
    assertThat(manifest.get("heads").get(1).get("atLeast").get(0).asDouble()).isEqualTo(0.5);
  }

  @Test
  void costShowsDecisions(@TempDir Path folder) throws IOException {
    String file = "--formulas=" + formulas(folder, "x\ny\n");
    String[] arguments = {
      "cost", file, "--format=fixed<8,3>", "--classes=a,b", "--threshold=b:0", "--json"
    };
    Formgate.Ran ran = Formgate.run(arguments);
    assertThat(ran.err()).isEmpty();
    assertThat(texts(new ObjectMapper().readTree(ran.out()).get("formulas")))
        .containsExactly("a = x", "b = y", "class_index = argmax(a, b)", "b_pass = b >= 0");
    arguments[5] = "--max-latency=9";
    assertThat(Formgate.run(arguments).out())
        .contains("class_index = argmax(a, b)\n")
        .contains("where the largest is more than 0 above the second\n")
        .contains("where b is more than 0 from the threshold\n");
    arguments[5] = "--compare";
    assertThat(Formgate.run(arguments).err()).contains("error FG100: --compare makes a circuit");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          x;y        | --classes=a            | --scores            | FG100 | --classes names one class
          x;y        | --classes=a,b,c        | -                   | FG100 | --classes names 3 classes, but there are 2 formulas
          x;y        | --classes=a,a          | -                   | FG100 | --classes names a class twice
          x;y        | --classes=a,           | -                   | FG301 | --output
          x;y        | --classes=a,x          | -                   | FG301 | 'x' is declared twice
          x;y        | --classes=a,module     | -                   | FG301 | 'module'
          a=x;b=y    | --classes=a,c          | -                   | FG100 | the file defines a, b, but --classes names a, c
          x;y        | --classes=a,b          | --output=o:fixed<8,3> | FG100 | 2 formulas have 1 --output
          x;y        | --scores               | -                   | FG100 | --scores is about formulas
          x;y        | --threshold=y9:1       | -                   | FG100 | no output is called 'y9'
          x;y        | --threshold=y0         | -                   | FG300 | the form is: NAME:NUMBER
          x;y        | --threshold=y0:1/0     | -                   | FG306 | the number cannot be held
          x;y        | --threshold=y0:4       | -                   | FG605 | the threshold 4 of 'y0' lies outside of fixed<8,3>
          x;y        | --threshold=y0:1       | --threshold=y0:2    | FG301 | 'y0_pass' is declared twice
          x;class_index | --classes=a,b       | -                   | FG301 | 'class_index' is declared twice
          """)
  void mistakesHaveAMend(
      String formulas,
      String first,
      String second,
      String code,
      String message,
      @TempDir Path folder)
      throws IOException {
    List<String> more = new ArrayList<>(List.of("--format=fixed<8,3>", first));
    if (second != null) {
      more.add(second);
    }
    Formgate.Ran ran =
        emit(folder, formulas.replace(";", "\n") + "\n", more.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err()).contains("error " + code + ": ").contains(message).contains("mend: ");
    assertThat(Formgate.names(folder)).containsExactly("f.txt");
  }

  @Test
  void outputsThatAreNotTheClassesAreRefused(@TempDir Path folder) throws IOException {
    Formgate.Ran ran =
        emit(
            folder,
            "x\ny\n",
            "--classes=a,b",
            "--input=x:fixed<8,3>",
            "--input=y:fixed<8,3>",
            "--output=a:fixed<8,3>",
            "--output=c:fixed<8,3>");
    assertThat(ran.err())
        .contains("error FG100: --output names a, c, but --classes names a, b")
        .containsOnlyOnce("error ");
  }
}
