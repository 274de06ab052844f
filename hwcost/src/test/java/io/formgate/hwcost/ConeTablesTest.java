package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.DatapathText;
import io.formgate.datapath.Operation;
import io.formgate.expression.FixedFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tables of cones, held against what they replace for all inputs. */
class ConeTablesTest {
  private static final DeviceModel DEVICE = DeviceModels.load("xcvu9p-2", null);
  private static final ScheduleOptions AT_200_MHZ = ScheduleOptions.atPeriod(5000);

  private static Datapath parsed(String text) {
    return DatapathText.parse("datapath small\n" + text).verify();
  }

  private static int inputBits(Datapath d) {
    return d.inputFormats().stream().mapToInt(FixedFormat::widthBits).sum();
  }

  /** The circuit after, whose outputs are those before for all inputs. */
  private static Datapath rebuilt(Datapath before, DeviceModel device, ScheduleOptions options) {
    Datapath after = ConeTables.apply(before, device, options);
    assertThat(after.outputFormats()).isEqualTo(before.outputFormats());
    assertThat(DatapathText.parse(DatapathText.print(after))).isEqualTo(after);
    DatapathInterpreter expected = new DatapathInterpreter(before);
    DatapathInterpreter made = new DatapathInterpreter(after);
    List<FixedFormat> formats = before.inputFormats();
    long[] raw = new long[formats.size()];
    for (long bits = 0; bits < 1L << inputBits(before); bits++) {
      long rest = bits;
      for (int i = 0; i < raw.length; i++) {
        FixedFormat f = formats.get(i);
        raw[i] = f.fromBits(rest & ((1L << f.widthBits()) - 1));
        rest >>= f.widthBits();
      }
      assertThat(made.evaluate(raw)).isEqualTo(expected.evaluate(raw));
    }
    return after;
  }

  /** Adds y to x and again and again to the upper bits of the sum. */
  private static Datapath chain(int bits, int steps) {
    int most = (1 << bits) - 1;
    String input = "%s = input : ufixed<%d,%d> in 0 .. %d\n";
    StringBuilder text = new StringBuilder(input.formatted("x", bits, bits, most));
    text.append(input.formatted("y", bits, bits, most));
    for (int i = 1; i <= steps; i++) {
      text.append(
          "s%d = add %s y : ufixed<%d,%d> in 0 .. %d\n"
              .formatted(i, i == 1 ? "x" : "b" + (i - 1), bits + 1, bits + 1, 2 * most));
      text.append(
          "b%d = bits 1 s%d : ufixed<%d,%d> in 0 .. %d\n".formatted(i, i, bits, bits, most));
    }
    return parsed(text.append("output z = b").append(steps).append('\n').toString());
  }

  private static long count(Datapath d, Class<? extends Operation> operation) {
    return d.nodes().stream().filter(n -> operation.isInstance(n.operation())).count();
  }

  private static Pipeline scheduled(Datapath d) {
    return Scheduler.schedule(d, DEVICE, AT_200_MHZ);
  }

  @Test
  void twoNarrowInputsBecomeOneTableWhereThatIsSmaller() {
    Datapath before =
        parsed(
            """
            x = input : fixed<3,3> in -4 .. 3
            y = input : fixed<3,1> in -4 .. 3
            xy = multiply x y : fixed<6,4> in -12 .. 16
            m = absolute xy : ufixed<5,3> in 0 .. 16
            r = round floor m : ufixed<3,3> in 0 .. 4
            output z = r
            """);
    Datapath after = rebuilt(before, DEVICE, AT_200_MHZ);
    assertThat(count(after, Operation.Lookup.class)).isOne();
    assertThat(count(after, Operation.Multiply.class)).isZero();
    assertThat(scheduled(after).area().lut()).isLessThan(scheduled(before).area().lut());
    assertThat(after.node(after.outputs().getFirst().node()).name()).isEqualTo("r");
  }

  @Test
  void slicesOfAWideInputAndComputedValuesAreIndicesToo() {
    Datapath before =
        parsed(
            """
            table t ufixed<4,4> ufixed<3,3> 0 3 5 6 7 7 7 6 5 4 4 3 2 2 1 0
            x = input : ufixed<14,14> in 0 .. 16383
            high = bits 11 x : ufixed<3,3> in 0 .. 7
            low = bits 0 x : ufixed<4,4> in 0 .. 15
            f = lookup t low : ufixed<3,3> in 0 .. 7
            p = multiply f high : ufixed<6,6> in 0 .. 49
            least = minimum f high : ufixed<3,3> in 0 .. 7
            s = add p least : ufixed<6,6> in 0 .. 56
            output z = s
            """);
    Datapath after = rebuilt(before, DEVICE, AT_200_MHZ);
    assertThat(count(after, Operation.Multiply.class)).isZero();
    assertThat(count(after, Operation.Minimum.class)).isZero();
    assertThat(DEVICE.lutEquivalents(scheduled(after).area()))
        .isLessThan(DEVICE.lutEquivalents(scheduled(before).area()));
  }

