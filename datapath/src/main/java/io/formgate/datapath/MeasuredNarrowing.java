package io.formgate.datapath;

import io.formgate.expression.DiagnosticException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Takes bits from a circuit one by one, as long as it passes a trial and the tolerances of some
 * outputs are proved.
 *
 * <p>Of all bits the one is taken next that saves the most area for the noise that it adds. What a
 * bit saves per noise mostly falls while others are taken, so that only the best of the figures
 * known so far is found out again before it is taken. The order in which they are taken is not the
 * best one, so in the end single bits are given back if others can then be taken that save more.
 */
public final class MeasuredNarrowing {
  /** Fraction bits that are tried to begin with. */
  private static final int MAX_START_BITS = 24;

  /** Bits above the fewest equal ones that pass, from which single bits are taken. */
  private static final int SPARE_BITS = 2;

  /** Bits of an index above those of its result to begin with: functions are seldom steeper. */
  private static final int INDEX_BITS_ABOVE_RESULT = 2;

  /** Bits that are taken together where fewer save nothing. */
  private static final int MAX_STEP_BITS = 24;

  /** How often what failed is tried again after others have been taken. */
  private static final int PASSES = 2;

  /** Noise that counts as none, against what there is. */
  private static final double NO_NOISE = 1e-4;

  /**
   * Look-up tables that a bit may cost to be given back: others seldom save more. No cost of a
   * device but a limit of the search, which looks at no dearer bits.
   */
  private static final double MAX_GIVEN_AREA = 40;

  /**
   * Vertices of all circuits that are made to find out which bits to give back: half a minute, at
   * some twenty million in a minute on a core of 2.6 GHz.
   */
  private static final long MAX_EXCHANGE_VERTICES = 10_000_000;

  private final FormulaGraph graph;
  private final TablePlan plan;
  private final ErrorAnalysis analysis;
  private final WordLengthSearch search;
  private final BiFunction<WordLengths, ArgmaxForm, QuantizedCircuit> lowering;
  private final CircuitTrial trial;
  private final Set<Integer> proved;
  private @Nullable Passed start;
  private @Nullable Passed descended;

  /** Circuits that were made so far. */
  private long lowered;

  MeasuredNarrowing(
      FormulaGraph graph,
      TablePlan plan,
      ErrorAnalysis analysis,
      WordLengthSearch search,
      BiFunction<WordLengths, ArgmaxForm, QuantizedCircuit> lowering,
      CircuitTrial trial,
      Set<Integer> proved) {
    this.graph = graph;
    this.plan = plan;
    this.analysis = analysis;
    this.search = search;
    this.lowering = lowering;
    this.trial = trial;
    this.proved = Set.copyOf(proved);
  }

  /** A circuit that passes. */
  private record Passed(WordLengths lengths, QuantizedCircuit circuit, double noise, double area) {}

  /** What has its bits taken. */
  private enum Part {
    RESULT,
    INDEX,
    MANTISSA,
    OPERANDS
  }

  private record Move(int vertex, Part part) {}

  /** A move with what it was worth when it was found out. */
  private record Rated(Move move, double worth, Optional<Passed> passed, int version) {}

  /** {@return the circuit from which bits are taken; empty if none passes} */
  public Optional<QuantizedCircuit> first() {
    return start().map(Passed::circuit);
  }

  /**
   * {@return the circuit from which no single bit can be taken, before any is given back for
   * others: found in a fraction of the time of the narrowest; empty if none passes}
   */
  public Optional<QuantizedCircuit> descended() {
    return descent().map(Passed::circuit);
  }

  private Optional<Passed> descent() {
    if (descended == null) {
      descended = start().map(s -> descended(s, moves(), PASSES)).orElse(null);
    }
    return Optional.ofNullable(descended);
  }

  /**
   * {@return the circuits from which no single bit can be taken, one for each way to find a largest
   * score; none if none passes}
   *
   * @param argmaxForms the ways
   */
  public List<QuantizedCircuit> narrowest(List<ArgmaxForm> argmaxForms) {
    return descent()
        .map(this::exchanged)
        .map(n -> argmaxForms.stream().map(f -> lowering.apply(n.lengths(), f)).toList())
        .orElse(List.of());
  }

