package io.formgate.cli;

import io.formgate.datapath.Area;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.hwcost.AdditiveComplexity;
import io.formgate.hwcost.CriticalPath;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.Scheduler;
import io.formgate.hwcost.Slack;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a circuit takes in time and area, for people and for programs.
 *
 * @param formulas one for each output, as {@code y = x + 1}, and one for each decision on them
 * @param device its name
 * @param source where its delays and areas come from: model or measured
 * @param clockPeriodPs clock period
 * @param keptFreePercent part of a period that is kept free besides the device's own margin
 * @param portRegisters none, in, out or both
 * @param latencyCycles register ranks between inputs and outputs
 * @param initiationInterval fewest cycles between two vectors
 * @param latencyNs the same as a time
 * @param longestStagePs what the longest stage takes, flip-flops included
 * @param shortestPeriodPs shortest clock period with no more cycles
 * @param latencyCyclesAtCautiousRouting cycles at the device's cautious factor, or null
 * @param area resources
 * @param bram block memories as budgets count them
 * @param complexityMode what the complexity counts
 * @param complexity the complexity; of a sum over nodes, that of all formulas
 * @param complexities of the formulas, where it is a sum over their nodes
 * @param criticalPath names of the nodes on it
 * @param criticalOperation the node on it that takes longest, its operation, and whether it does so
 *     between the ranks inside of its block
 * @param nodes the schedule
 */
