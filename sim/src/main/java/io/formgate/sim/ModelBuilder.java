package io.formgate.sim;

import io.formgate.expression.DiagnosticException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Builds simulators quickly: one translation unit, a precompiled header and a prebuilt runtime.
 *
 * <p>The runtime is compiled once for each machine, Verilator, compiler and set of options, a model
 * once for each circuit; both are kept in {@code formgate/verilator} under {@code XDG_CACHE_HOME},
 * which is {@code ~/.cache} by default. Everything in there may be deleted at any time.
 */
final class ModelBuilder implements AutoCloseable {
  private static final List<String> VERILATOR_OPTIONS =
      List.of(
          "--cc",
          "-O3",
          // Registers start with random values: a pipeline that needs a reset it does not have
          // must not pass because simulated registers happen to start at zero.
          "--x-assign",
          "unique",
          "--x-initial",
          "unique",
          "--noassert",
          "-Wno-fatal",
          // Its values are not those of other simulators, or of synthesis, where it says these.
          "-Werror-SELRANGE",
          "-Werror-MULTIDRIVEN",
          "-Werror-LATCH",
          "-Werror-WIDTH",
          "-Werror-PINMISSING",
          "--prefix",
          "Vdut");

  /** Port widths have to agree between bench and circuit; inside the circuit they are its own. */
  private static final String LINT =
      """
      `verilator_config
      lint_off -rule WIDTH -file "*circuit.sv"
      lint_off -rule PINMISSING -file "*circuit.sv"
      """;

  private static final String HEADER =
      """
      #include <cstdint>
      #include <cstdio>
      #include <cstdlib>
      #include <cstring>
      #include <vector>
      #include "verilated.h"
      """;

  private final ToolRunner tools;
  private final VerilatorToolchain toolchain;
  private final Duration timeLimit;
  private final BuildCache cache;

  /** The same as the cache, or one that goes with this builder. */
  private final BuildCache models;

  private final String toolKey;

  /**
   * Makes a builder.
   *
   * @param tools starts the tools; its environment tells where the cache is
   * @param toolchain the tools
   * @param timeLimit for each start of a tool
   */
  ModelBuilder(ToolRunner tools, VerilatorToolchain toolchain, Duration timeLimit) {
    this.tools = tools;
    this.toolchain = toolchain;
    this.timeLimit = timeLimit;
    this.cache = new BuildCache(cacheRoot(tools.environment()));
    this.models = cache;
    List<String> identity = new ArrayList<>();
    identity.add(toolchain.verilatorVersion());
    identity.add(toolchain.verilatorRoot().toString());
    identity.add(toolchain.compilerVersion());
    identity.add(HEADER);
    identity.add(LINT);
    identity.addAll(VERILATOR_OPTIONS);
    for (Instrument instrument : Instrument.values()) {
      identity.addAll(instrument.verilatorOptions());
      identity.addAll(compilerOptions(instrument));
    }
    this.toolKey = CacheKey.of(identity);
  }

  private ModelBuilder(ModelBuilder of, BuildCache models) {
    this.tools = of.tools;
    this.toolchain = of.toolchain;
    this.timeLimit = of.timeLimit;
    this.cache = new BuildCache(cacheRoot(tools.environment()));
    this.models = models;
    this.toolKey = of.toolKey;
  }

  /**
   * {@return a builder that keeps what all simulators have in common, and its simulators only until
   * it is closed}
   */
  ModelBuilder ofPassingModels() {
    return new ModelBuilder(this, BuildCache.ofTemporaryEntries());
  }

  static Path cacheRoot(Map<String, String> environment) {
    return BuildCache.userFolder(environment).resolve("verilator");
  }

  /** {@return what a user should know about the cache} */
  List<String> notes() {
    return cache.notes();
  }

  /** {@return what is made in a temporary folder, as {@link BuildCache#inScratch} does} */
  <T> T inScratch(BuildCache.ScratchUser<T> user) {
    return cache.inScratch(user);
  }

  /** {@return a simulator whose output records carry the circuit's outputs} */
  Model build(Circuit circuit, Optimisation optimisation) {
    return build(circuit, optimisation, Instrument.NONE);
  }

  /** {@return a simulator whose output records carry the circuit's outputs} */
  Model build(Circuit circuit, Optimisation optimisation, Instrument instrument) {
    List<String> outputs = Bench.outputExpressions(circuit);
    String bench = Bench.systemVerilog(circuit);
    String harness = Bench.harness(circuit.inputs().size(), outputs, instrument);
    String key =
        CacheKey.of(
            List.of(
                circuit.moduleName(),
                circuit.systemVerilog(),
                bench,
                harness,
                instrument.name(),
                optimisation.flag()));
    BuildCache.Entry entry =
        models.get(
            toolKey + "/models/" + key,
            folder ->
                cache.inScratch(work -> {
                  verilate(circuit, bench, work, instrument.verilatorOptions());
                  Path executable = folder.resolve(Model.PROGRAM);
                  compile(work, harness, optimisation, instrument, executable);
                  BuildCache.delete(work);
                  return executable;
                }));
    return new Model(
        entry.folder(), circuit.inputs().size(), outputs.size(), entry.reused(), List.of());
  }

