package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.codegen.ChiselBackend;
import io.formgate.codegen.HdlBundle;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.Quantizer;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.datapath.QuantizerStyle;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.DeviceTarget;
import io.formgate.hwcost.Scheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tools that users run on emitted circuits read them without complaint. */
class EmittedTextTest {
  /** Warnings of Verilator's -Wall that say nothing about a circuit, each with its reason. */
  private static final List<String> ALLOWED =
      List.of(
          // The text of a circuit holds the modules of its tables too.
          "DECLFILENAME",
          // Bits that rounding drops, and the reset of a circuit without registers.
          "UNUSED");

  private static HdlBundle emit(String name, String formula) {
    DeviceModel device = DeviceModels.load("xcvu9p-2", null);
    QuantizerRequest request =
        new QuantizerRequest(
            name,
            List.of(port("x", "fixed<8,3>", -4, 3.96875), port("y", "ufixed<9,4>", 0.5, 15.96875)),
            List.of(
                new QuantizerRequest.OutputPort(
                    "z",
                    FormulaParser.parse(new SourceText("<formula>", formula)),
                    FixedFormat.parse("fixed<16,9>").orElseThrow(),
                    true,
                    new Tolerance(0.01, 0.05))));
    Datapath datapath =
        Quantizer.of(request, QuantizerStyle.PLAIN)
            .circuit(new DeviceTarget(device, 5000, 1))
            .datapath();
    return ChiselBackend.emit(Scheduler.schedule(datapath, device, 5000), List.of(formula));
  }

  private static QuantizerRequest.InputPort port(String name, String format, double lo, double hi) {
    return new QuantizerRequest.InputPort(
        name, FixedFormat.parse(format).orElseThrow(), new Interval(lo, hi));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          product  | x*y
          norm     | sqrt(x*x + y*y)
          wave     | y*sin(x)
          ratio    | x/(y + 1)
          extremes | max(abs(x), y) - min(-x, 0.3*y)
          """)
  void allToolsReadTheText(String name, String formula) throws IOException {
    HdlBundle bundle = emit(name, formula);
    Path file = Path.of("target", "emitted", name + ".sv").toAbsolutePath();
    Files.createDirectories(file.getParent());
    Files.writeString(file, bundle.systemVerilog());
    System.out.println(name + " " + bundle.pipeline().area());
    List<String> lint = new ArrayList<>(List.of("verilator", "--lint-only", "-Wall"));
    ALLOWED.forEach(w -> lint.add("-Wno-" + w));
    lint.addAll(List.of("--top-module", name, file.toString()));
    assertThat(run(lint)).isEmpty();
    assertThat(run(List.of("iverilog", "-g2012", "-Wall", "-t", "null", file.toString())))
        .isEmpty();
    assertThat(
            run(
                List.of(
                    "yosys",
                    "-q",
                    "-p",
                    "read_verilog -sv "
                        + file
                        + "; hierarchy -check -top "
                        + name
                        + "; proc; opt_clean; check -assert")))
        .isEmpty();
  }

  /** {@return what a tool prints; a tool that fails fails the test} */
  private static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(command.toString()).isTrue();
      assertThat(process.exitValue()).as("%s%n%s", command, output).isZero();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
