package io.formgate.sim;

import io.formgate.codegen.HdlBackend;
import io.formgate.codegen.HdlBundle;
import io.formgate.codegen.HdlDescription;
import io.formgate.codegen.HdlFile;
import io.formgate.codegen.HdlRequest;
import io.formgate.codegen.Wrapper;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Circuits with all their files on disk, as a command leaves them, and the tools that read them.
 */
final class EmittedCircuits {
  private EmittedCircuits() {}

  /**
   * {@return the circuit of formulas over x, y, w and the bit b}
   *
   * @param name of the module
   * @param formulas one for each output, with semicolons between
   * @param device name of the device
   * @param periodPs clock period in ps
   * @param wrapper what stands around it
   */
  static HdlBundle emit(
      String name, String formulas, String device, int periodPs, Wrapper wrapper) {
    DeviceModel model = DeviceModels.load(device, null);
    List<QuantizerRequest.OutputPort> outputs = new ArrayList<>();
    for (String formula : formulas.split(";")) {
      outputs.add(
          new QuantizerRequest.OutputPort(
              "z" + outputs.size(),
              FormulaParser.parse(new SourceText("<formula>", formula.strip())),
              FixedFormat.parse("fixed<16,9>").orElseThrow(),
              true,
              new Tolerance(0.01, 0.05)));
    }
    List<QuantizerRequest.InputPort> inputs =
        List.of(
            port("x", "fixed<8,3>", -4, 3.96875),
            port("y", "ufixed<9,4>", 0.5, 15.96875),
            port("w", "fixed<13,3>", -4, 3.9990234375),
            port("b", "ufixed<1,1>", 0, 1));
    Datapath datapath =
        Quantizer.of(new QuantizerRequest(name, inputs, outputs), QuantizerStyle.PLAIN)
            .circuit(new DeviceTarget(model, 5000, 1))
            .datapath();
    return HdlBackend.emit(
        new HdlRequest(
            Scheduler.schedule(datapath, model, periodPs),
            new HdlDescription(List.of(formulas.split(";")), "1.2.3", "00ff", Map.of("x", "GeV")),
            wrapper));
  }

  private static QuantizerRequest.InputPort port(String name, String format, double lo, double hi) {
    return new QuantizerRequest.InputPort(
        name, FixedFormat.parse(format).orElseThrow(), new Interval(lo, hi));
  }

  /** {@return a folder with all files of a circuit} */
  static Path write(HdlBundle bundle) throws IOException {
    Path folder = Path.of("target", "emitted", bundle.top().name()).toAbsolutePath();
    Files.createDirectories(folder);
    for (HdlFile file : bundle.files()) {
      Files.writeString(folder.resolve(file.name()), file.text());
    }
    return folder;
  }

  /** {@return the names of the files in SystemVerilog} */
  static List<String> sources(HdlBundle bundle) {
    return bundle.files().stream()
        .filter(
            f -> f.kind() == HdlFile.Kind.SYSTEM_VERILOG || f.kind() == HdlFile.Kind.STREAM_WRAPPER)
        .map(HdlFile::name)
        .toList();
  }

  /**
   * What a tool did.
   *
   * @param status exit status
   * @param printed both of its streams
   */
  record Ran(int status, String printed) {}

  /** {@return what a tool does in a folder} */
  static Ran run(Path folder, List<String> command) throws IOException {
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        throw new AssertionError(command + " did not end");
      }
      return new Ran(process.exitValue(), output);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
