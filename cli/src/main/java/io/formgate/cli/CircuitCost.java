package io.formgate.cli;

import io.formgate.constraints.PortRegisters;
import io.formgate.datapath.Area;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.StageWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a circuit takes in time and area, for people. */
final class CircuitCost {
  private CircuitCost() {}

  /** {@return the lines that say what a circuit takes in time and area} */
  static List<String> lines(CompiledCircuit circuit) {
    List<String> lines = new ArrayList<>();
    Pipeline p = circuit.pipeline();
    DeviceModel device = p.device();
    lines.add(
        CircuitReport.row(
            "latency",
            CircuitReport.cycles(p.latencyCycles())
                + " = "
                + Numbers.ns((long) p.latencyCycles() * p.clockPeriodPs())
                + " at "
                + Numbers.mhz(p.clockPeriodPs())
                + " ("
                + Numbers.ns(p.clockPeriodPs())
                + "), II = "
                + p.initiationInterval()
                + "; "
                + StageWords.of(p)
                + ", the longest "
                + Numbers.ns(p.longestStagePs())
                + keptFree(device)
                + "; "
                + ports(circuit.registers())));
    if (device.timing().cautiousFactor().isPresent()) {
      lines.add(
          CircuitReport.row(
              "",
              (circuit.cautiousLatencyCycles().isPresent()
                      ? CircuitReport.cycles(circuit.cautiousLatencyCycles().getAsInt())
                      : "some operation would not fit in the clock period")
                  + " if routing takes "
                  + device.timing().cautiousFactor().getAsDouble()
                  + " times the arcs instead of "
                  + device.timing().factor()));
    }
    Area a = circuit.area();
    lines.add(
        CircuitReport.row(
            "area",
            Numbers.count(a.lut())
                + " LUT, "
                + a.dsp()
                + " DSP, "
                + Numbers.digits(circuit.brams(), 5)
                + " BRAM, "
                + Numbers.count(a.ff())
                + " FF, "
                + a.carry()
                + " CARRY ("
                + device.kind().name().toLowerCase(Locale.ROOT)
                + " of "
                + device.name()
                + device.file().map(f -> ", " + f.path()).orElse("")
                + ")"));
    lines.addAll(SharedProducts.lines(p));
    return lines;
  }

  /** {@return how much of a period is kept free, if the user asked for some} */
  private static String keptFree(DeviceModel device) {
    double percent = device.timing().keptFreePercent();
    return percent == 0 ? "" : ", " + Numbers.exact(percent) + " % of the period kept free";
  }

  private static String ports(PortRegisters registers) {
    return switch (registers) {
      case NONE -> "no registers at the ports";
      case IN -> "registers at the inputs";
      case OUT -> "registers at the outputs";
      case BOTH -> "registers at inputs and outputs";
    };
  }
}