  @Test
  void anAdderStaysAnAdder() {
    Datapath before =
        parsed(
            """
            x = input : fixed<5,5> in -16 .. 15
            y = input : fixed<5,5> in -16 .. 15
            s = add x y : fixed<6,6> in -32 .. 30
            output z = s
            """);
    assertThat(ConeTables.apply(before, DEVICE, AT_200_MHZ)).isEqualTo(before);
  }

  @Test
  void aMultiplierOfWideOperandsStays() {
    Datapath before =
        parsed(
            """
            x = input : fixed<6,6> in -32 .. 31
            y = input : fixed<6,6> in -32 .. 31
            p = multiply x y : fixed<12,12> in -992 .. 1024
            output z = p
            """);
    Pipeline pipeline = scheduled(before);
    assertThat(pipeline.latencyCycles()).isZero();
    assertThat(ConeTables.apply(before, DEVICE, AT_200_MHZ)).isEqualTo(before);
  }

  @Test
  void aSaturationGoesIntoTheTableThatItIndexes() {
    Datapath before =
        parsed(
            """
            table t fixed<5,5> ufixed<1,1> 0 1 0 0 1 0 1 1 0 0 1 0 1 1 1 0 0 1 0 0 1 0 1 1 0 1 1 0 1 0 1 0
            x = input : fixed<6,6> in -32 .. 31
            c = saturate x : fixed<5,5> in -16 .. 15
            f = lookup t c : ufixed<1,1> in 0 .. 1
            output z = f
            """);
    Datapath after = rebuilt(before, DEVICE, AT_200_MHZ);
    assertThat(count(after, Operation.Saturate.class)).isZero();
    assertThat(scheduled(after).area().lut()).isOne();
  }

  @Test
  void whatOthersReadIsNotMadeTwice() {
    Datapath before =
        parsed(
            """
            x = input : fixed<4,4> in -8 .. 7
            y = input : fixed<4,4> in -8 .. 7
            s = add x y : fixed<5,5> in -16 .. 14
            m = absolute s : ufixed<5,5> in 0 .. 16
            output z = m
            output sum = s
            """);
    // The table of the absolute value would be as large, with or without the sum that stays.
    Datapath after = rebuilt(before, DEVICE, AT_200_MHZ);
    assertThat(scheduled(after).area().lut()).isLessThanOrEqualTo(scheduled(before).area().lut());
    assertThat(count(after, Operation.Add.class)).isOne();
  }

  @Test
  void fewerCyclesComeBeforeArea() {
    // A chain that takes more than a stage, of ten bits that logic holds.
    Datapath before = chain(5, 6);
    ScheduleOptions fast = ScheduleOptions.atPeriod(2500);
    Datapath after = rebuilt(before, DEVICE, fast);
    assertThat(Scheduler.schedule(after, DEVICE, fast).latencyCycles())
        .isLessThan(Scheduler.schedule(before, DEVICE, fast).latencyCycles());
  }

  /** The whole circuit is the first cone, with so many nodes that its table is not filled. */
  @Test
  void aConeThatIsTooLargeLeavesTheOthers() {
    Datapath before = chain(6, 140);
    assertThat(before.nodes()).hasSizeGreaterThan(260);
    Datapath after = rebuilt(before, DEVICE, AT_200_MHZ);
    assertThat(count(after, Operation.Lookup.class)).isPositive();
    assertThat(scheduled(after).latencyCycles()).isLessThan(scheduled(before).latencyCycles());
  }

  @Test
  void randomCircuitsKeepTheirOutputsAndAreNoWorse() {
    Random random = new Random(5);
    int changed = 0;
    int compared = 0;
    while (compared < 60) {
      Datapath before = SmallDatapaths.of(random, 2 + random.nextInt(12));
      if (inputBits(before) > 11) {
        continue;
      }
      ScheduleOptions options = ScheduleOptions.atPeriod(2000 + random.nextInt(4000));
      for (String name : List.of("xcvu9p-2", "lfe5u-85f-6")) {
        DeviceModel device = DeviceModels.load(name, null);
        ScheduleOptions slower =
            name.equals("xcvu9p-2") ? options : options.withPeriod(10 * options.clockPeriodPs());
        Datapath after = rebuilt(before, device, slower);
        Pipeline x = Scheduler.earliest(before, device, slower);
        Pipeline y = Scheduler.earliest(after, device, slower);
        assertThat(y.latencyCycles()).isLessThanOrEqualTo(x.latencyCycles());
        assertThat(y.area().bram()).isLessThanOrEqualTo(x.area().bram());
        changed += after.equals(before) ? 0 : 1;
      }
      compared++;
    }
    assertThat(changed).isGreaterThan(20);
  }
}
