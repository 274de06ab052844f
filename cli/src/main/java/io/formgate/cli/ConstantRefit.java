package io.formgate.cli;

import io.formgate.constraints.HardwareBudget;
import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import io.formgate.search.SearchProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Fits the constants of a formula to what its circuit computes, each on a grid of a power of two.
 *
 * <p>A circuit differs from its formula by rounding and truncation, which hardly change where a
 * constant moves a little. So the constants are first moved to where the loss of the formula plus
 * this difference is least, and circuits are built of these constants and of their neighbours on
 * the grids. Only what was computed by a circuit, bit for bit, decides.
 *
 * @param problem the search that found the formula
 * @param rows the rows to fit
 * @param step of the grids, if the circuit has one for all numbers; else each constant gets one by
 *     how much it moves the formula
 * @param budget of the hardware
 * @param computed what the circuit of a row of the front computes for the rows to fit
 * @param build a row of the front with another genome; empty if a demand is not kept, a soft one
 *     less than before, or the formula has no value on some row
 */
record ConstantRefit(
    SearchProblem problem,
    RowBlocks rows,
    OptionalDouble step,
    HardwareBudget budget,
    Function<FrontRow, double[]> computed,
    BiFunction<FrontRow, Tape, Optional<FrontRow>> build) {
  /** Circuits that are built for a formula. */
  static final int MOST_CIRCUITS = 16;

  /** Share of the loss that is worth another constant; the front counts no smaller one either. */
  private static final double LEAST_GAIN = 0.01;

  /** Share by which area may grow, because other numbers have other digits. */
  private static final double MOST_GROWTH = 0.05;

  /** Rows on which constants are moved before circuits are built. */
  private static final int MOST_ROWS = 4096;

  private static final int MOST_SWEEPS = 20;

  /** Circuits of the constants that are expected to be best. */
  private static final int MOST_ROUNDS = 4;

  private static final int[] FAR_STEPS = {-64, 64, -16, 16, -4, 4, -1, 1};
  private static final int[] NEAR_STEPS = {-1, 1, -2, 2, -4, 4};

  /** Steps of a grid that move the formula as much as the circuit is off. */
  private static final double STEPS_OF_ERROR = 4;

  /** Bits of a constant below its first one at which a derivative is taken. */
  private static final int DERIVATIVE_BITS = 20;

  /** A constant of a genome and the step of its grid. */
  private record Place(int position, double step) {}

  /** A constant and how far it moves. */
  private record Move(Place place, int steps, double expected) {}

  /**
   * {@return the row with constants that lower the loss of its circuit by more than a hundredth, in
   * no more cycles, within the budget; the row itself if there are none}
   *
   * @param row of the front
   */
  FrontRow of(FrontRow row) {
    if (!row.stands()
        || row.hardwareLoss().isEmpty()
        || !isLess(row.loss(), row.hardwareLoss().getAsDouble())) {
      return row;
    }
    Expectation start = new Expectation(row);
    List<Place> places = places(row.entry().genome(), start);
    FrontRow best = row;
    Set<Tape> tried = new HashSet<>(Set.of(row.entry().genome()));
    int circuits = 0;
    boolean isBetter = true;
    while (isBetter && circuits < MOST_ROUNDS) {
      Tape next = descended(best.entry().genome(), places, new Expectation(best));
      isBetter = tried.add(next);
      if (isBetter) {
        circuits++;
        FrontRow before = best;
        best = better(build.apply(best, next), best, row);
        isBetter = !before.equals(best);
      }
    }
    for (Move move : moves(best, places)) {
      Tape next = moved(best.entry().genome(), move.place(), move.steps());
      if (circuits < MOST_CIRCUITS && tried.add(next)) {
        circuits++;
        best = better(build.apply(best, next), best, row);
      }
    }
    return isLess(cost(best), cost(row)) ? best.refitted(row, note(row, best)) : row;
  }

  private static String note(FrontRow row, FrontRow best) {
    return "constants are fitted again to what the circuit computes: its loss on the rows to fit is "
        + Numbers.digits(best.hardwareLoss().orElseThrow(), 4)
        + ", and "
        + Numbers.digits(row.hardwareLoss().orElseThrow(), 4)
        + " with those found first, in "
        + FormulaPrinter.print(row.formula(), 6);
  }

  private static boolean isLess(double loss, double than) {
    return than - loss > LEAST_GAIN * Math.abs(than);
  }

  private static double cost(FrontRow row) {
    return row.hardwareLoss().orElse(Double.POSITIVE_INFINITY) + row.entry().softCost();
  }

  /** {@return the candidate if it keeps what the first row kept and costs less than the best} */
  private FrontRow better(Optional<FrontRow> candidate, FrontRow best, FrontRow first) {
    return candidate
        .filter(c ->
            c.stands()
                && c.keeps(budget)
                && c.cycles() <= first.cycles()
                && c.size() <= (1 + MOST_GROWTH) * first.size()
                && cost(c) < cost(best))
        .orElse(best);
  }

  /** The steps at which each constant moves the formula by a part of what the circuit is off. */
  private List<Place> places(Tape genome, Expectation start) {
    List<Place> places = new ArrayList<>();
    double[] at = start.values(genome);
    for (int i = 0; i < genome.length(); i++) {
      if (!genome.isConstant(i)) {
        continue;
      }
      double constant = genome.constantAt(i);
      double h =
          Math.scalb(1.0, (constant == 0 ? 0 : Math.getExponent(constant)) - DERIVATIVE_BITS);
      Tape moved = genome.copy();
      moved.setConstant(i, constant + h);
      double[] there = start.values(moved);
      double slope =
          rms(IntStream.range(0, at.length).mapToDouble(r -> there[r] - at[r]).toArray()) / h;
      double most = start.error() / (STEPS_OF_ERROR * slope);
      if (most > Double.MIN_NORMAL && most < Double.POSITIVE_INFINITY) {
        places.add(new Place(i, step.orElse(Math.scalb(1.0, Math.getExponent(most)))));
      }
    }
    return places;
  }

  /** {@return the genome at which one constant after the other has the least expected loss} */
  private Tape descended(Tape genome, List<Place> places, Expectation expectation) {
    Tape best = genome;
    double least = expectation.loss(genome);
    boolean isMoved = true;
    for (int sweep = 0; isMoved && sweep < MOST_SWEEPS; sweep++) {
      isMoved = false;
      for (Place place : places) {
        for (int steps : FAR_STEPS) {
          Tape next = moved(best, place, steps);
          double loss = expectation.loss(next);
          if (loss < least) {
            best = next;
            least = loss;
            isMoved = true;
          }
        }
      }
    }
    return best;
  }

  private List<Move> moves(FrontRow row, List<Place> places) {
    Expectation expectation = new Expectation(row);
    List<Move> moves = new ArrayList<>();
    for (Place place : places) {
      for (int steps : NEAR_STEPS) {
        Tape next = moved(row.entry().genome(), place, steps);
        moves.add(new Move(place, steps, expectation.loss(next)));
      }
    }
    moves.sort(Comparator.comparingDouble(Move::expected));
    return moves;
  }

  private Tape moved(Tape genome, Place place, int steps) {
    double on = Math.rint(genome.constantAt(place.position()) / place.step()) + steps;
    Tape moved = genome.copy();
    moved.setConstant(
        place.position(), problem.nearestAllowed(genome, place.position(), on * place.step()));
    return moved;
  }

  private static double rms(double[] values) {
    double squares = 0;
    for (double v : values) {
      squares += v * v;
    }
    return Math.sqrt(squares / values.length);
  }

  /** What circuits of other constants are expected to compute, on a part of the rows. */
  private final class Expectation {
    private final RowBlocks sample;
    private final double[] difference;
    private final BatchEvaluator losses;

    Expectation(FrontRow row) {
      int stride = Math.ceilDiv(rows.rows(), MOST_ROWS);
      int[] chosen = IntStream.iterate(0, i -> i < rows.rows(), i -> i + stride).toArray();
      sample = rows.select(chosen);
      losses = new BatchEvaluator(sample, 1, problem.loss().get());
      double[] all = computed.apply(row);
      double[] real = values(row.entry().genome());
      difference = new double[chosen.length];
      for (int i = 0; i < chosen.length; i++) {
        difference[i] = all[chosen[i]] - real[i];
      }
    }

    double[] values(Tape genome) {
      Tape formula = problem.formula(genome);
      double[] values = new double[sample.rows()];
      new BatchEvaluator(sample, formula.length()).evaluate(formula, values);
      return values;
    }

    double loss(Tape genome) {
      double[] values = values(genome);
      for (int i = 0; i < values.length; i++) {
        values[i] += difference[i];
      }
      return losses.lossOf(values);
    }

    double error() {
      return rms(difference);
    }
  }
}
