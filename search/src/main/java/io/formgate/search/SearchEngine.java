package io.formgate.search;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import io.formgate.hwcost.ComplexityMeasure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a search: synchronous epochs of islands, with migration between them. */
public final class SearchEngine {
  private static final long EVOLVE = 1;
  private static final long MIGRATE = 2;
  private static final long ENUMERATE = 3;
  private static final long GUESS = 4;
  private static final long SAMPLE = 5;

  /** Chance per member and epoch that a guess takes its place (PySR: 0.001). */
  private static final double FRACTION_REPLACED_BY_GUESSES = 0.001;

  /** Losses between have room for sums over rows and for derivatives. */
  private static final double SMALLEST_LOSS = 1e-280;

  private static final double LARGEST_LOSS = 1e280;

  /** Relative error of a fit that is exact but for rounding. */
  private static final double EXACT = 1e-12;

  private final Worker worker;
  private final SearchOptions options;
  private final RandomSource root;
  private final BuildingBlocks blocks;
  private final TypedBlocks typedBlocks;
  private final Entrants entrants;
  private final RefusedForms refused;
  private final FittedForms fitted = new FittedForms();
  private List<List<Tape>> shapes;
  private final List<Tape> guesses;
  private Frequencies frequencies = Frequencies.none();
  private AdaptiveWeights adapted = AdaptiveWeights.even();
  private @Nullable SampledBlocks sampled;
  private long evaluations;
  private int epochsDone;
  private Optional<NearMiss> nearMiss = Optional.empty();

  private SearchEngine(Worker worker, Entrants entrants, RefusedForms refused) {
    this.worker = worker;
    this.refused = refused;
    options = worker.options();
    root = new RandomSource(options.seed());
    guesses = fittedGuesses();
    shapes = new ArrayList<>(Collections.nCopies(options.populations(), guesses));
    blocks =
        BuildingBlocks.enumerate(
            worker, Island.sample(worker.data(), options.screenRows(), root.split(ENUMERATE)));
    typedBlocks = new TypedBlocks(blocks.all(), worker);
    this.entrants = entrants;
  }

  /** {@return the shapes of the guesses, with their constants as given and as fitted} */
  private List<Tape> fittedGuesses() {
    RandomSource random = root.split(GUESS);
    List<Tape> fitted = new ArrayList<>();
    for (Tape guess : worker.problem().guesses()) {
      fitted.add(worker.unscaled(guess));
      if (guess.constants() > 0) {
        Tape better = guess.copy();
        ConstantOptimizer.fit(
            better,
            worker.development(),
            worker.evaluator(),
            options.optimiserIterations(),
            options.optimiserRestarts(),
            random);
        Tape shape = worker.unscaled(better);
        if (!fitted.contains(shape)) {
          fitted.add(shape);
        }
      }
    }
    return List.copyOf(fitted);
  }

  /**
   * {@return the front that a search finds; the same bytes for any number of threads}
   *
   * @param problem what is searched
   * @param measures makes a complexity measure for a thread
   * @param admissions makes an admission check for a thread
   * @param hardware what is demanded of the circuits
   * @param threads at least 1
   * @param listener hears of each epoch and may end the search
   */
  public static SearchResult run(
      SearchProblem problem,
      Supplier<? extends ComplexityMeasure> measures,
      Supplier<? extends Admission> admissions,
      HardwareDemand hardware,
      int threads,
      SearchListener listener) {
    return run(problem, measures, admissions, hardware, threads, Optional.empty(), listener);
  }

