package io.formgate.cli;

import io.formgate.constraints.Classes;
import io.formgate.constraints.HardwareBudget;
import io.formgate.constraints.Spec;
import io.formgate.constraints.Threshold;
import io.formgate.datapath.Area;
import io.formgate.distill.ClassifierFigures;
import io.formgate.hwcost.Pipeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/** A distilled classifier as a scheduled circuit. */
sealed interface Classifier permits DistilledCircuit, ClosedCircuit {
  /** A larger circuit stays on the front where it is better by so much. */
  double LEAST_STEP = 0.002;

  /** {@return the circuit with the ports of the spec} */
  Pipeline pipeline();

  /** {@return the circuit of the scores alone, without a decision} */
  Pipeline scoresPipeline();

  /**
   * {@return what it does on the rows to fit: agreement with the teacher or, of two classes, the
   * area under the ROC of the teacher's class}
   */
  double quality();

  /** {@return the least score that passes; empty for the index of the class} */
  OptionalLong atLeast();

  /** {@return the scores as text, in the order of the classes} */
  List<String> formulas();

  /** {@return what the scores are made of} */
  Forms forms();

  /** {@return parts of a score: terms of a sum of tables, or formulas that are no constant} */
  int terms();

  /** {@return bits of an entry of a table; 0 without tables} */
  int entryBits();

  /** {@return whether a table may look at a sum of inputs} */
  boolean projects();

  /**
   * {@return the scores that the circuit computes, in one unit for all classes}
   *
   * @param raw values of the inputs
   */
  double[] scores(long[] raw);

  /**
   * {@return the scores before they were rounded}
   *
   * @param raw values of the inputs
   */
  double[] realScores(long[] raw);

  /** What scores are made of. */
  enum Forms {
    /** Sums of learned tables. */
    TABLES("tables"),
    /** Searched formulas. */
    CLOSED("closed");

    private final String word;

    Forms(String word) {
      this.word = word;
    }

    /** {@return as options and files write it} */
    String word() {
      return word;
    }
  }

  /** {@return whether the circuit keeps a budget} */
  default boolean keeps(HardwareBudget budget) {
    Area area = pipeline().area();
    return budget.distance(
            new HardwareBudget.MeasuredCost(
                pipeline().latencyCycles(), area.lut(), area.dsp(), (int) Math.ceil(brams())))
        == 0;
  }

  /** {@return block memories as budgets count them} */
  default double brams() {
    return pipeline().device().brams(pipeline().area());
  }

  /** {@return the name of the port of the decision} */
  static String port(Spec spec) {
    return spec.thresholds().isEmpty()
        ? Classes.PORT
        : Threshold.port(spec.thresholds().getFirst().output());
  }

  /** {@return the quality of scores, {@code [row][class]}, on rows} */
  static double quality(double[][] scores, TaughtRows rows) {
    int[] teacher = rows.teacherClasses();
    if (scores[0].length == 2) {
      return ClassifierFigures.areaUnderRoc(
          TableFigures.lead(scores, 0), TableFigures.isClass(teacher, 0));
    }
    int[] found = new int[scores.length];
    for (int row = 0; row < found.length; row++) {
      found[row] = ClassifierFigures.argmax(scores[row]);
    }
    return ClassifierFigures.agreement(found, teacher);
  }

  /** {@return the circuits that no other beats in cycles, area and quality} */
  static List<Classifier> front(List<? extends Classifier> all) {
    List<Classifier> sorted =
        all.stream()
            .map(Classifier.class::cast)
            .sorted(
                Comparator.comparingInt((Classifier c) -> c.pipeline().latencyCycles())
                    .thenComparingInt(Classifier::size)
                    .thenComparingDouble(c -> -c.quality()))
            .toList();
    List<Classifier> front = new ArrayList<>();
    for (Classifier c : sorted) {
      boolean isBeaten =
          front.stream()
              .anyMatch(f ->
                  f.pipeline().latencyCycles() <= c.pipeline().latencyCycles()
                      && f.size() <= c.size()
                      && f.quality() > c.quality() - LEAST_STEP);
      if (!isBeaten) {
        front.add(c);
      }
    }
    return front;
  }

  /** {@return look-up tables, a DSP or block RAM counting as a hundred} */
  default int size() {
    Area area = pipeline().area();
    return area.lut() + 100 * area.dsp() + 100 * area.bram();
  }
}
