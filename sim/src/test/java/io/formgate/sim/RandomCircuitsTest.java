package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.codegen.HdlBackend;
import io.formgate.codegen.HdlBundle;
import io.formgate.codegen.HdlRequest;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import io.formgate.datapath.Operation;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.datapath.RandomDatapaths;
import io.formgate.datapath.RandomFormulas;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Operator;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.Scheduler;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Emitted circuits equal the golden model to the bit, and take the scheduled cycles.
 *
 * <p>{@code benchmarks/invariants} does the same with 2,000 designs, and proves them.
 */
class RandomCircuitsTest {
  private static final int DESIGNS = 80;
  private static final int DATAPATHS = 20;
  private static final int MOST_OUTPUTS = 4;
  private static final int NODES = 90;
  private static final long VECTORS = 5_000;

  private record Target(String device, int clockPeriodPs) {
    DeviceModel model() {
      return DeviceModels.load(device, null);
    }
  }

  private static final List<Target> TARGETS =
      List.of(
          new Target("xcvu9p-2", 5000),
          new Target("unit", 1000),
          new Target("xcvu9p-2", 8000),
          new Target("unit", 3000),
          new Target("xcvu9p-2", 25_000));

  @SuppressWarnings("NullAway.Init")
  private static Verifier verifier;

  @BeforeAll
  static void findTools() {
    verifier = TestTools.verifier();
  }

  @AfterAll
  static void close() {
    verifier.close();
  }

  @Test
  void circuitsOfRandomFormulas() {
    int verified = 0;
    List<String> refused = new ArrayList<>();
    TreeSet<Integer> latencies = new TreeSet<>();
    Set<Operator> operators = EnumSet.noneOf(Operator.class);
    for (long seed = 1000; verified < DESIGNS; seed++) {
      QuantizerRequest request = RandomFormulas.request(seed, 1 + verified % MOST_OUTPUTS);
      Target target = TARGETS.get(verified % TARGETS.size());
      DeviceModel device = target.model();
      Pipeline pipeline;
      try {
        pipeline = RandomCircuit.scheduled(request, device, target.clockPeriodPs());
      } catch (DiagnosticException e) {
        refused.add(seed + ": " + e.diagnostics().getFirst().message());
        continue;
      }
      List<InputRange> ranges = request.inputs().stream().map(RandomCircuitsTest::raw).toList();
      List<String> formulas = new ArrayList<>();
      for (QuantizerRequest.OutputPort output : request.outputs()) {
        formulas.add(FormulaPrinter.print(output.formula(), 8));
        addOperators(output.formula(), operators);
      }
      verify(pipeline, ranges, "seed " + seed + ", " + target + ": " + formulas);
      latencies.add(pipeline.latencyCycles());
      verified++;
    }
    assertThat(refused).hasSizeLessThan(DESIGNS / 2);
    // The few that are left out are built from operations that the other test has all of.
    assertThat(operators).hasSizeGreaterThan(Operator.values().length * 4 / 5);
    // Short and long pipelines both occur, else the test shows little.
    assertThat(latencies.first()).isZero();
    assertThat(latencies.last()).isGreaterThan(5);
  }

  private static void addOperators(Expr e, Set<Operator> operators) {
    if (e instanceof Expr.Apply apply) {
      operators.add(apply.operator());
    }
    e.children().forEach(child -> addOperators(child, operators));
  }

  private static InputRange raw(QuantizerRequest.InputPort port) {
    int fraction = port.format().fractionBits();
    return new InputRange(
        (long) Math.scalb(port.range().lo(), fraction),
        (long) Math.scalb(port.range().hi(), fraction));
  }

  @Test
  void randomDatapathsWithEveryOperation() {
    Set<String> keywords = new TreeSet<>();
    for (int i = 0; i < DATAPATHS; i++) {
      Datapath datapath = RandomDatapaths.of("random" + i, i, NODES);
      assertThat(DatapathText.parse(DatapathText.print(datapath))).isEqualTo(datapath);
      datapath.nodes().forEach(n -> keywords.add(n.operation().keyword() + detail(n.operation())));
      Target target = TARGETS.get(i % TARGETS.size());
      Pipeline pipeline = Scheduler.schedule(datapath, target.model(), target.clockPeriodPs());
      List<InputRange> ranges =
          datapath.inputFormats().stream()
              .map((FixedFormat f) -> new InputRange(f.rawMin(), f.rawMax()))
              .toList();
      verify(pipeline, ranges, "seed " + i + ", " + target);
    }
    assertThat(keywords).as(keywords.toString()).hasSize(19);
  }

  private static String detail(Operation operation) {
    return operation instanceof Operation.Round(_, Operation.Rounding mode) ? " " + mode : "";
  }

  private static void verify(Pipeline pipeline, List<InputRange> ranges, String what) {
    Datapath datapath = pipeline.datapath();
    HdlBundle bundle = HdlBackend.emit(HdlRequest.plain(pipeline, List.of(what)));
    Stimulus stimulus = new StimulusPlan(ranges, null, VECTORS, 2_000, 14).build(datapath, 11);
    VerificationReport report =
        verifier.verify(
            new VerificationRequest(
                datapath,
                pipeline.latencyCycles(),
                bundle.moduleName(),
                bundle.systemVerilog(),
                stimulus,
                3));
    assertThat(report.passed())
        .as("%s%n%s%n%s", what, report.lines(), DatapathText.print(datapath))
        .isTrue();
    assertThat(report.measuredLatencyCycles()).hasValue(pipeline.latencyCycles());
    assertThat(report.oneVectorPerCycle()).isTrue();
  }
}
