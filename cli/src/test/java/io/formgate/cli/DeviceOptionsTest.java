package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.formgate.constraints.StreamWrapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices of one's own, and a part of the period that is kept free. */
class DeviceOptionsTest {
  private static final String TEXT =
      """
      like xcvu9p-2 the same silicon
      device xcvu9p-2
      factor 1.7 post-route timing of three designs
      """;

  @TempDir private Path folder = Path.of("");

  private Path device = Path.of("");

  @BeforeEach
  void write() throws IOException {
    device = Files.writeString(folder.resolve("ours.device"), TEXT);
  }

  private static JsonNode cost(String formula, String... more) throws IOException {
    String[] arguments = new String[more.length + 4];
    arguments[0] = "cost";
    arguments[1] = formula;
    arguments[2] = "--input=x:fixed<20,10>";
    arguments[3] = "--json";
    System.arraycopy(more, 0, arguments, 4, more.length);
    Formgate.Ran ran = Formgate.run(arguments);
    assertThat(ran.err()).isEmpty();
    return new ObjectMapper().readTree(ran.out());
  }

  @Test
  void aFileIsADevice() throws IOException {
    JsonNode shipped = cost("x + 1");
    JsonNode ours = cost("x + 1", "--device=" + device);
    assertThat(ours.get("longestStagePs").asInt())
        .isGreaterThan(shipped.get("longestStagePs").asInt());
    Formgate.Ran compared =
        Formgate.run(
            "cost", "x*x", "--format=fixed<8,4>", "--compare", "--device=xcvu9p-2," + device);
    assertThat(compared.out()).contains("xcvu9p-2 (model)").contains("ours.device (model)");
  }

  @Test
  void messagesNameTheFile() {
    Formgate.Ran ran =
        Formgate.run("cost", "x", "--format=fixed<8,4>", "--clock=0.5ns", "--device=" + device);
    assertThat(ran.err()).contains("error FG701: " + device + " distributes no clock of 500 ps");
  }

  @Test
  void whatIsKeptFreeTakesCycles() throws IOException {
    JsonNode all = cost("abs(x)*3 + max(x, 1) + x", "--clock=3ns");
    JsonNode some = cost("abs(x)*3 + max(x, 1) + x", "--clock=3ns", "--margin=40");
    assertThat(some.get("keptFreePercent").asDouble()).isEqualTo(40);
    assertThat(some.get("latencyCycles").asInt()).isGreaterThan(all.get("latencyCycles").asInt());
    assertThat(some.get("longestStagePs").asInt()).isLessThanOrEqualTo(1800);
    assertThat(Formgate.run("cost", "x", "--format=fixed<8,4>", "--margin=10 %").out())
        .contains(", 10 % of the period kept free; ");
  }

