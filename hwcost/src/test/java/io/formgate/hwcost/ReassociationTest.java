package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.DatapathText;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.datapath.Quantizer;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.datapath.QuantizerStyle;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReassociationTest {
  private static final DeviceModel UNIT = DeviceModels.load("unit", null);
  private static final DeviceModel LARGE = DeviceModels.load("xcvu9p-2", null);
  private static final ScheduleOptions UNIT_CLOCK = ScheduleOptions.atPeriod(1000);

  private static Datapath of(String text) {
    return DatapathText.parse(text).verify();
  }

  private static Datapath unit(String text) {
    return Reassociation.apply(of(text), UNIT, UNIT_CLOCK);
  }

  private static ScheduleScore score(Datapath d, DeviceModel device, ScheduleOptions options) {
    int[] origins = IntStream.range(0, d.nodes().size()).toArray();
    return new ScheduledCones(device, options).score(d, origins).orElseThrow();
  }

  private static Node node(Datapath d, String name) {
    return d.nodes().stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }

  private static long count(Datapath d, String keyword) {
    return d.nodes().stream().filter(n -> n.operation().keyword().equals(keyword)).count();
  }

  private static String chain(int terms) {
    StringBuilder text = new StringBuilder("datapath chain\n");
    for (int i = 0; i < terms; i++) {
      text.append("x%d = input : ufixed<8,8> in 0 .. 255%n".formatted(i));
    }
    String last = "x0";
    for (int i = 1; i < terms; i++) {
      long hi = 255L * (i + 1);
      FixedFormat f = FixedFormat.holding(0, hi, 0);
      text.append("s%d = add %s x%d : %s in 0 .. %d%n".formatted(i, last, i, f, hi));
      last = "s" + i;
    }
    return text + "output y = " + last + "\n";
  }

  /**
   * A chain of 64 adders ends in stage 63; a tree of 65 terms has 7 levels, the last in stage 6.
   */
  @ParameterizedTest
  @CsvSource({"65, 63, 6", "64, 62, 5", "4, 2, 1"})
  void aChainOfSumsBecomesABalancedTree(int terms, int before, int after) {
    Datapath chain = of(chain(terms));
    Datapath tree = Reassociation.apply(chain, UNIT, UNIT_CLOCK);
    assertThat(score(chain, UNIT, UNIT_CLOCK).latencyCycles()).isEqualTo(before);
    assertThat(score(tree, UNIT, UNIT_CLOCK).latencyCycles()).isEqualTo(after);
    assertThat(count(tree, "add")).isEqualTo(terms - 1);
  }

  @Test
  void whatComesLastIsAddedLast() {
    String inputs =
        """
        datapath late
        a = input : fixed<4,4> in -8 .. 7
        b = input : fixed<4,4> in -8 .. 7
        c = input : fixed<4,4> in -8 .. 7
        p = multiply a a : ufixed<7,7> in 0 .. 64
        m = minimum p b : fixed<8,8> in -8 .. 7
        d = maximum m c : fixed<8,8> in -8 .. 7
        """;
    Datapath kept =
        unit(
            inputs
                + """
                ab = add a b : fixed<5,5> in -16 .. 14
                abc = add ab c : fixed<6,6> in -24 .. 21
                y0 = add abc d : fixed<6,6> in -32 .. 28
                output y = y0
                """);
    assertThat(DatapathText.print(kept)).contains("abc = add ab c", "y0 = add abc d");
    Datapath moved =
        unit(
            inputs
                + """
                da = add d a : fixed<5,5> in -16 .. 14
                dab = add da b : fixed<6,6> in -24 .. 21
                y0 = add dab c : fixed<6,6> in -32 .. 28
                output y = y0
                """);
    assertThat(node(moved, "y0").operation().operands())
        .extracting(i -> moved.node(i).name())
        .contains("d");
    assertThat(score(moved, UNIT, UNIT_CLOCK).latencyCycles()).isEqualTo(3);
  }

  @Test
  void signsConstantsAndEqualTermsAreGathered() {
    Datapath d =
        unit(
            """
            datapath signs
            a = input : fixed<4,4> in -8 .. 7
            b = input : fixed<4,4> in -8 .. 7
            three = literal 3 : ufixed<2,2> in 3 .. 3
            five = literal 5 : ufixed<3,3> in 5 .. 5
            s1 = subtract three a : fixed<5,5> in -4 .. 11
            s2 = negate s1 : fixed<5,5> in -11 .. 4
            s3 = add s2 b : fixed<6,6> in -19 .. 11
            s4 = add s3 a : fixed<6,6> in -27 .. 18
            s5 = add s4 five : fixed<6,6> in -22 .. 23
            output y = s5
            """);
    // 2a + b + 2
    assertThat(count(d, "add")).isEqualTo(2);
    assertThat(count(d, "subtract") + count(d, "negate")).isZero();
    assertThat(count(d, "literal")).isEqualTo(1);
    assertThat(node(d, "s5").format()).isEqualTo(FixedFormat.parse("fixed<6,6>").orElseThrow());
    assertThat(new DatapathInterpreter(d).evaluate(-8, 7)).containsExactly(-16 + 7 + 2);
  }

  @Test
  void aSharedSumStaysShared() {
    Datapath d =
        unit(
            """
            datapath shared
            a = input : ufixed<4,4> in 0 .. 15
            b = input : ufixed<4,4> in 0 .. 15
            c = input : ufixed<4,4> in 0 .. 15
            ab = add a b : ufixed<5,5> in 0 .. 30
            abc = add ab c : ufixed<6,6> in 0 .. 45
            s1 = add abc a : ufixed<6,6> in 0 .. 60
            s2 = add s1 b : ufixed<7,7> in 0 .. 75
            s3 = add s2 c : ufixed<7,7> in 0 .. 90
            output y = s3
            output z = abc
            """);
    assertThat(d.nodes()).extracting(Node::name).contains("abc");
    assertThat(count(d, "add")).isEqualTo(5);
  }

  @Test
  void productsAreBalancedAndSquaresSharedIfTheyFitTheMultiplier() {
    Datapath power =
        of(
            """
            datapath power
            a = input : fixed<4,4> in -8 .. 7
            p2 = multiply a a : ufixed<7,7> in 0 .. 64
            p3 = multiply p2 a : fixed<10,10> in -512 .. 448
            p4 = multiply p3 a : fixed<14,14> in -3584 .. 4096
            output y = p4
            """);
    Datapath balanced = Reassociation.apply(power, UNIT, UNIT_CLOCK);
    assertThat(count(balanced, "multiply")).isEqualTo(2);
    assertThat(score(balanced, UNIT, UNIT_CLOCK).latencyCycles()).isEqualTo(1);
    // a b and c d at the same time would be a product of 10 x 34 bits.
    Datapath wide =
        of(
            """
            datapath wide
            a = input : fixed<5,5> in -16 .. 15
            b = input : fixed<5,5> in -16 .. 15
            c = input : fixed<17,17> in -65536 .. 65535
            d = input : fixed<18,18> in -131072 .. 131071
            ab = multiply a b : fixed<10,10> in -240 .. 256
            abc = multiply ab c : fixed<25,25> in -16777216 .. 16776960
            abcd = multiply abc d : fixed<43,43> in -2199006478336 .. 2199023255552
            output y = abcd
            """);
    assertThat(Reassociation.apply(wide, LARGE, ScheduleOptions.atPeriod(5000))).isSameAs(wide);
  }

  /** Compares all inputs, or random ones where there are too many. */
  private static int compared(Datapath before, Datapath after, long seed) {
    DatapathInterpreter p = new DatapathInterpreter(before);
    DatapathInterpreter q = new DatapathInterpreter(after);
    List<FixedFormat> formats = before.inputFormats();
    int bits = formats.stream().mapToInt(FixedFormat::widthBits).sum();
    boolean all = bits <= 9;
    SplittableRandom random = new SplittableRandom(seed);
    int vectors = all ? 1 << bits : 64;
    for (int v = 0; v < vectors; v++) {
      long[] raw = new long[formats.size()];
      int left = v;
      for (int i = 0; i < raw.length; i++) {
        FixedFormat f = formats.get(i);
        raw[i] = f.fromBits(all ? left : random.nextLong());
        left >>= all ? f.widthBits() : 0;
      }
      assertThat(q.evaluate(raw)).isEqualTo(p.evaluate(raw));
    }
    return vectors;
  }

  private static boolean isBetter(Datapath d, DeviceModel device, ScheduleOptions options) {
    Datapath after = Reassociation.apply(d, device, options);
    assertThat(after.inputFormats()).isEqualTo(d.inputFormats());
    assertThat(after.outputFormats()).isEqualTo(d.outputFormats());
    assertThat(compared(d, after, 1)).isPositive();
    int order = score(after, device, options).compareTo(score(d, device, options));
    assertThat(order).isLessThanOrEqualTo(0);
    if (order == 0) {
      assertThat(after).isSameAs(d);
    }
    // Another run gives the same text.
    assertThat(DatapathText.print(Reassociation.apply(d, device, options)))
        .isEqualTo(DatapathText.print(after));
    return order < 0;
  }

  @Test
  void smallCircuitsGiveTheSameOutputsForAllInputsAndNoWorseASchedule() {
    int better = 0;
    for (long seed = 0; seed < 150; seed++) {
      Datapath d = RandomSums.of(seed, 3, 3, 3 + (int) (seed % 40), 17);
      better += isBetter(d, UNIT, UNIT_CLOCK) ? 1 : 0;
      better += isBetter(d, LARGE, ScheduleOptions.atPeriod(2500)) ? 1 : 0;
    }
    assertThat(better).isGreaterThan(60);
  }

  @Test
  void wideCircuitsGiveTheSameOutputsForRandomInputs() {
    int better = 0;
    for (long seed = 0; seed < 100; seed++) {
      Datapath d = RandomSums.of(seed, 8, 16, 10 + (int) (seed % 60), 17);
      better += isBetter(d, LARGE, ScheduleOptions.atPeriod(seed % 2 == 0 ? 2500 : 5000)) ? 1 : 0;
    }
    assertThat(better).isGreaterThan(30);
  }

  private static Datapath quantized(String formula, SplittableRandom random) {
    Expr e = FormulaParser.parse(new SourceText("<formula>", formula));
    List<QuantizerRequest.InputPort> inputs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int width = random.nextInt(4, 15);
      FixedFormat format = new FixedFormat(true, width, 3);
      if (formula.matches(".*\\bx" + i + "\\b.*")) {
        inputs.add(new QuantizerRequest.InputPort("x" + i, format, new Interval(-4, 3)));
      }
    }
    QuantizerRequest.OutputPort out =
        new QuantizerRequest.OutputPort(
            "y", e, new FixedFormat(true, 18, 9), true, new Tolerance(0, 0.2));
    return Quantizer.of(new QuantizerRequest("f", inputs, List.of(out)), QuantizerStyle.PLAIN)
        .circuit(new DeviceTarget(LARGE, 5000, 1))
        .datapath();
  }

  private static String sum(int terms, SplittableRandom random) {
    StringBuilder text = new StringBuilder("0.5");
    for (int i = 0; i < terms; i++) {
      text.append(random.nextBoolean() ? " + " : " - ");
      text.append(
          switch (random.nextInt(5)) {
            case 0 -> "x" + i;
            case 1 -> random.nextInt(1, 12) + "*x" + i;
            case 2 -> random.nextInt(1, 300) / 256.0 + "*x" + i;
            case 3 -> "x" + i + "*x" + random.nextInt(terms);
            default -> "(x" + i + " - x" + random.nextInt(terms) + ")";
          });
    }
    return text.toString();
  }

  @Test
  void formulasGiveTheSameOutputs() {
    SplittableRandom random = new SplittableRandom(7);
    int better = 0;
    for (int i = 0; i < 90; i++) {
      Datapath d = quantized(sum(3 + i % 18, random), random);
      better += isBetter(d, LARGE, ScheduleOptions.atPeriod(i % 2 == 0 ? 2500 : 5000)) ? 1 : 0;
    }
    assertThat(better).isGreaterThan(60);
    for (String formula :
        List.of(
            "1 + x0*(1 + x0*(0.5 + x0*(0.1666 + x0*0.0416)))",
            "1 + x0 + 0.5*square(x0) + 0.1666*cube(x0) + 0.0416*square(square(x0))",
            "x14 - (0.9237657 - 0.11933863*x3)*(-x15 + 2*x2 - 0.3817056) + 1.761264957",
            "sin(x14 + 0.25715914*x15*x3 - x2 - x3 + 0.66443527)",
            "sin(x0 - 0.3923645*x1 + x3 + 0.51168373)*cos(x0 - 0.3923645*x1 + x3 + 0.51168373)")) {
      isBetter(quantized(formula, random), LARGE, ScheduleOptions.atPeriod(2500));
    }
  }

  /** Whatever else was scored before, a circuit has the slots of a schedule of its own. */
  @Test
  void scoresAreThoseOfCircuitsByThemselves() {
    ScheduleOptions options = ScheduleOptions.atPeriod(2500);
    int differing = 0;
    for (long seed = 0; seed < 40; seed++) {
      Datapath d = RandomSums.of(seed, 6, 12, 50, 17);
      ScheduledCones cones = new ScheduledCones(LARGE, options);
      RebuiltTrees trees = new Reassociation(d, LARGE, options).rebuilt();
      int whole =
          cones
              .score(d, IntStream.range(0, d.nodes().size()).toArray())
              .orElseThrow()
              .latencyCycles();
      for (int mask = 0; mask < 1 << Math.min(4, trees.roots().size()); mask++) {
        BitSet used = new BitSet();
        for (int i = 0; i < trees.roots().size(); i++) {
          used.set(trees.roots().get(i), (mask >> i % 4 & 1) != 0);
        }
        RebuiltTrees.Circuit circuit = trees.with(used);
        circuit.datapath().verify();
        ScheduleScore score = cones.score(circuit.datapath(), circuit.origins()).orElseThrow();
        assertThat(score.compareTo(score(circuit.datapath(), LARGE, options))).isZero();
        assertThat(score.latencyCycles())
            .isEqualTo(Scheduler.earliest(circuit.datapath(), LARGE, options).latencyCycles());
        differing += score.latencyCycles() == whole ? 0 : 1;
      }
    }
    assertThat(differing).isPositive();
  }

  @Test
  void registersAtThePortsAreKept() {
    ScheduleOptions ports = new ScheduleOptions(1000, true, true, OptionalInt.of(3));
    Datapath tree = Reassociation.apply(of(chain(4)), UNIT, ports);
    assertThat(Scheduler.schedule(tree, UNIT, ports).latencyCycles()).isEqualTo(3);
  }

  @Test
  void aTreeInTheBestOrderStaysAsItIs() {
    Datapath tree = Reassociation.apply(of(chain(4)), UNIT, UNIT_CLOCK);
    assertThat(Reassociation.apply(tree, UNIT, UNIT_CLOCK)).isSameAs(tree);
    assertThat(tree.nodes().getLast().operation()).isInstanceOf(Operation.Add.class);
  }
}
