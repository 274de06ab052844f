package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Scores of circuits that differ in some of their nodes. The earliest slot of a node depends on its
 * cone alone, which is the node and all that it is computed from, so that it is looked for once.
 */
final class ScheduledCones {
  private final DeviceModel device;
  private final ScheduleOptions options;
  private final Map<Integer, List<Cone>> known = new HashMap<>();

  /** A node and the cones of its operands; equal to none but itself, which is quickly compared. */
  private static final class Cone {
    private final Cone[] operands;
    private Pipeline.@Nullable Slot slot;

    Cone(Cone[] operands) {
      this.operands = operands;
    }

    boolean isOf(List<Integer> indices, Cone[] cones) {
      for (int i = 0; i < operands.length; i++) {
        if (operands[i] != cones[indices.get(i)]) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Knows no slots yet.
   *
   * @param device costs
   * @param options clock and ports; a limit of latency in them is not looked at
   */
  ScheduledCones(DeviceModel device, ScheduleOptions options) {
    this.device = device;
    this.options = options;
  }

  /**
   * {@return the score of a circuit's schedule, empty if it has none}
   *
   * @param datapath a verified datapath
   * @param origins for each node, a number that stands for all of it but for its operands: the same
   *     one in all circuits only for nodes that are the same
   */
  Optional<ScheduleScore> score(Datapath datapath, int[] origins) {
    if (options.clockPeriodPs() < device.timing().shortestPeriodPs()) {
      return Optional.empty();
    }
    Timetable times = new Timetable(datapath, device, options);
    Cone[] cones = new Cone[origins.length];
    for (int i = 0; i < cones.length; i++) {
      Cone cone = cone(origins[i], datapath.node(i).operation().operands(), cones);
      cones[i] = cone;
      if (cone.slot != null) {
        times.slots().add(cone.slot);
      } else if (times.addEarliest()) {
        cone.slot = times.slots().getLast();
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(ScheduleScore.of(datapath, device, options, times.slots()));
  }

  private Cone cone(int origin, List<Integer> operands, Cone[] cones) {
    List<Cone> ofOrigin = known.computeIfAbsent(origin, _ -> new ArrayList<>(1));
    for (Cone cone : ofOrigin) {
      if (cone.isOf(operands, cones)) {
        return cone;
      }
    }
    Cone made = new Cone(operands.stream().map(o -> cones[o]).toArray(Cone[]::new));
    ofOrigin.add(made);
    return made;
  }
}