  /**
   * {@return a simulator whose output records carry signals inside the circuit}
   *
   * @param signals gets the signals found in the circuit; they become the values of the output
   *     records, in this order
   * @throws DiagnosticException if a tool fails or the temporary folder cannot be written
   */
  Model buildVisible(Circuit circuit, List<InternalSignal> signals) {
    return cache.inScratch(work -> {
      verilate(circuit, Bench.systemVerilog(circuit), work, List.of("--public-flat-rw"));
      String root = Files.readString(work.resolve("obj").resolve("Vdut___024root.h"));
      signals.addAll(InternalSignal.find(root));
      List<String> expressions = signals.stream().map(s -> "dut.rootp->" + s.symbol()).toList();
      String harness =
          "#include \"Vdut___024root.h\"\n"
              + Bench.harness(circuit.inputs().size(), expressions, Instrument.NONE);
      compile(work, harness, Optimisation.SOME, Instrument.NONE, work.resolve(Model.PROGRAM));
      return new Model(work, circuit.inputs().size(), expressions.size(), false, List.of());
    });
  }

  private void verilate(Circuit circuit, String bench, Path work, List<String> more)
      throws IOException {
    Files.writeString(work.resolve("circuit.sv"), circuit.systemVerilog());
    Files.writeString(work.resolve("bench.sv"), bench);
    Files.writeString(work.resolve("lint.vlt"), LINT);
    List<String> words = new ArrayList<>(List.of(toolchain.verilator().toString()));
    words.addAll(VERILATOR_OPTIONS);
    words.addAll(more);
    words.addAll(List.of("--top-module", Bench.moduleName(circuit), "--Mdir", "obj"));
    words.addAll(List.of("lint.vlt", "bench.sv", "circuit.sv"));
    try {
      tools.run(new ToolCommand("verilator", words, work, timeLimit));
    } catch (DiagnosticException e) {
      throw RefusedCircuit.from(e, circuit.moduleName());
    }
  }

  private void compile(
      Path work, String harness, Optimisation optimisation, Instrument instrument, Path executable)
      throws IOException {
    Path runtime = runtime(instrument);
    Path header = header(optimisation, instrument);
    StringBuilder one = new StringBuilder("#include \"Vdut.h\"\n");
    for (Path source : generatedSources(work.resolve("obj"))) {
      one.append("#include \"").append(source.getFileName()).append("\"\n");
    }
    Files.writeString(work.resolve("one.cpp"), one + harness);
    List<String> words = compiler(optimisation, instrument);
    words.addAll(List.of("-Iobj", "-include", header.resolve("all.h").toString(), "one.cpp"));
    instrument.runtimeUnits().forEach(u -> words.add(runtime.resolve(u + ".o").toString()));
    words.addAll(List.of("-o", executable.toString(), "-lpthread", "-latomic"));
    words.addAll(instrument.libraries());
    tools.run(new ToolCommand("g++", words, work, timeLimit));
  }

  private static List<Path> generatedSources(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(p -> p.toString().endsWith(".cpp")).sorted().toList();
    }
  }

  private Path runtime(Instrument instrument) {
    return cache
        .get(
            toolKey + "/runtime-" + instrument,
            folder -> {
              for (String unit : instrument.runtimeUnits()) {
                List<String> words = compiler(Optimisation.SOME, instrument);
                words.addAll(List.of("-c", include().resolve(unit + ".cpp").toString()));
                words.addAll(List.of("-o", folder.resolve(unit + ".o").toString()));
                tools.run(new ToolCommand("g++", words, folder, timeLimit));
              }
            })
        .folder();
  }

  private Path header(Optimisation optimisation, Instrument instrument) {
    return cache
        .get(
            toolKey + "/header" + optimisation.flag() + "-" + instrument,
            folder -> {
              Files.writeString(folder.resolve("all.h"), HEADER);
              List<String> words = compiler(optimisation, instrument);
              words.addAll(List.of("-x", "c++-header", "all.h", "-o", "all.h.gch"));
              tools.run(new ToolCommand("g++", words, folder, timeLimit));
            })
        .folder();
  }

  private List<String> compiler(Optimisation optimisation, Instrument instrument) {
    List<String> words = new ArrayList<>(List.of(toolchain.compiler().toString()));
    words.add(optimisation.flag());
    words.addAll(compilerOptions(instrument));
    return words;
  }

  private List<String> compilerOptions(Instrument instrument) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-std=gnu++17",
                "-fno-strict-aliasing",
                "-I" + include(),
                "-I" + include().resolve("vltstd"),
                "-DVERILATOR=1",
                "-DVM_SC=0",
                "-DVM_TRACE_VCD=0"));
    options.addAll(instrument.defines());
    return options;
  }

  private Path include() {
    return toolchain.verilatorRoot().resolve("include");
  }

  /** Deletes what is not kept in the cache. */
  @Override
  public void close() {
    models.close();
    cache.close();
  }
}
