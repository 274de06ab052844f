package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.ScheduleOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredGoalTest {
  private static final DeviceModel DEVICE = DeviceModels.load("xcvu9p-2", null);
  private static final ScheduleOptions OPTIONS = ScheduleOptions.atPeriod(5000);
  private static final FixedFormat IN = FixedFormat.parse("fixed<12,5>").orElseThrow();
  private static final double LARGEST = 4 - IN.lsb();

  @TempDir private Path folder;

  private static QuantizerRequest request(double tolerance, String... formulas) {
    List<QuantizerRequest.OutputPort> outputs = new ArrayList<>();
    for (String formula : formulas) {
      outputs.add(
          new QuantizerRequest.OutputPort(
              "out" + outputs.size(),
              FormulaParser.parse(new SourceText("<formula>", formula)),
              FixedFormat.parse("fixed<14,5>").orElseThrow(),
              true,
              new Tolerance(0, tolerance)));
    }
    Interval range = new Interval(-4, LARGEST);
    return new QuantizerRequest(
        "f",
        List.of(
            new QuantizerRequest.InputPort("x", IN, range),
            new QuantizerRequest.InputPort("y", IN, range)),
        outputs);
  }

  private Path rows(int count, double largest) throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder text = new StringBuilder("y,x\n");
    for (int i = 0; i < count; i++) {
      text.append(random.nextDouble(-largest, largest)).append(',');
      text.append(random.nextDouble(-largest, largest)).append('\n');
    }
    return Files.writeString(folder.resolve("rows.csv"), text.toString());
  }

  @Test
  void theToleranceIsKeptOnEveryRowAndTheCircuitIsSmallerThanTheProvedOne() throws IOException {
    QuantizerRequest request = request(0.02, "sin(x*y) + 0.3*x - 0.7*y");
    Path file = rows(400, 4);
    CompiledCircuit measured =
        new MeasuredGoal(file, true, OptionalDouble.empty())
            .compile(request, Map.of(), false, DEVICE, OPTIONS);
    CompiledCircuit proved = CompiledCircuit.compile(request.saturating(), DEVICE, OPTIONS);
    assertThat(measured.area().lut()).isLessThan(proved.area().lut());
    assertThat(measured.quantized().notes()).anyMatch(n -> n.startsWith("measured on 400 rows"));
    assertThat(measured.request().outputs().getFirst().tolerance().absolute()).isGreaterThan(0.02);
    DatapathInterpreter circuit = new DatapathInterpreter(measured.quantized().datapath());
    for (long[] raw : raws(file, request)) {
      Map<String, Double> point =
          Map.of(
              "x", Math.min(IN.toReal(raw[0]), LARGEST), "y", Math.min(IN.toReal(raw[1]), LARGEST));
      double real = ReferenceEvaluator.evaluate(request.outputs().getFirst().formula(), point);
      assertThat(Math.scalb((double) circuit.evaluate(raw)[0], -9)).isCloseTo(real, within(0.02));
    }
  }

  private static List<long[]> raws(Path file, QuantizerRequest request) throws IOException {
    List<long[]> raws = new ArrayList<>();
    for (String line : Files.readAllLines(file).subList(1, 401)) {
      String[] cells = line.split(",");
      raws.add(
          new long[] {
            request.inputs().getFirst().format().nearestRaw(Double.parseDouble(cells[1])),
            request.inputs().getFirst().format().nearestRaw(Double.parseDouble(cells[0]))
          });
    }
    return raws;
  }

  @Test
  void inputsOutsideOfTheirRangesAreMovedIntoThem() throws IOException {
    QuantizerRequest request = request(0.05, "x*y");
    CompiledCircuit measured =
        new MeasuredGoal(rows(300, 9), true, OptionalDouble.empty())
            .compile(request, Map.of(), false, DEVICE, OPTIONS);
    assertThat(measured.quantized().notes()).anyMatch(n -> n.contains("outside of its range"));
    DatapathInterpreter circuit = new DatapathInterpreter(measured.quantized().datapath());
    long edge = IN.nearestRaw(LARGEST);
    assertThat(circuit.evaluate(IN.nearestRaw(9), edge)).isEqualTo(circuit.evaluate(edge, edge));
  }

  @Test
  void theAgreementIsKept() throws IOException {
    QuantizerRequest request = request(1.0 / 64, "sin(x) + 0.2*y", "cos(x + y)", "0.4*x*y");
    Path file = rows(400, 4);
    CompiledCircuit measured =
        new MeasuredGoal(file, false, OptionalDouble.of(0.9))
            .compile(request, Map.of(), false, DEVICE, OPTIONS);
    DatapathInterpreter circuit = new DatapathInterpreter(measured.quantized().everyValue());
    int same = 0;
    for (long[] raw : raws(file, request)) {
      Map<String, Double> point =
          Map.of(
              "x", Math.min(IN.toReal(raw[0]), LARGEST), "y", Math.min(IN.toReal(raw[1]), LARGEST));
      long[] made = circuit.evaluate(raw);
      int best = 0;
      int bestMade = 0;
      double[] real = new double[3];
      for (int i = 0; i < 3; i++) {
        real[i] = ReferenceEvaluator.evaluate(request.outputs().get(i).formula(), point);
        best = real[i] > real[best] ? i : best;
        bestMade = made[i] > made[bestMade] ? i : bestMade;
      }
      same += best == bestMade ? 1 : 0;
    }
    assertThat(same).isBetween(355, 399);
  }

  @Test
  void aMeasurementNeedsRowsAndOneGoal() {
    assertThatThrownBy(() -> MeasuredGoal.of(null, true, null, false))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("--data");
    assertThatThrownBy(() -> MeasuredGoal.of(Path.of("r.csv"), true, "90 %", false))
        .isInstanceOf(DiagnosticException.class);
    assertThatThrownBy(() -> MeasuredGoal.of(Path.of("r.csv"), false, null, false))
        .isInstanceOf(DiagnosticException.class);
    assertThatThrownBy(() -> MeasuredGoal.of(Path.of("r.csv"), false, "half", false))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("share");
    assertThat(MeasuredGoal.of(null, false, null, false)).isEqualTo(Optional.empty());
    assertThat(MeasuredGoal.of(Path.of("r.csv"), false, "96.6 %", false).orElseThrow().agreement())
        .hasValue(0.966);
  }
}
