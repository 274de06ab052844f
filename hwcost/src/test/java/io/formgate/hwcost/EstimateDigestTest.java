package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.QuantizerRequest;
import io.formgate.datapath.RandomFormulas;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import io.formgate.expression.Tolerance;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Estimates of thousands of formulas, held by their digest: work on the speed of the estimate
 * changes no figure. Where a figure is meant to change, in the estimate, in the quantizer's rules
 * that it follows or in a device, the digest that the test finds takes the place of the one here.
 */
class EstimateDigestTest {
  private static final String OF_ALL_OPERATORS =
      "a10e9cfa136322f37230461232a75f2ee03af299fce8c81c349cd46ec9c36310";

  private static final String OF_CANDIDATES =
      "110ba64fd3b53b2c991a5d363ac37ebc7e1e57f5002f99fad5443ce5f64a9289";

  private static final int FORMULAS = 4000;
  private static final int SHAPES = 1000;
  private static final int VARIANTS = 4;
  private static final int MAX_NODES = 40;

  private static final List<String> DEVICES =
      List.of("xcvu9p-2", "lfe5u-85f-6", "ice40hx8k", "unit");

  private static final int[] PERIODS_PS = {5000, 2500, 8000, 12_500, 25_000};

  /** What the search of an invariant mass may use, sums and products more often. */
  private static final List<Operator> OPERATORS =
      List.of(
          Operator.ADD,
          Operator.ADD,
          Operator.SUBTRACT,
          Operator.SUBTRACT,
          Operator.MULTIPLY,
          Operator.MULTIPLY,
          Operator.DIVIDE,
          Operator.SQRT,
          Operator.SQUARE,
          Operator.COS,
          Operator.COSH,
          Operator.NEGATE,
          Operator.MAX);

  private static final List<QuantizerRequest.InputPort> INPUTS =
      List.of(
          port("pt1", "ufixed<12,9>", 3, 300),
          port("pt2", "ufixed<12,9>", 3, 300),
          port("eta1", "fixed<12,3>", -2.5, 2.5),
          port("eta2", "fixed<12,3>", -2.5, 2.5),
          port("phi1", "fixed<12,3>", -3.2, 3.2),
          port("phi2", "fixed<12,3>", -3.2, 3.2));

  private static QuantizerRequest.InputPort port(String name, String format, double lo, double hi) {
    return new QuantizerRequest.InputPort(
        name, FixedFormat.parse(format).orElseThrow(), new Interval(lo, hi));
  }

  private static ScheduleOptions options(int i) {
    return new ScheduleOptions(
        PERIODS_PS[i % PERIODS_PS.length], i % 7 == 3, i % 11 == 5, OptionalInt.empty());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void add(MessageDigest digest, ComplexityMeasure measure, Tape tape) {
    measure.measure(tape);
    HardwareCost cost = measure.cost();
    digest.update((cost + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String text(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void estimatesOfFormulasOverAllOperatorsAndPortsStayTheSame() {
    List<DeviceModel> devices = DEVICES.stream().map(d -> DeviceModels.load(d, null)).toList();
    MessageDigest digest = sha256();
    for (int seed = 0; seed < FORMULAS; seed++) {
      QuantizerRequest request = RandomFormulas.request(seed);
      QuantizerRequest.OutputPort output = request.outputs().getFirst();
      List<String> columns =
          request.inputs().stream().map(QuantizerRequest.InputPort::name).toList();
      Tape tape = Tape.of(output.formula(), columns);
      DeviceModel device = devices.get(seed % devices.size());
      add(
          digest,
          new EstimatedCycles(device, options(seed), request.inputs(), output, tape.length()),
          tape);
    }
    assertThat(text(digest)).isEqualTo(OF_ALL_OPERATORS);
  }

  /** One measure takes them all, as in a search: nothing of a candidate stays for the next. */
  @Test
  void estimatesOfCandidatesAndOfTheirConstantsChangedStayTheSame() {
    List<ComplexityMeasure> measures = new ArrayList<>();
    for (int i = 0; i < 2 * DEVICES.size(); i++) {
      Tolerance tolerance =
          i % 2 == 0 ? new Tolerance(0.01, 0.25) : new Tolerance(0, Math.scalb(1.0, -i));
      measures.add(
          new EstimatedCycles(
              DeviceModels.load(DEVICES.get(i / 2), null),
              options(i),
              INPUTS,
              new QuantizerRequest.OutputPort(
                  "M",
                  Expr.constant(0),
                  FixedFormat.parse(i % 2 == 0 ? "ufixed<14,9>" : "fixed<18,10>").orElseThrow(),
                  true,
                  tolerance),
              MAX_NODES));
    }
    SplittableRandom random = new SplittableRandom(20);
    MessageDigest digest = sha256();
    for (int i = 0; i < SHAPES; i++) {
      Tape tape = new Tape(MAX_NODES);
      grow(tape, random.nextInt(5, MAX_NODES + 1), random);
      for (int variant = 0; variant < VARIANTS; variant++) {
        for (ComplexityMeasure measure : measures) {
          add(digest, measure, tape);
        }
        for (int p = 0; p < tape.length(); p++) {
          if (tape.isConstant(p) && random.nextBoolean()) {
            tape.setConstant(p, tape.constantAt(p) * random.nextDouble(-2, 2));
          }
        }
      }
    }
    assertThat(text(digest)).isEqualTo(OF_CANDIDATES);
  }

  /** Appends a tree of so many nodes. */
  private static void grow(Tape tape, int nodes, SplittableRandom random) {
    if (nodes == 1) {
      if (random.nextInt(3) == 0) {
        tape.addConstant(
            switch (random.nextInt(4)) {
              case 0 -> random.nextInt(-4, 5);
              case 1 -> Math.scalb(random.nextDouble(-1, 1), random.nextInt(-12, 12));
              default -> random.nextDouble(-3, 3);
            });
      } else {
        tape.addVariable(random.nextInt(INPUTS.size()));
      }
      return;
    }
    Operator operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
    while (operator.arity() >= nodes) {
      operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
    }
    if (operator.arity() == 1) {
      grow(tape, nodes - 1, random);
    } else {
      int left = random.nextInt(1, nodes - 1);
      grow(tape, left, random);
      grow(tape, nodes - 1 - left, random);
    }
    tape.addOperator(operator);
  }
}
