package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.formgate.codegen.HdlBundle;
import io.formgate.codegen.HdlFile;
import io.formgate.codegen.ModuleInterface;
import io.formgate.codegen.Wrapper;
import io.formgate.datapath.Datapath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The files beside a circuit do, in the tools that they are for, what they say. */
class EmittedFilesTest {
  private static final String FORMULAS = "x*y + w; b";

  private static HdlBundle emit(String name, String device, Wrapper wrapper) {
    return EmittedCircuits.emit(name, FORMULAS, device, 5000, wrapper);
  }

  private static String succeed(Path folder, String... command) throws IOException {
    EmittedCircuits.Ran ran = EmittedCircuits.run(folder, List.of(command));
    assertThat(ran.status()).as("%s%n%s", List.of(command), ran.printed()).isZero();
    return ran.printed();
  }

  /** yosys parses the SystemVerilog by itself, so its ports are the truth about the module. */
  @ParameterizedTest
  @EnumSource(Wrapper.class)
  void theInterfaceIsThatOfTheModule(Wrapper wrapper) throws IOException {
    HdlBundle bundle = emit("truth", "unit", wrapper);
    Path folder = EmittedCircuits.write(bundle);
    String script =
        "read_verilog -sv "
            + String.join(" ", EmittedCircuits.sources(bundle))
            + "; proc; write_json ports.json";
    succeed(folder, "yosys", "-q", "-p", script);
    JsonNode ports =
        new ObjectMapper()
            .readTree(folder.resolve("ports.json").toFile())
            .path("modules")
            .path(bundle.top().name())
            .path("ports");
    Map<String, String> found = new TreeMap<>();
    for (Map.Entry<String, JsonNode> port : ports.properties()) {
      found.put(
          port.getKey(),
          port.getValue().path("direction").asText() + " " + port.getValue().path("bits").size());
    }
    Map<String, String> said = new TreeMap<>();
    for (ModuleInterface.Port port : bundle.top().ports()) {
      said.put(port.name(), (port.isInput() ? "input " : "output ") + port.widthBits());
    }
    assertThat(said).isNotEmpty().isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({
    "xcvu9p-2, 5000, NONE, DSP48E2",
    "xc7k325t-2, 5000, READY_VALID, DSP48E1",
    "lfe5u-85f-6, 20000, AXI_STREAM, MULT18X18D",
    "ice40hx8k, 50000, NONE, SB_LUT4",
    "unit, 5000, READY_VALID, DFF",
  })
  void theYosysScriptMapsToTheDevice(String device, int periodPs, Wrapper wrapper, String cell)
      throws IOException {
    HdlBundle bundle =
        EmittedCircuits.emit(
            "mapped_" + device.substring(0, 4), FORMULAS, device, periodPs, wrapper);
    Path folder = EmittedCircuits.write(bundle);
    succeed(folder, "yosys", "-q", "-s", bundle.moduleName() + ".ys");
    String top = bundle.top().name();
    // One multiplier for the one product, and some of the others.
    assertThat(Files.readString(folder.resolve(top + "_cells.txt")))
        .containsPattern("[ _]" + cell + (cell.matches("DSP.*|MULT.*") ? " +1\n" : ".* +\\d+\n"));
    JsonNode netlist = new ObjectMapper().readTree(folder.resolve(top + "_netlist.json").toFile());
    assertThat(netlist.path("modules").path(top).path("ports").size())
        .isEqualTo(bundle.top().ports().size());
  }

  /**
   * GHDL analyses the wrapper and writes it as Verilog; around the circuit it is simulated against
   * the golden model like the circuit itself.
   */
  @ParameterizedTest
  @EnumSource(Wrapper.class)
  void theVhdlWrapperIsTheCircuit(Wrapper wrapper) throws IOException {
    HdlBundle bundle = emit("in_vhdl", "xcvu9p-2", wrapper);
    Path folder = EmittedCircuits.write(bundle);
    String entity = bundle.top().name() + "_wrapper";
    String circuit = String.join("\n", bundle.systemVerilogTexts());
    String verilog = throughGhdl(folder, bundle, entity);
    assertThat(passes(bundle, wrapper, entity, circuit + "\n" + verilog)).isTrue();
    // An input that is connected wrongly: what is tested here would be noticed.
    String data = bundle.top().of(ModuleInterface.Role.DATA).getFirst().name();
    String crossed = verilog.replace("." + data + "(" + data + ")", "." + data + "(~" + data + ")");
    assertThat(crossed).isNotEqualTo(verilog);
    assertThat(passes(bundle, wrapper, entity, circuit + "\n" + crossed)).isFalse();
  }

  private static boolean passes(HdlBundle bundle, Wrapper wrapper, String entity, String text) {
    Datapath datapath = bundle.pipeline().datapath();
    int cycles = bundle.pipeline().latencyCycles();
    try (Verifier verifier = TestTools.verifier()) {
      if (wrapper != Wrapper.NONE) {
        return verifier
            .verifyWrapper(new WrapperRequest(datapath, cycles, wrapper, entity, text, 1))
            .passed();
      }
      List<InputRange> ranges =
          datapath.inputs().stream()
              .map(i -> new InputRange(datapath.node(i).rawLo(), datapath.node(i).rawHi()))
              .toList();
      Stimulus stimulus = StimulusPlan.of(ranges, null, 2000).build(datapath, 1);
      return verifier
          .verify(new VerificationRequest(datapath, cycles, entity, text, stimulus, 1))
          .passed();
    }
  }

  /** {@return the wrapper in Verilog, without the empty module that stands for the circuit} */
  private static String throughGhdl(Path folder, HdlBundle bundle, String entity)
      throws IOException {
    String file = bundle.file(HdlFile.Kind.VHDL_WRAPPER).name();
    Files.createDirectories(folder.resolve("ghdl"));
    assertThat(succeed(folder, "ghdl", "-a", "--std=93", "-Wno-binding", "--workdir=ghdl", file))
        .isEmpty();
    String verilog =
        succeed(
            folder,
            "ghdl",
            "--synth",
            "--std=93",
            "-Wno-binding",
            "--workdir=ghdl",
            "--out=verilog",
            entity);
    Matcher empty =
        Pattern.compile("(?s)module " + bundle.top().name() + "\n.*?endmodule\n").matcher(verilog);
    assertThat(empty.find()).as(verilog).isTrue();
    return empty.replaceFirst("");
  }

  /** Tcl runs the script with procedures in the place of Vivado's commands. */
  @ParameterizedTest
  @EnumSource(Wrapper.class)
  void theVivadoScriptReadsTheFilesInOrder(Wrapper wrapper) throws IOException {
    HdlBundle bundle = emit("scripted", "xcvu9p-2", wrapper);
    Path folder = EmittedCircuits.write(bundle);
    Files.writeString(
        folder.resolve("drive.tcl"),
        """
        foreach command {read_verilog read_xdc synth_design opt_design place_design phys_opt_design route_design
            report_utilization report_timing_summary write_checkpoint} {
          proc $command {args} "puts \\"$command \\$args\\""
        }
        proc get_parts {args} {
          puts "get_parts $args"
          return {xcvu9p-flgb2104-2-e xcvu9p-flga2104-2-e}
        }
        proc get_timing_paths {args} { return {worst} }
        proc get_property {name path} { return $::slack }
        set slack 0.000
        source scripted.tcl
        set argv {chosen}
        set slack -0.125
        puts [catch {source scripted.tcl} said]
        puts $said
        """);
    List<String> calls = succeed(folder, "yosys", "-q", "-c", "drive.tcl").lines().toList();
    List<String> expected = new ArrayList<>();
    expected.add("get_parts -filter {DEVICE == xcvu9p && SPEED == -2}");
    for (String part : List.of("xcvu9p-flga2104-2-e", "chosen")) {
      EmittedCircuits.sources(bundle)
          .forEach(s -> expected.add("read_verilog -sv " + folder.resolve(s)));
      expected.add("read_xdc -mode out_of_context " + folder.resolve("scripted.xdc"));
      String top = bundle.top().name();
      expected.add("synth_design -mode out_of_context -top " + top + " -part " + part);
      expected.addAll(List.of("opt_design ", "place_design ", "phys_opt_design ", "route_design "));
      expected.add("report_utilization -file " + top + "_utilization.rpt");
      expected.add("report_timing_summary -file " + top + "_timing.rpt");
      expected.add("write_checkpoint -force " + top + ".dcp");
    }
    expected.add("1");
    expected.add(
        "timing is not met: the worst slack is -0.125 ns, see "
            + bundle.top().name()
            + "_timing.rpt");
    assertThat(calls).isEqualTo(expected);
  }

  /** Tcl runs the constraints with procedures that print what they get. */
  @ParameterizedTest
  @EnumSource(Wrapper.class)
  void constraintsNameEveryPortOnce(Wrapper wrapper) throws IOException {
    HdlBundle bundle = emit("constrained", "xcvu9p-2", wrapper);
    Path folder = EmittedCircuits.write(bundle);
    for (String file : List.of("constrained.xdc", "constrained.sdc")) {
      Files.writeString(
          folder.resolve("drive.tcl"),
          """
          proc get_ports {names} { return $names }
          foreach command {create_clock set_false_path set_input_delay set_output_delay} {
            proc $command {args} "puts \\"$command \\$args\\""
          }
          source FILE
          """
              .replace("FILE", file));
      List<String> calls = succeed(folder, "yosys", "-q", "-c", "drive.tcl").lines().toList();
      String clock = bundle.top().clock().name();
      List<String> expected = new ArrayList<>();
      expected.add("create_clock -name " + clock + " -period 5 " + clock);
      if (wrapper == Wrapper.NONE) {
        expected.add("set_false_path -from reset");
      }
      expected.add("set_input_delay -clock " + clock + " 0 {" + timed(bundle, wrapper, true) + "}");
      expected.add(
          "set_output_delay -clock " + clock + " 0 {" + timed(bundle, wrapper, false) + "}");
      assertThat(calls).isEqualTo(expected);
    }
  }

  private static String timed(HdlBundle bundle, Wrapper wrapper, boolean inputs) {
    List<String> names = new ArrayList<>();
    for (ModuleInterface.Port port : bundle.top().ports()) {
      boolean isFree = wrapper == Wrapper.NONE && port.equals(bundle.top().reset());
      if (port.isInput() == inputs && !isFree && !port.equals(bundle.top().clock())) {
        names.add(port.name() + (port.widthBits() == 1 ? "" : "[*]"));
      }
    }
    return String.join(" ", names);
  }
}
