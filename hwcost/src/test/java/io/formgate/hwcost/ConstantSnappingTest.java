package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.ErrorBound;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstantSnappingTest {
  private static final DeviceModel DEVICE = DeviceModels.load("xcvu9p-2", null);
  private static final ScheduleOptions OPTIONS = ScheduleOptions.atPeriod(5000);
  private static final FixedFormat IN = new FixedFormat(true, 7, 3);
  private static final FixedFormat OUT = new FixedFormat(true, 16, 8);

  private static QuantizerRequest request(String formula, double tolerance) {
    return new QuantizerRequest(
        "snap",
        List.of(
            new QuantizerRequest.InputPort("x", IN, IN.range()),
            new QuantizerRequest.InputPort("y", IN, IN.range())),
        List.of(
            new QuantizerRequest.OutputPort(
                "z",
                FormulaParser.parse(new SourceText("<formula>", formula)),
                OUT,
                true,
                new Tolerance(0, tolerance))));
  }

  /** Both inputs have 7 bits, so every value is looked at. */
  private static double worst(Datapath circuit, QuantizerRequest request) {
    DatapathInterpreter interpreter = new DatapathInterpreter(circuit);
    double worst = 0;
    for (long x = IN.rawMin(); x <= IN.rawMax(); x++) {
      for (long y = IN.rawMin(); y <= IN.rawMax(); y++) {
        double real =
            ReferenceEvaluator.evaluate(
                request.outputs().getFirst().formula(),
                Map.of("x", IN.toReal(x), "y", IN.toReal(y)));
        double made = OUT.toReal(interpreter.evaluate(new long[] {x, y})[0]);
        worst = Math.max(worst, Math.abs(made - real));
      }
    }
    return worst;
  }

  @ParameterizedTest
  @CsvSource({
    "0.3337*x + 1.171*y - 0.123,            0.1",
    "x*y*0.7071 + 3.33*x,                   0.2",
    "'cond(x < 0.3, 0.3*x, y*1.9 + 0.3)',   0.15",
    "floor(x*0.5 + 0.3) + 0.3*y,            0.15",
    "x/3.3 + y/0.37,                        0.1",
  })
  void theBoundHoldsForTheFormulaAsItIsWritten(String formula, double tolerance) {
    QuantizerRequest request = request(formula, tolerance);
    ConstantSnapping.Snapped snapped = CircuitCompiler.snapped(request, DEVICE, OPTIONS);
    ErrorBound bound = snapped.circuit().claims().getFirst().bound();
    assertThat(bound.absolute()).isLessThanOrEqualTo(tolerance);
    assertThat(worst(snapped.circuit().datapath(), request)).isLessThanOrEqualTo(bound.absolute());
    for (ConstantSnapping.Move move : snapped.moves()) {
      assertThat(worst(move.before().datapath(), request))
          .isLessThanOrEqualTo(move.before().claims().getFirst().bound().absolute());
    }
  }

  @Test
  void aMoveMakesTheCircuitSmaller() {
    QuantizerRequest request = request("0.3337*x + 1.171*y - 0.123", 0.1);
    ConstantSnapping.Snapped snapped = CircuitCompiler.snapped(request, DEVICE, OPTIONS);
    assertThat(snapped.moves()).isNotEmpty();
    assertThat(lut(snapped.circuit().datapath()))
        .isLessThan(lut(CircuitCompiler.compile(request, DEVICE, OPTIONS).datapath()));
    for (ConstantSnapping.Move move : snapped.moves()) {
      assertThat(ConstantSnapping.neighbours(move.from())).contains(move.to());
    }
  }

  private static int lut(Datapath circuit) {
    return Scheduler.schedule(circuit, DEVICE, OPTIONS).area().lut();
  }

  @Test
  void neighboursHaveFewSignedDigits() {
    assertThat(ConstantSnapping.neighbours(0.3))
        .containsExactly(0.25, 0.3125, 0.296875, 0.30078125, 0.2998046875);
    assertThat(ConstantSnapping.neighbours(-7)).containsExactly(-8.0);
    assertThat(ConstantSnapping.neighbours(0.5)).isEmpty();
  }
}
