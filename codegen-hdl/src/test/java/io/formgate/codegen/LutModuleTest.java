package io.formgate.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.expression.FixedFormat;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Scheduler;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables of six index bits are look-up tables on Xilinx devices, and memories elsewhere. */
class LutModuleTest {
  private static final FixedFormat INDEX = new FixedFormat(false, 6, 6);
  private static final FixedFormat VALUE = new FixedFormat(false, 4, 4);

  private static Datapath datapath() {
    long[] entries = new long[64];
    for (int i = 0; i < 64; i++) {
      // Bits 0 and 2 are a parity, bit 1 is a bit of the index, bit 3 is always set.
      entries[i] = 8 | (Integer.bitCount(i) & 1) * 5L | (i & 1) << 1;
    }
    FunctionTable table = new FunctionTable("tab", INDEX, VALUE, entries);
    return new Datapath(
            "narrow",
            List.of(table),
            List.of(
                new Node("x", new Operation.Input(), INDEX, 0, 63),
                new Node("v", new Operation.Lookup(0, 0), VALUE, 8, 15)),
            List.of(new Datapath.Output("y", 1)))
        .verify();
  }

  private static String text(String device) {
    return ChiselBackend.text(
        Scheduler.schedule(datapath(), DeviceModels.load(device, null), 20_000));
  }

  @Test
  void everyDifferentBitIsOneLookUpTable() {
    String text = text("xcvu9p-2");
    assertThat(text)
        .containsOnlyOnce("narrow_lut6 #(.INIT(64'h")
        .contains("narrow_lut6 #(.INIT(64'h6996966996696996)) lut0")
        .contains("assign value = {1'b1, bit0, index[0], bit0};")
        .contains("LUT6 #(.INIT(INIT)) lut")
        .doesNotContain("rom_style");
  }

  @Test
  void otherDevicesGetAMemory() {
    assertThat(text("ice40hx8k")).contains("rom_style").doesNotContain("lut6");
  }

  private static String wide(String device, int indexBits) {
    FixedFormat index = new FixedFormat(false, indexBits, indexBits);
    long[] entries = new long[1 << indexBits];
    for (int i = 0; i < entries.length; i++) {
      // The lowest bit is a function of five of the index, the others are of all.
      int mixed = i * 0x9E3779B1;
      int upper = (mixed >>> 28) & 14;
      entries[i] = upper | (Integer.bitCount(i & 31) & 1L);
    }
    FunctionTable table = new FunctionTable("tab", index, VALUE, entries);
    Datapath datapath =
        new Datapath(
                "wide",
                List.of(table),
                List.of(
                    new Node("x", new Operation.Input(), index, 0, index.rawMax()),
                    new Node("v", new Operation.Lookup(0, 0), VALUE, 0, 15)),
                List.of(new Datapath.Output("y", 1)))
            .verify();
    return ChiselBackend.text(
        Scheduler.schedule(datapath, DeviceModels.load(device, null), 20_000));
  }

  @Test
  void whatAsManyBitsAsASliceTakesIsATree() {
    assertThat(wide("xcvu9p-2", 9))
        .contains(".index({1'b0, index[4], index[3], index[2], index[1], index[0]})")
        .contains("  wide_muxf9 mux")
        .containsOnlyOnce("MUXF9 mux (")
        .doesNotContain("rom_style");
    assertThat(wide("xc7k325t-2", 8)).contains("MUXF8 mux (").doesNotContain("muxf9");
    assertThat(wide("xc7k325t-2", 9)).contains("rom_style").doesNotContain("muxf");
    assertThat(wide("lfe5u-85f-6", 8)).contains("rom_style").doesNotContain("muxf");
  }
}
