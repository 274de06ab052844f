package io.formgate.cli;

import io.formgate.constraints.Compliance;
import io.formgate.constraints.OutputDeclaration;
import io.formgate.constraints.Spec;
import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Simplifier;
import io.formgate.expression.Tape;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.EstimatedCycles;
import io.formgate.hwcost.HardwareCost;
import io.formgate.hwcost.OnData;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.search.Checkpoint;
import io.formgate.search.EstimateAccuracy;
import io.formgate.search.FrontEntry;
import io.formgate.search.FullCost;
import io.formgate.search.GaussianProcess;
import io.formgate.search.HardwareDemand;
import io.formgate.search.NearMiss;
import io.formgate.search.RandomSource;
import io.formgate.search.RefusedEntry;
import io.formgate.search.SearchEngine;
import io.formgate.search.SearchListener;
import io.formgate.search.SearchProblem;
import io.formgate.search.SearchProgress;
import io.formgate.search.SearchResult;
import io.formgate.search.SpecAdmission;
import io.formgate.search.SpecComplexity;
import io.formgate.search.SpecProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Searches the formulas of one output and builds each as a circuit of its own. */
final class OutputSearch {
  private final Terminal terminal;
  private final Spec spec;
  private final OutputDeclaration output;
  private final DeviceModel device;
  private final TrainingData data;
  private final Optional<Beside> beside;

  /** The rows to fit with what is known of them besides the formula. */
  private final RowBlocks rows;

  /** Whether the spec asks for smooth targets, and the process had none to give. */
  private final boolean isLeftNoisy;

  private final SearchProblem problem;
  private final int epochs;
  private final Optional<OnData> onData;

  /**
   * Takes what is searched.
   *
   * @param terminal shows the progress
   * @param spec the spec
   * @param output one of its outputs
   * @param device costs
   * @param data rows
   * @param iterations epochs
   * @param seed of the random source
   * @param beside other scores, if the loss is one of several together
   */
  OutputSearch(
      Terminal terminal,
      Spec spec,
      OutputDeclaration output,
      DeviceModel device,
      TrainingData data,
      int iterations,
      long seed,
      Optional<Beside> beside) {
    this.terminal = terminal;
    this.spec = spec;
    this.output = output;
    this.device = device;
    this.data = data;
    this.beside = beside;
    this.epochs = iterations;
    RowBlocks fitted = data.trainingRows(spec.inputNames(), output.name());
    RowBlocks smooth =
        spec.isDenoised() ? GaussianProcess.denoised(fitted, new RandomSource(seed)) : fitted;
    isLeftNoisy = spec.isDenoised() && smooth == fitted;
    rows = beside(smooth, data.training());
    SearchProblem alone = SpecProblem.of(spec, output, rows, iterations, seed);
    List<Tape> start = new ArrayList<>(alone.guesses());
    beside.ifPresent(b -> b.former().forEach(entry -> start.add(entry.genome())));
    problem = alone.withGuesses(start);
    onData = SpecPorts.onData(spec, List.of(output), data.columns());
  }

  private RowBlocks beside(RowBlocks chosen, List<Integer> indices) {
    return beside
        .map(b ->
            chosen.withOffsets(
                indices.stream().mapToDouble(b::offset).toArray(),
                indices.stream().mapToDouble(b::loss).toArray()))
        .orElse(chosen);
  }

  /** {@return the name of the search: that of the output, with the round if it is a later one} */
  String name() {
    return output.name() + beside.filter(b -> b.round() > 1).map(b -> "." + b.round()).orElse("");
  }

  /** {@return the output} */
  OutputDeclaration output() {
    return output;
  }

  /** {@return epochs that are asked for} */
  int epochs() {
    return epochs;
  }

  /** {@return the root of the weighted mean square of the target in the rows to fit} */
  double targetRms() {
    return DataRows.rootMeanSquare(rows.targets(), rows.weights());
  }

