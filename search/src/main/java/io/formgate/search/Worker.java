package io.formgate.search;

import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Expr;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.RowLoss;
import io.formgate.expression.Simplifier;
import io.formgate.expression.Tape;
import io.formgate.hwcost.ComplexityMeasure;
import io.formgate.hwcost.HardwareCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** What one thread owns: scratch memory and nothing that a result could depend on. */
final class Worker {
  private final SearchProblem problem;
  private final SearchOptions options;
  private final RowBlocks data;
  private final ComplexityMeasure measure;
  private final Admission admission;
  private final HardwareDemand hardware;
  private final RefusedForms refused;
  private final RowLoss loss;
  private final Development development;
  private final BatchEvaluator evaluator;
  private final TreeGrower grower;
  private final Variation variation;
  private final Simplifier simplifier;
  private final List<Scaling> scalings = new ArrayList<>();
  private final Tape scaled;
  private int maxSize;

  Worker(
      SearchProblem problem,
      ComplexityMeasure measure,
      Admission admission,
      HardwareDemand hardware,
      RefusedForms refused) {
    this.problem = problem;
    this.measure = measure;
    this.admission = admission;
    this.hardware = hardware;
    this.refused = refused;
    options = problem.options();
    data = problem.data();
    loss = problem.loss().get();
    development = new Development(problem.template(), longestGenome(options));
    evaluator = new BatchEvaluator(data, longestFormula(), loss);
    grower = new TreeGrower(options, problem.template(), ConstantScales.of(data));
    simplifier = new Simplifier(options.operators());
    variation = new Variation(options, problem.template(), grower, this::simplify);
    scaled = new Tape(longestGenome(options));
    maxSize = options.maxSize();
    boolean multiply =
        problem.template().isFree() && options.operators().contains(Operator.MULTIPLY);
    // Logarithms turn a slope into an offset, which is known; an offset they turn into no such
    // thing.
    if (multiply && options.operators().contains(Operator.ADD) && !loss.isLogarithmic()) {
      scalings.add(Scaling.AFFINE);
    }
    if (multiply) {
      scalings.add(Scaling.SLOPE);
    }
    scalings.add(Scaling.NONE);
  }

  /** {@return the nodes of the longest genome, scale constants included} */
  static int longestGenome(SearchOptions options) {
    return options.maxSize() + Scaling.AFFINE.nodes();
  }

  /**
   * Begins an epoch of an island.
   *
   * @param epoch from 1
   * @param multipliers of the mutation weights
   */
  void begin(int epoch, AdaptiveWeights multipliers) {
    int leaves = template().fixedLeaves() + template().holes().size();
    maxSize = options.plan().maxSize(leaves + 2, options.maxSize(), epoch);
    variation.begin(maxSize, multipliers);
  }

  /** {@return the most nodes of a genome in this epoch} */
  int maxSize() {
    return maxSize;
  }

  SearchProblem problem() {
    return problem;
  }

  int longestFormula() {
    return problem.longestFormula();
  }

  FormulaTemplate template() {
    return problem.template();
  }

  /** {@return this thread's maker of formulas} */
  Development development() {
    return development;
  }

