package io.formgate.sim.formal;

import io.formgate.codegen.Wrapper;
import io.formgate.datapath.Datapath;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One cycle of a wrapper and the one after it in Verilog, with a bit for each property: it is 1
 * where the property is broken.
 *
 * <p>Beside the wrapper stands what its protocol says: how many vectors are on their way, in which
 * ranks of the circuit inside, whether the sink has never waited, and any one vector that is
 * followed: where it is, how many results are due before its own, and that result. The circuit
 * inside is taken for what its own proof shows: a result for each vector, its latency later. That
 * the registers of the wrapper agree with all this is the invariant: it holds after a cycle of
 * reset, whatever they held, and it holds in the next cycle where it holds in one. As any vector
 * may be followed, what is shown of one is shown of all.
 */
final class HandshakeText {
  /** Name of the module with the questions. */
  static final String MODULE = "handshake";

  /** Is 1 in a cycle that has to be possible, lest all else is shown of none. */
  static final String POSSIBLE = "possible";

  /** Is 1 where any property is broken. */
  static final String ANY = "broken";

  private static final String READ_INDEX = "read_index";
  private static final String HOLDS = "agreement";

  private final WrapperPorts ports;
  private final List<FixedFormat> inputs;
  private final List<FixedFormat> outputs;
  private final int latency;
  private final int interval;
  private final int ranks;
  private final int places;
  private final int countBits;
  private final int stateBits;
  private final int anyBits;
  private final Map<String, List<Integer>> state;

  /**
   * Takes a wrapper.
   *
   * @param request what it is
   * @param ports its ports
   * @param step one cycle of it
   * @param state for each name of {@link #registers} its bits among these, the lowest first
   */
  HandshakeText(
      HandshakeRequest request,
      WrapperPorts ports,
      StepNetlist step,
      Map<String, List<Integer>> state) {
    this.ports = ports;
    this.inputs = request.datapath().inputFormats();
    this.outputs = outputFormats(request.datapath());
    this.latency = request.coreLatencyCycles();
    this.interval = request.initiationInterval();
    this.ranks = Math.max(1, Math.max(latency, interval - 1));
    this.places = places(latency, interval);
    this.countBits = Integer.SIZE - Integer.numberOfLeadingZeros(places) + 2;
    this.stateBits = step.registers().size();
    this.anyBits = step.anyBits();
    this.state = state;
  }

  /** {@return formats of the outputs} */
  static List<FixedFormat> outputFormats(Datapath datapath) {
    return datapath.outputs().stream().map(o -> datapath.node(o.node()).format()).toList();
  }

  /** {@return vectors that are between acceptance and hand-over at most} */
  private static int places(int latency, int interval) {
    return (latency + 1) / interval + 1;
  }

  /**
   * {@return what the registers of a wrapper are called, after a prefix for those of its buffer}
   */
  static List<String> registers(HandshakeRequest request) {
    List<String> names = new ArrayList<>(List.of("held", "stored", "write_index"));
    int places = places(request.coreLatencyCycles(), request.initiationInterval());
    // Nothing reads which of one place is read, so that yosys takes the register away.
    if (places > 1) {
      names.add(READ_INDEX);
    }
    for (int place = 0; place < places; place++) {
      names.add(result(place));
    }
    if (request.initiationInterval() > 1) {
      names.add("lately");
    }
    if (request.wrapper() == Wrapper.AXI_STREAM && request.coreLatencyCycles() > 0) {
      names.add("last");
    }
    return names;
  }

  private static String result(int place) {
    return "results[" + place + "]";
  }

