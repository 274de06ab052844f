package io.formgate.search;

import io.formgate.constraints.Constraint;
import io.formgate.constraints.EvolutionSettings;
import io.formgate.constraints.Form;
import io.formgate.constraints.Guess;
import io.formgate.constraints.Levels;
import io.formgate.constraints.Loss;
import io.formgate.constraints.OutputDeclaration;
import io.formgate.constraints.Parameter;
import io.formgate.constraints.Spec;
import io.formgate.constraints.TableSettings;
import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Definition;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expansion;
import io.formgate.expression.FormulaLoss;
import io.formgate.expression.Interval;
import io.formgate.expression.LeastSquares;
import io.formgate.expression.LogSquares;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.RowLoss;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes the search of an output of what a spec says. */
public final class SpecProblem {
  private SpecProblem() {}

  /**
   * Throws a diagnostic for everything that a spec asks and the search cannot do.
   *
   * @param spec the spec
   */
  public static void requireAble(Spec spec) {
    List<Diagnostic> diagnostics = obstacles(spec);
    spec.classes()
        .filter(c -> c.column().isEmpty())
        .ifPresent(c ->
            diagnostics.add(
                Diagnostic.at(
                    DiagnosticCode.SEARCH_UNABLE,
                    c.span(),
                    "the classes are from no column, so that only 'distill' can learn them",
                    "write: classes NAME, NAME from COLUMN")));
    if (!diagnostics.isEmpty()) {
      throw new DiagnosticException(diagnostics);
    }
  }

  /**
   * Throws a diagnostic for everything that a spec asks and a search of targets that are no part of
   * its data cannot do.
   *
   * @param spec the spec
   */
  public static void requireSearchable(Spec spec) {
    List<Diagnostic> diagnostics = obstacles(spec);
    if (!diagnostics.isEmpty()) {
      throw new DiagnosticException(diagnostics);
    }
  }

