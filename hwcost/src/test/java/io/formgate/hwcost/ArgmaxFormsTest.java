package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Head;
import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A tree is smaller, all pairs at the same time are faster: the clock decides. */
class ArgmaxFormsTest {
  private static final DeviceModel DEVICE = DeviceModels.load("xcvu9p-2", null);
  private static final FixedFormat FORMAT = new FixedFormat(true, 12, 6);

  private static QuantizedCircuit largestOf(int count, int clockPeriodPs) {
    List<QuantizerRequest.InputPort> inputs = new ArrayList<>();
    List<QuantizerRequest.OutputPort> scores = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      inputs.add(new QuantizerRequest.InputPort("x" + i, FORMAT, FORMAT.range()));
      scores.add(
          new QuantizerRequest.OutputPort(
              "s" + i, Expr.variable("x" + i), FORMAT, true, new Tolerance(0, 0.5)));
    }
    Head largest = new Head.Argmax("largest", IntStream.range(0, count).boxed().toList());
    return CircuitCompiler.compile(
        new QuantizerRequest("scores", inputs, scores, List.of(largest), false),
        DEVICE,
        ScheduleOptions.atPeriod(clockPeriodPs));
  }

  private static Pipeline scheduled(QuantizedCircuit circuit, int clockPeriodPs) {
    return Scheduler.earliest(circuit.datapath(), DEVICE, ScheduleOptions.atPeriod(clockPeriodPs));
  }

  @Test
  void theClockDecides() {
    QuantizedCircuit slow = largestOf(5, 5000);
    QuantizedCircuit fast = largestOf(5, 2000);
    assertThat(tablesOfPairs(slow)).isZero();
    assertThat(tablesOfPairs(fast)).isEqualTo(4);
    assertThat(scheduled(slow, 5000).area().lut()).isLessThan(scheduled(fast, 2000).area().lut());
    assertThat(scheduled(fast, 2000).latencyCycles())
        .isLessThan(scheduled(slow, 2000).latencyCycles());
    assertThat(slow.margins().getFirst().distance()).isZero();
  }

  @Test
  void ofManyScoresThereIsOnlyATree() {
    assertThat(tablesOfPairs(largestOf(9, 2000))).isZero();
  }

  /** Tables that are no choices of the tree. */
  private static long tablesOfPairs(QuantizedCircuit circuit) {
    return circuit.datapath().tables().stream().filter(t -> !t.name().startsWith("choice")).count();
  }
}
