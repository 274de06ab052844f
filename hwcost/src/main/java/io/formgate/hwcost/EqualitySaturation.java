package io.formgate.hwcost;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Applies all rules to all classes, again and again, until nothing new is found or a limit is
 * reached. Rules see the classes as they were when a round began, so their order matters only at
 * the limits.
 */
final class EqualitySaturation {
  /** Nodes at which no more are made. */
  private static final int MAX_NODES = 3_000;

  private static final int MAX_ROUNDS = 8;

  /** Matches of one rule in one round: orders of sums must not crowd out the others. */
  private static final int MAX_MATCHES = 250;

  private record Match(RewriteRule rule, int id, Map<String, Integer> letters) {}

  /** Matches of one rule in one round that are looked at. */
  private static final int MAX_LOOKED_AT = 2_000;

  private static final class Budget {
    int looked;
    int taken;

    boolean isSpent() {
      return taken >= MAX_MATCHES || looked >= MAX_LOOKED_AT;
    }
  }

  private EqualitySaturation() {}

  /**
   * Adds to a graph what rules make equal.
   *
   * @param graph formulas
   * @param rules what is equal
   */
  static void run(EGraph graph, List<RewriteRule> rules) {
    Set<Match> done = new HashSet<>();
    for (int round = 0; round < MAX_ROUNDS && graph.size() < MAX_NODES; round++) {
      List<Match> matches = new ArrayList<>();
      List<Integer> classes = graph.classes();
      for (RewriteRule rule : rules) {
        Budget budget = new Budget();
        for (int i = 0; i < classes.size() && !budget.isSpent(); i++) {
          // Other classes first in each round, so that the limits leave none out.
          int id = classes.get((i + round * classes.size() / MAX_ROUNDS) % classes.size());
          rule.match(
              graph,
              id,
              letters -> {
                Match match = new Match(rule, id, letters);
                budget.looked++;
                if (!done.contains(match)) {
                  matches.add(match);
                  budget.taken++;
                }
                return !budget.isSpent();
              });
        }
      }
      if (matches.isEmpty()) {
        return;
      }
      for (Match match : matches) {
        if (graph.size() < MAX_NODES) {
          done.add(match);
          graph.union(match.id(), match.rule().instance(graph, match.letters()));
        }
      }
      graph.rebuild();
    }
  }
}
