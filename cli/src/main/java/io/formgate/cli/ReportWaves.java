package io.formgate.cli;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.Node;
import io.formgate.hwcost.Pipeline;
import io.formgate.report.Waves;
import java.util.ArrayList;
import java.util.List;

/** The first vectors of a circuit in time, as its golden model and latency say. */
final class ReportWaves {
  private static final int VECTORS = 8;

  private ReportWaves() {}

  /**
   * {@return the waveforms}
   *
   * @param circuit the circuit
   * @param data rows as raw values; may be empty
   * @param seed of random vectors, where there are no rows
   */
  static Waves of(CompiledCircuit circuit, List<long[]> data, long seed) {
    if (!data.isEmpty()) {
      return of(circuit.pipeline(), data);
    }
    List<long[]> vectors = new ArrayList<>();
    ErrorStatistics.random(circuit.request(), VECTORS, seed).forEachRemaining(vectors::add);
    return of(circuit.pipeline(), vectors, "random vectors");
  }

  /**
   * {@return the waveforms of rows of the data}
   *
   * @param pipeline the circuit
   * @param data rows as raw values, at least one
   */
  static Waves of(Pipeline pipeline, List<long[]> data) {
    return of(pipeline, data.subList(0, Math.min(VECTORS, data.size())), "rows of the data");
  }

  private static Waves of(Pipeline pipeline, List<long[]> all, String what) {
    int interval = pipeline.initiationInterval();
    // The farther apart they are, the fewer have room.
    List<long[]> vectors =
        all.subList(0, Math.min(all.size(), Math.max(2, 2 * VECTORS / interval)));
    Datapath datapath = pipeline.datapath();
    DatapathInterpreter model = new DatapathInterpreter(datapath);
    int latency = pipeline.latencyCycles();
    int cycles = (vectors.size() - 1) * interval + latency + 2;
    List<long[]> results = vectors.stream().map(model::evaluate).toList();
    List<Waves.Signal> signals = new ArrayList<>();
    signals.add(new Waves.Signal("valid_in", true, valid(cycles, 0, interval, vectors.size())));
    List<Integer> inputs = datapath.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      signals.add(
          signal(
              datapath.node(inputs.get(i)).name(),
              datapath.node(inputs.get(i)),
              i,
              0,
              interval,
              cycles,
              vectors));
    }
    signals.add(
        new Waves.Signal("valid_out", true, valid(cycles, latency, interval, vectors.size())));
    for (int k = 0; k < datapath.outputs().size(); k++) {
      Datapath.Output output = datapath.outputs().get(k);
      signals.add(
          signal(
              output.name(), datapath.node(output.node()), k, latency, interval, cycles, results));
    }
    return new Waves(
        "The first "
            + vectors.size()
            + " "
            + what
            + " as numbers, one "
            + (interval == 1 ? "each cycle" : "every " + interval + " cycles")
            + ", and the outputs "
            + CircuitReport.cycles(latency)
            + " later; computed by the golden model, which the circuit equals where it is verified.",
        cycles,
        signals);
  }

  /** The number of the vector that a port shows in a cycle, or -1. */
  private static int shown(int cycle, int from, int interval, int count) {
    int since = cycle - from;
    return since >= 0 && since % interval == 0 && since / interval < count ? since / interval : -1;
  }

  private static List<String> valid(int cycles, int from, int interval, int count) {
    List<String> values = new ArrayList<>();
    for (int c = 0; c < cycles; c++) {
      values.add(shown(c, from, interval, count) >= 0 ? "1" : "0");
    }
    return values;
  }

  private static Waves.Signal signal(
      String name, Node node, int port, int from, int interval, int cycles, List<long[]> vectors) {
    List<String> values = new ArrayList<>();
    for (int c = 0; c < cycles; c++) {
      int at = shown(c, from, interval, vectors.size());
      values.add(at >= 0 ? Numbers.digits(node.format().toReal(vectors.get(at)[port]), 6) : "");
    }
    return new Waves.Signal(name, false, values);
  }
}
