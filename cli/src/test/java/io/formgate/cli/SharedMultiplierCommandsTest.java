package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Multipliers that products share, as the commands build, report and verify them. */
class SharedMultiplierCommandsTest {
  private static final List<String> PRODUCTS =
      List.of("a*b + c*d", "--format=fixed<8,4>", "--output=y:fixed<14,8>", "--tolerance=0.25");

  private static Formgate.Ran run(String command, List<String> formula, String... more) {
    return Formgate.run(
        Stream.of(Stream.of(command), formula.stream(), Stream.of(more))
            .flatMap(s -> s)
            .toArray(String[]::new));
  }

  private static Path candidate(Path run) {
    Path candidates = run.resolve("candidates");
    return candidates.resolve(Formgate.names(candidates).getFirst());
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void everyFileSaysTheIntervalAndVerifyKeepsIt(@TempDir Path folder) throws IOException {
    Path run = folder.resolve("run");
    Formgate.Ran ran =
        run("emit", PRODUCTS, "--ii=3", "--wrapper=ready-valid", "--vectors=300", "--out=" + run);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("II = 3; ")
        .contains(" LUT, 1 DSP, ")
        .contains("shared    one multiplier for 2 products: ")
        .containsPattern("measured latency (\\d+) = scheduled \\1, II = 3")
        .contains("where nobody waits, II = 3");
    Path circuit = candidate(run);
    assertThat(json(circuit.resolve("manifest.json")).path("initiationInterval").asInt())
        .isEqualTo(3);
    JsonNode report = json(circuit.resolve("report.json"));
    assertThat(report.path("initiationInterval").asInt()).isEqualTo(3);
    assertThat(report.path("area").path("dsp").asInt()).isEqualTo(1);
    assertThat(Formgate.text(circuit.resolve("formula.sv")))
        .contains("formula: no back-pressure, a vector every 3 cycles.")
        .contains("II = 3\n")
        .contains("sharing  a vector at most every 3 cycles");
    assertThat(Formgate.text(circuit.resolve("schedule.txt")))
        .contains("\ninterval 3\nmultiplier ");
    assertThat(Formgate.text(run.resolve("request.txt"))).contains(", ii 3\n");
    assertThat(Formgate.text(circuit.resolve("formula_ready_valid_wrapper.vhd")))
        .contains("constant initiation_interval : natural := 3;");
    assertThat(Formgate.text(run.resolve("report.html")))
        .contains(" as numbers, one every 3 cycles, and the outputs ")
        .contains("\"initiationInterval\":3")
        .containsPattern(
            "\"valid_in\",\"isBit\":true,\"values\":\\[\"1\",\"0\",\"0\",\"1\",\"0\",\"0\",\"1\"");

    Formgate.Ran verified = Formgate.run("verify", run.toString(), "--formal");
    assertThat(verified.code()).isZero();
    assertThat(verified.out())
        .contains(", II = 3")
        .contains("  formal    proved for all values of the 32 input bits")
        .contains("vectors 3 cycles or more apart")
        .contains("formula_ready_valid: proved by induction over all cycles");
    assertThat(
            json(circuit.resolve("formal.json")).path("wrappers").get(0).path("verdict").asText())
        .isEqualTo("proved");
    // The same circuit is not one that takes a vector every second cycle.
    Path manifest = circuit.resolve("manifest.json");
    Files.writeString(
        manifest,
        Formgate.text(manifest).replaceFirst("(\"initiationInterval\"\\s*:\\s*)3", "$12"));
    Formgate.Ran wrong = Formgate.run("verify", run.toString(), "--formal");
    assertThat(wrong.code()).isEqualTo(ExitCode.NOT_MET);
    assertThat(wrong.out())
        .contains("one vector every 2 cycles: NOT shown")
        .contains("no proof is tried of a circuit that differs");
  }

  @Test
  void costTellsWhatIsSharedAndWhatIsNot() {
    Formgate.Ran shared = run("cost", PRODUCTS, "--ii=2");
    assertThat(shared.err()).isEmpty();
    assertThat(shared.out())
        .contains("II = 2; ")
        .contains(" 1 DSP, ")
        .contains("one multiplier for");
    Formgate.Ran one = run("cost", PRODUCTS);
    assertThat(one.out()).contains("II = 1; ").contains(" 2 DSP, ").doesNotContain("shared");
    assertThat(run("cost", PRODUCTS, "--ii=1").out()).isEqualTo(one.out());
    Formgate.Ran single =
        Formgate.run("cost", "a*b", "--format=fixed<8,4>", "--output=y:fixed<14,8>", "--ii=4");
    assertThat(single.out())
        .contains("II = 1; ")
        .contains(
            "no multiplier is shared, and a vector may come in every cycle: the circuit has one");
    Formgate.Ran limited = run("cost", PRODUCTS, "--ii=4", "--max-latency=1");
    assertThat(limited.code()).isZero();
    assertThat(limited.out()).containsPattern("latency   [01] cycles? ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INTERVAL_TOO_SMALL     | --ii=0                    | FG670 | --ii is 0
          INTERVAL_TOO_SMALL     | --ii=-3                   | FG670 | --ii is -3
          INTERVAL_TOO_LARGE     | --ii=33                   | FG671 | more than 32 cycles
          INTERVAL_NO_MULTIPLIER | --ii=4;--device=ice40hx8k | FG672 | ice40hx8k has none
          INTERVAL_CONFLICT      | --ii=4;--latency=3        | FG673 | --latency
          """)
  void badIntervalsAreRefused(String name, String options, String code, String says) {
    Formgate.Ran ran = run("cost", PRODUCTS, options.split(";"));
    assertThat(ran.code()).as(name).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err()).startsWith("error " + code + ": ").contains(says).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cost", "emit"})
  void mistakesOfDevicesAreShownWithTheOthers(String command) {
    Formgate.Ran ran = run(command, PRODUCTS, "--ii=4", "--device=ice40hx8k", "--clock=soon");
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err()).contains("error FG672: ").contains("ice40hx8k has none").contains("soon");
  }

  @Test
  void anIntervalWithoutMultipliersOrCircuitIsRefused(@TempDir Path folder) {
    Formgate.Ran adders =
        run("emit", PRODUCTS, "--ii=4", "--no-dsp", "--out=" + folder.resolve("run"));
    assertThat(adders.err()).startsWith("error FG672: ").contains("--no-dsp leaves none");
    Formgate.Ran published =
        Formgate.run(
            "cost",
            "a*b",
            "--format=fixed<16,6>",
            "--device=published",
            "--mode=additive",
            "--ii=4");
    assertThat(published.err()).contains("error FG673: ").contains("published cycles");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ii 0            | error FG670 | ii is 0
          ii -2           | error FG670 | ii is -2
          ii 99           | error FG671 | ii is 99
          ii 2, ii 3      | error FG     | stands twice
          """)
  void badIntervalsOfASpecAreShown(String part, String code, String says, @TempDir Path folder)
      throws IOException {
    String spec = SmallSpec.SPEC.replace("clock 5 ns", "clock 5 ns, " + part);
    Formgate.Ran ran =
        Formgate.run("check", SmallSpec.write(folder, spec, SmallSpec.csv()).toString());
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err()).contains("product.fg:6:").contains(code.strip()).contains(says);
  }

  @Test
  void aSpecOnADeviceWithoutMultipliersIsRefused(@TempDir Path folder) throws IOException {
    String spec = SmallSpec.SPEC.replace("xcvu9p-2 clock 5 ns", "ice40hx8k clock 50 ns, ii 2");
    Formgate.Ran ran =
        Formgate.run("check", SmallSpec.write(folder, spec, SmallSpec.csv()).toString());
    assertThat(ran.err()).contains("product.fg:6:10: error FG672: ");
  }

  /** A search for circuits whose products share, within the limits of the spec. */
  @Test
  void aSpecWithAnInterval(@TempDir Path folder) throws IOException {
    String spec =
        SmallSpec.SPEC.replace("clock 5 ns", "clock 5 ns, ii 4, latency <= 9 cycles, dsp <= 1");
    Path run = folder.resolve("run");
    Formgate.Ran ran =
        Formgate.run(
            "compile",
            SmallSpec.write(folder, spec, SmallSpec.csv()).toString(),
            "--vectors=300",
            "--out=" + run);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(json(candidate(run).resolve("report.json")).path("area").path("dsp").asInt())
        .isLessThanOrEqualTo(1);
  }
}
