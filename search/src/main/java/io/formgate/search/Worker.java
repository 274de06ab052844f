package io.formgate.search;

import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Simplifier;
import io.formgate.expression.Tape;
import io.formgate.hwcost.ComplexityMeasure;
import java.util.ArrayList;
import java.util.List;

/** What one thread owns: scratch memory and nothing that a result could depend on. */
final class Worker {
  private final SearchOptions options;
  private final RowBlocks data;
  private final ComplexityMeasure measure;
  private final Admission admission;
  private final BatchEvaluator evaluator;
  private final TreeGrower grower;
  private final Variation variation;
  private final Simplifier simplifier;
  private final List<Scaling> scalings = new ArrayList<>();
  private final Tape formula;

  Worker(RowBlocks data, SearchOptions options, ComplexityMeasure measure, Admission admission) {
    this.options = options;
    this.data = data;
    this.measure = measure;
    this.admission = admission;
    evaluator = new BatchEvaluator(data, options.maxSize());
    grower = new TreeGrower(options, data.inputs());
    simplifier = new Simplifier(data.inputs(), options.operators());
    variation = new Variation(options, grower, simplifier);
    formula = new Tape(options.maxSize() + Scaling.AFFINE.nodes());
    boolean multiply = options.operators().contains(Operator.MULTIPLY);
    if (multiply && options.operators().contains(Operator.ADD)) {
      scalings.add(Scaling.AFFINE);
    }
    if (multiply) {
      scalings.add(Scaling.SLOPE);
    }
    scalings.add(Scaling.NONE);
  }

  SearchOptions options() {
    return options;
  }

  RowBlocks data() {
    return data;
  }

  TreeGrower grower() {
    return grower;
  }

  Variation variation() {
    return variation;
  }

  /** {@return an evaluator over all rows} */
  BatchEvaluator evaluator() {
    return evaluator;
  }

  /** {@return the scalings that the operators allow, the most general first} */
  List<Scaling> scalings() {
    return scalings;
  }

  /** {@return a simplifier to the search's operators} */
  Simplifier simplifier() {
    return simplifier;
  }

  /** {@return the violations of a whole formula} */
  int violations(Tape whole) {
    return admission.violations(whole);
  }

  /**
   * {@return the fewest violations of a shape under any scaling}
   *
   * @param shape the shape
   */
  int leastViolations(Tape shape) {
    int fewest = Integer.MAX_VALUE;
    for (Scaling scaling : scalings) {
      if (shape.length() + scaling.nodes() <= options.maxSize()) {
        formula.clear();
        scaling.append(shape, 1, 1, formula);
        fewest = Math.min(fewest, admission.violations(formula));
        if (fewest == 0) {
          break;
        }
      }
    }
    return fewest;
  }

  /** {@return the complexity of a tape, spoken of by the result until the next call} */
  ComplexityMeasure measured(Tape tape) {
    measure.measure(tape);
    return measure;
  }

  /**
   * {@return the scored member of a shape}
   *
   * @param shape the screen has evaluated it; copied
   * @param screen speaks of the shape
   * @param birth number of the event
   */
  PopMember member(Tape shape, Screen screen, long birth) {
    Scaling best = Scaling.NONE;
    int fewest = Integer.MAX_VALUE;
    for (Scaling scaling : scalings) {
      if (shape.length() + scaling.nodes() > options.maxSize()) {
        continue;
      }
      formula.clear();
      scaling.append(shape, screen.slope(scaling), screen.offset(scaling), formula);
      int violations = admission.violations(formula);
      if (violations < fewest) {
        fewest = violations;
        best = scaling;
      }
      if (violations == 0) {
        break;
      }
    }
    double loss = screen.loss(best);
    double cost = loss / screen.baseline() + options.violationPenalty() * fewest;
    measure.measure(shape);
    return new PopMember(
        shape.copy(),
        best,
        loss,
        cost,
        HallOfFame.bin(measure.pathPs(), measure.clockPeriodPs()),
        fewest,
        birth);
  }
}
