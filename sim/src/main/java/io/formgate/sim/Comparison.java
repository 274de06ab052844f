package io.formgate.sim;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.Node;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares the outputs of a circuit with the golden model and keeps the first mismatch of each
 * group.
 */
final class Comparison {
  private final Datapath datapath;
  private final DatapathInterpreter golden;
  private final List<FixedFormat> outputFormats;
  private long mismatches;
  private final Map<String, Mismatch> firstOfGroups = new LinkedHashMap<>();

  Comparison(Datapath datapath) {
    this.datapath = datapath;
    this.golden = new DatapathInterpreter(datapath);
    this.outputFormats = datapath.outputFormats();
  }

  /** {@return the number of vectors that differed} */
  long mismatches() {
    return mismatches;
  }

  /** {@return the first vector that differed, or null} */
  @Nullable Mismatch first() {
    return firstOfGroups.isEmpty() ? null : firstOfEach().getFirst();
  }

  /** {@return of each group that has some the first vector that differed} */
  List<Mismatch> firstOfEach() {
    return List.copyOf(firstOfGroups.values());
  }

  /** {@return whether the outputs of a cycle are those of a vector} */
  boolean matches(long[] rawInputs, long[] record) {
    return firstDifference(golden.evaluate(rawInputs), record) < 0;
  }

  /**
   * Compares the outputs of a cycle with a vector.
   *
   * @param group name of the vector's group
   * @param vector number in the group
   * @param cycle number of the cycle after reset
   * @param rawInputs the vector
   * @param record the cycle's output record
   */
  void compare(String group, long vector, long cycle, long[] rawInputs, long[] record) {
    long[] expected = golden.evaluate(rawInputs);
    int output = firstDifference(expected, record);
    if (output >= 0) {
      mismatches++;
      firstOfGroups.computeIfAbsent(
          group, _ -> mismatch(group, vector, cycle, rawInputs, output, expected[output], record));
    }
  }

  private int firstDifference(long[] expected, long[] record) {
    for (int i = 0; i < expected.length; i++) {
      if (outputFormats.get(i).toBits(expected[i]) != record[i + 1]) {
        return i;
      }
    }
    return -1;
  }

  private Mismatch mismatch(
      String group,
      long vector,
      long cycle,
      long[] rawInputs,
      int output,
      long expected,
      long[] record) {
    List<Mismatch.Value> inputs = new ArrayList<>();
    for (int i = 0; i < rawInputs.length; i++) {
      Node node = datapath.node(datapath.inputs().get(i));
      inputs.add(new Mismatch.Value(node.name(), node.format(), rawInputs[i]));
    }
    String name = datapath.outputs().get(output).name();
    FixedFormat format = outputFormats.get(output);
    return new Mismatch(
        group,
        vector,
        cycle,
        inputs,
        name,
        new Mismatch.Value(name, format, expected),
        new Mismatch.Value(name, format, format.fromBits(record[output + 1])));
  }
}
