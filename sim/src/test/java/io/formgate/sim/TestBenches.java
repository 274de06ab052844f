package io.formgate.sim;

import io.formgate.codegen.HdlBackend;
import io.formgate.codegen.HdlDescription;
import io.formgate.codegen.HdlFile;
import io.formgate.codegen.HdlRequest;
import io.formgate.codegen.Wrapper;
import io.formgate.codegen.bench.BenchFiles;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import io.formgate.datapath.Head;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import io.formgate.hwcost.CircuitCompiler;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.hwcost.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Circuits with their folder {@code bench} on disk, as a command leaves them. */
final class TestBenches {
  /**
   * Two outputs of which one is signed, a table, a single bit, names that programs have words for.
   */
  static final Datapath MIXER =
      DatapathText.parse(
              """
              datapath mixer
              table ramp ufixed<3,3> fixed<5,5> -16 -9 -4 0 3 7 11 15
              double = input : fixed<12,6> in -2048 .. 2047
              lambda = input : ufixed<9,4> in 0 .. 511
              gate = input : ufixed<1,1> in 0 .. 1
              part = bits 2 lambda : ufixed<3,3> in 0 .. 7
              entry = lookup ramp part : fixed<5,5> in -16 .. 15
              scaled = align entry : fixed<11,5> in -1024 .. 960
              sum = add double scaled : fixed<13,7> in -3072 .. 3007
              product = multiply double lambda : fixed<21,10> in -1046528 .. 1046017
              fewer = round nearest product : fixed<16,10> in -32704 .. 32688
              chosen = select gate sum double : fixed<13,7> in -3072 .. 3007
              set = any double : ufixed<1,1> in 0 .. 1
              output wanted = chosen
              output file2 = fewer
              output open2 = gate
              output any2 = set
              """)
          .verify();

  /** As wide as formats are: beyond the integers of VHDL and beyond the exact doubles of C++. */
  static final Datapath WIDE =
      DatapathText.parse(
              """
              datapath wide
              table far ufixed<1,1> fixed<62,62> -2305843009213693952 2305843009213693951
              a = input : fixed<62,40> in -2305843009213693952 .. 2305843009213693951
              b = input : ufixed<62,62> in 0 .. 4611686018427387903
              c = input : ufixed<1,1> in 0 .. 1
              x = reinterpret a : ufixed<62,62> in 0 .. 4611686018427387903
              small = minimum x b : ufixed<62,62> in 0 .. 4611686018427387903
              lost = round nearest b : ufixed<2,63> in 0 .. 2
              last = lookup far c : fixed<62,62> in -2305843009213693952 .. 2305843009213693951
              clamped = saturate a : fixed<40,18> in -549755813888 .. 549755813887
              big = literal 4611686018427387903 : ufixed<62,62> in 4611686018427387903 .. 4611686018427387903
              rest = subtract big b : ufixed<62,62> in 0 .. 4611686018427387903
              output little = small
              output lost = lost
              output last = last
              output clamped = clamped
              output rest = rest
              """)
          .verify();

  private TestBenches() {}

  /** {@return a schedule with registers at the ports, or without any register} */
  static Pipeline pipeline(Datapath datapath, boolean registers) {
    return Scheduler.schedule(
        datapath,
        DeviceModels.load("unit", null),
        new ScheduleOptions(registers ? 2500 : 50_000, registers, registers, OptionalInt.empty()));
  }

  /** {@return whether a sum is at least a number, as an output of one bit} */
  static Pipeline threshold() {
    FixedFormat format = FixedFormat.parse("fixed<8,4>").orElseThrow();
    Interval range = format.range();
    Expr formula = FormulaParser.parse(new SourceText("x", "a + b"));
    QuantizerRequest request =
        new QuantizerRequest(
            "decision",
            List.of(
                new QuantizerRequest.InputPort("a", format, range),
                new QuantizerRequest.InputPort("b", format, range)),
            List.of(
                new QuantizerRequest.OutputPort(
                    "x",
                    formula,
                    FixedFormat.parse("fixed<9,5>").orElseThrow(),
                    true,
                    new Tolerance(0, 0.0625))),
            List.of(new Head.Threshold("x_pass", 0, 1.5)),
            false);
    DeviceModel device = DeviceModels.load("unit", null);
    ScheduleOptions options = new ScheduleOptions(2500, true, true, OptionalInt.empty());
    return Scheduler.schedule(
        CircuitCompiler.compile(request, device, options).datapath(), device, options);
  }

  /** {@return vectors over the whole formats} */
  static List<long[]> vectors(Datapath datapath) {
    List<InputRange> ranges =
        datapath.inputFormats().stream().map(f -> new InputRange(f.rawMin(), f.rawMax())).toList();
    return BenchStimulus.vectors(datapath, ranges, List.of(), 1);
  }

  /**
   * {@return the folder of a circuit, with everything written}
   *
   * @param name of the folder, below this module's target
   */
  static Path write(String name, Pipeline pipeline) throws IOException {
    return write(name, pipeline, Wrapper.NONE);
  }

  /** {@return the same with handshakes around the circuit} */
  static Path write(String name, Pipeline pipeline, Wrapper wrapper) throws IOException {
    Path folder = Path.of("target", "benches", name).toAbsolutePath();
    Files.createDirectories(folder.resolve(BenchFiles.FOLDER));
    HdlRequest request =
        new HdlRequest(pipeline, HdlDescription.ofFormulas(List.of("see " + name)), wrapper);
    List<HdlFile> files =
        HdlBackend.emit(request).with(BenchFiles.of(request, vectors(pipeline.datapath()))).files();
    for (HdlFile file : files) {
      Files.writeString(folder.resolve(file.name()), file.text());
    }
    return folder;
  }

  /** {@return what a target of the folder's makefile does} */
  static EmittedCircuits.Ran make(Path folder, String target, String... variables)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("make", "-C", BenchFiles.FOLDER));
    command.add("PYTHON=" + python(target));
    command.addAll(List.of(variables));
    if (target.equals("verilator")) {
      // So few cycles are faster run than made fast.
      command.addAll(List.of("OPT_FAST=-O0", "OPT_GLOBAL=-O0"));
    }
    command.add(target);
    return EmittedCircuits.run(folder, command);
  }

  /** The system's Python has NumPy; an environment of its own has cocotb. */
  private static String python(String target) {
    if (!target.equals("cocotb")) {
      return Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    Path tools =
        (cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache))
            .resolve(Path.of("formgate", "tools", "cocotb", "bin", "python"));
    return tools.toString();
  }
}