  /**
   * {@return the front that a search finds when it goes on; the same bytes as if it had not
   * stopped}
   *
   * @param problem what is searched, the same but for the number of epochs
   * @param measures makes a complexity measure for a thread
   * @param admissions makes an admission check for a thread
   * @param hardware what is demanded of the circuits
   * @param threads at least 1
   * @param start where it goes on; empty to begin
   * @param listener hears of each epoch and may end the search
   * @throws IllegalArgumentException if the checkpoint is another problem's
   */
  public static SearchResult run(
      SearchProblem problem,
      Supplier<? extends ComplexityMeasure> measures,
      Supplier<? extends Admission> admissions,
      HardwareDemand hardware,
      int threads,
      Optional<Checkpoint> start,
      SearchListener listener) {
    BlockingQueue<Worker> workers = new LinkedBlockingQueue<>();
    RefusedForms refused = new RefusedForms();
    for (int i = 0; i < threads; i++) {
      workers.add(new Worker(problem, measures.get(), admissions.get(), hardware, refused));
    }
    Worker first = workers.element();
    HallOfFame empty =
        new HallOfFame(first.isScheduled(), leastGain(first), problem.options().alternatives());
    SearchEngine engine =
        new SearchEngine(first, new Entrants(hardware, first, refused, empty), refused);
    start.ifPresent(engine::restore);
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      return engine.run(executor, workers, listener);
    }
  }

  /**
   * {@return differences of the mean loss that rounding makes, by the loss of the best constant}
   */
  private static double leastGain(Worker worker) {
    boolean isSquare = worker.loss().isLeastSquares() || worker.loss().isLogarithmic();
    double share = isSquare ? EXACT * EXACT : EXACT;
    double baseline = new Screen(worker, worker.data()).baseline();
    double[] targets = worker.data().targets();
    double spread = Arrays.stream(targets).max().orElse(0) - Arrays.stream(targets).min().orElse(0);
    boolean isLost = spread > 0 && worker.loss().isLeastSquares() && baseline < SMALLEST_LOSS;
    if (isLost || baseline > LARGEST_LOSS) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.SEARCH_UNABLE,
              "the loss of the best constant, "
                  + (isLost ? "a square of differences up to " + spread : baseline)
                  + ", leaves the range of numbers, so no formula can be compared with another",
              "write the target in another unit, so that its values are nearer to 1"));
    }
    return share * baseline;
  }

  private SearchResult run(
      ExecutorService executor, BlockingQueue<Worker> workers, SearchListener listener) {
    while (epochsDone < options.iterations() && !mayStop()) {
      int epoch = epochsDone + 1;
      List<Island.Outcome> outcomes = epoch(executor, workers, epoch, listener);
      List<FrontEntry> proposals = new ArrayList<>();
      for (Island.Outcome outcome : outcomes) {
        evaluations += outcome.evaluations();
        proposals.addAll(outcome.proposals());
        fitted.addAll(outcome.fitted());
        nearMiss = NearMiss.nearer(nearMiss, outcome.nearMiss());
      }
      fitted.age();
      entrants.admit(proposals, executor);
      List<Population> populations = outcomes.stream().map(Island.Outcome::population).toList();
      frequencies = frequencies.after(populations);
      adapted =
          adapted.after(
              outcomes.stream().map(Island.Outcome::tally).toList(), options.plan().adaptation());
      shapes = migrate(populations, epoch);
      epochsDone = epoch;
      boolean goOn =
          listener.onEpoch(
              new SearchProgress(
                  epoch,
                  options.iterations(),
                  evaluations,
                  entrants.hallOfFame().front(),
                  this::checkpoint));
      if (!goOn) {
        break;
      }
    }
    return result();
  }

  private boolean mayStop() {
    double least =
        entrants.hallOfFame().front().stream()
            .mapToDouble(FrontEntry::loss)
            .min()
            .orElse(Double.POSITIVE_INFINITY);
    return options.plan().stop().isMet(evaluations, least);
  }

  private Checkpoint checkpoint() {
    StateWriter out = new StateWriter();
    out.list(shapes, island -> out.list(island, out::tape));
    frequencies.write(out);
    adapted.write(out);
    fitted.write(out);
    refused.write(out);
    out.option(nearMiss, out::nearMiss);
    entrants.write(out);
    return new Checkpoint(
        Checkpoint.fingerprint(worker.problem()), epochsDone, evaluations, out.toBytes());
  }

  private void restore(Checkpoint checkpoint) {
    if (!checkpoint.isOf(worker.problem())) {
      throw new IllegalArgumentException("the checkpoint is one of another search");
    }
    epochsDone = checkpoint.epoch();
    evaluations = checkpoint.evaluations();
    StateReader in = new StateReader(checkpoint.state());
    shapes = in.list(() -> in.list(in::tape));
    frequencies = Frequencies.read(in);
    adapted = AdaptiveWeights.read(in);
    fitted.read(in);
    refused.read(in);
    nearMiss = in.option(in::nearMiss);
    entrants.read(in);
  }

  private SearchResult result() {
    return new SearchResult(
        entrants.hallOfFame().front(),
        entrants.refused(),
        entrants.accuracy(),
        evaluations,
        epochsDone,
        NearMiss.nearer(entrants.nearMiss(), nearMiss));
  }

  /** {@return the blocks' values on rows of an epoch; of the same rows, they are the same} */
  private SampledBlocks sampledBlocks(int epoch) {
    int count = Math.min(options.screenRows(), SampledBlocks.MOST_ROWS);
    RowBlocks rows = Island.sample(worker.data(), count, root.split(SAMPLE, epoch));
    if (sampled == null || sampled.rows() != rows) {
      sampled = new SampledBlocks(typedBlocks, rows, worker);
    }
    return sampled;
  }

  private List<Island.Outcome> epoch(
      ExecutorService executor, BlockingQueue<Worker> workers, int epoch, SearchListener listener) {
    Frequencies crowding = frequencies;
    AdaptiveWeights multipliers = adapted;
    List<FrontEntry> front = entrants.hallOfFame().entries();
    SampledBlocks grafts = sampledBlocks(epoch);
    List<Future<Island.Outcome>> futures = new ArrayList<>();
    for (int i = 0; i < options.populations(); i++) {
      RandomSource stream = root.split(EVOLVE, i, epoch);
      int index = i;
      List<Tape> start = shapes.get(i);
      futures.add(
          executor.submit(() -> {
            Worker worker = workers.take();
            try {
              worker.begin(epoch, multipliers);
              return Island.evolve(
                  index, worker, start, crowding, front, blocks, grafts, fitted, stream);
            } finally {
              workers.add(worker);
            }
          }));
    }
    List<Island.Outcome> outcomes = new ArrayList<>();
    try {
      for (Future<Island.Outcome> future : futures) {
        outcomes.add(future.get());
        listener.onProposals(outcomes.getLast().proposals());
        listener.onIsland(epoch, outcomes.size(), futures.size());
      }
    } catch (InterruptedException e) {
      futures.forEach(f -> f.cancel(true));
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the search was interrupted", e);
    } catch (ExecutionException e) {
      futures.forEach(f -> f.cancel(true));
      if (e.getCause() instanceof DiagnosticException nothingIsFinite) {
        throw nothingIsFinite;
      }
      throw new IllegalStateException("an island failed: " + e.getCause(), e);
    }
    return outcomes;
  }

  /**
   * Replaces some members by good ones of all islands and by the front's, in island order. An
   * island whose turn it is starts anew, and takes no one in for some epochs.
   */
  private List<List<Tape>> migrate(List<Population> populations, int epoch) {
    List<Tape> pool = new ArrayList<>();
    for (Population population : populations) {
      pool.addAll(population.best(options.topMembers()));
    }
    List<Tape> famous = new ArrayList<>();
    for (FrontEntry entry : entrants.hallOfFame().leaders()) {
      famous.add(worker.unscaled(entry.genome()));
    }
    List<List<Tape>> next = new ArrayList<>();
    for (int i = 0; i < populations.size(); i++) {
      int age = options.restarts().age(i, populations.size(), epoch);
      if (age < options.restarts().aloneEpochs()) {
        next.add(age == 0 ? List.of() : populations.get(i).shapesByAge());
        continue;
      }
      RandomSource random = root.split(MIGRATE, i, epoch);
      List<Tape> kept = new ArrayList<>();
      List<Tape> arrived = new ArrayList<>();
      for (Tape shape : populations.get(i).shapesByAge()) {
        double x = random.nextDouble();
        if (!famous.isEmpty() && x < options.fractionReplacedHallOfFame()) {
          arrived.add(famous.get(random.nextInt(famous.size())));
        } else if (x < options.fractionReplacedHallOfFame() + options.fractionReplaced()) {
          arrived.add(pool.get(random.nextInt(pool.size())));
        } else if (!guesses.isEmpty() && random.nextDouble() < FRACTION_REPLACED_BY_GUESSES) {
          arrived.add(guesses.get(random.nextInt(guesses.size())));
        } else {
          kept.add(shape);
        }
      }
      kept.addAll(arrived);
      next.add(kept);
    }
    return next;
  }
}