  private static List<Diagnostic> obstacles(Spec spec) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    if (!spec.hasOperators()) {
      diagnostics.add(
          unable(
              spec,
              "the search of formulas needs operators, and the spec has none",
              "add a line of the form: operators + - * sqrt"));
    }
    diagnostics.addAll(SpecComplexity.obstacles(spec));
    if (spec.searchDefinitions().size() > Tape.MAX_DEFINITIONS) {
      diagnostics.add(
          unable(
              spec,
              "the search can use at most " + Tape.MAX_DEFINITIONS + " custom operators",
              "name fewer of them in 'operators'; formulas of the spec may call the others"));
    }
    for (OutputDeclaration output : spec.outputs()) {
      List<Constraint.Declared> constraints = spec.constraintsOf(output.name());
      Interval range = constantRange(constraints);
      if (range.isEmpty() || !range.contains(constants(constraints).nearest(0))) {
        diagnostics.add(
            unable(
                spec,
                "the hard ranges and the grid of the constants of '"
                    + output.name()
                    + "' have no value in common",
                "widen the ranges, or make one of them soft"));
      }
    }
    for (Guess guess : spec.guesses()) {
      if (guess.formula().size() > spec.search().maxSize()) {
        diagnostics.add(
            Diagnostic.at(
                DiagnosticCode.SPEC_GUESS,
                guess.span(),
                "the guess has "
                    + guess.formula().size()
                    + " nodes, more than the "
                    + spec.search().maxSize()
                    + " of the largest formula",
                "write a shorter one, or search with a larger 'maxsize'"));
      }
      // Each enters an island as it is written and with its constants fitted.
      if (2 * spec.guessesOf(guess.output()).size() > spec.search().populationSize()) {
        diagnostics.add(
            Diagnostic.at(
                DiagnosticCode.SPEC_GUESS,
                guess.span(),
                "the guesses of '" + guess.output() + "' are more than half of an island's members",
                "write fewer of them, or search with a larger 'population'"));
        break;
      }
    }
    for (Parameter parameter : spec.parameters()) {
      if (spec.forms().stream()
          .noneMatch(form -> form.body().variables().contains(parameter.name()))) {
        diagnostics.add(
            Diagnostic.at(
                DiagnosticCode.SEARCH_UNABLE,
                parameter.span(),
                "the parameter '" + parameter.name() + "' stands in no form, so nothing fits it",
                "use it in a form, or remove it; constants of searched formulas need no parameter"));
      }
    }
    for (Form form : spec.forms()) {
      spec.tables().flatMap(_ -> TableDemands.obstacle(form)).ifPresent(diagnostics::add);
      if (form.holes().isEmpty()
          && spec.parameters().stream()
              .noneMatch(p -> form.body().variables().contains(p.name()))) {
        diagnostics.add(
            Diagnostic.at(
                DiagnosticCode.SEARCH_UNABLE,
                form.span(),
                "the form of '" + form.output() + "' has no hole and no parameter to fit",
                "build a formula that is given with 'formgate emit', or write ? for what is looked"
                    + " for"));
      }
    }
    return diagnostics;
  }

  /** {@return a diagnostic of something that the spec asks in vain} */
  static Diagnostic unable(Spec spec, String message, String mend) {
    return Diagnostic.of(DiagnosticCode.SEARCH_UNABLE, spec.source().name() + ": " + message, mend);
  }

  /**
   * {@return the search of an output}
   *
   * @param spec a spec that {@link #requireAble} lets pass
   * @param output one of its outputs
   * @param data the rows to fit
   * @param iterations epochs
   * @param seed of the random source
   */
  public static SearchProblem of(
      Spec spec, OutputDeclaration output, RowBlocks data, int iterations, long seed) {
    var s = spec.search();
    SearchOptions options =
        SearchOptions.of(List.copyOf(spec.operators()))
            .withIterations(iterations)
            .withSeed(seed)
            .withPopulations(s.populations(), s.populationSize())
            .withMaxSize(s.maxSize() + levelsBeyondTheFirst(spec))
            .withPlan(new EpochPlan(s.warmup(), 0, s.stop()))
            .withAlternatives(s.alternatives())
            .withEvolution(spec.evolution())
            .withPrecision(s.precision());
    FormulaTemplate template = template(spec, output);
    PrecisionCheck.require(s.precision(), data, template);
    if (template.isFree() && spec.features().isPresent()) {
      template =
          template.withColumns(
              MutualInformation.most(
                  data, template.columns(), spec.features().getAsInt(), new RandomSource(seed)));
    }
    Optional<Form> form = spec.formOf(output.name()).filter(f -> !f.holes().isEmpty());
    if (spec.tables().isPresent() && (template.isFree() || form.isPresent())) {
      TableSettings settings = spec.tables().get();
      List<LearnedBasis> bases =
          form.isPresent()
              ? TableBases.ofForm(spec, settings, form.get(), template, data)
              : TableBases.of(spec, settings, template.columns(), data);
      template = template.withTables(bases, settings.most());
    }
    FormulaTemplate chosen = template;
    List<Tape> guesses = new ArrayList<>();
    for (Guess guess : spec.guessesOf(output.name())) {
      guesses.add(
          guess.hole().isPresent()
              ? FilledForm.of(guess, spec.guessesOf(output.name()), chosen, options, data)
              : genome(guess, chosen, data));
    }
    return new SearchProblem(
        data, chosen, () -> loss(spec.lossOf(output.name())), options, guesses);
  }

  /** A parameter counts as one node of the largest formula, however many levels it has. */
  private static int levelsBeyondTheFirst(Spec spec) {
    int beyond = 0;
    for (Levels levels : spec.levels()) {
      int values =
          (int)
              spec.parameters().stream()
                  .filter(p -> p.column().stream().anyMatch(levels.column()::equals))
                  .count();
      beyond += values - values / levels.names().size();
    }
    return beyond;
  }

  /** {@return the genome of a guess, which has to be finite on every row} */
  private static Tape genome(Guess guess, FormulaTemplate template, RowBlocks data) {
    Tape genome = Tape.of(guess.formula(), template.variableNames(), template.definitionNames());
    Map<String, Definition> definitions =
        template.definitions().stream().collect(Collectors.toMap(Definition::name, d -> d));
    Tape written =
        Tape.of(Expansion.expand(guess.formula(), definitions, guess.span()), template.inputs());
    requireFinite(guess, written, data);
    return genome;
  }

  /** Throws a diagnostic if the formula of a guess has no finite value on some row. */
  static void requireFinite(Guess guess, Tape formula, RowBlocks data) {
    double[] values = new double[data.rows()];
    new BatchEvaluator(data, formula.length()).evaluate(formula, values);
    for (int row = 0; row < values.length; row++) {
      if (!Double.isFinite(values[row])) {
        throw new DiagnosticException(
            Diagnostic.at(
                DiagnosticCode.SPEC_GUESS,
                guess.span(),
                "the guess has no finite value on row " + (row + 1) + " of those to fit",
                "write a guess that is defined on all rows, or leave rows out with 'where'"));
      }
    }
  }

  private static RowLoss loss(Loss loss) {
    return switch (loss) {
      // Beside known scores of the other classes, the cross-entropy of one is a logistic loss.
      case Loss.CrossEntropy _ -> formula(Loss.LOGISTIC);
      case Loss.Pointwise p ->
          p.isLeastSquares()
              ? new LeastSquares()
              : LogSquares.isWrittenAs(p.formula(), Loss.PREDICTION, Loss.TARGET)
                  ? new LogSquares()
                  : formula(p);
    };
  }

  private static RowLoss formula(Loss.Pointwise loss) {
    return new FormulaLoss(loss.formula(), Loss.PREDICTION, Loss.TARGET, Loss.WEIGHT);
  }

  private static FormulaTemplate template(Spec spec, OutputDeclaration output) {
    List<Definition> definitions =
        spec.definitions().stream()
            .filter(d -> spec.searchDefinitions().contains(d.name()))
            .toList();
    ConstantRule constants = constants(spec.constraintsOf(output.name()));
    return spec.formOf(output.name())
        .map(form -> filled(spec, form, definitions, constants))
        .orElseGet(() ->
            FormulaTemplate.free(spec.inputNames(), definitions)
                .withColumns(IntStream.range(0, spec.freeInputs()).boxed().toList())
                .withConstants(constants));
  }

  private static FormulaTemplate filled(
      Spec spec, Form form, List<Definition> definitions, ConstantRule constants) {
    List<FormulaTemplate.Parameter> parameters = new ArrayList<>();
    for (Parameter parameter : spec.parameters()) {
      parameters.add(
          new FormulaTemplate.Parameter(parameter.name(), new ConstantRule(parameter.range(), 0)));
    }
    return new FormulaTemplate(
        spec.inputNames(),
        definitions,
        parameters,
        form.holes().stream()
            .map(hole -> new FormulaTemplate.Hole(hole.name(), hole.arity()))
            .toList(),
        form.body(),
        constants);
  }

  /**
   * The hard range and grid of constants; a fit keeps to them. Of several grids it takes the
   * coarsest, which lies on the others if they are multiples of each other.
   */
  private static ConstantRule constants(List<Constraint.Declared> constraints) {
    double step = 0;
    for (Constraint.Declared declared : constraints) {
      if (declared.isHard() && declared.constraint() instanceof Constraint.ConstantGrid(var g)) {
        step = Math.max(step, g);
      }
    }
    return new ConstantRule(constantRange(constraints), step);
  }

  /** What all hard ranges of constants have in common, possibly nothing. */
  private static Interval constantRange(List<Constraint.Declared> constraints) {
    double lo = ConstantRule.ANY.range().lo();
    double hi = ConstantRule.ANY.range().hi();
    for (Constraint.Declared declared : constraints) {
      if (declared.isHard() && declared.constraint() instanceof Constraint.ConstantRange(var r)) {
        lo = Math.max(lo, r.lo());
        hi = Math.min(hi, r.hi());
      }
    }
    return lo <= hi ? new Interval(lo, hi) : Interval.EMPTY;
  }

  /**
   * {@return the weights of mutations that a spec sets, the others as they were}
   *
   * @param weights the weights
   * @param settings the spec's settings
   */
  static MutationWeights weights(MutationWeights weights, EvolutionSettings settings) {
    var v = settings.values();
    return new MutationWeights(
        v.getOrDefault(EvolutionSettings.Setting.CONSTANT, weights.constant()),
        v.getOrDefault(EvolutionSettings.Setting.OPERATOR, weights.operator()),
        v.getOrDefault(EvolutionSettings.Setting.FEATURE, weights.feature()),
        v.getOrDefault(EvolutionSettings.Setting.SWAP, weights.swapOperands()),
        v.getOrDefault(EvolutionSettings.Setting.ROTATE, weights.rotate()),
        v.getOrDefault(EvolutionSettings.Setting.ADD, weights.add()),
        v.getOrDefault(EvolutionSettings.Setting.INSERT, weights.insert()),
        v.getOrDefault(EvolutionSettings.Setting.DELETE, weights.delete()),
        v.getOrDefault(EvolutionSettings.Setting.COPY, weights.copy()),
        v.getOrDefault(EvolutionSettings.Setting.REPLACE, weights.replace()),
        v.getOrDefault(EvolutionSettings.Setting.GRAFT, weights.graft()),
        v.getOrDefault(EvolutionSettings.Setting.SIMPLIFY, weights.simplify()),
        v.getOrDefault(EvolutionSettings.Setting.RANDOMIZE, weights.randomise()),
        v.getOrDefault(EvolutionSettings.Setting.OPTIMIZE, weights.optimise()),
        v.getOrDefault(EvolutionSettings.Setting.NOTHING, weights.nothing()));
  }
}
