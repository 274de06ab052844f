package io.formgate.cli;

import io.formgate.constraints.PortRegisters;
import io.formgate.datapath.Area;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.ErrorBound;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.hwcost.CriticalPath;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceTiming;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.Slack;
import io.formgate.hwcost.StageWords;
import io.formgate.report.Circuit;
import io.formgate.report.ReportData;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** A circuit and its device as a report shows them. */
final class ReportCircuit {
  /** Points of a table's picture: more than there are pixels tell nothing. */
  private static final int TABLE_POINTS = 256;

  private ReportCircuit() {}

  /**
   * {@return a circuit}
   *
   * @param circuit the circuit
   * @param units of its ports
   * @param parts of its formulas, as text
   * @param links what each node is for
   */
  static Circuit of(
      CompiledCircuit circuit, Units units, List<String> parts, List<FormulaParts.Link> links) {
    return of(
        circuit.pipeline(),
        circuit.registers(),
        circuit.cautiousLatencyCycles(),
        parts,
        links,
        circuit.pipeline().datapath().tables().stream().map(ReportCircuit::table).toList(),
        claims(circuit, units),
        circuit.quantized().notes());
  }

  /** {@return a circuit of a schedule, with what else is known of it} */
  static Circuit of(
      Pipeline p,
      PortRegisters registers,
      OptionalInt cautiousLatencyCycles,
      List<String> parts,
      List<FormulaParts.Link> links,
      List<Circuit.Table> tables,
      List<String> claims,
      List<String> notes) {
    DeviceModel device = p.device();
    OptionalDouble factor = device.timing().cautiousFactor();
    Area area = p.area();
    return new Circuit(
        p.latencyCycles(),
        p.initiationInterval(),
        p.clockPeriodPs(),
        p.usablePs(),
        p.longestStagePs(),
        cautiousLatencyCycles.isPresent()
            ? Integer.valueOf(cautiousLatencyCycles.getAsInt())
            : null,
        factor.isPresent() ? Double.valueOf(factor.getAsDouble()) : null,
        StageWords.of(p) + "; " + registers(registers),
        area.lut(),
        area.ff(),
        area.dsp(),
        device.brams(area),
        area.carry(),
        parts,
        nodes(p, links),
        p.datapath().outputs().stream().map(o -> new Circuit.Output(o.name(), o.node())).toList(),
        tables,
        claims,
        notes);
  }

  private static String registers(PortRegisters registers) {
    return switch (registers) {
      case NONE -> "no registers at the ports";
      case IN -> "registers at the inputs";
      case OUT -> "registers at the outputs";
      case BOTH -> "registers at inputs and outputs";
    };
  }

  private static List<Circuit.GraphNode> nodes(Pipeline p, List<FormulaParts.Link> links) {
    Datapath datapath = p.datapath();
    int blocks = p.device().memory().blocksPerBram();
    int[] slack = Slack.stageSlackPs(p);
    int[] registers = p.registerBitsOfNodes();
    List<Area> areas = p.areasOfNodes();
    Set<Integer> critical = new HashSet<>(CriticalPath.of(p));
    List<Circuit.GraphNode> nodes = new ArrayList<>();
    for (int i = 0; i < slack.length; i++) {
      Pipeline.Slot slot = p.slots().get(i);
      Node node = datapath.node(i);
      Area area = areas.get(i);
      nodes.add(
          new Circuit.GraphNode(
              node.name(),
              node.operation().keyword(),
              node.format().toString(),
              node.format().toReal(node.rawLo()),
              node.format().toReal(node.rawHi()),
              node.operation().operands(),
              slot.stage(),
              slot.startPs(),
              slot.availableStage(),
              slot.finishPs(),
              slack[i],
              critical.contains(i),
              area.lut(),
              area.ff() + registers[i],
              area.dsp(),
              (double) area.bram() / blocks,
              area.carry(),
              node.operation() instanceof Operation.Lookup(int table, _) ? table : -1,
              links.isEmpty() ? -1 : links.get(i).part(),
              !links.isEmpty() && links.get(i).isStep()));
    }
    return nodes;
  }

  private static Circuit.Table table(FunctionTable table) {
    return table(table, 0, "", List.of());
  }

  /** {@return a table with what it is of and what stands at its axes} */
  static Circuit.Table table(FunctionTable table, int columns, String caption, List<String> axes) {
    long lo = table.indexFormat().rawMin();
    long hi = table.indexFormat().rawMax();
    long step = Math.max(1, (hi - lo + 1) / TABLE_POINTS);
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (long raw = lo; raw <= hi; raw += step) {
      x.add(table.indexFormat().toReal(raw));
      y.add(table.valueFormat().toReal(table.lookup(raw)));
    }
    return new Circuit.Table(
        table.name(),
        table.indexFormat().toString(),
        table.valueFormat().toString(),
        table.size(),
        columns,
        caption,
        axes,
        x,
        y);
  }

  private static List<String> claims(CompiledCircuit circuit, Units units) {
    List<String> claims = new ArrayList<>();
    for (int i = 0; i < circuit.request().outputs().size(); i++) {
      QuantizerRequest.OutputPort port = circuit.request().outputs().get(i);
      ErrorBound bound = circuit.quantized().claims().get(i).bound();
      if (!bound.isKnown()) {
        claims.add(port.name() + ": no error is proved; the errors shown are measured");
        continue;
      }
      claims.add(
          port.name()
              + " is proved within "
              + CircuitReport.tolerance(port.tolerance(), port.name(), units)
              + " of its formula on the declared ranges: at most "
              + CircuitReport.bound(bound, port.name(), units));
    }
    for (int h = 0; h < circuit.request().heads().size(); h++) {
      claims.add(CircuitReport.decision(circuit, h).strip());
    }
    return claims;
  }

  /** {@return a device with its provenance} */
  static ReportData.Device device(DeviceModel device) {
    DeviceTiming t = device.timing();
    List<ReportData.Fact> figures = new ArrayList<>();
    figures.add(fact("delays of the fabric times", Numbers.exact(t.factor())));
    t.cautiousFactor()
        .ifPresent(f -> figures.add(fact("cautious figure at times", Numbers.exact(f))));
    figures.add(fact("flip-flop, clock-to-Q and setup", t.flipFlopPs() + " ps"));
    figures.add(fact("shortest clock period", t.shortestPeriodPs() + " ps"));
    figures.add(fact("margin of a period", Numbers.exact(t.marginPercent()) + " %"));
    if (t.keptFreePercent() > 0) {
      figures.add(fact("kept free of a period besides", Numbers.exact(t.keptFreePercent()) + " %"));
    }
    return new ReportData.Device(
        device.name(), device.kind().name().toLowerCase(Locale.ROOT), figures, device.provenance());
  }

  private static ReportData.Fact fact(String label, String value) {
    return new ReportData.Fact(label, value);
  }
}
