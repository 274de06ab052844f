package io.formgate.cli;

import io.formgate.constraints.Constraint;
import io.formgate.constraints.Loss;
import io.formgate.constraints.Spec;
import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Softmax;
import io.formgate.expression.Tape;
import io.formgate.search.FrontEntry;
import io.formgate.search.SearchResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Searches the scores of classes for the cross-entropy of all of them together, class by class:
 * each beside the best scores so far of the others, which at first are 0, and in later rounds again
 * from the formulas it had. What a search minimises is the joint loss, so that no round can raise
 * it but by what circuits refuse.
 */
final class JointClasses {
  /** The first takes half of the epochs, the others share the rest. */
  private static final int ROUNDS = 3;

  /** Formulas with which a later round begins, as a share of an island's members. */
  private static final double FORMER_SHARE = 0.25;

  private final Spec spec;
  private final TrainingData data;
  private final double[][] scores;
  private final int[] truth;
  private boolean searched;

  /**
   * Begins with scores of 0.
   *
   * @param spec whose loss is the cross-entropy
   * @param data the rows
   */
  JointClasses(Spec spec, TrainingData data) {
    this.spec = spec;
    this.data = data;
    scores = new double[spec.outputs().size()][data.columns().rows()];
    truth = truth(spec, data);
  }

  /** {@return whether a spec asks for the cross-entropy of all classes} */
  static boolean isAsked(Spec spec) {
    return spec.losses().values().stream().anyMatch(loss -> loss instanceof Loss.CrossEntropy);
  }

  /** {@return the class of each row taken} */
  static int[] truth(Spec spec, TrainingData data) {
    List<double[]> targets =
        spec.outputNames().stream().map(name -> data.columns().column(name)).toList();
    return IntStream.range(0, data.columns().rows())
        .map(row ->
            IntStream.range(0, targets.size())
                .filter(k -> targets.get(k)[row] > 0)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("row " + row + " has no class")))
        .toArray();
  }

  /** {@return the rounds of a search of so many epochs, with the epochs of each; none has 0} */
  static List<Integer> rounds(int epochs) {
    List<Integer> rounds = new ArrayList<>();
    int left = epochs;
    for (int round = 1; round <= ROUNDS && left > 0; round++) {
      int share = round == ROUNDS ? left : (left + 1) / 2;
      rounds.add(share);
      left -= share;
    }
    return rounds;
  }

  /**
   * {@return whether the score of a class is 0: the first of two, since only their difference
   * counts, unless the spec says something of its formula}
   */
  boolean isZero(int output) {
    String name = spec.outputs().get(output).name();
    return spec.outputs().size() == 2
        && output == 0
        && spec.formOf(name).isEmpty()
        && spec.guessesOf(name).isEmpty()
        && spec.thresholds().stream().noneMatch(t -> t.output().equals(name))
        && spec.constraintsOf(name).stream().noneMatch(Constraint.Declared::isHard);
  }

  /** {@return what a class is searched beside} */
  Beside beside(int output, int round, Optional<SearchResult> former) {
    int rows = data.columns().rows();
    double[] offsets = new double[rows];
    double[] losses = new double[rows];
    for (int row = 0; row < rows; row++) {
      double others = Softmax.logSum(scores, row, output);
      offsets[row] = -others;
      losses[row] = truth[row] == output ? 0 : others - scores[truth[row]][row];
    }
    int most = (int) (FORMER_SHARE * spec.search().populationSize());
    List<FrontEntry> start =
        former
            .map(result ->
                result.front().stream()
                    .sorted(Comparator.comparingDouble(FrontEntry::score))
                    .limit(most)
                    .toList())
            .orElse(List.of());
    return new Beside(round, !searched, offsets, losses, start);
  }

  /** Takes the formula of the smallest loss as the score of a class. */
  void take(int output, SearchResult result) {
    Optional<FrontEntry> best = result.best();
    searched |= !isZero(output);
    if (best.isPresent()) {
      Tape formula = best.get().formula();
      RowBlocks rows =
          new RowBlocks(data.columns(), spec.inputNames(), spec.outputs().get(output).name());
      new BatchEvaluator(rows, formula.length()).evaluate(formula, scores[output]);
    }
  }
}