  private Optional<Passed> start() {
    for (int f = 0; f <= MAX_START_BITS && start == null; f++) {
      Optional<Passed> coarse = passed(uniform(f));
      if (coarse.isPresent()) {
        start = passed(uniform(f + SPARE_BITS)).orElse(coarse.get());
      }
    }
    return Optional.ofNullable(start);
  }

  private WordLengths uniform(int fractionBits) {
    WordLengths lengths = search.uniform(fractionBits, TableLimits.MAX_TABLE_BITS);
    for (int v = 0; v < graph.size(); v++) {
      if (analysis.isNeeded(v) && plan.isTable(v)) {
        lengths =
            lengths.withIndex(
                v, Math.min(lengths.indexFractionBits(v), fractionBits + INDEX_BITS_ABOVE_RESULT));
      }
    }
    return lengths;
  }

  private Optional<Passed> passed(WordLengths lengths) {
    try {
      lowered++;
      QuantizedCircuit circuit = lowering.apply(lengths, ArgmaxForm.TREE);
      if (!proved.stream().allMatch(i -> search.meets(circuit.claims().get(i).bound(), i))) {
        return Optional.empty();
      }
      OptionalDouble noise = trial.noise(circuit.everyValue());
      return noise.isPresent()
          ? Optional.of(
              new Passed(lengths, circuit, noise.getAsDouble(), trial.area(circuit.datapath())))
          : Optional.empty();
    } catch (WidthException | DiagnosticException e) {
      return Optional.empty();
    }
  }

  /**
   * Gives a bit back where others can then be taken that save more than it costs, until no bit is
   * worth giving back or the work is done that a circuit may take.
   */
  private Passed exchanged(Passed narrow) {
    Passed best = narrow;
    List<Move> moves = moves();
    long end = lowered + MAX_EXCHANGE_VERTICES / graph.size();
    int sinceBetter = 0;
    for (int i = 0; sinceBetter < moves.size() && lowered < end; i = (i + 1) % moves.size()) {
      Move given = moves.get(i);
      sinceBetter++;
      Optional<Passed> wider = wider(given, best.lengths()).flatMap(this::passed);
      if (wider.isEmpty()
          || wider.get().area() > best.area() + MAX_GIVEN_AREA
          || wider.get().circuit().everyValue().equals(best.circuit().everyValue())) {
        continue;
      }
      List<Move> others = new ArrayList<>(moves);
      others.remove(given);
      Passed next = descended(wider.get(), others, 1);
      if (next.area() < best.area()) {
        best = next;
        sinceBetter = 0;
      }
    }
    return best;
  }

  /** {@return what is left when bits are taken as long as that passes and saves area} */
  private Passed descended(Passed start, List<Move> moves, int passes) {
    Passed best = start;
    List<Move> open = moves;
    for (int pass = 0; pass < passes && !open.isEmpty(); pass++) {
      List<Move> failed = new ArrayList<>();
      PriorityQueue<Rated> queue =
          new PriorityQueue<>(
              Comparator.comparingDouble(Rated::worth)
                  .reversed()
                  .thenComparingInt(r -> r.move().vertex())
                  .thenComparing(r -> r.move().part()));
      open.forEach(m -> queue.add(new Rated(m, Double.POSITIVE_INFINITY, Optional.empty(), -1)));
      int version = 0;
      boolean progress = false;
      while (!queue.isEmpty()) {
        Rated next = queue.poll();
        if (next.version() == version) {
          best = next.passed().orElseThrow();
          progress = true;
          version++;
          queue.add(new Rated(next.move(), next.worth(), Optional.empty(), -1));
          continue;
        }
        Optional<Passed> passed = taken(next.move(), best);
        if (passed.isEmpty()) {
          failed.add(next.move());
        } else {
          queue.add(new Rated(next.move(), worth(best, passed.get()), passed, version));
        }
      }
      if (!progress) {
        break;
      }
      open = failed;
    }
    return best;
  }

