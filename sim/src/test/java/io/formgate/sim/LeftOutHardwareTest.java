package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.Scheduler;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * What the text leaves out because ranges or contents show that it is not needed, in simulation for
 * all inputs: sides and bits of saturations, bits of tables that are wires.
 */
class LeftOutHardwareTest {
  private static final String VALUES =
      """
      x = input : fixed<8,8> in -128 .. 127
      y = input : ufixed<3,3> in 0 .. 7
      k = literal 20 : ufixed<5,5> in 20 .. 20
      m = literal -3 : fixed<3,3> in -3 .. -3
      wide = add x k : fixed<12,12> in -108 .. 147
      size = absolute x : ufixed<8,8> in 0 .. 128
      low = minimum x k : fixed<8,8> in -128 .. 20
      high = maximum x m : fixed<8,8> in -3 .. 127
      below = minimum x m : fixed<11,11> in -128 .. -3
      bits = reinterpret x : ufixed<8,8> in 0 .. 255
      index = concat y bits : ufixed<11,11> in 0 .. 2047
      """;

  private final StringBuilder tables = new StringBuilder("datapath leftout\n");
  private final StringBuilder nodes = new StringBuilder(VALUES);
  private final StringBuilder outputs = new StringBuilder();

  private void addSaturation(String from, boolean signed, int width) {
    String name = from + "_" + (signed ? "s" : "u") + width;
    long lo = signed ? -(1L << (width - 1)) : 0;
    long hi = signed ? (1L << (width - 1)) - 1 : (1L << width) - 1;
    addNode(
        name,
        "saturate " + from,
        "%sfixed<%d,%d>".formatted(signed ? "" : "u", width, width),
        lo,
        hi);
  }

  private void addTable(String name, String index, int indexBits, int bits, IntUnaryOperator f) {
    String format = "ufixed<%d,%d>".formatted(bits, bits);
    tables.append("table %s ufixed<%d,%d> %s".formatted(name, indexBits, indexBits, format));
    for (int i = 0; i < 1 << indexBits; i++) {
      tables.append(' ').append(f.applyAsInt(i));
    }
    tables.append('\n');
    addNode(name + "_of", "lookup " + name + " " + index, format, 0, (1L << bits) - 1);
  }

  private void addNode(String name, String operation, String format, long lo, long hi) {
    nodes.append("%s = %s : %s in %d .. %d%n".formatted(name, operation, format, lo, hi));
    outputs.append("output out_%1$s = %1$s%n".formatted(name));
  }

  private Datapath circuit() {
    for (String from : new String[] {"x", "wide", "size", "low", "high", "below"}) {
      for (int width = 1; width <= 9; width += 2) {
        addSaturation(from, true, width);
        addSaturation(from, false, width);
      }
    }
    int[] noise = new Random(1).ints(1 << 11, 0, 1 << 9).toArray();
    addTable(
        "stored",
        "index",
        11,
        22,
        i -> (noise[i] << 13) | ((noise[i] & 31) << 8) | ((i & 127) << 1) | 1);
    addTable("wires", "index", 11, 5, i -> (((i >> 4) & 7) << 2) | 2);
    addTable(
        "narrow",
        "bits",
        8,
        6,
        i -> ((noise[i] & 3) << 4) | ((i & 1) << 3) | ((noise[i] & 2) << 1) | 1);
    return DatapathText.parse(tables.toString() + nodes + outputs).verify();
  }

  @Test
  void theTextIsTheCircuitForEveryInput() {
    Pipeline pipeline = Scheduler.schedule(circuit(), DeviceModels.load("xcvu9p-2", null), 10_000);
    assertThat(pipeline.area().bram()).isOne();
    RandomCircuit circuit = RandomCircuit.emitted(pipeline);
    try (Verifier verifier = TestTools.verifier()) {
      VerificationReport report = LatencyMeasurement.measure(verifier, circuit, 1);
      assertThat(report.passed()).as(String.join("\n", report.lines())).isTrue();
      assertThat(report.vectors()).isGreaterThanOrEqualTo(1 << 11);
    }
  }
}