  RowLoss loss() {
    return loss;
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

  /**
   * Appends a genome with every tree simplified.
   *
   * @param genome not changed
   * @param out appended to
   * @return whether anything changed
   */
  boolean simplify(Tape genome, Tape out) {
    boolean changed = false;
    List<Expr> trees = template().trees(genome);
    for (Expr tree : trees) {
      Expr simpler = simplifier.simplify(tree);
      changed |= !simpler.equals(tree);
      out.addAll(
          Tape.of(simpler, template().variableNames(), template().definitionNames()),
          0,
          simpler.size());
    }
    return changed;
  }

  /** {@return what evolution varies of a formula: without slope, offset and values of tables} */
  Tape unscaled(Tape genome) {
    Scaling widest = scalings.getFirst();
    if (widest == Scaling.NONE) {
      return template().opened(genome);
    }
    Tape shape = new Tape(genome.length());
    widest.appendShape(genome, shape);
    return template().opened(shape);
  }

  /** {@return the distance of a genome's formula from what units and constraints admit} */
  double admissionDistance(Tape genome) {
    Tape formula = development.formula(genome);
    return formula == null ? Double.POSITIVE_INFINITY : admission.distance(development.open());
  }

  /**
   * {@return the distance of a genome's formula from admissible ones: units, constraints, the
   * hardware budget by the estimate, and 1 for a form whose circuits were refused; if it is above a
   * limit, some number above the limit}
   *
   * <p>The estimate is what takes the longest, so it is left out where the rest says enough.
   */
  private double distance(Tape genome, double limit) {
    Tape formula = development.formula(genome);
    if (formula == null) {
      return Double.POSITIVE_INFINITY;
    }
    double admitted = admission.distance(development.open());
    if (admitted > limit) {
      return admitted;
    }
    double refusal = refused.isRefused(template().opened(genome)) ? 1 : 0;
    return admitted + refusal > limit
        ? admitted + refusal
        : admitted + budgetDistance(formula) + refusal;
  }

  /**
   * {@return whether a genome's formula may stand: units and constraints admit it, its form is not
   * refused, and the budget admits it or is so near that its circuit decides}
   */
  boolean mayStand(Tape genome) {
    Tape formula = development.formula(genome);
    if (formula == null
        || refused.isRefused(template().opened(genome))
        || admission.distance(development.open()) > 0) {
      return false;
    }
    if (hardware.budget().isUnlimited()) {
      return true;
    }
    measure.measure(formula, development.open());
    return hardware.mayKeep(measure.cost());
  }

  /** The development's formula is the one that is measured. */
  private double budgetDistance(Tape formula) {
    if (hardware.budget().isUnlimited()) {
      return 0;
    }
    measure.measure(formula, development.open());
    return hardware.distance(measure.cost());
  }

  /** {@return whether a proposal is only known to stand when its circuit is built} */
  boolean isJudgedByCircuit() {
    return hardware.fullCost().isPresent();
  }

  /** {@return whether complexity is that of the schedule} */
  boolean isScheduled() {
    return measure.followsSchedule();
  }

  /** {@return the niche of what was measured last} */
  private Niche niche() {
    return Niche.of(isScheduled(), measure.complexity(), measure.cost());
  }

  /** {@return the complexity of a genome's formula, were its scheduled path so long} */
  double complexity(Tape genome, int scheduledPathPs) {
    return measured(genome).complexity(scheduledPathPs);
  }

  /** {@return how far a genome's formula misses the budget, if it only misses the budget} */
  Optional<NearMiss> nearMiss(Tape genome) {
    if (admissionDistance(genome) > 0) {
      return Optional.empty();
    }
    HardwareCost cost = measured(genome).cost();
    double distance = hardware.distance(cost);
    return distance > 0 ? Optional.of(new NearMiss(cost, distance)) : Optional.empty();
  }

  /**
   * {@return the entry of a genome, if it may enter the hall of fame}
   *
   * @param genome fitted and simplified; copied
   * @param meanLoss its mean loss over all rows
   * @param baseline the mean loss of the best constant
   */
  Optional<FrontEntry> entry(Tape genome, double meanLoss, double baseline) {
    Tape formula = development.formula(genome);
    if (formula == null || admission.distance(development.open()) > 0) {
      return Optional.empty();
    }
    measure.measure(formula, development.open());
    HardwareCost estimate = measure.cost();
    if (!hardware.mayKeep(estimate)) {
      return Optional.empty();
    }
    OptionalDouble softCost = admission.entryCost(development.candidate(genome));
    if (softCost.isEmpty()) {
      return Optional.empty();
    }
    measure.measure(formula, development.open());
    return Optional.of(
        new FrontEntry(
            genome.copy(),
            formula.copy(),
            meanLoss,
            baseline * softCost.getAsDouble(),
            measure.complexity(),
            estimate,
            estimate));
  }

  /**
   * {@return whether the distance of a genome is within a limit under some scaling}
   *
   * @param shape the genome
   */
  boolean isWithin(Tape shape, double limit) {
    return isWithin(shape, limit, genome -> distance(genome, limit));
  }

  /**
   * {@return whether units and constraints admit a genome under some scaling; what exceeds the
   * budget by itself may be part of a table that keeps it}
   */
  boolean isAdmissible(Tape shape) {
    return isWithin(shape, 0, this::admissionDistance);
  }

  /** {@return whether units and constraints admit a genome, under some scaling, as a part} */
  boolean isAdmissiblePart(Tape shape) {
    return isWithin(
        shape,
        0,
        genome -> {
          Tape formula = development.formula(genome);
          return formula == null
              ? Double.POSITIVE_INFINITY
              : admission.partDistance(development.open());
        });
  }

  /** {@return a number that parts share if one may take the other's place as far as units go} */
  long kind(Tape part) {
    return development.formula(part) == null ? 0 : admission.kind(development.open());
  }

  /** {@return whether units and constraints admit a genome no less than another} */
  boolean admitsAsWell(Tape shape, Tape other) {
    if (shape.length() > maxSize) {
      return false;
    }
    double limit = Double.POSITIVE_INFINITY;
    for (Scaling scaling : scalings) {
      if (scaling == Scaling.NONE || other.length() + scaling.nodes() <= maxSize) {
        scaled.clear();
        scaling.append(other, 1, 1, scaled);
        limit = Math.min(limit, admissionDistance(scaled));
      }
    }
    return isWithin(shape, limit, this::admissionDistance);
  }

  private boolean isWithin(Tape shape, double limit, ToDoubleFunction<Tape> distance) {
    for (Scaling scaling : scalings) {
      if (scaling == Scaling.NONE || shape.length() + scaling.nodes() <= maxSize) {
        scaled.clear();
        scaling.append(shape, 1, 1, scaled);
        if (distance.applyAsDouble(scaled) <= limit) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * {@return the complexity of a genome's formula, spoken of by the result until the next call; of
   * one that is too long, that of the genome's last one}
   */
  ComplexityMeasure measured(Tape genome) {
    Tape formula = development.formula(genome);
    if (formula != null) {
      measure.measure(formula, development.open());
    }
    return measure;
  }

  /**
   * {@return the scored member of a genome}
   *
   * @param shape the screen has evaluated it; copied
   * @param screen speaks of the genome
   * @param birth number of the event
   */
  PopMember member(Tape shape, Screen screen, long birth) {
    Scaling best = Scaling.NONE;
    double least = Double.POSITIVE_INFINITY;
    for (Scaling scaling : scalings) {
      if (scaling != Scaling.NONE && shape.length() + scaling.nodes() > maxSize) {
        continue;
      }
      scaled.clear();
      scaling.append(shape, screen.slope(scaling), screen.offset(scaling), scaled);
      double distance = distance(scaled, least);
      if (distance < least) {
        least = distance;
        best = scaling;
      }
      if (distance == 0) {
        break;
      }
    }
    double meanLoss = screen.loss(best);
    Tape formula = development.formula(shape);
    double soft = formula == null ? 0 : admission.softCost(development.open());
    double cost = meanLoss / screen.baseline() + soft + options.violationPenalty() * least;
    measured(shape);
    return new PopMember(
        shape.copy(),
        best,
        meanLoss,
        cost,
        HallOfFame.bin(measure.complexity()),
        niche(),
        least,
        birth);
  }
}
