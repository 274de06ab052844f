package io.formgate.search;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One island's epoch: a pure function of the shapes it starts with, the statistics, the front and a
 * random stream. The worker lends scratch memory only.
 */
final class Island {
  private static final int MUTATION_TRIES = 4;
  private static final int ADMISSION_TRIES = 50;

  /** Without a form a constant is finite soon; a form may leave nothing that is. */
  private static final int FINITE_TRIES = 10_000;

  private static final int LARGEST_START = 9;
  private static final int GRAFT_FIT_ITERATIONS = 4;

  /** Share of new candidates whose constants are fitted before they are judged. */
  private static final double FIT_PROBABILITY = 0.3;

  private static final int CHILD_FIT_ITERATIONS = 3;

  /**
   * Share of candidates farther from admissible ones than their parent that are looked at all the
   * same.
   */
  private static final double VIOLATION_TRIES = 0.1;

  private final Worker worker;
  private final SearchOptions options;
  private final RandomSource random;
  private final Frequencies frequencies;
  private final List<FrontEntry> front;
  private final List<Tape> mates;
  private final BuildingBlocks blocks;
  private final FittedForms exhausted;
  private final Grafts grafts;
  private final SteepArguments steep;
  private final int sizeLimit;
  private final Screen screen;
  private final List<PopMember> members = new ArrayList<>();
  private final TreeMap<Niche, PopMember> best = new TreeMap<>();
  private final Tape child;
  private final Tape formula;
  private final Tournament tournament;
  private final AdaptiveWeights.Tally tally = new AdaptiveWeights.Tally();
  private long births;
  private long evaluations;

  /**
   * What an epoch gives.
   *
   * @param population the members after it
   * @param proposals admissible formulas for the hall of fame, scored on all rows
   * @param fitted forms that were fitted to all rows
   * @param nearMiss if no member is admissible, the one nearest to the hardware budget of those
   *     that only exceed it
   * @param tally how the mutations did
   * @param evaluations candidates evaluated
   */
  record Outcome(
      Population population,
      List<FrontEntry> proposals,
      FittedForms fitted,
      Optional<NearMiss> nearMiss,
      AdaptiveWeights.Tally tally,
      long evaluations) {}

  private Island(
      int index,
      Worker worker,
      RandomSource random,
      Frequencies frequencies,
      List<FrontEntry> front,
      BuildingBlocks blocks,
      SampledBlocks sampled,
      FittedForms exhausted) {
    this.blocks = blocks;
    this.exhausted = exhausted;
    this.worker = worker;
    this.random = random;
    this.frequencies = frequencies;
    this.front = front;
    options = worker.options();
    int longest = Worker.longestGenome(options);
    screen = new Screen(worker, sample(worker.data(), options.screenRows(), random));
    // A sample of all rows is the data itself, and so is the island's.
    Screen ofBlocks = sampled.rows() == worker.data() ? screen : new Screen(worker, sampled.rows());
    grafts = new Grafts(ofBlocks, sampled, options.operators(), longest);
    steep = new SteepArguments(screen, options);
    // A form's genome has a least size of its own.
    sizeLimit =
        worker.template().isFree() ? SizeLimits.of(index, options.maxSize()) : Integer.MAX_VALUE;
    child = new Tape(2 * longest);
    formula = new Tape(longest);
    tournament = new Tournament(options, frequencies);
    mates = new ArrayList<>();
    for (FrontEntry entry : front) {
      mates.add(worker.unscaled(entry.genome()));
    }
  }

  /**
   * {@return the outcome of one epoch}
   *
   * @param index which island it is
   * @param worker scratch memory of this thread
   * @param shapes what the island starts with, oldest first; filled up with random ones
   * @param frequencies of complexities over all islands
   * @param front entries of the hall of fame
   * @param blocks that mutations put in
   * @param sampled the same blocks with values, to graft
   * @param exhausted forms that were fitted to all rows in earlier epochs; only read
   * @param random the stream of this island and epoch
   */
  static Outcome evolve(
      int index,
      Worker worker,
      List<Tape> shapes,
      Frequencies frequencies,
      List<FrontEntry> front,
      BuildingBlocks blocks,
      SampledBlocks sampled,
      FittedForms exhausted,
      RandomSource random) {
    Island island =
        new Island(index, worker, random, frequencies, front, blocks, sampled, exhausted);
    for (Tape shape : shapes) {
      PopMember member = island.score(shape);
      if (member != null) {
        island.enter(member);
      }
    }
    while (island.members.size() < island.options.populationSize()) {
      island.enter(island.randomMember());
    }
    for (int cycle = 0; cycle < island.options.cyclesPerIteration(); cycle++) {
      island.cycle(1 - cycle / (double) island.options.cyclesPerIteration());
    }
    island.optimiseSome();
    Proposals proposals = island.proposals();
    return new Outcome(
        new Population(island.members),
        proposals.entries(),
        proposals.fitted(),
        island.nearMiss(),
        island.tally,
        island.evaluations);
  }

