package io.formgate.sim;

import io.formgate.codegen.HdlBackend;
import io.formgate.codegen.HdlBundle;
import io.formgate.codegen.HdlRequest;
import io.formgate.datapath.DatapathText;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.DiagnosticException;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.CircuitCompiler;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.hwcost.Scheduler;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A random formula as a circuit, built in the compiler's steps: quantized for device and
 * clock, reordered for device and clock, scheduled, emitted. Or a random datapath, scheduled and
 * emitted.
 *
 * @param ranges raw values of the declared ranges of the inputs
 * @param schedulerCycles the fewest cycles that the scheduler accepts as a limit
 * @param bundle pipeline and SystemVerilog
 */
public record RandomCircuit(
    List<InputRange> ranges, int schedulerCycles, HdlBundle bundle) {
  private static final Pattern LATENCY_LINE =
      Pattern.compile("^// latency +(\\d+) cycles? = .*\n// device +.*\n", Pattern.MULTILINE);

  /**
   * {@return the schedule of a formula}
   *
   * @param request the formula
   * @param device costs
   * @param clockPeriodPs clock period in ps
   * @throws DiagnosticException if the formula is refused or cannot be scheduled
   */
  public static Pipeline scheduled(
      QuantizerRequest request, DeviceModel device, int clockPeriodPs) {
    ScheduleOptions options = ScheduleOptions.atPeriod(clockPeriodPs);
    return Scheduler.schedule(
        CircuitCompiler.compile(request, device, options).datapath(), device, options);
  }

  /**
   * {@return the circuit of a formula}
   *
   * @param request the formula
   * @param pipeline its schedule
   */
  public static RandomCircuit emitted(QuantizerRequest request, Pipeline pipeline) {
    return emitted(request.inputs().stream().map(RandomCircuit::raw).toList(), pipeline);
  }

  /**
   * {@return the circuit of a datapath, the ranges of whose inputs are those of their formats}
   *
   * @param pipeline its schedule
   */
  public static RandomCircuit emitted(Pipeline pipeline) {
    return emitted(
        pipeline.datapath().inputFormats().stream()
            .map(f -> new InputRange(f.rawMin(), f.rawMax()))
            .toList(),
        pipeline);
  }

  private static RandomCircuit emitted(List<InputRange> ranges, Pipeline pipeline) {
    return new RandomCircuit(
        ranges, schedulerCycles(pipeline), HdlBackend.emit(HdlRequest.plain(pipeline, List.of())));
  }

  private static int schedulerCycles(Pipeline pipeline) {
    int cycles = pipeline.latencyCycles();
    while (cycles > 0 && accepts(pipeline, cycles - 1)) {
      cycles--;
    }
    return cycles;
  }

  private static boolean accepts(Pipeline pipeline, int limitCycles) {
    ScheduleOptions limited =
        new ScheduleOptions(
            pipeline.clockPeriodPs(), false, false, OptionalInt.of(limitCycles));
    try {
      return Scheduler.schedule(pipeline.datapath(), pipeline.device(), limited).latencyCycles()
          <= limitCycles;
    } catch (DiagnosticException e) {
      return false;
    }
  }

  /** {@return the latency of the pipeline} */
  public int pipelineCycles() {
    return bundle.pipeline().latencyCycles();
  }

  /**
   * {@return the latency that the emitted text states}
   *
   * @throws IllegalStateException if it states none
   */
  public int statedCycles() {
    Matcher m = LATENCY_LINE.matcher(bundle.systemVerilog());
    if (!m.find()) {
      throw new IllegalStateException("the emitted text states no latency");
    }
    return Integer.parseInt(m.group(1));
  }

  /** {@return register ranks inside multipliers and memories, added up} */
  public int ranksInsideBlocks() {
    return bundle.pipeline().slots().stream()
        .mapToInt(s -> s.leadingRanks() + s.trailingRanks())
        .sum();
  }

  /**
   * {@return a hash of all that simulation sees: the datapath, the latency and the text without the
   * line that names device and clock}
   */
  public String hash() {
    return CacheKey.of(
        List.of(
            DatapathText.print(bundle.pipeline().datapath()),
            Integer.toString(pipelineCycles()),
            LATENCY_LINE.matcher(bundle.systemVerilog()).replaceFirst("")));
  }

  private static InputRange raw(QuantizerRequest.InputPort port) {
    int fraction = port.format().fractionBits();
    return new InputRange(
        (long) Math.scalb(port.range().lo(), fraction),
        (long) Math.scalb(port.range().hi(), fraction));
  }
}
