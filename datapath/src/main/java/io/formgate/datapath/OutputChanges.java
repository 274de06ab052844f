package io.formgate.datapath;

import java.util.BitSet;

/**
 * Which vertices are worth another trial in a search that narrows one after the other.
 *
 * <p>Whether a vertex may be narrower depends on the vertices behind it and on the operands of
 * these, all of which are before outputs that the vertex is before as well. So what failed fails
 * again until something is narrowed that is before one of these outputs.
 */
final class OutputChanges {
  /** For each vertex, the outputs that it is before. */
  private final BitSet[] outputs;

  /** For each output, the trial in which something before it was last narrowed. */
  private final int[] lastChange;

  /** For each vertex, its last trial if that narrowed nothing, else 0. */
  private final int[] lastFailure;

  private int trials;

  OutputChanges(FormulaGraph graph, ErrorAnalysis analysis) {
    outputs = new BitSet[graph.size()];
    lastChange = new int[graph.roots().size()];
    lastFailure = new int[graph.size()];
    for (int v = 0; v < outputs.length; v++) {
      outputs[v] = new BitSet(lastChange.length);
    }
    for (int i = 0; i < lastChange.length; i++) {
      outputs[graph.roots().get(i)].set(i);
    }
    for (int v = outputs.length - 1; v >= 0; v--) {
      for (int user : analysis.users(v)) {
        outputs[v].or(outputs[user]);
      }
    }
  }

  /** {@return whether a trial of a vertex may have another result than its last one} */
  boolean isOpen(int v) {
    if (lastFailure[v] == 0) {
      return true;
    }
    for (int o = outputs[v].nextSetBit(0); o >= 0; o = outputs[v].nextSetBit(o + 1)) {
      if (lastChange[o] > lastFailure[v]) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes down a trial.
   *
   * @param v the vertex
   * @param isNarrower whether something of it was narrowed
   */
  void tried(int v, boolean isNarrower) {
    trials++;
    lastFailure[v] = isNarrower ? 0 : trials;
    if (isNarrower) {
      outputs[v].stream().forEach(o -> lastChange[o] = trials);
    }
  }
}