  private Optional<NearMiss> nearMiss() {
    Optional<NearMiss> nearest = Optional.empty();
    if (best.isEmpty()) {
      for (PopMember member : members) {
        nearest = NearMiss.nearer(nearest, worker.nearMiss(member.tape()));
      }
    }
    return nearest;
  }

  /** {@return a random row of each of equal stretches} */
  static RowBlocks sample(RowBlocks data, int rows, RandomSource random) {
    if (rows >= data.rows()) {
      return data;
    }
    int[] chosen = new int[rows];
    // One row of each of equal stretches: spread over a file that may be ordered.
    for (int i = 0; i < rows; i++) {
      int from = (int) ((long) data.rows() * i / rows);
      int to = (int) ((long) data.rows() * (i + 1) / rows);
      chosen[i] = from + random.nextInt(to - from);
    }
    return data.select(chosen);
  }

  private @Nullable PopMember score(Tape shape) {
    return shape.length() > sizeLimit ? null : scoreAnySize(shape);
  }

  private @Nullable PopMember scoreAnySize(Tape shape) {
    evaluations++;
    return screen.evaluate(shape) ? worker.member(shape, screen, births++) : null;
  }

  private void enter(PopMember member) {
    members.add(member);
    note(member);
  }

  private boolean note(PopMember member) {
    if (member.distance() > 0 || member.bin() >= HallOfFame.MAX_BINS) {
      return false;
    }
    PopMember held = best.get(member.niche());
    if (held != null && held.loss() <= member.loss()) {
      return false;
    }
    best.put(member.niche(), member);
    return true;
  }

