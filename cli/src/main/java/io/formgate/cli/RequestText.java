package io.formgate.cli;

import io.formgate.constraints.PortRegisters;
import io.formgate.constraints.StreamWrapper;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Least;
import io.formgate.expression.Tolerance;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.ScheduleOptions;

/**
 * What {@code emit} was asked for, as the statements of a spec that say the same: the text whose
 * hash stands in the files, as that of the spec does after {@code compile}. Decisions on formulas,
 * which no statement asks for, are comments.
 */
final class RequestText {
  private RequestText() {}

  /** {@return one statement a line} */
  static String of(
      QuantizerRequest circuit,
      Units units,
      DeviceModel device,
      ScheduleOptions schedule,
      StreamWrapper wrapper) {
    StringBuilder out = new StringBuilder();
    for (QuantizerRequest.InputPort port : circuit.inputs()) {
      out.append("input ").append(port.name()).append(" : ").append(units.of(port.name()));
      out.append(" as ").append(port.format()).append(" in [").append(port.range().lo());
      out.append(", ").append(port.range().hi()).append(port.saturates() ? "] saturate\n" : "]\n");
    }
    for (QuantizerRequest.OutputPort port : circuit.outputs()) {
      out.append("output ").append(port.name()).append(" : ").append(units.of(port.name()));
      out.append(" as ").append(port.format()).append(port.saturate() ? " saturate" : "");
      out.append(
          circuit.everywhere().isPresent() ? "" : " tolerance " + tolerance(port.tolerance()));
      out.append('\n');
    }
    for (QuantizerRequest.OutputPort port : circuit.outputs()) {
      out.append("form ").append(port.name()).append(" = ");
      out.append(FormulaPrinter.print(port.formula())).append('\n');
    }
    circuit.everywhere().ifPresent(u -> out.append("format ").append(u).append('\n'));
    for (String head : HeadText.all(circuit)) {
      out.append("// ").append(head).append(circuit.showsScores() ? ", with scores\n" : "\n");
    }
    device.file().ifPresent(f -> out.append("// device file SHA-256 " + f.sha256() + "\n"));
    String named = device.reference();
    out.append("hardware ").append(device.file().isPresent() ? '"' + named + '"' : named);
    out.append(" clock ").append(schedule.clockPeriodPs()).append(" ps");
    double keptFree = device.timing().keptFreePercent();
    out.append(keptFree == 0 ? "" : ", margin " + Numbers.exact(keptFree) + " %");
    out.append(", registers ");
    out.append(ports(schedule)).append(", wrapper ").append(wrapper.word());
    out.append(schedule.initiationInterval() == 1 ? "" : ", ii " + schedule.initiationInterval());
    out.append(schedule.least() == Least.CYCLES ? "" : ", least " + schedule.least().word());
    schedule.maxLatencyCycles().ifPresent(most -> out.append(", latency <= ").append(most));
    return out.append('\n').toString();
  }

  private static String tolerance(Tolerance t) {
    String relative = 100 * t.relative() + " %";
    if (t.relative() == 0) {
      return Double.toString(t.absolute());
    }
    return t.absolute() == 0 ? relative : "max(" + relative + ", " + t.absolute() + ")";
  }

  private static String ports(ScheduleOptions schedule) {
    return PortRegisters.of(schedule.inputRegisters(), schedule.outputRegisters()).word();
  }
}
