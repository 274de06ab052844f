package io.formgate.benchmarks;

import io.formgate.codegen.HdlBackend;
import io.formgate.codegen.HdlBundle;
import io.formgate.codegen.HdlRequest;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.hwcost.CircuitCompiler;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
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

/** The way from a formula to SystemVerilog. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
public class CompilerBenchmark {
  private final DeviceModel device = DeviceModels.load(DimuonLaw.DEVICE, null);
  private final QuantizerRequest request = DimuonLaw.request();
  private final Pipeline pipeline = schedule();

  private Pipeline schedule() {
    ScheduleOptions options = ScheduleOptions.atPeriod(DimuonLaw.CLOCK_PERIOD_PS);
    return Scheduler.schedule(
        CircuitCompiler.compile(request, device, options).datapath(), device, options);
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
    return HdlBackend.emit(HdlRequest.plain(pipeline, List.of()));
  }
}
