package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.FunctionTable;
import io.formgate.expression.DiagnosticException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Moves tables from block memories into logic where the circuit then takes fewer cycles: a memory
 * gives its word behind its own register, logic in the cycle in which the index is there.
 *
 * <p>A saved cycle may cost as much area as a block memory counts for; where a limit of cycles is
 * not met otherwise, whatever it takes. Where the least area is asked for, tables move for the
 * limit alone.
 */
final class LogicTables {
  private final Datapath datapath;
  private final DeviceModel device;
  private final ScheduleOptions options;

  private LogicTables(Datapath datapath, DeviceModel device, ScheduleOptions options) {
    this.datapath = datapath;
    this.device = device;
    this.options = options;
  }

  /**
   * {@return a datapath that computes the same in fewer cycles, or the same datapath}
   *
   * @param datapath a verified datapath
   * @param device costs
   * @param options clock and ports; a limit of latency is met if tables in logic can meet it
   */
  static Datapath apply(Datapath datapath, DeviceModel device, ScheduleOptions options) {
    return new LogicTables(datapath, device, options.unlimited())
        .moved(options.maxLatencyCycles().orElse(Integer.MAX_VALUE));
  }

  private Datapath moved(int mostCycles) {
    Set<Integer> moved = new HashSet<>(inMemory());
    Optional<Pipeline> before = moved.isEmpty() ? Optional.empty() : scheduled(datapath);
    if (before.isEmpty()) {
      return datapath;
    }
    Optional<Pipeline> all = scheduled(with(moved));
    if (all.isEmpty() || all.get().latencyCycles() >= before.get().latencyCycles()) {
      return datapath;
    }
    Pipeline best = all.get();
    int asked =
        switch (options.least()) {
          case CYCLES -> best.latencyCycles();
          case AREA -> Math.max(best.latencyCycles(), mostCycles);
        };
    for (int table : bySize(moved)) {
      Set<Integer> fewer = new HashSet<>(moved);
      fewer.remove(table);
      Optional<Pipeline> other = scheduled(with(fewer));
      if (other.isPresent() && other.get().latencyCycles() <= asked) {
        moved = fewer;
        best = other.get();
      }
    }
    boolean isNeeded = before.get().latencyCycles() > mostCycles;
    int saved = before.get().latencyCycles() - best.latencyCycles();
    double most = area(before.get()) + saved * device.lutEquivalents(new Area(0, 0, 0, 0, 1));
    boolean isBetter =
        switch (options.least()) {
          case CYCLES -> area(best) < most;
          case AREA -> false;
        };
    return isNeeded || isBetter ? best.datapath() : datapath;
  }

  private static double area(Pipeline pipeline) {
    return CircuitCompiler.lutEquivalents(pipeline, pipeline.area());
  }

  /** Tables that are block memories and that logic can hold. */
  private List<Integer> inMemory() {
    List<Integer> found = new ArrayList<>();
    for (int t = 0; t < datapath.tables().size(); t++) {
      FunctionTable table = datapath.tables().get(t);
      if (device.lookup(table).area().bram() > 0
          && device.lookup(table.inLogic()).area().bram() == 0) {
        found.add(t);
      }
    }
    return found;
  }

  private List<Integer> bySize(Set<Integer> moved) {
    return moved.stream()
        .sorted(
            Comparator.comparingInt(
                    (Integer t) -> -device.lookup(datapath.tables().get(t).inLogic()).area().lut())
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private Datapath with(Set<Integer> moved) {
    List<FunctionTable> tables = new ArrayList<>(datapath.tables());
    moved.forEach(t -> tables.set(t, tables.get(t).inLogic()));
    return new Datapath(datapath.name(), tables, datapath.nodes(), datapath.outputs());
  }

  private Optional<Pipeline> scheduled(Datapath d) {
    try {
      return Optional.of(
          options.initiationInterval() > 1
              ? Scheduler.schedule(d, device, options)
              : Scheduler.earliest(d, device, options));
    } catch (DiagnosticException e) {
      return Optional.empty();
    }
  }
}
