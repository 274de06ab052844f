package io.formgate.search;

import io.formgate.expression.Tape;
import io.formgate.hwcost.ComplexityMeasure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Collects formulas for the hall of fame: simplified, fitted and scored on all rows, and once more
 * without each constant that the fit can do without. What is proposed counts as known at once, so
 * that nothing is fitted that would stand no longer; but where circuits decide, a proposal may be
 * refused, and the next best has to be there to take its place.
 */
final class Proposals {
  /** A fit to the sample may promise up to this much less than a fit to all rows gives. */
  private static final double SAMPLE_TRUST = 0.8;

  /** A constant is worth going on without when the loss grows by no more than this factor. */
  private static final double DISPENSABLE = 1.05;

  /** Share of the loss that a smaller circuit of the same niche may lose. */
  private static final double SMALLER_LOSS = 0.01;

  private final Worker worker;
  private final List<FrontEntry> known;
  private final FittedForms exhausted;
  private final FittedForms fitted = new FittedForms();
  private final Screen screen;
  private final List<FrontEntry> entries = new ArrayList<>();
  private final Set<Tape> tried = new HashSet<>();
  private long evaluations;

  /**
   * Makes an empty collection.
   *
   * @param worker scratch memory
   * @param known entries of the hall of fame
   * @param exhausted forms that were fitted to all rows in earlier epochs
   * @param screen the sample that says what is worth a fit to all rows
   */
  Proposals(Worker worker, List<FrontEntry> known, FittedForms exhausted, Screen screen) {
    this.worker = worker;
    this.known = new ArrayList<>(known);
    this.exhausted = exhausted;
    this.screen = screen;
  }

  List<FrontEntry> entries() {
    return entries;
  }

  /** {@return the forms that were fitted to all rows} */
  FittedForms fitted() {
    return fitted;
  }

  long evaluations() {
    return evaluations;
  }

  /**
   * Scores the formulas of members that may be better than what is known.
   *
   * @param members the best of their niches, by rising niche
   * @param formula scratch memory
   */
  void proposeAll(Collection<PopMember> members, Tape formula) {
    List<PopMember> stand = new ArrayList<>();
    for (PopMember member : members) {
      if (stand.stream()
              .anyMatch(s -> s.niche().isWithin(member.niche()) && s.loss() <= member.loss())
          || !screen.evaluate(member.tape())) {
        continue;
      }
      boolean stands = false;
      for (Scaling scaling : worker.scalings()) {
        if (scaling != Scaling.NONE
            && member.tape().length() + scaling.nodes() > worker.maxSize()) {
          continue;
        }
        formula.clear();
        if (screen.slope(scaling) == 0 && worker.template().isFree()) {
          formula.addConstant(screen.offset(scaling));
        } else {
          scaling.append(member.tape(), screen.slope(scaling), screen.offset(scaling), formula);
        }
        stands |= propose(formula, screen.loss(scaling));
      }
      if (stands) {
        stand.add(member);
      }
    }
  }

  /**
   * Scores a formula if it may be better than what is known.
   *
   * @param formula copied
   * @param sampleLoss its loss on the sample
   * @return whether it may stand; if not, formulas of a greater loss are still of interest
   */
  private boolean propose(Tape formula, double sampleLoss) {
    return !(SAMPLE_TRUST * sampleLoss < limit(formula)) || score(formula, 0);
  }

  /** Goes on to leave out constants when the loss on the sample is new or within the limit. */
  private boolean score(Tape formula, double limit) {
    Tape simple = new Tape(formula.length());
    worker.simplify(formula, simple);
    if (!worker.mayStand(simple)) {
      return false;
    }
    if (!tried.add(simple.copy())) {
      return true;
    }
    Tape whole = screen.closed(simple);
    int iterations = worker.options().optimiserIterations();
    evaluations++;
    double sampleLoss =
        ConstantOptimizer.fit(whole, worker.development(), screen.evaluator(), iterations)
            / screen.totalWeight();
    boolean isNew = SAMPLE_TRUST * sampleLoss < limit(whole) && scoreOnAllRows(whole, sampleLoss);
    if (isNew || sampleLoss <= limit) {
      double next = isNew ? DISPENSABLE * sampleLoss : limit;
      for (int i = worker.template().fixedLeaves(); i < whole.length(); i++) {
        if (whole.isConstant(i)) {
          prune(whole, i, next);
        }
      }
    }
    return true;
  }

