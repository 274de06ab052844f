package io.formgate.datapath;

import io.formgate.datapath.FormulaGraph.Term;
import io.formgate.datapath.FormulaGraph.Vertex;
import java.util.ArrayList;
import java.util.List;

/** What was made for a graph and nothing needs in the end. */
final class UnusedVertices {
  private UnusedVertices() {}

  /**
   * Keeps the ports and what the outputs need, in the order in which it was made.
   *
   * @param vertices those of the graph; gets those that are kept
   * @param roots of the outputs; get their new numbers
   */
  static void drop(List<Vertex> vertices, List<Integer> roots) {
    boolean[] used = new boolean[vertices.size()];
    roots.forEach(r -> used[r] = true);
    for (int v = vertices.size() - 1; v >= 0; v--) {
      if (used[v]) {
        vertices.get(v).term().operands().forEach(a -> used[a] = true);
      }
    }
    int[] newIndex = new int[vertices.size()];
    List<Vertex> kept = new ArrayList<>();
    for (int v = 0; v < vertices.size(); v++) {
      if (used[v] || vertices.get(v).term() instanceof Term.Port) {
        newIndex[v] = kept.size();
        kept.add(vertices.get(v).renumbered(newIndex));
      }
    }
    vertices.clear();
    vertices.addAll(kept);
    roots.replaceAll(r -> newIndex[r]);
  }
}
