package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import org.junit.jupiter.api.Test;

class CircuitAreaTest {
  private static final int LONG_PS = 1_000_000;
  private static final DeviceModel APART = DeviceModels.load("ice40hx8k", null);
  private static final DeviceModel CHAINED = DeviceModels.load("lfe5u-85f-6", null);

  private static final String PORTS =
      """
      datapath small
      a = input : ufixed<8,8> in 0 .. 255
      b = input : ufixed<8,8> in 0 .. 255
      """;

  private static int luts(DeviceModel device, String nodes) {
    Datapath d = DatapathText.parse(PORTS + nodes).verify();
    Pipeline pipeline = Scheduler.schedule(d, device, LONG_PS).verify();
    return pipeline.area().lut();
  }

  private static int row(DeviceModel device, String operation, int width) {
    return device.row(operation, width).area().lut();
  }

  @Test
  void bitsThatNoOneReadsAreNotBuilt() {
    String sum = "s = add a b : ufixed<9,9> in 0 .. 510\n";
    String low = sum + "y = bits 0 s : ufixed<4,4> in 0 .. 15\noutput y = y\n";
    String high = sum + "y = bits 8 s : ufixed<1,1> in 0 .. 1\noutput y = y\n";
    assertThat(luts(CHAINED, low)).isEqualTo(row(CHAINED, "add", 4));
    assertThat(luts(APART, low)).isEqualTo(row(APART, "add", 4));
    // The carry passes eight tables, or none.
    assertThat(luts(CHAINED, high)).isEqualTo(row(CHAINED, "add", 9));
    assertThat(luts(APART, high)).isOne();
  }

  @Test
  void zerosAtTheLowEndOfASumAreTheOtherOperand() {
    String nodes =
        """
        four = align b : ufixed<10,8> in 0 .. 1020
        zero = align a : ufixed<10,8> in 0 .. 1020
        low = bits 0 a : ufixed<2,2> in 0 .. 3
        shifted = concat b low : ufixed<10,10> in 0 .. 1023
        two = literal 0 : ufixed<2,2> in 0 .. 0
        padded = concat a two : ufixed<10,10> in 0 .. 1020
        s = add shifted padded : ufixed<11,11> in 0 .. 2043
        output y = s
        """
            .replaceAll("(?m)^(four|zero) .*\n", "");
    assertThat(luts(CHAINED, nodes)).isEqualTo(row(CHAINED, "add", 9));
    assertThat(luts(APART, nodes)).isEqualTo(row(APART, "add", 9));
  }

  @Test
  void aChoiceThatOnlyAnotherOneChoosesIsInItsTables() {
    String nodes =
        """
        c = input : ufixed<8,8> in 0 .. 255
        one = bits 0 a : ufixed<1,1> in 0 .. 1
        two = bits 1 a : ufixed<1,1> in 0 .. 1
        inner = select one a b : ufixed<8,8> in 0 .. 255
        outer = select two c inner : ufixed<8,8> in 0 .. 255
        output y = outer
        """;
    DeviceModel five = DeviceModels.load("xcvu9p-2", null);
    assertThat(luts(five, nodes)).isEqualTo(8);
    assertThat(luts(five, nodes + "output z = inner\n")).isEqualTo(16);
    assertThat(luts(CHAINED, nodes)).isEqualTo(16);
    // A third choice has no inputs left in the tables of the first.
    String three =
        nodes.replace(
            "output y = outer",
            "three = bits 2 a : ufixed<1,1> in 0 .. 1\n"
                + "last = select three b outer : ufixed<8,8> in 0 .. 255\noutput y = last");
    assertThat(luts(five, three)).isEqualTo(16);
  }

  /** A step of a division: the trial, or what is left of it; eight tables, one for the sign. */
  @Test
  void aChoiceStandsInTheTablesOfTheSum() {
    String step =
        """
        d = subtract a b : fixed<9,9> in -255 .. 255
        n = bits 8 d : ufixed<1,1> in 0 .. 1
        p = bits 0 d : ufixed<8,8> in 0 .. 255
        r = select n a p : ufixed<8,8> in 0 .. 255
        output y = r
        """;
    int inverters = 8;
    assertThat(luts(APART, step)).isEqualTo(8 + 1 + inverters);
    assertThat(luts(CHAINED, step)).isEqualTo(row(CHAINED, "add", 9) + row(CHAINED, "select", 8));
    // Another value in place of the trial has no input left in the table.
    String other =
        step.replace("d = ", "c = input : ufixed<8,8> in 0 .. 255\nd = ")
            .replace("select n a p", "select n c p");
    assertThat(luts(APART, other)).isEqualTo(9 + 8 + inverters);
  }

  @Test
  void bitsThatNoOneReadsAreNotMovedIntoARange() {
    String all = "s = saturate a : ufixed<6,6> in 0 .. 63\noutput y = s\n";
    String high =
        all.replace("output y = s", "h = bits 2 s : ufixed<4,4> in 0 .. 15\noutput y = h");
    assertThat(luts(CHAINED, all) - luts(CHAINED, high)).isEqualTo(2);
  }

  @Test
  void whatIsSubtractedIsInvertedOnceInAStage() {
    String twice =
        """
        d = subtract a b : fixed<9,9> in -255 .. 255
        c = input : ufixed<8,8> in 0 .. 255
        e = subtract c b : fixed<9,9> in -255 .. 255
        output y = d
        output z = e
        """;
    assertThat(luts(APART, twice)).isEqualTo(2 * 9 + 8);
    // The tables that make a value can make its inverse.
    String made =
        """
        s = add a b : ufixed<9,9> in 0 .. 510
        d = subtract a s : fixed<10,10> in -510 .. 255
        output y = d
        """;
    assertThat(luts(APART, made)).isEqualTo(9 + 10);
  }

  @Test
  void roundingBeginsBelowTheResult() {
    String round = "y = round nearest a : ufixed<5,9> in 0 .. 16\noutput y = y\n";
    assertThat(luts(CHAINED, round)).isEqualTo(row(CHAINED, "increment", 6));
  }
}