  private boolean scoreOnAllRows(Tape whole, double sampleLoss) {
    long form = FittedForms.formOf(whole);
    if (exhausted.isExhausted(form, sampleLoss) || fitted.isExhausted(form, sampleLoss)) {
      return false;
    }
    evaluations++;
    double sum =
        ConstantOptimizer.fit(
            whole,
            worker.development(),
            worker.evaluator(),
            worker.options().optimiserIterations());
    double loss = sum / worker.data().totalWeight();
    fitted.add(form, loss);
    if (!(loss < limit(whole))) {
      return false;
    }
    Tape tidy = new Tape(whole.length());
    double tidyLoss = worker.simplify(whole, tidy) ? lossOf(tidy) : Double.NaN;
    // What the fit made of the constants may be written more simply: x - -3, or x*1.
    boolean isTidy = Double.isFinite(tidyLoss) && worker.mayStand(tidy);
    Optional<FrontEntry> entry =
        worker.entry(isTidy ? tidy : whole, isTidy ? tidyLoss : loss, screen.baseline());
    entry.ifPresent(proposed -> {
      entries.add(proposed);
      if (!worker.isJudgedByCircuit()) {
        known.add(proposed);
      }
    });
    return entry.isPresent();
  }

  private double lossOf(Tape genome) {
    Tape formula = worker.development().formula(genome);
    return formula == null
        ? Double.NaN
        : worker.evaluator().loss(formula) / worker.data().totalWeight();
  }

  /** Scores the formula with a constant's binary operator replaced by the other argument. */
  private void prune(Tape whole, int constant, double limit) {
    for (int op = constant + 1; op < whole.length(); op++) {
      if (whole.arityAt(op) != 2 || whole.isCall(op)) {
        continue;
      }
      int second = whole.subtreeStart(op - 1);
      int first = whole.subtreeStart(second - 1);
      Tape without = new Tape(whole.length());
      without.addAll(whole, 0, first);
      if (second == constant && op - 1 == constant) {
        without.addAll(whole, first, second);
      } else if (first == constant && second == constant + 1) {
        without.addAll(whole, second, op);
      } else {
        continue;
      }
      without.addAll(whole, op + 1, whole.length());
      score(without, limit);
      return;
    }
  }

  /**
   * {@return what a formula's loss has to be below to be of interest: the losses of what is known
   * to cost no more, but for so many of them as alternatives are kept, and a little above those of
   * what is known in smaller or the same niches}
   */
  private double limit(Tape formula) {
    ComplexityMeasure measured = worker.measured(formula);
    boolean isScheduled = worker.isScheduled();
    Niche niche = Niche.of(isScheduled, measured.complexity(), measured.cost());
    double limit = Double.POSITIVE_INFINITY;
    int alternatives = isScheduled ? 0 : worker.options().alternatives();
    List<Double> cheaper = new ArrayList<>();
    for (FrontEntry entry : known) {
      double score = entry.score();
      boolean costsNoMore =
          isScheduled
              ? entry.latencyCycles() <= niche.cycles() && entry.area() <= measured.area()
              : entry.complexity() <= measured.complexity();
      if (costsNoMore && alternatives > 0) {
        cheaper.add(score);
      } else if (costsNoMore) {
        limit = Math.min(limit, score);
      } else if (isScheduled && entry.niche(true).isWithin(niche)) {
        limit = Math.min(limit, score + SMALLER_LOSS * Math.abs(score));
      }
    }
    if (cheaper.size() > alternatives) {
      cheaper.sort(null);
      limit = cheaper.get(alternatives);
    }
    return limit;
  }
}
