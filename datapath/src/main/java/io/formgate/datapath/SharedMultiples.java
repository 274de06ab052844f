package io.formgate.datapath;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Multiples of inputs that several sines and cosines would have in their phases. */
final class SharedMultiples {
  private SharedMultiples() {}

  /**
   * {@return the multiples, none where the style does not share them}
   *
   * @param request formulas
   * @param style how they are built
   */
  static Set<Phase.Multiple> of(QuantizerRequest request, QuantizerStyle style) {
    if (style.turns() != QuantizerStyle.Turns.SHARED) {
      return Set.of();
    }
    GraphBuilder all = new GraphBuilder(request, style, Optional.empty());
    Map<Phase.Multiple, Integer> counts = new HashMap<>();
    all.vertices().stream()
        .map(FormulaGraph.Vertex::term)
        .filter(t -> t instanceof FormulaGraph.Term.Turn)
        .distinct()
        .map(t -> t.operands().getFirst())
        .forEach(p -> Phase.multiples(all, p).forEach(m -> counts.merge(m, 1, Integer::sum)));
    return counts.entrySet().stream()
        .filter(e -> e.getValue() > 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