  /** {@return each property's bit, with what is wrong where it is broken} */
  Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    broken().keySet().forEach(property -> properties.put(property.bit(), property.wrong()));
    parts().keySet().forEach(part -> properties.put(part.bit(), part.wrong()));
    return properties;
  }

  private String readIndex() {
    return places > 1 ? bits(READ_INDEX) : "1'd0";
  }

  private String bits(String register) {
    List<Integer> bits = new ArrayList<>(Objects.requireNonNull(state.get(register)));
    return bits.reversed().stream()
        .map(b -> "q[" + b + "]")
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** {@return the parts of the invariant, of registers {@code q} and of what the protocol says} */
  private Map<HandshakePart, String> parts() {
    Map<HandshakePart, String> parts = new EnumMap<>(HandshakePart.class);
    if (interval > 1) {
      parts.put(HandshakePart.APART, apart());
    }
    parts.put(HandshakePart.HELD, bits("held") + " == n & n <= " + number(places));
    parts.put(HandshakePart.STORED, "n == " + inCircuit(1) + " + stored");
    parts.put(
        HandshakePart.PLACES,
        "%1$s < %3$s & %2$s < %3$s & %1$s == place_behind"
            .formatted(bits("write_index"), readIndex(), number(places)));
    if (interval > 1) {
      parts.put(HandshakePart.LATELY, bits("lately") + " == v[" + (interval - 1) + ":1]");
    }
    List<String> at = new ArrayList<>(List.of("inside"));
    for (int k = 1; k <= latency; k++) {
      at.add("pos[" + k + "]");
    }
    List<String> where = new ArrayList<>();
    for (int i = 0; i < at.size(); i++) {
      for (int k = i + 1; k < at.size(); k++) {
        where.add("~(" + at.get(i) + " & " + at.get(k) + ")");
      }
    }
    for (int k = 1; k <= latency; k++) {
      where.add("(~pos[" + k + "] | v[" + k + "])");
    }
    parts.put(HandshakePart.WHERE, where.isEmpty() ? "1'b1" : String.join(" & ", where));
    if (latency > 0) {
      parts.put(
          HandshakePart.INSIDE,
          IntStream.rangeClosed(1, latency)
              .mapToObj(k -> "(~pos[" + k + "] | ahead == " + inCircuit(k + 1) + " + stored)")
              .collect(Collectors.joining(" & ")));
    }
    if (ports.isPacked() && latency > 0) {
      List<Integer> last = Objects.requireNonNull(state.get("last"));
      parts.put(
          HandshakePart.LAST,
          IntStream.rangeClosed(1, latency)
              .mapToObj(k -> "(~pos[" + k + "] | q[" + last.get(k - 1) + "] == rlast)")
              .collect(Collectors.joining(" & ")));
    }
    parts.put(
        HandshakePart.KEPT,
        "(~inside | ahead < stored"
            + IntStream.range(0, places)
                .mapToObj(p -> " & (place != " + number(p) + " | " + bits(result(p)) + " == word)")
                .collect(Collectors.joining())
            + ")");
    // With one place the next vector waits for it, so that it counts when its result came.
    String came = places == 1 ? " & v[" + (latency + 1) + "]" : "";
    parts.put(
        HandshakePart.SPEED,
        "(~eager | stored <= "
            + number(1)
            + " & (stored == 0 | ~("
            + lastRanks()
            + ")"
            + came
            + "))");
    return parts;
  }

  private String number(int value) {
    return countBits + "'d" + value;
  }

  /** {@return the vectors in the ranks of the circuit inside from one on} */
  private String inCircuit(int first) {
    return IntStream.rangeClosed(first, latency)
        .mapToObj(k -> " + v[" + k + "]")
        .collect(Collectors.joining("", "(" + number(0), ")"));
  }

  /** {@return whether a vector is in a rank that is less than the interval before the buffer} */
  private String lastRanks() {
    return IntStream.rangeClosed(Math.max(1, latency + 2 - interval), latency)
        .mapToObj(k -> "v[" + k + "]")
        .collect(Collectors.joining(" | ", "1'b0 | ", ""))
        .replaceAll(" \\| $", "");
  }

  private String apart() {
    List<String> parts = new ArrayList<>();
    for (int i = 1; i <= ranks; i++) {
      for (int k = i + 1; k <= ranks && k - i < interval; k++) {
        parts.add("~(v[" + i + "] & v[" + k + "])");
      }
    }
    return parts.isEmpty() ? "1'b1" : String.join(" & ", parts);
  }

  /** {@return what the protocol says, as ports: width and name} */
  private List<String> ghosts() {
    List<String> ghosts = new ArrayList<>(List.of("[" + ranks + ":1] v"));
    if (latency > 0) {
      ghosts.add("[" + latency + ":1] pos");
    }
    ghosts.addAll(List.of("[0:0] inside", "[0:0] eager"));
    ghosts.addAll(List.of("[" + (countBits - 1) + ":0] n", "[" + (countBits - 1) + ":0] ahead"));
    for (int i = 0; i < outputs.size(); i++) {
      ghosts.add(range(outputs.get(i).widthBits()) + "r" + i);
    }
    ghosts.add("[0:0] rlast");
    return ghosts;
  }

  private static String name(String port) {
    return port.substring(port.indexOf(' ') + 1);
  }

  private static String range(int bits) {
    return "[" + (bits - 1) + ":0] ";
  }

  /** {@return both modules} */
  String text() {
    return invariant() + cycle();
  }

  private String invariant() {
    StringBuilder out = new StringBuilder("module " + HOLDS + "(input " + range(stateBits) + "q");
    ghosts().forEach(g -> out.append(", input " + g));
    out.append(", output " + range(parts().size()) + "holds);\n");
    String count = range(countBits);
    out.append("  wire " + count + "stored = " + bits("stored") + ";\n");
    out.append("  wire " + count + "read = " + readIndex() + ";\n");
    out.append("  wire " + count + "behind = read + stored;\n");
    out.append("  wire " + count + "at = read + ahead;\n");
    String wrapped = " >= %1$s ? %2$s - %1$s : %2$s;\n";
    out.append("  wire " + count + "place_behind = behind");
    out.append(wrapped.formatted(number(places), "behind"));
    out.append("  wire " + count + "place = at" + wrapped.formatted(number(places), "at"));
    int wordBits = outputs.stream().mapToInt(FixedFormat::widthBits).sum();
    out.append("  wire " + range(wordBits + (ports.isPacked() ? 1 : 0)) + "word = ");
    out.append(ports.word(outputs, "r") + ";\n");
    int part = 0;
    for (String expression : parts().values()) {
      out.append("  assign holds[" + part++ + "] = " + expression + ";\n");
    }
    return out.append("endmodule\n").toString();
  }

  private String cycle() {
    List<String> given = new ArrayList<>(List.of("[0:0] pick", range(stateBits) + "q"));
    given.addAll(ghosts());
    for (String of : List.of("", "_2")) {
      for (String bit : List.of("cleared", "arrives", "taken", "last")) {
        given.add("[0:0] " + bit + of);
      }
      List<Integer> widths = ports.widths(inputs);
      for (int i = 0; i < widths.size(); i++) {
        given.add(range(widths.get(i)) + "x" + i + of);
      }
      for (int i = 0; i < outputs.size(); i++) {
        given.add(range(outputs.get(i).widthBits()) + "any" + i + of);
      }
      if (anyBits > 0) {
        given.add(range(anyBits) + StepNetlist.ANY + of);
      }
    }
    for (int i = 0; i < outputs.size(); i++) {
      given.add(range(outputs.get(i).widthBits()) + "f" + i);
    }
    StringBuilder out = new StringBuilder("module " + MODULE + "(");
    out.append(given.stream().map(g -> "input " + g).collect(Collectors.joining(",\n  ")));
    properties().keySet().forEach(p -> out.append(",\n  output " + p));
    out.append(",\n  output " + ANY + ",\n  output " + POSSIBLE + ");\n");
    out.append("  wire accepted = arrives & ready;\n  wire took = offered & taken;\n");
    out.append("  wire follows = inside" + (latency > 0 ? " | (|pos)" : "") + ";\n");
    out.append("  wire start = accepted & pick & ~follows;\n");
    out.append("  wire comes = " + (latency > 0 ? "pos[" + latency + "]" : "start") + ";\n");
    for (int i = 0; i < outputs.size(); i++) {
      String width = range(outputs.get(i).widthBits());
      String result = latency > 0 ? "r" + i : "f" + i;
      out.append("  wire " + width + "c" + i + " = comes ? " + result + " : any" + i + ";\n");
      out.append("  wire " + width + "c" + i + "_2 = any" + i + "_2;\n");
    }
    step("", "q", latency > 0 ? "v[" + latency + "]" : "inside_arrives", out);
    step("_2", "d", latency > 0 ? "v_n[" + latency + "]" : "inside_arrives_2", out);
    next(out);
    agreement("held_now", "q", "", out);
    agreement("held_next", "d", "_n", out);
    out.append("  wire assumed = reset | (&held_now);\n");
    asked(out);
    return out.append("endmodule\n").toString();
  }

  private void step(String of, String held, String valid, StringBuilder out) {
    List<String> pins = new ArrayList<>();
    for (String bit : List.of("cleared", "arrives", "taken")) {
      pins.add("." + bit + "(" + bit + of + ")");
    }
    for (String bit : List.of("ready", "offered", "inside_arrives", "inside_reset")) {
      out.append("  wire " + bit + of + ";\n");
      pins.add("." + bit + "(" + bit + of + ")");
    }
    if (ports.isPacked()) {
      out.append("  wire last_out" + of + ";\n");
      pins.add(".last(last" + of + ")");
      pins.add(".last_out(last_out" + of + ")");
    }
    for (int i = 0; i < ports.widths(inputs).size(); i++) {
      pins.add(".x" + i + "(x" + i + of + ")");
    }
    List<Integer> shown = ports.widths(outputs);
    for (int i = 0; i < shown.size(); i++) {
      out.append("  wire " + range(shown.get(i)) + "y" + i + of + ";\n");
      pins.add(".y" + i + "(y" + i + of + ")");
    }
    for (int i = 0; i < inputs.size(); i++) {
      out.append("  wire " + range(inputs.get(i).widthBits()) + "k" + i + of + ";\n");
      pins.add(".k" + i + "(k" + i + of + ")");
    }
    for (int i = 0; i < outputs.size(); i++) {
      pins.add(".c" + i + "(c" + i + of + ")");
    }
    String next = of.isEmpty() ? "d" : "d" + of;
    out.append("  wire " + range(stateBits) + next + ";\n");
    out.append(
        "  wire reset" + of + " = " + (ports.isActiveLow() ? "~" : "") + "cleared" + of + ";\n");
    if (anyBits > 0) {
      pins.add("." + StepNetlist.ANY + "(" + StepNetlist.ANY + of + ")");
    }
    pins.add(".q(" + held + ")");
    pins.add(".d(" + next + ")");
    pins.add(".inside_valid(" + valid + ")");
    out.append("  " + StepNetlist.MODULE + " cycle" + of + " (" + String.join(", ", pins) + ");\n");
  }

  /** What the protocol says of the next cycle. */
  private void next(StringBuilder out) {
    out.append("  wire [" + ranks + ":1] v_n = reset ? " + ranks + "'d0 : {");
    out.append((ranks > 1 ? "v[" + (ranks - 1) + ":1], " : "") + "accepted};\n");
    if (latency > 0) {
      out.append("  wire [" + latency + ":1] pos_n = reset ? " + latency + "'d0 : {");
      out.append((latency > 1 ? "pos[" + (latency - 1) + ":1], " : "") + "start};\n");
    }
    String count = "  wire " + range(countBits);
    out.append("  wire inside_n = ~reset & (comes | inside & ~(took & ahead == 0));\n");
    out.append("  wire eager_n = reset | eager & taken;\n");
    out.append(count + "n_n = reset ? " + number(0) + " : n + accepted - took;\n");
    out.append(count + "ahead_n = start ? n - took : ahead - took;\n");
    for (int i = 0; i < outputs.size(); i++) {
      out.append("  wire " + range(outputs.get(i).widthBits()));
      out.append("r" + i + "_n = start ? f" + i + " : r" + i + ";\n");
    }
    out.append("  wire rlast_n = start ? last : rlast;\n");
  }

  private void agreement(String name, String held, String of, StringBuilder out) {
    out.append("  wire " + range(parts().size()) + name + ";\n  " + HOLDS + " the_" + name);
    out.append(" (.q(" + held + "), .holds(" + name + ")");
    ghosts().forEach(g -> out.append(", ." + name(g) + "(" + name(g) + of + ")"));
    out.append(");\n");
  }

  /** {@return when each property is broken} */
  private Map<HandshakeProperty, String> broken() {
    List<String> gets = new ArrayList<>();
    List<String> values = ports.values(inputs, "x");
    for (int i = 0; i < values.size(); i++) {
      gets.add(" | accepted & k" + i + " != " + values.get(i));
    }
    List<String> wrong = new ArrayList<>();
    List<String> changed = new ArrayList<>(List.of("~offered_2"));
    List<String> shown = ports.shown(outputs, "r");
    for (int i = 0; i < shown.size(); i++) {
      wrong.add("y" + i + " != " + shown.get(i));
      changed.add("y" + i + "_2 != y" + i);
    }
    if (ports.isPacked()) {
      wrong.add("last_out != rlast");
      changed.add("last_out_2 != last_out");
    }
    String clear = interval > 1 ? "~(|v[" + (interval - 1) + ":1])" : "1'b1";
    Map<HandshakeProperty, String> broken = new EnumMap<>(HandshakeProperty.class);
    broken.put(HandshakeProperty.RESET, "reset & (ready | offered)");
    broken.put(
        HandshakeProperty.INSIDE,
        "inside_reset != reset | inside_arrives != accepted" + String.join("", gets));
    broken.put(
        HandshakeProperty.ORDER,
        "assumed & ~reset & offered & (n == 0 | follows & ahead == 0 & (~inside | "
            + String.join(" | ", wrong)
            + "))");
    broken.put(HandshakeProperty.COMES, "assumed & ~reset & ~offered & n != " + inCircuit(1));
    broken.put(
        HandshakeProperty.STAYS,
        "assumed & ~reset & ~reset_2 & offered & ~taken & (" + String.join(" | ", changed) + ")");
    broken.put(
        HandshakeProperty.ROOM,
        "assumed & ~reset & ~ready & n < " + number(places) + " & " + clear);
    broken.put(
        HandshakeProperty.SPEED,
        "assumed & ~reset & eager & (~ready & " + clear + " | inside & (ahead != 0 | ~offered))");
    if (interval > 1) {
      broken.put(HandshakeProperty.APART, "assumed & accepted & ~(" + clear + ")");
    }
    return broken;
  }

  private void asked(StringBuilder out) {
    Map<String, String> bits = new LinkedHashMap<>();
    broken().forEach((property, broken) -> bits.put(property.bit(), broken));
    int part = 0;
    for (HandshakePart each : parts().keySet()) {
      bits.put(each.bit(), "assumed & ~held_next[" + part++ + "]");
    }
    bits.forEach((bit, broken) -> out.append("  assign " + bit + " = " + broken + ";\n"));
    out.append("  assign " + ANY + " = |{" + String.join(", ", bits.keySet()) + "};\n");
    out.append("  assign " + POSSIBLE + " = ~reset & (&held_now) & inside & ahead == 0 & took;\n");
  }
}
