package io.formgate.cli;

import io.formgate.codegen.Wrapper;
import io.formgate.constraints.StreamWrapper;
import io.formgate.datapath.Datapath;
import io.formgate.sim.Coverage;
import io.formgate.sim.InputRange;
import io.formgate.sim.Stimulus;
import io.formgate.sim.StimulusGroup;
import io.formgate.sim.StimulusPlan;
import io.formgate.sim.ToolRunner;
import io.formgate.sim.VerificationReport;
import io.formgate.sim.VerificationRequest;
import io.formgate.sim.Verifier;
import io.formgate.sim.WaveFile;
import io.formgate.sim.WrapperReport;
import io.formgate.sim.WrapperRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs a circuit in Verilator against its golden model. */
final class Proof {
  /** Wall time that one start of a tool may take: the largest modules compile in a minute. */
  private static final Duration TOOL_LIMIT = Duration.ofMinutes(10);

  private Proof() {}

  /**
   * Which vectors a circuit is proved on, besides its corners.
   *
   * @param data rows of the data set as raw values; may be empty
   * @param randomVectors random vectors over the formats, and again over the ranges
   * @param seed of the random vectors
   */
  record Plan(List<long[]> data, long randomVectors, long seed) {
    /** {@return the plan with other rows} */
    Plan on(List<long[]> rows) {
      return new Plan(rows, randomVectors, seed);
    }
  }

  /**
   * {@return what Verilator showed}
   *
   * @param waves which file of signals is wanted
   */
  static VerificationReport run(
      Terminal terminal,
      Datapath datapath,
      List<InputRange> ranges,
      int latencyCycles,
      int initiationInterval,
      String systemVerilog,
      Plan plan,
      WaveFile.Wanted waves) {
    ToolRunner tools = new ToolRunner(terminal.environment());
    try (Verifier verifier = new Verifier(tools, System::nanoTime, TOOL_LIMIT)) {
      return verifier.verify(
          request(datapath, ranges, latencyCycles, initiationInterval, systemVerilog, plan), waves);
    }
  }

  /** {@return what of a circuit that passes the vectors reach} */
  static Coverage coverage(Terminal terminal, VerificationRequest request) {
    ToolRunner tools = new ToolRunner(terminal.environment());
    try (Verifier verifier = new Verifier(tools, System::nanoTime, TOOL_LIMIT)) {
      return verifier.coverage(request);
    }
  }

  /** {@return what is to be shown of a circuit} */
  static VerificationRequest request(
      Datapath datapath,
      List<InputRange> ranges,
      int latencyCycles,
      int initiationInterval,
      String systemVerilog,
      Plan plan) {
    @Nullable StimulusGroup data =
        plan.data().isEmpty()
            ? null
            : Stimulus.rows("data", plan.data().size(), plan.data()::iterator);
    Stimulus stimulus =
        StimulusPlan.of(ranges, data, plan.randomVectors()).build(datapath, plan.seed());
    return new VerificationRequest(
        datapath,
        latencyCycles,
        initiationInterval,
        datapath.name(),
        systemVerilog,
        stimulus,
        plan.seed());
  }

  /**
   * {@return what is to be shown of a wrapper; empty without one}
   *
   * @param datapath the golden model
   * @param coreLatencyCycles register ranks of the circuit inside
   * @param initiationInterval fewest cycles between two vectors
   * @param wrapper which handshakes
   * @param module name of the wrapper's module
   * @param systemVerilog texts of the circuit and of the wrapper
   * @param seed of vectors and gaps
   */
  static Optional<WrapperRequest> wrapperRequest(
      Datapath datapath,
      int coreLatencyCycles,
      int initiationInterval,
      Wrapper wrapper,
      String module,
      List<String> systemVerilog,
      long seed) {
    return wrapper == Wrapper.NONE
        ? Optional.empty()
        : Optional.of(
            new WrapperRequest(
                datapath,
                coreLatencyCycles,
                initiationInterval,
                wrapper,
                module,
                String.join("\n", systemVerilog),
                seed));
  }

  /** {@return what Verilator showed of a wrapper} */
  static WrapperReport handshakes(Terminal terminal, WrapperRequest request) {
    ToolRunner tools = new ToolRunner(terminal.environment());
    try (Verifier verifier = new Verifier(tools, System::nanoTime, TOOL_LIMIT)) {
      return verifier.verifyWrapper(request);
    }
  }

  /** {@return the emitter's word for a wrapper of the spec language} */
  static Wrapper wrapper(StreamWrapper wrapper) {
    return switch (wrapper) {
      case NONE -> Wrapper.NONE;
      case READY_VALID -> Wrapper.READY_VALID;
      case AXI_STREAM -> Wrapper.AXI_STREAM;
    };
  }

  /** {@return the raw ranges of a circuit's declared inputs} */
  static List<InputRange> ranges(CompiledCircuit circuit) {
    List<InputRange> ranges = new ArrayList<>();
    for (var input : circuit.request().inputs()) {
      ranges.add(new InputRange(ErrorStatistics.rawLo(input), ErrorStatistics.rawHi(input)));
    }
    return ranges;
  }
}