  /** {@return word lengths with a bit more, empty if there are none} */
  private Optional<WordLengths> wider(Move move, WordLengths lengths) {
    int v = move.vertex();
    ErrorBounds run = analysis.runWithoutCells(lengths);
    return switch (move.part()) {
      case RESULT -> {
        int bits = Math.min(lengths.fractionBits(v), run.fraction(v)) + 1;
        yield Optional.of(lengths.withFraction(v, bits));
      }
      case INDEX -> {
        int bits = run.indexFraction(v) + 1;
        boolean isTable = TablePlan.indexBits(plan.indexRange(v), bits) <= analysis.maxIndexBits(v);
        yield isTable ? Optional.of(lengths.withIndex(v, bits)) : Optional.empty();
      }
      case MANTISSA -> {
        int bits = lengths.mantissaBits(v) + 2;
        yield bits <= MantissaFunction.MAX_BITS
            ? Optional.of(lengths.withMantissa(v, bits))
            : Optional.empty();
      }
      case OPERANDS -> Optional.of(lengths.withOperands(v, run.operandFraction(v) + 1));
    };
  }

  private static double worth(Passed before, Passed after) {
    double noise = Math.max(after.noise() - before.noise(), NO_NOISE * before.noise());
    return (before.area() - after.area()) / noise;
  }

  /** {@return what is left when a move takes as few bits as save area} */
  private Optional<Passed> taken(Move move, Passed from) {
    WordLengths lengths = from.lengths();
    for (int step = 0; step < MAX_STEP_BITS; step++) {
      Optional<WordLengths> narrower = narrower(move, lengths);
      if (narrower.isEmpty()) {
        return Optional.empty();
      }
      lengths = narrower.get();
      Optional<Passed> passed = passed(lengths);
      if (passed.isEmpty() || passed.get().area() < from.area()) {
        return passed;
      }
    }
    return Optional.empty();
  }

  private List<Move> moves() {
    List<Move> moves = new ArrayList<>();
    for (int v = 0; v < graph.size(); v++) {
      if (!analysis.isNeeded(v)) {
        continue;
      }
      if (plan.isTable(v)) {
        moves.add(new Move(v, Part.INDEX));
      } else if (plan.isNormalized(v)) {
        moves.add(new Move(v, Part.MANTISSA));
      } else if (roundsOperands(v)) {
        moves.add(new Move(v, Part.OPERANDS));
      }
      if (search.isRounded(v)) {
        moves.add(new Move(v, Part.RESULT));
      }
    }
    return moves;
  }

  private boolean roundsOperands(int v) {
    return graph.term(v) instanceof FormulaGraph.Term.Apply apply
        && switch (apply.role()) {
          case ADD, SUBTRACT, MULTIPLY, SQUARE -> true;
          case NEGATE,
              ABSOLUTE,
              MINIMUM,
              MAXIMUM,
              SQUARE_ROOT,
              DIVIDE,
              FLOOR,
              LESS,
              CHOICE,
              FUNCTION,
              JUMPING_FUNCTION,
              COMPOSITE ->
              false;
        };
  }

  /** {@return word lengths with a bit less; what a value has too many of counts for nothing} */
  private Optional<WordLengths> narrower(Move move, WordLengths lengths) {
    int v = move.vertex();
    ErrorBounds run = analysis.runWithoutCells(lengths);
    return switch (move.part()) {
      case RESULT -> {
        int bits = Math.min(lengths.fractionBits(v), run.fraction(v)) - 1;
        boolean isLeft = bits >= WordLengthSearch.MIN_FRACTION_BITS && !isZero(v, lengths);
        yield isLeft ? Optional.of(lengths.withFraction(v, bits)) : Optional.empty();
      }
      case INDEX -> {
        int bits = run.indexFraction(v) - 1;
        boolean isLeft = bits > (plan.isPeriodic(v) ? 0 : WordLengthSearch.MIN_FRACTION_BITS);
        yield isLeft ? Optional.of(lengths.withIndex(v, bits)) : Optional.empty();
      }
      case MANTISSA -> {
        // The mantissa of a root has an even number of bits.
        int bits = lengths.mantissaBits(v) - 2;
        yield bits >= MantissaFunction.MIN_BITS
            ? Optional.of(lengths.withMantissa(v, bits))
            : Optional.empty();
      }
      case OPERANDS -> {
        int bits = run.operandFraction(v) - 1;
        yield bits >= WordLengthSearch.MIN_FRACTION_BITS
            ? Optional.of(lengths.withOperands(v, bits))
            : Optional.empty();
      }
    };
  }

  /** {@return whether a vertex is a number of which nothing is left} */
  private boolean isZero(int v, WordLengths lengths) {
    return graph.term(v) instanceof FormulaGraph.Term.Constant(double value)
        && Literal.of(value, lengths.fractionBits(v)).raw() == 0;
  }
}
