package io.formgate.constraints;

import io.formgate.expression.Definition;
import io.formgate.expression.Operator;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import io.formgate.expression.UniformFormat;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a spec file says.
 *
 * @param source the file's text
 * @param dataFile the data set; a relative path in the file is taken from the file's folder
 * @param dataSpan where the data set is named
 * @param missingDrop whether rows with an empty cell in a column that is used are left out
 * @param where which rows are kept: those for which the formula is above 0; all if empty
 * @param inputs at least one, names all different, in the file's order
 * @param outputs the values to be computed, at least one; with classes one for each class
 * @param classes the classification target, if the outputs are scores of classes
 * @param agreement share of the rows of the data on which the largest score has to be that of the
 *     formulas, as measured, in place of tolerances
 * @param everywhere the format of every value of the circuit, of whose errors nothing is proved
 * @param thresholds bits that tell whether outputs are at least a number, at most one for each
 * @param columns what the data calls columns that the spec gives other names, by these names
 * @param weight weight of each row, 0 or more; 1 if empty
 * @param split which rows are kept apart for validation
 * @param isDenoised whether a Gaussian process takes noise off the targets to fit
 * @param features how many inputs formulas without a form are searched of; all if empty
 * @param teacher a network whose answers are distilled
 * @param parameters named constants that the search fits
 * @param levelColumns columns of whose levels parameters have a value each
 * @param levels what is known of the levels of columns: nothing as read, all in a {@link
 *     LeveledSpec}
 * @param unitDefinitions units that the file defines, in its order
 * @param operators built-in operators of the search, in the file's order
 * @param definitions all custom operators, each after those that it calls
 * @param searchDefinitions names of the custom operators that the search may use; with the
 *     operators at least one, but for classes, which distillation tells apart without any
 * @param tables how learned tables are made, if the search may use them
 * @param constantUnits units that constants of formulas may carry
 * @param snapsConstants whether constants may be moved, within the tolerances, to cheaper ones
 * @param refitsConstants whether constants of the front are fitted again to what circuits compute
 * @param constraints what formulas have to keep, in the file's order
 * @param forms forms of outputs, at most one for each
 * @param guesses formulas that searches begin with, in the file's order
 * @param losses what the search minimises, for every output by its name
 * @param complexity how complexity is measured
 * @param hardware the device, its clock and the budget
 * @param evolution settings of the evolution
 * @param search how long and from which seed to search
 * @param selection by which rule a formula of the front is chosen
 */
