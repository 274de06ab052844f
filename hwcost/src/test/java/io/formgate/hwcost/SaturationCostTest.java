package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.datapath.OperationCost;
import io.formgate.expression.FixedFormat;
import org.junit.jupiter.api.Test;

/** What saturations take on a device with look-up tables of six inputs. */
class SaturationCostTest {
  private static final DeviceModel DEVICE = DeviceModels.load("xcvu9p-2", null);

  private static Node node(String format, long lo, long hi) {
    return new Node("x", new Operation.Input(), FixedFormat.parse(format).orElseThrow(), lo, hi);
  }

  private static OperationCost cost(Node from, String to, int read) {
    FixedFormat format = FixedFormat.parse(to).orElseThrow();
    Node result =
        new Node("y", new Operation.Saturate(0), format, format.rawMin(), format.rawMax());
    return SaturationCost.of(DEVICE, from, result, read);
  }

  private static int luts(Node from, String to, int read) {
    return cost(from, to, read).area().lut();
  }

  @Test
  void whatCannotLeaveTheFormatIsWires() {
    assertThat(cost(node("fixed<12,12>", -128, 127), "fixed<8,8>", 8))
        .isEqualTo(OperationCost.WIRING);
  }

  @Test
  void theSignIsTheOperandsAndFewBitsNeedNoFlag() {
    // Bits 7 to 10 decide, in each table beside the bit itself.
    Node from = node("fixed<11,11>", -1024, 1023);
    assertThat(luts(from, "fixed<8,8>", 8)).isEqualTo(7);
    assertThat(cost(from, "fixed<8,8>", 8).first().setupPs())
        .isEqualTo(DEVICE.row("select", 7).first().setupPs());
  }

  @Test
  void manyBitsMakeAFlagBefore() {
    Node from = node("fixed<20,20>", -(1 << 19), (1 << 19) - 1);
    assertThat(luts(from, "fixed<8,8>", 8)).isEqualTo(7 + DEVICE.row("ones", 13).area().lut());
    assertThat(cost(from, "fixed<8,8>", 8).first().setupPs())
        .isGreaterThan(DEVICE.row("select", 7).first().setupPs());
  }

  @Test
  void bitsThatTheRangeRulesOutAreNotLookedAt() {
    Node wide = node("fixed<20,20>", -200, 300);
    assertThat(luts(wide, "fixed<8,8>", 8)).isEqualTo(7);
    Node positive = node("fixed<20,20>", 0, 300);
    assertThat(luts(positive, "ufixed<8,8>", 8)).isEqualTo(8);
  }

  @Test
  void bitsThatNothingReadsAreNotMade() {
    Node from = node("fixed<11,11>", -1024, 1023);
    assertThat(luts(from, "fixed<8,8>", 3)).isEqualTo(2);
  }
}
