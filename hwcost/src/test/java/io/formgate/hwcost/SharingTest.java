package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.datapath.Area;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.DatapathText;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SharingTest {
  private static final DeviceModel UNIT = DeviceModels.load("unit", null);
  private static final DeviceModel LARGE = DeviceModels.load("xcvu9p-2", null);

  /** Four products of which the last two need the first two. */
  private static final Datapath FOUR =
      DatapathText.parse(
              """
              datapath four
              a = input : fixed<8,8> in -128 .. 127
              b = input : fixed<8,8> in -128 .. 127
              c = input : ufixed<6,6> in 0 .. 63
              p = multiply a b : fixed<16,16> in -16256 .. 16384
              q = multiply b c : fixed<14,14> in -8064 .. 8001
              r = multiply q a : fixed<22,22> in -1024128 .. 1032192
              s = multiply c c : ufixed<12,12> in 0 .. 3969
              t = add p r : fixed<23,23> in -1040384 .. 1048576
              u = add t s : fixed<24,24> in -1040384 .. 1052545
              output y = u
              """)
          .verify();

  private static Pipeline shared(
      Datapath datapath, DeviceModel device, int periodPs, int interval) {
    return Scheduler.schedule(
        datapath, device, ScheduleOptions.atPeriod(periodPs).withInterval(interval));
  }

  @Test
  void asFewMultipliersAsTheIntervalAllows() {
    for (int interval = 2; interval <= 6; interval++) {
      Pipeline p = shared(FOUR, UNIT, 1000, interval);
      assertThat(p.area().dsp()).isEqualTo(Math.ceilDiv(4, interval));
      assertThat(p.initiationInterval()).isEqualTo(interval);
    }
    // Three stages of products are needed in any case, and a sum behind them.
    assertThat(Scheduler.schedule(FOUR, UNIT, 1000).latencyCycles()).isEqualTo(3);
    assertThat(shared(FOUR, UNIT, 1000, 2).latencyCycles()).isEqualTo(3);
    assertThat(shared(FOUR, UNIT, 1000, 4).latencyCycles()).isEqualTo(4);
  }

  @Test
  void withoutAnIntervalNothingChanges() {
    assertThat(shared(FOUR, LARGE, 5000, 1)).isEqualTo(Scheduler.schedule(FOUR, LARGE, 5000));
    assertThat(Scheduler.schedule(FOUR, LARGE, 5000).sharing()).isEqualTo(Sharing.NONE);
    assertThat(Scheduler.whyNothingIsShared(Scheduler.schedule(FOUR, LARGE, 5000))).isEmpty();
  }

  @Test
  void whatIsNotSharedIsBuiltAsWithoutAnIntervalAndSaysWhy() {
    Datapath one =
        DatapathText.parse(
                """
                datapath one
                a = input : fixed<8,8> in -128 .. 127
                p = multiply a a : fixed<16,16> in 0 .. 16384
                output y = p
                """)
            .verify();
    Pipeline p = shared(one, LARGE, 5000, 4);
    assertThat(p.sharing()).isEqualTo(Sharing.NONE);
    assertThat(p.slots()).isEqualTo(Scheduler.schedule(one, LARGE, 5000).slots());
    assertThat(Scheduler.whyNothingIsShared(p).orElseThrow()).contains("one product");

    int latency = Scheduler.schedule(FOUR, UNIT, 1000).latencyCycles();
    ScheduleOptions limited = new ScheduleOptions(1000, false, false, OptionalInt.of(latency), 4);
    Pipeline within = Scheduler.schedule(FOUR, UNIT, limited);
    // Two take turns in any case, since their stages differ.
    assertThat(within.latencyCycles()).isEqualTo(latency);
    assertThat(within.area().dsp()).isEqualTo(2);
    assertThat(shared(FOUR, UNIT, 1000, 4).area().dsp()).isEqualTo(1);

    Datapath wide =
        DatapathText.parse(
                """
                datapath wide
                a = input : fixed<8,8> in -128 .. 127
                b = input : fixed<8,8> in -128 .. 127
                p = multiply a a : fixed<16,16> in 0 .. 16384
                q = multiply b b : fixed<16,16> in 0 .. 16384
                s = add p q : ufixed<16,16> in 0 .. 32768
                output y = s
                """)
            .verify();
    Pipeline none =
        Scheduler.schedule(
            wide, UNIT, new ScheduleOptions(1000, false, false, OptionalInt.of(1), 3));
    assertThat(none.sharing()).isEqualTo(Sharing.NONE);
    assertThat(Scheduler.whyNothingIsShared(none).orElseThrow()).contains("within 1 cycle");
  }

  @Test
  void textRoundTrips() {
    Pipeline p = shared(FOUR, LARGE, 5000, 4);
    String text = p.sharing().text(FOUR);
    assertThat(text).startsWith("interval 4\nmultiplier ");
    assertThat(Sharing.parse(text, FOUR)).isEqualTo(p.sharing());
    assertThat(p.describe()).endsWith(text);
    assertThat(Sharing.parse("", FOUR)).isEqualTo(Sharing.NONE);
    assertThatThrownBy(() -> Sharing.parse("multiplier nobody", FOUR))
        .hasMessageContaining("multiplier nobody");
    assertThatThrownBy(() -> new Sharing(3, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void refused(Pipeline p, Sharing sharing, String why) {
    Pipeline broken =
        new Pipeline(p.datapath(), p.device(), p.options(), p.slots(), p.latencyCycles(), sharing);
    assertThatThrownBy(broken::verify).hasMessageContaining(why);
  }

  @Test
  void verifyRefusesWhatCannotTakeTurns() {
    Pipeline p = shared(FOUR, UNIT, 1000, 4);
    List<Integer> products = p.sharing().multipliers().getFirst().products();
    assertThat(products).hasSize(4);
    List<Integer> backwards = new ArrayList<>(products).reversed();
    refused(p, new Sharing(4, List.of(new SharedMultiplier(backwards))), "does not come after");
    refused(p, new Sharing(3, p.sharing().multipliers()), "when the next vector may use");
    refused(
        p,
        new Sharing(4, List.of(new SharedMultiplier(products.subList(0, 1)))),
        "shared multiplier to itself");
    int sum = FOUR.nodes().size() - 1;
    refused(
        p,
        new Sharing(4, List.of(new SharedMultiplier(List.of(products.getFirst(), sum)))),
        "no product");
    refused(
        p,
        new Sharing(
            4,
            List.of(
                new SharedMultiplier(products.subList(0, 2)),
                new SharedMultiplier(products.subList(1, 4)))),
        "uses two multipliers");
  }

  /** What a multiplexer costs is the table's; without an entry there is no shared multiplier. */
  @Test
  void multiplexersAreDataOfTheDevice() {
    Pipeline p = shared(FOUR, LARGE, 5000, 4);
    assertThat(p.sharing().multipliers()).hasSize(1);
    SharedMultiplier m = p.sharing().multipliers().getFirst();
    // 14 x 8 bits are the widest sides, of signed numbers.
    assertThat(m.firstSideBits(FOUR)).isEqualTo(14);
    assertThat(m.secondSideBits(FOUR)).isEqualTo(8);
    assertThat(m.area(FOUR, LARGE)).isEqualTo(new Area(22, 0, 1, 0, 0));
    String without = DeviceModels.text("xcvu9p-2.device").replaceAll("(?m)^row multiplex .*\n", "");
    DeviceModel lacking = DeviceModels.parse("lacking.device", without);
    assertThatThrownBy(() -> shared(FOUR, lacking, 5000, 4))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no cost of multiplex");
    for (String name : List.of("xcvu9p-2", "xcvu13p-2", "xc7k325t-2", "lfe5u-85f-6", "unit")) {
      for (int choices = 1; choices <= 32; choices++) {
        assertThat(DeviceModels.load(name, null).multiplexer(choices).area().lut())
            .isBetween(choices == 1 ? 0 : 1, choices - 1);
      }
    }
  }

  /**
   * Logic before a multiplier without registers would lead from one product's stage to another's.
   */
  @Test
  void operandsOfASharedMultiplierWithoutRegistersCannotSlip() {
    Pipeline p = shared(FOUR, UNIT, 2500, 4);
    int[] slip = Slack.slipPs(p);
    for (int product : p.sharing().multipliers().getFirst().products()) {
      assertThat(p.slots().get(product).startPs()).isZero();
      assertThat(slip[product]).isZero();
    }
  }

  private static long[] random(Datapath datapath, Random random) {
    return datapath.inputFormats().stream()
        .mapToLong((FixedFormat f) -> f.fromBits(random.nextLong()))
        .toArray();
  }

  /**
   * Vectors at least an interval apart, and others too soon, which are no vectors; arbitrary bits
   * in the registers at the start and at the inputs between vectors.
   */
  private static void behavesAsItsDatapath(Pipeline p, long seed) {
    Random random = new Random(seed);
    SharingInterpreter circuit = new SharingInterpreter(p, random::nextLong);
    DatapathInterpreter golden = new DatapathInterpreter(p.datapath());
    var _ = circuit.cycle(true, random.nextBoolean(), random(p.datapath(), random));
    List<long[]> due = new ArrayList<>();
    int sinceVector = p.initiationInterval();
    int results = 0;
    for (int cycle = 0; cycle < 120; cycle++) {
      boolean offered = cycle < 60 ? true : random.nextInt(3) == 0;
      boolean isVector = offered && sinceVector >= p.initiationInterval();
      long[] inputs = random(p.datapath(), random);
      due.add(isVector ? golden.evaluate(inputs) : new long[0]);
      sinceVector = isVector ? 1 : sinceVector + 1;
      SharingInterpreter.Shown shown = circuit.cycle(false, offered, inputs);
      long[] expected =
          cycle >= p.latencyCycles() ? due.get(cycle - p.latencyCycles()) : new long[0];
      assertThat(shown.valid()).as("cycle " + cycle).isEqualTo(expected.length > 0);
      if (expected.length > 0) {
        assertThat(shown.raws().stream().mapToLong(r -> r).toArray()).isEqualTo(expected);
        results++;
      }
    }
    assertThat(results).isGreaterThan(5);
  }

  @Test
  void everyCycleOfRandomCircuits() {
    int shared = 0;
    Set<Integer> ranks = new TreeSet<>();
    Set<Integer> turns = new TreeSet<>();
    for (int seed = 0; seed < 60; seed++) {
      Datapath datapath = SmallDatapaths.of(new Random(seed), 12);
      int interval = 2 + seed % 4;
      DeviceModel device = seed % 3 == 0 ? UNIT : LARGE;
      int periodPs = seed % 3 == 0 ? 1000 : seed % 3 == 1 ? 2500 : 5000;
      ScheduleOptions options =
          new ScheduleOptions(
              periodPs, seed % 2 == 0, seed % 5 == 0, OptionalInt.empty(), interval);
      Pipeline p = Scheduler.schedule(datapath, device, options);
      int products = SharingScheduler.products(datapath, device).size();
      assertThat(p.area().dsp()).isBetween(Math.ceilDiv(products, interval), products);
      assertThat(Sharing.parse(p.sharing().text(datapath), datapath)).isEqualTo(p.sharing());
      if (p.sharing().isShared()) {
        shared++;
        for (SharedMultiplier m : p.sharing().multipliers()) {
          turns.add(m.products().size());
          ranks.add(p.slots().get(m.products().getFirst()).leadingRanks());
        }
      }
      behavesAsItsDatapath(p, seed);
    }
    assertThat(shared).isGreaterThan(20);
    assertThat(ranks).contains(0, 1);
    assertThat(turns).contains(2, 3, 4);
  }
}
