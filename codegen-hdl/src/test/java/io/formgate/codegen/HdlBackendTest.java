package io.formgate.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.DatapathText;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.hwcost.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

/** The files that stand beside a circuit; what tools make of them is tested in module sim. */
class HdlBackendTest {
  /** Signed and unsigned, a single bit, names that wrappers would like to use themselves. */
  private static final String CIRCUIT =
      """
      datapath mixer
      core = input : fixed<8,4> in -128 .. 127
      gate = input : ufixed<1,1> in 0 .. 1
      doubled = add core core : fixed<9,5> in -256 .. 254
      chosen = select gate doubled core : fixed<9,5> in -256 .. 254
      output level = chosen
      output buffer2 = gate
      """;

  private static final HdlDescription DESCRIPTION =
      new HdlDescription(
          List.of("level = core + core*gate", "buffer2 = \"gate\"\nendmodule */ \\ end"),
          "1.2.3",
          "0123456789abcdef",
          Map.of("core", "GeV", "level", "GeV"));

  private static Pipeline pipeline(String device, int periodPs) {
    return Scheduler.schedule(
        DatapathText.parse(CIRCUIT).verify(),
        DeviceModels.load(device, null),
        new ScheduleOptions(periodPs, true, true, OptionalInt.empty()));
  }

  private static HdlBundle emit(String device, Wrapper wrapper) {
    return HdlBackend.emit(new HdlRequest(pipeline(device, 2500), DESCRIPTION, wrapper));
  }

