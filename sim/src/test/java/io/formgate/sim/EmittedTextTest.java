package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.codegen.HdlBundle;
import io.formgate.codegen.HdlFile;
import io.formgate.codegen.Wrapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verilator, Icarus Verilog and yosys read emitted circuits and wrappers without a warning. */
class EmittedTextTest {
  /**
   * Warnings of Verilator's -Wall that say nothing about a circuit, each with its reason; the page
   * {@code docs/integration.md} has the same list. The other tools have none.
   */
  private static final List<String> ALLOWED =
      List.of(
          // The text of a circuit holds the modules of its tables too, that of a wrapper its
          // buffer.
          "DECLFILENAME",
          // Bits that rounding drops, inputs that no formula uses, the bits of TDATA beside a
          // value,
          // and clock and reset of a circuit without registers.
          "UNUSED");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sums       | NONE        | x + y - 3*b
          product    | NONE        | x*y
          norm       | READY_VALID | sqrt(x*x + y*y)
          wave       | NONE        | y*sin(x)
          memory     | AXI_STREAM  | sin(w)*x
          wide       | NONE        | w*w*w*y + 0.3*w*x*y
          ratio      | AXI_STREAM  | x/(y + 1)
          extremes   | NONE        | max(abs(x), y) - min(-x, 0.3*y)
          choices    | READY_VALID | cond(x < y, w, x*b); sign(w)
          several    | AXI_STREAM  | x*y; exp(0.5*x); b; w/(y + 2); atan2(x, y)
          constant   | READY_VALID | 1.5; x
          rounding   | NONE        | floor(w) + ceil(x); mod(y, 3)
          """)
  void allToolsReadTheTextWithoutAWarning(String name, Wrapper wrapper, String formulas)
      throws IOException {
    HdlBundle bundle = EmittedCircuits.emit(name, formulas, "xcvu9p-2", 5000, wrapper);
    Path folder = EmittedCircuits.write(bundle);
    for (List<String> command : lints(bundle)) {
      assertThat(EmittedCircuits.run(folder, command))
          .as(command.toString())
          .isEqualTo(new EmittedCircuits.Ran(0, ""));
    }
  }

  private static List<List<String>> lints(HdlBundle bundle) {
    String top = bundle.top().name();
    List<String> sources = EmittedCircuits.sources(bundle);
    List<String> verilator = new ArrayList<>(List.of("verilator", "--lint-only", "-Wall"));
    ALLOWED.forEach(w -> verilator.add("-Wno-" + w));
    verilator.addAll(List.of("--top-module", top));
    verilator.addAll(sources);
    List<String> icarus = new ArrayList<>(List.of("iverilog", "-g2012", "-Wall", "-t", "null"));
    icarus.addAll(List.of("-s", top));
    icarus.addAll(sources);
    String script =
        "read_verilog -lib +/xilinx/cells_sim.v; read_verilog -sv "
            + String.join(" ", sources)
            + "; hierarchy -check -top "
            + top
            + "; proc; opt_clean; check -assert";
    return List.of(verilator, icarus, List.of("yosys", "-q", "-p", script));
  }

  /** A list of warnings that hides everything would pass whatever is emitted. */
  @Test
  void everyToolWouldComplain() throws IOException {
    HdlBundle bundle = EmittedCircuits.emit("complaint", "x*y", "xcvu9p-2", 5000, Wrapper.NONE);
    Path folder = EmittedCircuits.write(bundle);
    String sound = bundle.systemVerilog();
    String spoiled =
        sound.replaceFirst(
            "endmodule",
            "  wire [3:0] loop = loop[2:0] + 1'b1;\n  nowhere n(.a(loop));\nendmodule");
    assertThat(spoiled).isNotEqualTo(sound);
    Files.writeString(folder.resolve("complaint.sv"), spoiled);
    for (List<String> command : lints(bundle)) {
      assertThat(EmittedCircuits.run(folder, command).printed())
          .as(command.toString())
          .isNotEmpty();
    }
  }

  @Test
  void theSameListOfWarningsIsDocumentedAndInTheCore() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "integration.md"));
    String core =
        EmittedCircuits.emit("listed", "x", "xcvu9p-2", 5000, Wrapper.NONE)
            .file(HdlFile.Kind.FUSESOC_CORE)
            .text();
    Stream<String> options = ALLOWED.stream().map(w -> "-Wno-" + w);
    assertThat(core).contains("[--lint-only, -Wall, " + String.join(", ", options.toList()) + "]");
    ALLOWED.forEach(w -> assertThat(page).contains("`" + w + "`"));
  }
}
