package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.DatapathText;
import io.formgate.datapath.Operation;
import org.junit.jupiter.api.Test;

class SummandTablesTest {
  private static final int LONG_PS = 1_000_000;
  private static final DeviceModel TAKES_IN = DeviceModels.load("xcvu9p-2", null);
  private static final DeviceModel TAKES_NONE = DeviceModels.load("lfe5u-85f-6", null);

  private static final String TABLES =
      """
      datapath small
      table t ufixed<3,3> fixed<5,3> 3 -7 15 0 -16 9 1 5
      table s fixed<2,2> ufixed<4,4> 2 9 14 5
      a = input : ufixed<3,3> in 0 .. 7
      b = input : fixed<2,2> in -2 .. 1
      c = input : fixed<4,2> in -8 .. 7
      """;

  private static Datapath parsed(String nodes) {
    return DatapathText.parse(TABLES + nodes).verify();
  }

  /** The rebuilt circuit, after a comparison of all outputs for all inputs. */
  private static Datapath rebuilt(Datapath before, DeviceModel device) {
    Datapath after = SummandTables.apply(before, device);
    DatapathInterpreter x = new DatapathInterpreter(before);
    DatapathInterpreter y = new DatapathInterpreter(after);
    for (int a = 0; a < 8; a++) {
      for (int b = -2; b < 2; b++) {
        for (int c = -8; c < 8; c++) {
          assertThat(y.evaluate(a, b, c)).isEqualTo(x.evaluate(a, b, c));
        }
      }
    }
    return after;
  }

  private static long count(Datapath d, Class<? extends Operation> operation) {
    return d.nodes().stream().filter(n -> operation.isInstance(n.operation())).count();
  }

  private static int luts(Datapath d, DeviceModel device) {
    return Scheduler.schedule(d, device, LONG_PS).verify().area().lut();
  }

  @Test
  void aNumberGoesIntoATableOfTheSum() {
    Datapath before =
        parsed(
            """
            k = literal 5 : ufixed<3,1> in 5 .. 5
            m = subtract k c : fixed<5,3> in -2 .. 13
            u = lookup t a : fixed<5,3> in -16 .. 15
            y = subtract m u : fixed<6,4> in -17 .. 29
            output y = y
            """);
    for (DeviceModel device : new DeviceModel[] {TAKES_IN, TAKES_NONE}) {
      Datapath after = rebuilt(before, device);
      assertThat(count(after, Operation.Literal.class)).isZero();
      assertThat(count(after, Operation.Subtract.class) + count(after, Operation.Add.class))
          .isOne();
      assertThat(after.node(after.outputs().getFirst().node()).name()).isEqualTo("y");
    }
  }

  @Test
  void aNumberOfMoreFractionBitsGoesInAsWell() {
    Datapath before =
        parsed(
            """
            k = literal 5 : ufixed<3,0> in 5 .. 5
            u = lookup t a : fixed<5,3> in -16 .. 15
            ua = align u : fixed<6,3> in -32 .. 30
            s = add ua k : fixed<7,4> in -27 .. 35
            n = negate s : fixed<7,4> in -35 .. 27
            output y = n
            """);
    Datapath after = rebuilt(before, TAKES_NONE);
    assertThat(after.nodes()).hasSize(4);
    assertThat(count(after, Operation.Lookup.class)).isOne();
  }

  @Test
  void aTableThatOthersReadStaysAsItIs() {
    Datapath before =
        parsed(
            """
            k = literal 5 : ufixed<3,1> in 5 .. 5
            u = lookup t a : fixed<5,3> in -16 .. 15
            s = add u k : fixed<6,4> in -11 .. 20
            output y = s
            output z = u
            """);
    assertThat(SummandTables.apply(before, TAKES_IN)).isEqualTo(before);
  }

  @Test
  void aNarrowTableIsSubtractedWhereTheSumTakesItIn() {
    Datapath before =
        parsed(
            """
            u = lookup t a : fixed<5,3> in -16 .. 15
            y = add u c : fixed<6,4> in -24 .. 22
            output y = y
            """);
    Datapath after = rebuilt(before, TAKES_IN);
    assertThat(count(after, Operation.Subtract.class)).isOne();
    assertThat(luts(after, TAKES_IN)).isEqualTo(luts(before, TAKES_IN) - 5);
    assertThat(SummandTables.apply(before, TAKES_NONE)).isEqualTo(before);
  }

  @Test
  void ofTwoNarrowTablesOneIsTheMinuend() {
    Datapath before =
        parsed(
            """
            u = lookup t a : fixed<5,3> in -16 .. 15
            v = lookup s b : ufixed<4,4> in 2 .. 14
            w = reinterpret v : ufixed<4,2> in 2 .. 14
            y = add u w : fixed<6,4> in -14 .. 29
            z = negate y : fixed<6,4> in -29 .. 14
            output y = z
            """);
    Datapath after = rebuilt(before, TAKES_IN);
    assertThat(count(after, Operation.Negate.class)).isZero();
    assertThat(count(after, Operation.Subtract.class)).isOne();
  }

  @Test
  void aTableOfAnotherStageIsNotTakenIn() {
    Datapath d =
        DatapathText.parse(
                TABLES.replace("fixed<4,2> in -8 .. 7", "fixed<8,6> in -128 .. 127")
                    + """
                    u = lookup t a : fixed<5,3> in -16 .. 15
                    y = subtract c u : fixed<9,7> in -143 .. 143
                    output y = y
                    """)
            .verify();
    Pipeline together = Scheduler.schedule(d, TAKES_IN, LONG_PS).verify();
    int period = Scheduler.shortestPeriodPs(d, TAKES_IN, 0, ScheduleOptions.atPeriod(LONG_PS)) - 1;
    Pipeline apart = Scheduler.schedule(d, TAKES_IN, period).verify();
    assertThat(apart.latencyCycles()).isOne();
    assertThat(apart.area().lut()).isEqualTo(together.area().lut() + 5);
  }
}