  @Test
  void mistakesOfFileAndMarginAreShownTogether() throws IOException {
    Files.writeString(device, TEXT + "flip-flop 150\n");
    Formgate.Ran ran =
        Formgate.run("cost", "x", "--format=fixed<8,4>", "--margin=95", "--device=" + device);
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err())
        .contains("--margin:1:1: error FG306: no circuit keeps 95 % of its clock period free")
        .contains("ours.device:4:11: error FG720: the figure has no source\n  | flip-flop 150\n");
  }

  @Test
  void aMarginThatLeavesNothingOfThePeriodIsAMistake() throws IOException {
    Files.writeString(device, TEXT + "margin 20 ours\n");
    Formgate.Ran ran =
        Formgate.run(
            "cost", "x", "--format=fixed<8,4>", "--margin=80", "--ii=0", "--device=" + device);
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err())
        .contains("--margin:1:1: error FG306: no circuit keeps 80 % of its clock period free on ")
        .contains("a margin of 20 % of its own", "write less than 80 %")
        .contains("--ii");
    String spec =
        SmallSpec.SPEC.replace(
            "hardware xcvu9p-2 clock 5 ns", "hardware \"ours.device\" clock 5 ns, margin 85.5 %");
    Path file = SmallSpec.write(folder, spec, SmallSpec.csv());
    ran = Formgate.run("check", file.toString());
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err())
        .contains("error FG306: no circuit keeps 85.5 % of its clock period free")
        .contains("^^^^");
  }

  @Test
  void allMistakesOfAStarterSpecAreShownTogether() {
    Formgate.Ran ran =
        Formgate.run(
            "init",
            folder.resolve("none.csv").toString(),
            "--device=xcvu9p-9",
            "--clock=5 parsecs",
            "--margin=95");
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err())
        .contains("error FG700: ", "--clock:1:", "--margin:1:1: error FG306: ", "none.csv");
    ran = Formgate.run("init", folder.resolve("none.csv").toString(), "--margin=90");
    assertThat(ran.err()).doesNotContain("--margin");
  }

  @Test
  void theRequestAndTheCommandThatRepeatsItSayBoth() {
    EmitRequest request =
        EmitRequest.of(
            new EmitRequest.Options(
                "sum",
                List.of("x + 1"),
                null,
                null,
                List.of("x:fixed<6,3>"),
                null,
                null,
                false,
                List.of("z:fixed<8,5>"),
                false,
                null,
                HeadPorts.Options.NONE,
                List.of(),
                List.of(device.toString()),
                List.of("5ns"),
                "none",
                null),
            new KeptFree(20, KeptFree.NONE.place()),
            List.of());
    CompiledCircuit circuit =
        CompiledCircuit.compile(
            request.circuit(), request.devices().getFirst(), request.schedules().getFirst());
    assertThat(CircuitCost.lines(circuit).getFirst()).contains("20 % of the period kept free");
    assertThat(
            EmitLine.of(
                    circuit,
                    new EmitLine.Around(
                        request.units(), StreamWrapper.NONE, false, Optional.empty()))
                .getFirst())
        .contains("--device " + device + " --clock 5000ps --margin 20");
    assertThat(
            RequestText.of(
                circuit.request(),
                request.units(),
                request.devices().getFirst(),
                request.schedules().getFirst(),
                StreamWrapper.NONE))
        .contains("// device file SHA-256 ")
        .contains("hardware \"" + device + "\" clock 5000 ps, margin 20 %, registers none");
  }

  @Test
  void aSpecNamesItsDeviceAndResumeHoldsItToIt() throws IOException {
    String spec =
        SmallSpec.SPEC.replace(
            "hardware xcvu9p-2 clock 5 ns", "hardware \"ours.device\" clock 5 ns, margin 10 %");
    Path file = SmallSpec.write(folder, spec, SmallSpec.csv());
    Path run = folder.resolve("run");
    Formgate.Ran ran = Formgate.run("search", file.toString(), "--out=" + run);
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    assertThat(Formgate.text(run.resolve("report.html")))
        .contains("kept free of a period besides")
        .contains("ours.device, SHA-256 ")
        .contains("factor 1.7 post-route timing of three designs");
    Files.writeString(device, TEXT.replace("1.7", "1.8"));
    ran = Formgate.run("resume", run.toString());
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err()).contains("has changed since its search began, or its device's file has");
  }

  @Test
  void aStarterSpecNamesThem() throws IOException {
    Path data = Files.writeString(folder.resolve("product.csv"), SmallSpec.csv());
    Path spec = folder.resolve("new/starter.fg");
    Formgate.Ran ran =
        Formgate.run(
            "init",
            data.toString(),
            "--out=" + spec,
            "--device=" + device,
            "--clock=4ns",
            "--margin=15");
    assertThat(ran.err()).isEmpty();
    assertThat(Files.readString(spec))
        .contains("\nhardware \"" + device + "\" clock 4 ns, margin 15 %\n");
    assertThat(Formgate.run("check", spec.toString()).code()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aMistakeInAnOptionIsShownInTheOption() throws IOException {
    Path spec = SmallSpec.write(folder);
    Formgate.Ran ran = Formgate.run("search", spec.toString(), "--with=guess y = a + nosuch");
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err())
        .startsWith("--with:1:15: error FG")
        .contains("  | guess y = a + nosuch\n  |               ^^^^^^\n");
  }

  @Test
  void anInferredUnitIsWarnedOfOnce() {
    Formgate.Ran ran =
        Formgate.run(
            "cost",
            "3*p + p + e",
            "--input=p:fixed<8,3>:m",
            "--input=e:fixed<8,3>:m",
            "--output=z:fixed<12,4>:m",
            "--tolerance=0.5");
    assertThat(ran.err()).isEmpty();
    ran =
        Formgate.run(
            "cost",
            "3*p + 2.5",
            "--input=p:fixed<8,3>:m",
            "--output=z:fixed<12,4>:m",
            "--tolerance=0.5");
    assertThat(ran.err())
        .isEqualTo(
            "warning: units: 2.5 carries m; inferred, nobody wrote it: see to it that it is meant\n");
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    ran = Formgate.run("cost", "3*p + 2.5", "--input=p:fixed<8,3>", "--tolerance=0.5");
    assertThat(ran.err()).isEmpty();
  }
}
