package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineTest {
  private static final String CHAIN =
      """
      datapath chain
      x = input : ufixed<8,8> in 0 .. 255
      y = input : ufixed<8,8> in 0 .. 255
      k = literal 7 : ufixed<3,3> in 7 .. 7
      xx = multiply x x : ufixed<16,16> in 0 .. 65025
      yy = multiply y k : ufixed<11,11> in 0 .. 1785
      sum = add xx yy : ufixed<17,17> in 0 .. 66810
      m = maximum sum y : ufixed<17,17> in 0 .. 66810
      r = round nearest m : ufixed<13,17> in 0 .. 4176
      n = negate r : fixed<14,18> in -4176 .. 0
      output early = xx
      output late = n
      """;

  private static String table(int indexBits) {
    StringBuilder out = new StringBuilder("datapath lookup\ntable t ufixed<");
    out.append(indexBits).append(',').append(indexBits).append("> ufixed<1,1>");
    for (int i = 0; i < 1 << indexBits; i++) {
      out.append(' ').append(Integer.bitCount(i) & 1);
    }
    return out.append("\nx = input : ufixed<%1$d,%1$d> in 0 .. %2$d\n")
        .append("v = lookup t x : ufixed<1,1> in 0 .. 1\n")
        .append("s = add v v : ufixed<2,2> in 0 .. 2\noutput y = s\n")
        .toString()
        .formatted(indexBits, (1 << indexBits) - 1);
  }

  private static Pipeline schedule(String text, String device, int clockPeriodPs) {
    Datapath datapath = DatapathText.parse(text).verify();
    return Scheduler.schedule(datapath, DeviceModels.load(device, null), clockPeriodPs);
  }

  private static Pipeline with(Pipeline p, int node, Pipeline.Slot slot) {
    List<Pipeline.Slot> slots = new ArrayList<>(p.slots());
    slots.set(node, slot);
    return new Pipeline(p.datapath(), p.device(), p.options(), slots, p.latencyCycles());
  }

  /** With one operation for each cycle, every node on the longest path has only its own place. */
  @Test
  void aMovedNodeIsCaught() {
    Pipeline p = schedule(CHAIN, "unit", 1000);
    assertThat(p.latencyCycles()).isEqualTo(4);
    for (int node : new int[] {3, 5, 6, 7, 8}) {
      Pipeline.Slot s = p.slots().get(node);
      for (int by : new int[] {-1, 1}) {
        Pipeline.Slot moved =
            new Pipeline.Slot(
                s.stage() + by, s.leadingRanks(), s.trailingRanks(), s.startPs(), s.ready());
        assertThatThrownBy(() -> with(p, node, moved).verify())
            .as("node %s by %s", p.datapath().node(node).name(), by)
            .isInstanceOf(IllegalStateException.class);
      }
      assertThatThrownBy(() ->
              with(
                      p,
                      node,
                      new Pipeline.Slot(
                          s.stage(), 0, 0, s.startPs(), Arrival.flat(s.finishPs() - 1)))
                  .verify())
          .hasMessageContaining("is ready later");
      assertThatThrownBy(() ->
              with(p, node, new Pipeline.Slot(s.stage(), 0, 1, s.startPs(), s.ready())).verify())
          .hasMessageContaining("in a way that the device does not have");
    }
    assertThatThrownBy(
            () -> new Pipeline(p.datapath(), p.device(), p.options(), p.slots(), 3).verify())
        .hasMessageContaining("node n is an output after the last stage");
    assertThatThrownBy(() ->
            new Pipeline(p.datapath(), p.device(), p.options().withPeriod(999), p.slots(), 4)
                .verify())
        .hasMessageContaining("does not fit in its stage");
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 2000, 3000, 100_000})
  void registerBitsEqualASlowCount(int clockPeriodPs) {
    Pipeline p = schedule(CHAIN, "unit", clockPeriodPs);
    int bits = 0;
    for (int rank = 1; rank <= p.latencyCycles(); rank++) {
      bits++;
      for (int node = 0; node < p.slots().size(); node++) {
        if (crosses(p, node, rank)) {
          bits += p.datapath().node(node).format().widthBits();
        }
      }
    }
    assertThat(p.registerBits()).isEqualTo(bits);
    assertThat(p.area().ff()).isEqualTo(bits);
  }

  /** Whether a value is made before a rank and used behind it. */
  private static boolean crosses(Pipeline p, int node, int rank) {
    if (p.isConstant(node) || p.slots().get(node).availableStage() >= rank) {
      return false;
    }
    for (int user = 0; user < p.slots().size(); user++) {
      if (p.datapath().node(user).operation().operands().contains(node)
          && p.slots().get(user).stage() >= rank) {
        return true;
      }
    }
    return p.datapath().outputs().stream().anyMatch(o -> o.node() == node);
  }

  @Test
  void aTableInMemoryEndsItsCycle() {
    Pipeline p = schedule(table(13), "xcvu9p-2", 5000);
    // Routing of 180 ps times 1.5 to the address; 1000 ps times 1.5 less the flip-flop's 150
    // behind.
    assertThat(p.slots().get(1)).isEqualTo(new Pipeline.Slot(0, 0, 1, 0, Arrival.flat(1350)));
    assertThat(p.slots().get(2).stage()).isEqualTo(1);
    assertThat(p.slots().get(2).startPs()).isEqualTo(1350);
    assertThat(p.latencyCycles()).isEqualTo(1);
    // The memory's own register is not one of the fabric.
    assertThat(p.registerBits()).isEqualTo(1);
    assertThat(p.area().bram()).isEqualTo(1);
    Pipeline small = schedule(table(10), "xcvu9p-2", 5000);
    assertThat(small.latencyCycles()).isZero();
    assertThat(small.area().bram()).isZero();
  }

  @Test
  void aWireNeedsNoCycle() {
    Pipeline p =
        schedule(
            "datapath wire\nx = input : ufixed<8,8> in 0 .. 255\noutput y = x\n", "unit", 1000);
    assertThat(p.latencyCycles()).isZero();
    assertThat(p.registerBits()).isZero();
    assertThat(p.longestStagePs()).isZero();
  }
}
