package io.formgate.benchmarks;

import io.formgate.codegen.ChiselBackend;
import io.formgate.codegen.HdlBundle;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tape;
import io.formgate.hwcost.CircuitCompiler;
import io.formgate.hwcost.ComplexityMeasure;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.EstimatedCycles;
import io.formgate.hwcost.HardwareCost;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.hwcost.Scheduler;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The way from a formula to SystemVerilog, and the estimate of it inside the search. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
public class CompilerBenchmark {
  private final Tape tape = DimuonLaw.tape();
  private final DeviceModel device = DeviceModels.load(DimuonLaw.DEVICE, null);
  private final QuantizerRequest request = DimuonLaw.request();
  private final Pipeline pipeline = schedule();
  private final ComplexityMeasure measure = measure(DimuonLaw.NODES);

  private final Tape longer =
      Tape.of(
          FormulaParser.parse(new SourceText("<formula>", "0.5*" + DimuonLaw.FORMULA + " + 3")),
          DimuonLaw.COLUMNS);
  private final ComplexityMeasure measureOfLonger = measure(longer.length());

  private ComplexityMeasure measure(int maxLength) {
    return new EstimatedCycles(
        device,
        ScheduleOptions.atPeriod(DimuonLaw.CLOCK_PERIOD_PS),
        request.inputs(),
        request.outputs().getFirst(),
        maxLength);
  }

  private Pipeline schedule() {
    ScheduleOptions options = ScheduleOptions.atPeriod(DimuonLaw.CLOCK_PERIOD_PS);
    return Scheduler.schedule(
        CircuitCompiler.compile(request, device, options).datapath(), device, options);
  }

  /** {@return the estimated latency of a candidate in cycles} */
  @Benchmark
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public int estimatedCycles() {
    measure.measure(tape);
    return measure.latencyCycles();
  }

  /** {@return what a candidate of 20 nodes is estimated to cost: the formula, a factor, a term} */
  @Benchmark
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public HardwareCost estimatedCost() {
    measureOfLonger.measure(longer);
    return measureOfLonger.cost();
  }

  /** {@return the schedule of a formula} */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public Pipeline quantizeAndSchedule() {
    return schedule();
  }

  /** {@return the SystemVerilog of a schedule} */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public HdlBundle emitSystemVerilog() {
    return ChiselBackend.emit(pipeline, List.of());
  }
}
