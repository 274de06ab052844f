package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.DatapathText;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Tables that leave their block memories to save cycles. */
class LogicTablesTest {
  private static final DeviceModel DEVICE = DeviceModels.load("xcvu9p-2", null);

  private static QuantizerRequest transverseMass() {
    return new QuantizerRequest(
        "mass",
        List.of(
            port("et", "ufixed<12,9>", 5, 400),
            port("met", "ufixed<12,9>", 5, 400),
            port("dphi", "fixed<11,3>", -3.2, 3.2)),
        List.of(
            new QuantizerRequest.OutputPort(
                "mt",
                FormulaParser.parse(new SourceText("<formula>", "sqrt(2*et*met*(1 - cos(dphi)))")),
                FixedFormat.parse("ufixed<13,10>").orElseThrow(),
                false,
                new Tolerance(0.01, 0.5))));
  }

  private static QuantizerRequest.InputPort port(String name, String format, double lo, double hi) {
    return new QuantizerRequest.InputPort(
        name, FixedFormat.parse(format).orElseThrow(), new Interval(lo, hi));
  }

  private static ScheduleOptions within(int cycles) {
    return new ScheduleOptions(5000, false, false, OptionalInt.of(cycles));
  }

  /** The cosine's memory takes a cycle of its own, which its look-up tables do not. */
  @Test
  void aCycleIsWorthABlockMemoryInLookUpTables() {
    ScheduleOptions options = ScheduleOptions.atPeriod(5000);
    Datapath inMemory =
        CircuitCompiler.found(transverseMass(), DEVICE, options).circuit().datapath();
    Datapath compiled = CircuitCompiler.compile(transverseMass(), DEVICE, options).datapath();
    Pipeline before = Scheduler.schedule(inMemory, DEVICE, options);
    Pipeline after = Scheduler.schedule(compiled, DEVICE, options);
    assertThat(before.area().bram()).isPositive();
    assertThat(after.latencyCycles()).isLessThan(before.latencyCycles());
    assertThat(after.datapath().tables()).anyMatch(FunctionTable::isLogic);

    Datapath read = DatapathText.parse(DatapathText.print(compiled));
    assertThat(read).isEqualTo(compiled);
    assertThat(new DatapathInterpreter(read).evaluate(1000, 2000, 300))
        .isEqualTo(new DatapathInterpreter(inMemory).evaluate(1000, 2000, 300));
  }

  @Test
  void whereTheLimitAsksForItTablesLeaveTheMemoriesAtAnyPrice() {
    ScheduleOptions options = ScheduleOptions.atPeriod(5000);
    Datapath inMemory =
        CircuitCompiler.found(transverseMass(), DEVICE, options).circuit().datapath();
    int least =
        Scheduler.schedule(LogicTables.apply(inMemory, DEVICE, within(0)), DEVICE, options)
            .latencyCycles();
    assertThat(CircuitCompiler.compile(transverseMass(), DEVICE, within(least)).datapath().tables())
        .anyMatch(FunctionTable::isLogic);
    assertThatThrownBy(() -> CircuitCompiler.compile(transverseMass(), DEVICE, within(least - 1)))
        .isInstanceOf(DiagnosticException.class);
  }
}
