package io.formgate.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scheduled circuit.
 *
 * @param latencyCycles register ranks between inputs and outputs
 * @param initiationInterval fewest cycles between two vectors
 * @param clockPeriodPs clock period
 * @param usablePs part of a period that logic may use
 * @param longestStagePs what the longest stage takes, flip-flops included
 * @param cautiousLatencyCycles latency if routing takes longer; null if unknown
 * @param cautiousFactor how much longer; null if the device has no such factor
 * @param registers after which stages they stand, and at which ports
 * @param lut look-up tables
 * @param ff flip-flops
 * @param dsp multiplier blocks
 * @param bram block memories
 * @param carry carry blocks
 * @param parts of the formulas, as text: what {@link GraphNode#part} and {@link MathMl#part} count
 * @param nodes operands before their users
 * @param outputs names of the output ports and the nodes they carry
 * @param tables contents of the function tables
 * @param claims what is proved of the error
 * @param notes what a designer should know
 */
public record Circuit(
    int latencyCycles,
    int initiationInterval,
    int clockPeriodPs,
    int usablePs,
    int longestStagePs,
    @Nullable Integer cautiousLatencyCycles,
    @Nullable Double cautiousFactor,
    String registers,
    int lut,
    int ff,
    int dsp,
    double bram,
    int carry,
    List<String> parts,
    List<GraphNode> nodes,
    List<Output> outputs,
    List<Table> tables,
    List<String> claims,
    List<String> notes) {

  /** Copies the lists; a report of former times has no parts. */
  public Circuit {
    parts = parts == null ? List.of() : List.copyOf(parts);
    nodes = List.copyOf(nodes);
    outputs = List.copyOf(outputs);
    tables = List.copyOf(tables);
    claims = List.copyOf(claims);
    notes = List.copyOf(notes);
  }

  /**
   * An output port.
   *
   * @param name of the port
   * @param node index of the node that it carries
   */
  public record Output(String name, int node) {}

  /**
   * A node of the datapath with its place in time; a list of values in JSON, in this order.
   *
   * @param name of the node
   * @param operation keyword
   * @param format of the result
   * @param lo smallest value that can occur
   * @param hi largest value that can occur
   * @param operands indices of earlier nodes
   * @param stage in which its operands are used
   * @param startPs when they are stable
   * @param endStage in which its result is available
   * @param finishPs when it is stable there
   * @param slackPs from its end to that of its stage
   * @param isCritical whether it lies on the critical path
   * @param lut look-up tables
   * @param ff flip-flops that keep its value
   * @param dsp multiplier blocks
   * @param bram block memories
   * @param carry carry blocks
   * @param table index of its table, or -1
   * @param part number of the part of the formulas that it is for, or -1
   * @param isStep whether it is a step towards that part and not its value
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  public record GraphNode(
      String name,
      String operation,
      String format,
      double lo,
      double hi,
      List<Integer> operands,
      int stage,
      int startPs,
      int endStage,
      int finishPs,
      int slackPs,
      boolean isCritical,
      int lut,
      int ff,
      int dsp,
      double bram,
      int carry,
      int table,
      int part,
      boolean isStep) {
    /** Copies the list. */
    public GraphNode {
      operands = List.copyOf(operands);
    }
  }

  /**
   * The contents of a table.
   *
   * @param name of the table
   * @param indexFormat of the index
   * @param valueFormat of the entries
   * @param entries how many there are
   * @param columns of a table of two indices the number of values of the second, which is the lower
   *     part of the index; 0 of a table of one
   * @param caption what the table is of; may be empty
   * @param axes what stands at the axis of the index, or at those of the first and the second of
   *     two; empty where that is the index as a number, or is told by the nodes
   * @param x values of the index, rising; some of them where there are many
   * @param y the entries there
   */
  public record Table(
      String name,
      String indexFormat,
      String valueFormat,
      int entries,
      int columns,
      String caption,
      List<String> axes,
      List<Double> x,
      List<Double> y) {
    /** Copies the lists; a report of former times has no axes. */
    public Table {
      axes = axes == null ? List.of() : List.copyOf(axes);
      x = List.copyOf(x);
      y = List.copyOf(y);
    }
  }
}
