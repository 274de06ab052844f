package io.formgate.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.DatapathText;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.Scheduler;
import org.junit.jupiter.api.Test;

class ChiselBackendTest {
  private static final String CIRCUIT =
      """
      datapath sumup
      table t0 ufixed<2,2> fixed<3,3> 1 -4 3 0
      x = input : fixed<8,8> in -128 .. 127
      y = input : ufixed<2,2> in 0 .. 3
      xx = multiply x x : ufixed<15,15> in 0 .. 16384
      f = lookup t0 y : fixed<3,3> in -4 .. 3
      sum = add xx f : fixed<16,16> in -4 .. 16387
      r = saturate sum : ufixed<8,8> in 0 .. 255
      output out = r
      """;

  private static Pipeline pipeline() {
    return Scheduler.schedule(
        DatapathText.parse(CIRCUIT).verify(), DeviceModels.load("unit", null), 1000);
  }

  @Test
  void emitsTheSameTextEveryTime() {
    String text = ChiselBackend.text(pipeline());
    assertThat(text)
        .startsWith("module sumup(")
        .contains("valid_s1")
        .contains("xx_s1")
        .doesNotContain("----- 8< -----");
    assertThat(ChiselBackend.text(pipeline())).isEqualTo(text);
  }

  @Test
  void onlyTheValidBitsAreReset() {
    String text = ChiselBackend.text(pipeline());
    assertThat(text.lines().filter(l -> l.contains("if (reset)"))).hasSize(1);
  }

  /** An extended unsigned product would take several multiplier blocks. */
  @Test
  void signedProductsAreSigned() {
    assertThat(ChiselBackend.text(pipeline()))
        .contains("  sumup_signed_product #(\n    .A_BITS(8),\n    .B_BITS(8)\n  ) xx_multiplier (")
        .contains("module sumup_signed_product #(")
        .contains("(* keep, use_dsp = \"yes\" *) wire signed [A_BITS+B_BITS-1:0] whole;")
        .contains("assign whole = a * b;");
    String unsigned =
        CIRCUIT.replace(
            "x = input : fixed<8,8> in -128 .. 127", "x = input : ufixed<7,7> in 0 .. 127");
    assertThat(
            ChiselBackend.text(
                Scheduler.schedule(
                    DatapathText.parse(unsigned).verify(), DeviceModels.load("unit", null), 1000)))
        .doesNotContain("signed_product");
  }

  /** The names of schedule.txt are those of the circuit. */
  @Test
  void everyValueKeepsItsName() {
    assertThat(ChiselBackend.text(pipeline()))
        .containsPattern("wire .*\\bxx\\b")
        .containsPattern("wire .*\\bsum\\b")
        .doesNotContain("_GEN");
  }
}