  /**
   * {@return the front, of the epochs until the listener or the user ends the search}
   *
   * @param threads of the search
   * @param state keeps the end of each epoch, and says where the search goes on, or that it ended
   *     there
   * @param listener hears of each epoch, after the table is drawn and the epoch is kept
   */
  SearchResult run(int threads, SearchState state, SearchListener listener) {
    noteGuesses();
    noteFeatures();
    noteDenoising();
    Optional<Checkpoint> former =
        beside.filter(b -> !b.isFixed()).isPresent()
            ? state.checkpointIfOf(name(), problem)
            : state.checkpoint(name(), problem);
    SearchProblem asked = state.settings().isPastLimits() ? problem.withoutStop() : problem;
    SearchResult result =
        run(
            threads,
            former
                .filter(_ -> state.settings().isEnded())
                .map(end -> asked.untilEpoch(end.epoch()))
                .orElse(asked),
            former,
            progress -> {
              state.save(
                  name(),
                  progress,
                  LiveHallOfFame.csv(progress.front(), spec.complexity().mode(), this::formula));
              return listener.onEpoch(progress);
            });
    boolean isRefused = result.front().isEmpty() && !result.refused().isEmpty();
    state.saveRefused(
        name(),
        isRefused
            ? Optional.of(LiveHallOfFame.refusedCsv(result.refused(), this::formula))
            : Optional.empty());
    return result;
  }

  /** A guess that breaks a demand may lead to what keeps it, but cannot stand on the front. */
  private void noteGuesses() {
    SpecAdmission admission = new SpecAdmission(spec, output, rows);
    for (int i = 0; i < spec.guessesOf(output.name()).size(); i++) {
      List<String> broken =
          admission.findings(problem.candidate(problem.guesses().get(i))).stream()
              .filter(f -> f.isHard() && f.distance() > 0)
              .map(Compliance.Finding::demand)
              .toList();
      if (!broken.isEmpty()) {
        terminal.full(
            "          the guess on line "
                + spec.guessesOf(output.name()).get(i).span().line()
                + " breaks, as it is written: "
                + String.join("; ", broken));
      }
    }
  }

  private void noteFeatures() {
    if (spec.features().isPresent() && problem.template().isFree()) {
      terminal.full(
          "          of the inputs "
              + problem.template().columns().stream()
                  .map(spec.inputNames()::get)
                  .collect(Collectors.joining(", ")));
    }
  }

  private void noteDenoising() {
    if (isLeftNoisy) {
      terminal.full(
          "          not denoised: the target is constant, there are fewer than 4 rows, or the"
              + " Gaussian process has no finite mean");
    }
  }

  /**
   * {@return the front of a search that keeps nothing}
   *
   * @param threads of the search
   */
  SearchResult run(int threads) {
    return run(threads, problem, Optional.empty(), _ -> true);
  }

  private SearchResult run(
      int threads, SearchProblem asked, Optional<Checkpoint> former, SearchListener listener) {
    try (StopKeys keys = StopKeys.of(terminal)) {
      return run(threads, asked, keys, former, listener);
    }
  }

  private SearchResult run(
      int threads,
      SearchProblem asked,
      StopKeys keys,
      Optional<Checkpoint> former,
      SearchListener listener) {
    LiveFront live =
        new LiveFront(
            terminal,
            System::nanoTime,
            spec.inputNames(),
            output.name(),
            LossScale.of(spec.lossOf(output.name()), targetRms()),
            keys::isAsked);
    live.begin();
    SearchResult result =
        SearchEngine.run(
            asked,
            () ->
                SpecComplexity.of(
                    spec,
                    device,
                    new EstimatedCycles(
                        device,
                        SpecPorts.schedule(spec),
                        SpecPorts.inputs(spec),
                        SpecPorts.output(output, Expr.constant(0)),
                        problem.longestFormula())),
            () -> new SpecAdmission(spec, output, rows),
            new HardwareDemand(
                spec.hardware().budget(),
                spec.hardware().initiationInterval(),
                Optional.of(lowering())),
            threads,
            former,
            new SearchListener() {
              @Override
              public boolean onEpoch(SearchProgress p) {
                return live.onEpoch(p) && listener.onEpoch(p) && !keys.isAsked();
              }

              @Override
              public void onIsland(int epoch, int islands, int of) {
                live.onIsland(epoch, islands, of);
              }
            });
    live.erase();
    return result;
  }