  /**
   * Every file but the one through firtool is compared with a copy that was read by a designer.
   * What differs is written below target/golden, to be looked at and copied if it is meant.
   */
  @ParameterizedTest
  @EnumSource(Wrapper.class)
  void filesAreThoseThatWereReviewed(Wrapper wrapper) throws IOException {
    String folder = wrapper.name().toLowerCase(Locale.ROOT);
    Path golden = Path.of("src", "test", "resources", "golden", folder);
    Path target = Files.createDirectories(Path.of("target", "golden", folder));
    List<String> differing = new ArrayList<>();
    for (HdlFile file : emit("xcvu9p-2", wrapper).files()) {
      boolean isReviewed = file.kind() != HdlFile.Kind.SYSTEM_VERILOG;
      Files.writeString(target.resolve(file.name()), file.text());
      Path expected = golden.resolve(file.name());
      if (isReviewed
          && !(Files.exists(expected) && Files.readString(expected).equals(file.text()))) {
        differing.add(expected + " is not " + target.resolve(file.name()));
      }
    }
    assertThat(differing).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Wrapper.class)
  void everyFileTellsWhatItIsAbout(Wrapper wrapper) {
    HdlBundle bundle = emit("xcvu9p-2", wrapper);
    for (HdlFile file : bundle.files()) {
      assertThat(file.text())
          .as(file.name())
          .contains("Written by formgate 1.2.3.")
          .contains("level = core + core*gate")
          .contains("input    core    : fixed<8,4> GeV, two's complement / 2^4")
          .contains("input    gate    : ufixed<1,1>, unsigned")
          .contains("output   level   : fixed<9,5> GeV, two's complement / 2^4")
          .containsPattern("latency  \\d+ cycles? = [\\d.]+ ns at 400 MHz \\(2.5 ns\\), II = 1")
          .contains("device   xcvu9p-2")
          .contains("spec     SHA-256 0123456789abcdef")
          .endsWith("\n");
      assertThat(file.text().chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 127));
      assertThat(bundle.file(file.kind()).text()).isEqualTo(file.text());
    }
  }

  /** What a user writes in a formula stays in the comment. */
  @ParameterizedTest
  @EnumSource(Wrapper.class)
  void nothingEscapesFromTheComment(Wrapper wrapper) {
    for (HdlFile file : emit("xcvu9p-2", wrapper).files()) {
      file.text()
          .lines()
          .filter(l -> l.contains("endmodule */"))
          .forEach(l -> assertThat(l).as(file.name()).matches("(//|--|#) .*|description: \".*\""));
    }
  }

  @Test
  void longFormulasAreBrokenIntoLinesOfTheComment() {
    String formula = "y = " + "x + ".repeat(100) + "z".repeat(200) + " + x";
    String header =
        FileHeader.of(
            "--",
            "A circuit.",
            new HdlRequest(
                pipeline("unit", 2500), HdlDescription.ofFormulas(List.of(formula)), Wrapper.NONE));
    assertThat(header.lines()).allMatch(l -> l.startsWith("--"));
    assertThat(header.lines().filter(l -> l.length() > 110)).hasSize(1);
    assertThat(header.replace("\n--   ", " ")).contains(formula);
  }

  @ParameterizedTest
  @CsvSource({
    "xcvu9p-2, 8",
    "xc7k325t-2, 8",
    "lfe5u-85f-6, 5",
    "ice40hx8k, 5",
    "unit, 5",
  })
  void filesForVivadoAreForItsDevices(String device, int files) {
    HdlBundle bundle =
        HdlBackend.emit(new HdlRequest(pipeline(device, 50_000), DESCRIPTION, Wrapper.NONE));
    assertThat(bundle.files()).hasSize(files);
    assertThat(bundle.files().stream().map(HdlFile::name)).doesNotHaveDuplicates();
    assertThat(bundle.files().stream().map(HdlFile::kind)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(Wrapper.class)
  void theFuseSocCoreNamesFilesThatThereAre(Wrapper wrapper) {
    HdlBundle bundle = emit("xcvu9p-2", wrapper);
    String text = bundle.file(HdlFile.Kind.FUSESOC_CORE).text();
    assertThat(text.lines().findFirst()).hasValue("CAPI=2:");
    Map<?, ?> core = new Yaml().load(text.substring(text.indexOf('\n')));
    assertThat(at(core, "name")).isEqualTo("formgate:circuit:mixer:1.2.3");
    assertThat(at(core, "description"))
        .isEqualTo("level = core + core*gate; buffer2 = \"gate\"?endmodule */ \\ end");
    List<String> files = bundle.files().stream().map(HdlFile::name).toList();
    List<String> sets = keys(core, "filesets");
    for (String set : sets) {
      assertThat(names(core, "filesets", set, "files")).isNotEmpty().isSubsetOf(files);
    }
    assertThat(names(core, "filesets", "rtl", "files")).hasSize(wrapper == Wrapper.NONE ? 1 : 2);
    assertThat(keys(core, "targets")).containsExactly("default", "lint", "synth", "vivado");
    for (String target : keys(core, "targets")) {
      assertThat(at(core, "targets", target, "toplevel")).isEqualTo(bundle.top().name());
      assertThat(names(core, "targets", target, "filesets")).isNotEmpty().isSubsetOf(sets);
    }
  }

  private static Object at(Map<?, ?> core, String... path) {
    Object value = core;
    for (String key : path) {
      value = Objects.requireNonNull(((Map<?, ?>) value).get(key), key);
    }
    return value;
  }

  private static List<String> keys(Map<?, ?> core, String key) {
    return ((Map<?, ?>) at(core, key)).keySet().stream().map(String::valueOf).toList();
  }

  private static List<String> names(Map<?, ?> core, String... path) {
    return ((List<?>) at(core, path)).stream().map(String::valueOf).toList();
  }

  @ParameterizedTest
  @EnumSource(Wrapper.class)
  void theIpbbFileNamesFilesThatThereAre(Wrapper wrapper) {
    HdlBundle bundle = emit("xcvu9p-2", wrapper);
    List<String> commands =
        bundle
            .file(HdlFile.Kind.IPBB_DEP)
            .text()
            .lines()
            .filter(l -> !l.isEmpty() && !l.startsWith("#"))
            .toList();
    assertThat(commands)
        .allMatch(l -> l.startsWith("src "))
        .map(l -> l.substring(4))
        .isEqualTo(
            bundle.files().stream()
                .filter(f ->
                    switch (f.kind()) {
                      case SYSTEM_VERILOG, STREAM_WRAPPER, VHDL_WRAPPER -> true;
                      case VIVADO_SCRIPT, XDC, SDC, IPBB_DEP, FUSESOC_CORE, YOSYS_SCRIPT -> false;
                      case BENCH_VECTORS,
                          SYSTEM_VERILOG_BENCH,
                          VHDL_MODEL,
                          VHDL_BENCH,
                          VHDL_BENCH_WRAPPER,
                          COCOTB_TEST,
                          CPP_MODEL,
                          CPP_CHECK,
                          PYTHON_MODEL,
                          PYTHON_CHECK,
                          BENCH_MAKEFILE ->
                          false;
                    })
                .map(HdlFile::name)
                .toList());
  }

  /** Names that a port has, in whatever case, are left to it. */
  @Test
  void wrappersChooseNamesThatAreFree() {
    assertThat(emit("xcvu9p-2", Wrapper.READY_VALID).file(HdlFile.Kind.STREAM_WRAPPER).text())
        .contains("  mixer core2 (")
        .contains("wire core2_buffer2;")
        .contains("  mixer_stream_buffer buffer3 (");
    assertThat(emit("xcvu9p-2", Wrapper.NONE).file(HdlFile.Kind.VHDL_WRAPPER).text())
        .contains("  core2 : component work.mixer_wrapper_pkg.mixer\n");
  }
}