record CostFacts(
    List<String> formulas,
    String device,
    String source,
    int clockPeriodPs,
    double keptFreePercent,
    String portRegisters,
    int latencyCycles,
    int initiationInterval,
    double latencyNs,
    int longestStagePs,
    int shortestPeriodPs,
    @Nullable Integer latencyCyclesAtCautiousRouting,
    Area area,
    double bram,
    String complexityMode,
    Number complexity,
    List<FormulaComplexity> complexities,
    List<String> criticalPath,
    String criticalOperation,
    List<NodeCost> nodes) {

  /** Steps of a path that people are shown; the ones between are left out. */
  private static final int SHOWN_STEPS = 12;

  /** Rows of a schedule that people are shown. */
  private static final int SHOWN_NODES = 24;

  /**
   * A node of the schedule; see {@link Slack} for the last two times.
   *
   * @param stage in which its operands are used
   * @param startPs when they are stable
   * @param finishPs when its result is stable, in the stage where it is available
   * @param slackPs from its end to that of its stage
   * @param slipPs by how much its operands could be later
   * @param name of the node
   * @param operation keyword
   * @param format of the result
   * @param area resources, its registers included
   */
  record NodeCost(
      int stage,
      int startPs,
      int finishPs,
      int slackPs,
      int slipPs,
      String name,
      String operation,
      String format,
      Area area) {
    /** {@return whether it is more than wires} */
    private boolean takes() {
      return area.lut() + area.dsp() + area.bram() > 0;
    }
  }

  /** {@return the facts of a circuit} */
  static CostFacts of(CompiledCircuit circuit, CostMode mode) {
    Pipeline p = circuit.pipeline();
    Datapath datapath = p.datapath();
    DeviceModel device = p.device();
    List<Integer> path = CriticalPath.of(p);
    List<QuantizerRequest.OutputPort> outputs = circuit.request().outputs();
    Optional<AdditiveComplexity> sum = mode.sum(device, p.clockPeriodPs());
    return new CostFacts(
        formulas(circuit),
        device.name(),
        device.kind().name().toLowerCase(Locale.ROOT),
        p.clockPeriodPs(),
        device.timing().keptFreePercent(),
        circuit.registers().word(),
        p.latencyCycles(),
        p.initiationInterval(),
        (double) p.latencyCycles() * p.clockPeriodPs() / 1000,
        p.longestStagePs(),
        p.sharing().isShared()
            ? p.fittingPeriodPs()
            : Scheduler.shortestPeriodPs(datapath, device, p.latencyCycles(), p.options()),
        circuit.cautiousLatencyCycles().isPresent()
            ? Integer.valueOf(circuit.cautiousLatencyCycles().getAsInt())
            : null,
        circuit.area(),
        circuit.brams(),
        mode.word(),
        sum.isPresent()
            ? FormulaComplexity.together(outputs, sum.get())
            : Integer.valueOf(p.latencyCycles()),
        sum.isPresent()
            ? outputs.stream().map(o -> FormulaComplexity.of(o, sum.get())).toList()
            : List.of(),
        path.stream().map(node -> datapath.node(node).name()).toList(),
        criticalOperation(p, path),
        nodes(p));
  }

  /** {@return the formulas of a circuit, each with its output, and the decisions on them} */
  static List<String> formulas(CompiledCircuit circuit) {
    return Stream.concat(
            circuit.request().outputs().stream().map(FormulaComplexity::formula),
            HeadText.all(circuit.request()).stream())
        .toList();
  }

  private static String criticalOperation(Pipeline p, List<Integer> path) {
    boolean isInside = p.isLongestInside(path.getLast());
    int slowest =
        isInside
            ? path.getLast()
            : path.stream().max(Comparator.comparingInt(p::longestOwnPs)).orElseThrow();
    Node n = p.datapath().node(slowest);
    return n.name() + " (" + n.operation().keyword() + (isInside ? ", inside its block)" : ")");
  }

  private static List<NodeCost> nodes(Pipeline p) {
    int[] slack = Slack.stageSlackPs(p);
    int[] slip = Slack.slipPs(p);
    int[] registers = p.registerBitsOfNodes();
    List<Area> areas = p.areasOfNodes();
    List<NodeCost> nodes = new ArrayList<>();
    for (int i = 0; i < slack.length; i++) {
      Pipeline.Slot slot = p.slots().get(i);
      Node node = p.datapath().node(i);
      nodes.add(
          new NodeCost(
              slot.stage(),
              slot.startPs(),
              slot.finishPs(),
              slack[i],
              slip[i],
              node.name(),
              node.operation().keyword(),
              node.format().toString(),
              areas.get(i).plus(Area.flipFlops(registers[i]))));
    }
    return nodes;
  }

  /** {@return the lines behind those of time and area} */
  List<String> lines(CostMode mode) {
    List<String> lines = new ArrayList<>();
    lines.add(
        CircuitReport.row(
            "clock",
            "the shortest period for "
                + CircuitReport.cycles(latencyCycles)
                + " is "
                + Numbers.ns(shortestPeriodPs)
                + ", "
                + Numbers.mhz(shortestPeriodPs)));
    lines.add(CircuitReport.row("critical", path() + "; longest in " + criticalOperation));
    lines.add(
        CircuitReport.row("counts", mode.show(complexity) + " as complexity " + complexityMode));
    return lines;
  }

  /** {@return the table of each sum over nodes, none if a latency is counted} */
  List<String> sums() {
    List<String> lines = new ArrayList<>();
    for (FormulaComplexity c : complexities) {
      lines.add("");
      if (complexities.size() > 1) {
        lines.add(c.formula());
      }
      lines.addAll(c.table());
    }
    return lines;
  }

  private String path() {
    if (criticalPath.size() <= SHOWN_STEPS) {
      return String.join(" -> ", criticalPath);
    }
    List<String> shown = new ArrayList<>(criticalPath.subList(0, SHOWN_STEPS / 2));
    shown.add("...");
    shown.addAll(criticalPath.subList(criticalPath.size() - SHOWN_STEPS / 2, criticalPath.size()));
    return String.join(" -> ", shown);
  }

  /**
   * {@return the table of nodes}
   *
   * @param device on which it is built
   * @param isWhole whether it has all nodes; else those that matter most, and how many are left out
   */
  List<String> table(DeviceModel device, boolean isWhole) {
    int blocksPerBram = device.memory().blocksPerBram();
    List<NodeCost> shown = isWhole ? nodes : largest(device);
    List<String> lines = new ArrayList<>();
    lines.add("stage  start finish  slack   slip   LUT    FF DSP BRAM  node");
    for (NodeCost n : shown) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%5d %6d %6d %6d %6d %5d %5d %3d %4s  %s = %s %s",
              n.stage,
              n.startPs,
              n.finishPs,
              n.slackPs,
              n.slipPs,
              n.area.lut(),
              n.area.ff(),
              n.area.dsp(),
              Numbers.digits((double) n.area.bram() / blocksPerBram, 5),
              n.name,
              n.operation,
              n.format));
    }
    int left = nodes.size() - shown.size();
    if (left > 0) {
      lines.add("  " + left + " of " + nodes.size() + " nodes are left out; --all-nodes shows all");
    }
    return lines;
  }

  /** {@return nodes in their order: those of the critical path first, then the largest} */
  private List<NodeCost> largest(DeviceModel device) {
    if (nodes.size() <= SHOWN_NODES) {
      return nodes;
    }
    Set<String> path = Set.copyOf(criticalPath);
    Set<NodeCost> kept =
        nodes.stream()
            .sorted(
                Comparator.comparing((NodeCost n) -> path.contains(n.name) && n.takes())
                    .thenComparingDouble(n -> device.lutEquivalents(n.area))
                    .reversed())
            .limit(SHOWN_NODES)
            .collect(Collectors.toSet());
    return nodes.stream().filter(kept::contains).toList();
  }
}