  private FullLowering lowering() {
    return new FullLowering(spec, output, device, this::formula, onData, lossOn(rows));
  }

  /** {@return the front whose one formula is 0} */
  SearchResult zero() {
    Tape zero = new Tape(1);
    zero.addConstant(0);
    HardwareCost cost =
        switch (lowering().of(zero)) {
          case FullCost.Built(HardwareCost built, _) -> built;
          case FullCost.Unbuildable(String reason) ->
              throw new IllegalStateException("a constant cannot be built: " + reason);
        };
    FrontEntry entry = new FrontEntry(zero, zero, loss(rows, zero), 0, zero.length(), cost, cost);
    return new SearchResult(
        List.of(entry), List.of(), EstimateAccuracy.NONE, 0, 0, Optional.empty());
  }

  /**
   * Tells what is wrong when there is no front.
   *
   * @throws DiagnosticException if there is none
   */
  void requireFront(SearchResult result) {
    if (result.front().isEmpty() && result.nearMiss().isPresent()) {
      throw overBudget(result.nearMiss().get());
    }
    if (result.front().isEmpty() && !result.refused().isEmpty()) {
      throw unbuilt(Obstacles.of(result.refused()));
    }
    if (result.front().isEmpty()) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.SEARCH_EMPTY,
              "no formula for '"
                  + output.name()
                  + "' is finite on every row and keeps the units and constraints",
              "add operators, check the units, make a constraint soft, or search for more"
                  + " iterations"));
    }
  }

  private DiagnosticException overBudget(NearMiss nearest) {
    return new DiagnosticException(
        Diagnostic.of(
            DiagnosticCode.BUDGET_UNMET,
            "no formula found for '"
                + output.name()
                + "' keeps the hardware budget; the nearest exceeds "
                + String.join(
                    ", ", spec.hardware().budget().exceeded(HardwareDemand.use(nearest.cost()))),
            "allow more, slow the clock, widen the tolerance, or search longer"));
  }

  private DiagnosticException unbuilt(Obstacles.Commonest obstacle) {
    return new DiagnosticException(
        Diagnostic.of(
            DiagnosticCode.BUDGET_UNMET,
            "none of the formulas found for '"
                + output.name()
                + "' can be built within its tolerance, its format and the clock; "
                + obstacle.words(),
            "widen the tolerance or the format, write 'saturate', narrow the input ranges, or slow"
                + " the clock"));
  }

  /**
   * {@return every formula of a front with its circuit, then every formula that is refused, with
   * what keeps it off the front}
   */
  List<FrontRow> build(SearchResult found, String name) {
    List<FrontRow> built = new ArrayList<>();
    for (FrontEntry entry : found.front()) {
      FrontRow row = row(entry, name);
      built.add(spec.refitsConstants() ? refit(name).of(row) : row);
    }
    for (RefusedEntry refused : found.refused()) {
      built.add(row(refused.entry(), name));
    }
    return switch (spec.complexity().mode()) {
      case LATENCY -> FrontRow.undominated(built);
      case ADDITIVE, NODES -> built;
    };
  }

  private ConstantRefit refit(String name) {
    return new ConstantRefit(
        problem,
        rows,
        spec.everywhere().stream().mapToDouble(e -> e.format().lsb()).findFirst(),
        spec.hardware().budget(),
        row -> {
          CompiledCircuit circuit = Objects.requireNonNull(row.circuit());
          return lossOn(rows).computed(circuit.quantized(), circuit.request().inputs(), 0);
        },
        (row, genome) -> moved(row.entry(), genome).map(entry -> row(entry, name)));
  }

  /**
   * {@return an entry with other constants; empty if it breaks a demand, keeps a soft one less, or
   * has no value on some row}
   */
  private Optional<FrontEntry> moved(FrontEntry former, Tape genome) {
    SpecAdmission admission = new SpecAdmission(spec, output, rows);
    OptionalDouble before = admission.entryCost(problem.candidate(former));
    OptionalDouble after = admission.entryCost(problem.candidate(genome));
    Tape formula = problem.formula(genome);
    double loss = loss(rows, formula);
    return after.isEmpty()
            || after.getAsDouble() > before.orElse(Double.POSITIVE_INFINITY)
            || !Double.isFinite(loss)
        ? Optional.empty()
        : Optional.of(
            new FrontEntry(
                genome,
                formula,
                loss,
                after.getAsDouble() == 0
                    ? 0
                    : former.softCost() * after.getAsDouble() / before.orElseThrow(),
                former.complexity(),
                former.cost(),
                former.estimate()));
  }

  private FrontRow row(FrontEntry entry, String name) {
    Expr formula = formula(entry.formula());
    RowBlocks plain = data.trainingRows(spec.inputNames(), output.name());
    double squares = new BatchEvaluator(plain, entry.formula().length()).loss(entry.formula());
    double relativeRms = DataRows.relative(Math.sqrt(squares / rows.totalWeight()), targetRms());
    OptionalDouble validationLoss =
        data.validationRows(spec.inputNames(), output.name()).stream()
            .mapToDouble(v -> loss(beside(v, data.validation()), entry.formula()))
            .findFirst();
    CompiledCircuit circuit = null;
    String obstacle;
    try {
      QuantizerRequest request = SpecPorts.request(spec, name, List.of(output), List.of(formula));
      ScheduleOptions schedule = SpecPorts.schedule(spec);
      List<SnapNotes.Figure> figures =
          List.of(new SnapNotes.Figure("loss", c -> List.of(hardwareLoss(c, request.inputs(), 0))));
      circuit =
          onData.isPresent()
              ? MeasuredGoal.compile(request, onData.get(), figures, device, schedule)
              : spec.snapsConstants()
                  ? CompiledCircuit.snapped(request, figures, device, schedule)
                  : CompiledCircuit.compile(request, device, schedule);
      circuit = circuit.noting(InputResolution.notes(request));
      // The search has looked at one circuit of many, of which this is the best.
      obstacle =
          FrontRow.keeps(circuit, spec.hardware().budget())
              ? ""
              : "exceeds "
                  + String.join(
                      ", ",
                      spec.hardware()
                          .budget()
                          .exceeded(HardwareDemand.use(HardwareCost.of(circuit.pipeline()))));
    } catch (DiagnosticException e) {
      Diagnostic first = e.diagnostics().getFirst();
      obstacle = first.message() + "; " + first.mend();
    }
    return new FrontRow(
        entry,
        formula,
        relativeRms,
        validationLoss,
        circuit == null
            ? OptionalDouble.empty()
            : OptionalDouble.of(hardwareLoss(circuit.quantized(), circuit.request().inputs(), 0)),
        circuit,
        obstacle,
        Optional.empty());
  }

  /**
   * {@return the mean loss of what a circuit computes for the rows to fit, bit for bit}
   *
   * @param circuit with this output
   * @param inputs its ports
   * @param index of the output among its formulas
   */
  double hardwareLoss(
      QuantizedCircuit circuit, List<QuantizerRequest.InputPort> inputs, int index) {
    return lossOn(rows).of(circuit, inputs, index);
  }

  /** {@return the weighted mean loss of values, one for each row} */
  double loss(RowBlocks of, double[] values) {
    return lossOn(of).of(values);
  }

  private CircuitLoss lossOn(RowBlocks of) {
    return new CircuitLoss(of, problem.loss(), output.format());
  }

  private double loss(RowBlocks validation, Tape formula) {
    return lossOn(validation).of(formula);
  }

  private Expr formula(Tape searched) {
    Expr formula = searched.toExpr(spec.inputNames());
    // A form and its holes meet only here.
    return problem.template().isFree()
            && problem.template().definitions().isEmpty()
            && problem.template().tables().isEmpty()
        ? formula
        : Simplifier.removing().simplify(formula);
  }

  /** {@return how a formula of the front keeps each demand of the spec} */
  List<Compliance.Finding> findings(FrontRow row) {
    return new SpecAdmission(spec, output, rows).findings(problem.candidate(row.entry()));
  }

  /**
   * {@return the values of the spec's parameters in a formula of the front; none without a form}
   */
  List<Double> parameters(FrontRow row) {
    return problem.candidate(row.entry()).parameters();
  }
}