  /**
   * A random member, admissible if a few tries find one; one that is there if none is finite.
   *
   * @throws DiagnosticException if none is there either, as with a form that is never defined
   */
  private PopMember randomMember() {
    PopMember fewest = null;
    int largest =
        Math.max(
            1,
            Math.min(
                Math.min(LARGEST_START, sizeLimit),
                worker.maxSize() / Math.max(1, worker.template().holes().size())));
    for (int i = 0; i < (fewest == null ? FINITE_TRIES : ADMISSION_TRIES); i++) {
      child.clear();
      worker.grower().genome(child, 1 + random.nextInt(largest), random);
      PopMember member = score(child);
      if (member != null && (fewest == null || member.distance() < fewest.distance())) {
        fewest = member;
      }
      if (fewest != null && fewest.distance() == 0) {
        break;
      }
    }
    if (fewest != null) {
      return fewest;
    }
    if (members.isEmpty()) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.SEARCH_EMPTY,
              "none of "
                  + FINITE_TRIES
                  + " random formulas is finite on every row, with what the form demands",
              "write a form that is defined on all rows, or leave rows out with 'where'"));
    }
    return members.get(random.nextInt(members.size()));
  }

  private void cycle(double temperature) {
    PopMember parent = tournament.winner(members, random);
    if (random.nextDouble() < options.crossoverProbability()) {
      Tape mate =
          !mates.isEmpty() && random.nextDouble() < options.hallOfFameMateProbability()
              ? mates.get(random.nextInt(mates.size()))
              : tournament.winner(members, random).tape();
      boolean parentFirst = random.nextBoolean();
      Tape to = parentFirst ? parent.tape() : mate;
      Tape from = parentFirst ? mate : parent.tape();
      if (worker.variation().cross(to, from, child, random)
          && !child.equals(to)
          && tolerable(parentFirst ? parent.distance() : 0)) {
        PopMember baby = raised();
        if (baby != null) {
          settle(baby);
        }
      }
      return;
    }
    Mutation mutation = worker.variation().draw(parent.tape(), blocks, random);
    tally.attempt(mutation);
    if (mutation == Mutation.NOTHING) {
      // A copy would be its equal, and only one of equals stays.
      members.replaceAll(
          member -> member.birth() == parent.birth() ? member.bornAt(births++) : member);
      return;
    }
    PopMember baby =
        switch (mutation) {
          case OPTIMISE -> optimised(parent);
          case GRAFT -> grafted(parent);
          case NOTHING -> null;
          case CONSTANT,
              OPERATOR,
              FEATURE,
              SWAP_OPERANDS,
              ROTATE,
              ADD,
              INSERT,
              DELETE,
              COPY,
              REPLACE,
              SIMPLIFY,
              RANDOMISE ->
              mutated(mutation, parent, temperature);
        };
    if (baby == null) {
      return;
    }
    double rise = (baby.cost() - parent.cost()) / (temperature * options.annealingAlpha());
    double chance =
        StrictMath.exp(-Math.max(-1, rise)) * frequencies.relief(parent.bin(), baby.bin());
    if (random.nextDouble() < chance) {
      if (baby.cost() < parent.cost()) {
        tally.success(mutation);
      }
      settle(baby);
    } else {
      note(baby);
    }
  }

  private @Nullable PopMember mutated(Mutation mutation, PopMember parent, double temperature) {
    boolean isDrawn = false;
    for (int i = 0; i < MUTATION_TRIES; i++) {
      if (!worker.variation().mutate(mutation, parent.tape(), child, temperature, blocks, random)
          || child.equals(parent.tape())) {
        continue;
      }
      // Whether a new violation is looked at is drawn once; else another change is tried.
      if (isDrawn ? worker.isWithin(child, parent.distance()) : tolerable(parent.distance())) {
        return raised();
      }
      isDrawn = true;
    }
    return null;
  }

  /**
   * {@return the member that the child becomes: scaled where it overflows, and some of them fitted;
   * null if it has no finite value}
   */
  private @Nullable PopMember raised() {
    PopMember baby = score(child);
    boolean isScaled =
        baby == null
            && child.length() <= sizeLimit
            && worker.template().isFree()
            && steep.scale(child, random);
    if (isScaled) {
      baby = score(child);
    }
    if (baby == null
        || baby.tape().constants() == 0
        || !(isScaled || random.nextDouble() < FIT_PROBABILITY)) {
      return baby;
    }
    PopMember fitted = fitted(baby.tape(), baby.scaling(), CHILD_FIT_ITERATIONS, 0);
    return fitted != null && fitted.cost() < baby.cost() ? fitted : baby;
  }

  private @Nullable PopMember grafted(PopMember parent) {
    if (!grafts.graft(parent.tape(), child, random)
        || child.length() > worker.maxSize()
        || !tolerable(parent.distance())) {
      return null;
    }
    PopMember baby =
        refit(child, parent.scaling(), GRAFT_FIT_ITERATIONS, 0) ? scoreAnySize(child) : null;
    if (baby != null && baby.tape().length() > sizeLimit) {
      // Short parents have good grafts that are no members here; the hall of fame may take them.
      note(baby);
      return null;
    }
    return baby;
  }

  /** A new violation seldom pays, and to see it is cheaper than to score the candidate. */
  private boolean tolerable(double parentDistance) {
    return worker.isWithin(child, parentDistance) || random.nextDouble() < VIOLATION_TRIES;
  }

  /** Puts a member in the place of the oldest, unless there is its equal, which it may replace. */
  private void settle(PopMember baby) {
    int oldest = 0;
    for (int i = 0; i < members.size(); i++) {
      PopMember other = members.get(i);
      if (other.loss() == baby.loss() && other.bin() == baby.bin()) {
        if (baby.tape().length() < other.tape().length()) {
          members.set(i, baby);
          note(baby);
        }
        return;
      }
      if (other.birth() < members.get(oldest).birth()) {
        oldest = i;
      }
    }
    members.set(oldest, baby);
    note(baby);
  }

  /** {@return the member with its constants fitted to the sample, or null if it has none} */
  private @Nullable PopMember optimised(PopMember member) {
    if (member.tape().constants() == 0) {
      return null;
    }
    return fitted(
        member.tape(),
        member.scaling(),
        options.optimiserIterations(),
        options.optimiserRestarts());
  }

  private @Nullable PopMember fitted(Tape shape, Scaling wanted, int iterations, int restarts) {
    return refit(shape, wanted, iterations, restarts) ? score(child) : null;
  }

  /** Makes the child the shape with its constants fitted, if it has a finite value. */
  private boolean refit(Tape shape, Scaling wanted, int iterations, int restarts) {
    if (!screen.evaluate(shape)) {
      return false;
    }
    Scaling scaling = shape.length() + wanted.nodes() > worker.maxSize() ? Scaling.NONE : wanted;
    formula.clear();
    scaling.append(shape, screen.slope(scaling), screen.offset(scaling), formula);
    evaluations++;
    Tape whole = screen.closed(formula);
    ConstantOptimizer.fit(
        whole, worker.development(), screen.evaluator(), iterations, restarts, random);
    child.clear();
    Tape unscaled = worker.unscaled(whole);
    child.addAll(unscaled, 0, unscaled.length());
    return true;
  }

  private void optimiseSome() {
    for (int i = 0; i < members.size(); i++) {
      PopMember member = members.get(i);
      if (random.nextDouble() < options.optimiseProbability()) {
        PopMember fitted = optimised(member);
        if (fitted != null && fitted.cost() < member.cost()) {
          members.set(i, fitted);
          note(fitted);
        }
      }
    }
  }

  /** Proposes the best of each niche when the sample says that it may be new. */
  private Proposals proposals() {
    Proposals proposals = new Proposals(worker, front, exhausted, screen);
    proposals.proposeAll(best.values(), formula);
    evaluations += proposals.evaluations() + grafts.evaluations();
    return proposals;
  }
}
