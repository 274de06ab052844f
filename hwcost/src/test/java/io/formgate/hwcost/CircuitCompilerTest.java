package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.Quantizer;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.datapath.QuantizerStyle;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.Least;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CircuitCompilerTest {
  private static final DeviceModel DEVICE = DeviceModels.load("xcvu9p-2", null);

  private static QuantizerRequest request(String formula, String input, double lo, double hi) {
    return new QuantizerRequest(
        "f",
        List.of(
            new QuantizerRequest.InputPort(
                "x", FixedFormat.parse(input).orElseThrow(), new Interval(lo, hi))),
        List.of(
            new QuantizerRequest.OutputPort(
                "y",
                FormulaParser.parse(new SourceText("<formula>", formula)),
                FixedFormat.parse("fixed<16,6>").orElseThrow(),
                true,
                new Tolerance(0, 0.01))));
  }

  /** One index for both arguments there is with the sine as it is written, not with its phase. */
  @ParameterizedTest
  @ValueSource(strings = {"atan2(sin(x), x)", "mod(sin(x), x + 9)"})
  void aStyleThatRefusesAFormulaLeavesTheOthers(String formula) {
    QuantizedCircuit circuit =
        CircuitCompiler.compile(
            request(formula, "fixed<14,4>", -7, -1), DEVICE, ScheduleOptions.atPeriod(5000));
    assertThat(circuit.datapath().outputs()).hasSize(1);
  }

  /** The root by leading bits takes fewer cycles than the one by digits. */
  @Test
  void theCircuitWithTheFewestCyclesIsTaken() {
    QuantizerRequest request = request("sqrt(x*x + 0.3)", "fixed<14,4>", -7, 7);
    QuantizedCircuit best =
        CircuitCompiler.compile(request, DEVICE, ScheduleOptions.atPeriod(2500));
    QuantizedCircuit byDigits =
        Quantizer.of(request, QuantizerStyle.PLAIN).circuit(new DeviceTarget(DEVICE, 2500, 1));
    assertThat(cycles(best)).isLessThan(cycles(byDigits));
  }

  /** The root by digits takes fewer tables than the one by leading bits. */
  @Test
  void theLeastAreaIsTakenWithinTheLimitOfCycles() {
    QuantizerRequest request = request("sqrt(x*x + 0.3)", "fixed<14,4>", -7, 7);
    QuantizedCircuit fastest =
        CircuitCompiler.compile(request, DEVICE, ScheduleOptions.atPeriod(2500));
    QuantizedCircuit smallest = smallest(request, OptionalInt.empty());
    assertThat(cycles(smallest)).isGreaterThan(cycles(fastest));
    assertThat(luts(smallest)).isLessThan(luts(fastest));
    assertThat(smallest.notes())
        .anyMatch(n -> n.startsWith("chosen for the least area at any number of cycles, none"));
    assertThat(fastest.notes()).noneMatch(n -> n.contains("least area"));

    QuantizedCircuit within = smallest(request, OptionalInt.of(cycles(fastest)));
    assertThat(cycles(within)).isEqualTo(cycles(fastest));
    assertThat(within.notes())
        .anyMatch(n ->
            n.startsWith("chosen for the least area within %d cycles".formatted(cycles(fastest))));
    assertThat(smallest(request, OptionalInt.of(cycles(smallest))).datapath())
        .isEqualTo(smallest.datapath());
    assertThatThrownBy(() -> smallest(request, OptionalInt.of(cycles(fastest) - 1)))
        .hasMessageContaining("FG705");
  }

  private static QuantizedCircuit smallest(QuantizerRequest request, OptionalInt mostCycles) {
    return CircuitCompiler.compile(
        request, DEVICE, new ScheduleOptions(2500, false, false, mostCycles, 1, Least.AREA));
  }

  private static int cycles(QuantizedCircuit circuit) {
    return Scheduler.schedule(circuit.datapath(), DEVICE, 2500).latencyCycles();
  }

  private static int luts(QuantizedCircuit circuit) {
    return Scheduler.schedule(circuit.datapath(), DEVICE, 2500).area().lut();
  }
}
