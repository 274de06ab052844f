package io.formgate.sim;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.expression.FixedFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds where a wrong circuit first leaves its datapath.
 *
 * <p>The failing vector is held at the inputs until every register has settled, so that all signals
 * belong to one vector and no cycles need to be counted. Only signals that kept a node's name can
 * be compared.
 */
final class FirstDifference {
  private FirstDifference() {}

  /**
   * What was found.
   *
   * @param node first node in the order of the datapath with a signal that differs, if any
   * @param visibleNodes nodes that have a signal
   */
  record Result(Optional<String> node, int visibleNodes) {}

  /** {@return the first node that differs when a vector is held for some cycles} */
  static Result find(
      ToolRunner tools,
      ModelBuilder builder,
      Duration timeLimit,
      Circuit circuit,
      Datapath datapath,
      InitialState state,
      long[] rawInputs,
      int cycles) {
    List<InternalSignal> signals = new ArrayList<>();
    Model model = builder.buildVisible(circuit, signals);
    InputPacker packer = new InputPacker(datapath);
    int[] next = {-InputPacker.RESET_CYCLES};
    long[] settled = new long[signals.size() + 1];
    Simulation.run(
        tools,
        model,
        timeLimit,
        state,
        record -> {
          int cycle = next[0]++;
          packer.pack(cycle < 0 ? Bench.RESET : Bench.VALID, rawInputs, record);
          return cycle <= cycles;
        },
        record -> System.arraycopy(record, 0, settled, 0, record.length));
    return compare(datapath, rawInputs, signals, settled);
  }

  private static Result compare(
      Datapath datapath, long[] rawInputs, List<InternalSignal> signals, long[] settled) {
    long[] expected = new DatapathInterpreter(datapath).evaluateNodes(rawInputs);
    List<String> names = datapath.nodes().stream().map(n -> n.name()).toList();
    int visible = 0;
    Optional<String> found = Optional.empty();
    for (int node = 0; node < names.size(); node++) {
      boolean seen = false;
      boolean differs = false;
      for (int i = 0; i < signals.size(); i++) {
        InternalSignal signal = signals.get(i);
        if (belongs(signal, node, names, datapath.outputs())) {
          seen = true;
          FixedFormat format = datapath.node(node).format();
          int bits = Math.min(signal.widthBits(), format.widthBits());
          long mask = (1L << bits) - 1;
          differs |= ((expected[node] ^ settled[i + 1]) & mask) != 0;
        }
      }
      visible += seen ? 1 : 0;
      if (differs && found.isEmpty()) {
        found = Optional.of(names.get(node));
      }
    }
    return new Result(found, visible);
  }

  /** The name of an output port belongs to the port's node, any other name to the closest node. */
  private static boolean belongs(
      InternalSignal signal, int node, List<String> names, List<Datapath.Output> outputs) {
    for (Datapath.Output output : outputs) {
      if (output.name().equals(signal.name())) {
        return output.node() == node;
      }
    }
    String name = names.get(node);
    return signal.name().equals(name) || (!names.contains(signal.name()) && signal.carries(name));
  }
}
