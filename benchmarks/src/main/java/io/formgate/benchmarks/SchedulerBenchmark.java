package io.formgate.benchmarks;

import io.formgate.datapath.Datapath;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.DeviceTarget;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.Scheduler;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Schedules with the fewest register bits, of a circuit of about 2,000 nodes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SchedulerBenchmark {
  private final DeviceModel device = DeviceModels.load(DimuonLaw.DEVICE, null);
  private final DeviceModel unit = DeviceModels.load("unit", null);
  private final Datapath datapath = WideCircuit.datapath(new DeviceTarget(device, 5000, 1));

  /** {@return the nodes of the circuit} */
  int nodes() {
    return datapath.nodes().size();
  }

  /** {@return its schedule at 5 ns} */
  @Benchmark
  public Pipeline at5Ns() {
    return Scheduler.schedule(datapath, device, 5000);
  }

  /** {@return its schedule at 2.5 ns} */
  @Benchmark
  public Pipeline at2500Ps() {
    return Scheduler.schedule(datapath, device, 2500);
  }

  /** {@return its schedule with one cycle for every operation} */
  @Benchmark
  public Pipeline oneCycleEach() {
    return Scheduler.schedule(datapath, unit, 1000);
  }
}