@RecordBuilder
@RecordBuilder.Options(suffix = "Draft")
public record Spec(
    SourceText source,
    Path dataFile,
    SourceSpan dataSpan,
    boolean missingDrop,
    Optional<RowFormula> where,
    List<InputDeclaration> inputs,
    List<OutputDeclaration> outputs,
    Optional<Classes> classes,
    OptionalDouble agreement,
    Optional<UniformFormat> everywhere,
    List<Threshold> thresholds,
    Map<String, ColumnName> columns,
    Optional<RowFormula> weight,
    Split split,
    boolean isDenoised,
    OptionalInt features,
    Optional<Teacher> teacher,
    List<Parameter> parameters,
    List<LevelColumn> levelColumns,
    List<Levels> levels,
    List<UnitDefinition> unitDefinitions,
    Set<Operator> operators,
    List<Definition> definitions,
    Set<String> searchDefinitions,
    Optional<TableSettings> tables,
    ConstantUnits constantUnits,
    boolean snapsConstants,
    boolean refitsConstants,
    List<Constraint.Declared> constraints,
    List<Form> forms,
    List<Guess> guesses,
    Map<String, Loss> losses,
    Complexity complexity,
    HardwareTarget hardware,
    EvolutionSettings evolution,
    SearchSettings search,
    SelectionRule selection) {

  /** Copies the collections and checks that what has to be there is. */
  public Spec {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    thresholds = List.copyOf(thresholds);
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    parameters = List.copyOf(parameters);
    levelColumns = List.copyOf(levelColumns);
    levels = List.copyOf(levels);
    unitDefinitions = List.copyOf(unitDefinitions);
    operators = Collections.unmodifiableSet(new LinkedHashSet<>(operators));
    definitions = List.copyOf(definitions);
    searchDefinitions = Collections.unmodifiableSet(new LinkedHashSet<>(searchDefinitions));
    constraints = List.copyOf(constraints);
    forms = List.copyOf(forms);
    guesses = List.copyOf(guesses);
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw new IllegalArgumentException("a spec has an input and an output");
    }
    if (operators.isEmpty() && searchDefinitions.isEmpty() && classes.isEmpty()) {
      throw new IllegalArgumentException("a spec has an operator");
    }
    if (!losses.keySet().equals(Set.copyOf(outputs.stream().map(o -> o.name()).toList()))) {
      throw new IllegalArgumentException("every output has a loss: " + losses.keySet());
    }
  }

  /** {@return the first output} */
  public OutputDeclaration output() {
    return outputs.getFirst();
  }

  /** {@return whether it names operators, which a search needs} */
  public boolean hasOperators() {
    return !operators.isEmpty() || !searchDefinitions.isEmpty();
  }

  /**
   * {@return this with other operators and one loss for all outputs}
   *
   * @param chosen built-in operators
   * @param loss what the search minimises
   */
  public Spec searching(Set<Operator> chosen, Loss loss) {
    Map<String, Loss> all = new LinkedHashMap<>();
    outputs.forEach(o -> all.put(o.name(), loss));
    return SpecDraft.builder(this).operators(chosen).losses(all).build();
  }

  /**
   * {@return this from other inputs to its outputs, or from its inputs to others, for formulas that
   * are composed} What speaks of whole formulas is left out, and of other outputs all that speaks
   * of its own.
   *
   * @param from the inputs
   * @param to the outputs
   */
  public Spec between(List<InputDeclaration> from, List<OutputDeclaration> to) {
    boolean isOwn = to.equals(outputs);
    Map<String, Loss> all = new LinkedHashMap<>();
    to.forEach(o -> all.put(o.name(), isOwn ? lossOf(o.name()) : Loss.MEAN_SQUARED));
    SpecDraft draft =
        SpecDraft.builder(this)
            .inputs(from)
            .outputs(to)
            .features(OptionalInt.empty())
            .parameters(List.of())
            .levelColumns(List.of())
            .levels(List.of())
            .constraints(List.of())
            .forms(List.of())
            .guesses(List.of())
            .losses(all);
    if (!isOwn) {
      draft.classes(Optional.empty()).agreement(OptionalDouble.empty()).thresholds(List.of());
    }
    return draft.build();
  }

  /** {@return the names of the inputs, in their order} */
  public List<String> inputNames() {
    return inputs.stream().map(InputDeclaration::name).toList();
  }

  /**
   * {@return what the data calls a column}
   *
   * @param name its name in the spec
   */
  public String columnOf(String name) {
    ColumnName column = columns.get(name);
    return column == null ? name : column.text();
  }

  /** {@return what the data calls the inputs, in their order} */
  public List<String> inputColumns() {
    return inputs.stream().map(i -> columnOf(i.name())).toList();
  }

  /** {@return the number of inputs, the first ones, that formulas may compute with as they like} */
  public int freeInputs() {
    return inputs.size() - (int) levels.stream().filter(Levels::isOwnPort).count();
  }

  /** {@return the names of the outputs, in their order} */
  public List<String> outputNames() {
    return outputs.stream().map(OutputDeclaration::name).toList();
  }

  /** {@return the dimensions of the inputs, in their order} */
  public List<Dimension> inputDimensions() {
    return inputs.stream().map(i -> i.unit().dimension()).toList();
  }

  /**
   * {@return what the formula of an output has to keep}
   *
   * @param output name of the output
   */
  public List<Constraint.Declared> constraintsOf(String output) {
    return constraints.stream()
        .filter(c -> c.output().isEmpty() || c.output().get().equals(output))
        .toList();
  }

  /**
   * {@return the form of an output, if it has one}
   *
   * @param output name of the output
   */
  public Optional<Form> formOf(String output) {
    return forms.stream().filter(f -> f.output().equals(output)).findFirst();
  }

  /**
   * {@return what the search of an output begins with}
   *
   * @param output name of the output
   */
  public List<Guess> guessesOf(String output) {
    return guesses.stream().filter(g -> g.output().equals(output)).toList();
  }

  /**
   * {@return what the search minimises for an output}
   *
   * @param output name of the output
   */
  public Loss lossOf(String output) {
    Loss loss = losses.get(output);
    if (loss == null) {
      throw new IllegalArgumentException("no output is called " + output);
    }
    return loss;
  }

  /** {@return whether an input, output or parameter has a dimension, so that units can disagree} */
  public boolean hasDimensions() {
    return outputs.stream().anyMatch(o -> !o.unit().dimension().isNone())
        || inputs.stream().anyMatch(i -> !i.unit().dimension().isNone())
        || parameters.stream().anyMatch(p -> !p.unit().dimension().isNone());
  }
}
