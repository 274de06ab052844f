package io.formgate.constraints;

import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Spec} from its statements. They may stand in any order, so those that declare
 * names are read before those that use them.
 */
final class SpecBuilder {
  private final SourceText source;
  private final Mistakes mistakes;
  private final ValueReader values;
  private final Names names;
  private final UnitDefinitions unitDefinitions;
  private final PortBuilder ports;
  private final Formulas formulas;
  private final DefinitionBuilder definitions;
  private final OperatorReader operators;
  private final RowBuilder rows;
  private final TeacherBuilder teacher;
  private final ConstraintBuilder constraints;
  private final FormBuilder forms;
  private final GuessBuilder guesses;
  private final ThresholdBuilder thresholds;
  private @Nullable LossBuilder losses;

  private final Map<Statement, SourceSpan> firsts = new EnumMap<>(Statement.class);
  private final Set<Statement> misspelled = EnumSet.noneOf(Statement.class);
  private Complexity complexity = Complexity.LATENCY;
  private EvolutionSettings evolution = EvolutionSettings.DEFAULTS;
  private SearchSettings search = SearchSettings.DEFAULTS;
  private OptionalInt features = OptionalInt.empty();
  private Optional<TableSettings> tables = Optional.empty();
  private SelectionRule selection = SelectionRule.CYCLES;
  private @Nullable HardwareTarget hardware;

  SpecBuilder(SourceText source, Path folder, Mistakes mistakes) {
    this.source = source;
    this.mistakes = mistakes;
    values = new ValueReader(mistakes);
    names = new Names(mistakes, true);
    unitDefinitions = new UnitDefinitions(mistakes, values);
    ports = new PortBuilder(mistakes, values, unitDefinitions.units(), names);
    formulas = new Formulas(mistakes, names);
    definitions = new DefinitionBuilder(mistakes, names, formulas);
    operators = new OperatorReader(mistakes, names);
    rows = new RowBuilder(folder, mistakes, values, names, formulas);
    teacher = new TeacherBuilder(folder, mistakes, rows);
    constraints = new ConstraintBuilder(mistakes, values, names, operators, ports);
    forms = new FormBuilder(mistakes, names, formulas);
    guesses = new GuessBuilder(mistakes, names, formulas, operators, forms);
    thresholds = new ThresholdBuilder(mistakes, values, names, ports, rows);
  }

  /**
   * {@return whether the statement may stand here; false after the mistake of a second one}
   *
   * @param kind the statement
   * @param keyword its first word
   */
  boolean begin(Statement kind, Token keyword) {
    SourceSpan first = firsts.putIfAbsent(kind, mistakes.span(keyword));
    if (first == null || kind.isRepeatable()) {
      return true;
    }
    mistakes.add(
        DiagnosticCode.SPEC_REPEATED,
        keyword,
        "a spec has one '" + kind.keyword() + "' statement; the first is on line " + first.line(),
        "join the two, or remove one");
    return false;
  }

  /** Notes a statement whose keyword is misspelled, so that it is not also called missing. */
  void misspelled(Statement kind) {
    misspelled.add(kind);
    markIncomplete(kind);
  }

  /** Notes that a statement could not be read. */
  void markIncomplete(Statement kind) {
    names.markIncomplete(kind);
  }

  /** {@return how early statements of a kind are read; the same for kinds in the file's order} */
  static int stage(Statement kind, List<Token> statement) {
    return switch (kind) {
      case DEFINE -> UnitDefinitions.isUnit(statement) ? 0 : 2;
      case INPUT, OUTPUT, COLUMN, CLASSES, PARAMETER, FORMAT -> 1;
      case DATA, WHERE, WEIGHT, SPLIT, OPERATORS, CONSTANTS, CONSTRAIN, FORM, LOSS, THRESHOLD -> 3;
      case TEACHER, COMPLEXITY, EVOLUTION, HARDWARE, SEARCH, SELECT, TABLES -> 3;
      case GUESS, DENOISE, FEATURES -> 4;
    };
  }

  /**
   * Reads a statement.
   *
   * @param kind what it is
   * @param statement its tokens, the keyword first
   */
  void add(Statement kind, List<Token> statement) {
    try {
      if (kind == Statement.DEFINE && UnitDefinitions.isUnit(statement)) {
        unitDefinitions.add(statement);
      } else {
        add(kind, new StatementCursor(statement, kind.pattern(), mistakes));
      }
    } catch (BrokenStatement noted) {
      markIncomplete(kind);
    }
  }

  private void add(Statement kind, StatementCursor c) {
    switch (kind) {
      case DATA -> rows.addData(c);
      case WHERE -> rows.addWhere(c);
      case INPUT -> ports.addInputs(c);
      case OUTPUT -> ports.addOutput(c);
      case COLUMN -> ports.columns().add(c);
      case CLASSES -> ports.addClasses(c);
      case WEIGHT -> rows.addWeight(c);
      case SPLIT -> rows.addSplit(c);
      case TEACHER -> teacher.add(c);
      case PARAMETER -> ports.addParameters(c);
      case DEFINE -> definitions.add(c);
      case OPERATORS -> operators.addAll(c);
      case TABLES -> tables = Optional.of(new TableSettingsReader(mistakes, values).read(c));
      case CONSTANTS -> constraints.addConstants(c);
      case CONSTRAIN -> constraints.addAll(c);
      case THRESHOLD -> thresholds.add(c);
      case FORM -> forms.add(c);
      case FORMAT -> ports.addEverywhere(c);
      case GUESS -> guesses.add(c);
      case DENOISE -> rows.addDenoising(c, firsts.get(Statement.CLASSES) != null);
      case FEATURES ->
          features = new SearchBuilder(mistakes, values).features(c, ports.inputs().size());
      case LOSS -> losses().add(c);
      case COMPLEXITY ->
          complexity =
              new ComplexityBuilder(mistakes, values, ports, names, operators).complexity(c);
      case EVOLUTION -> evolution = new SearchBuilder(mistakes, values).evolution(c);
      case HARDWARE -> hardware = new HardwareBuilder(mistakes, values).target(c);
      case SEARCH -> search = new SearchBuilder(mistakes, values).settings(c);
      case SELECT -> selection = SearchBuilder.selection(c);
    }
  }

  private LossBuilder losses() {
    if (losses == null) {
      losses =
          new LossBuilder(mistakes, values, names, formulas, firsts.containsKey(Statement.CLASSES));
    }
    return losses;
  }

  /** {@return the spec, if there was no mistake} */
  Spec build() {
    List<UnitDefinition> units = unitDefinitions.all();
    List<LevelColumn> levelColumns = ports.levelColumns();
    Map<String, ColumnName> columns =
        ports
            .columns()
            .build(
                ports.inputs(),
                ports.classes().isPresent() ? List.of() : ports.outputs(),
                ports.classes());
    checkStatements();
    checkEverywhere();
    checkTables();
    mistakes.stop();
    return new Spec(
        source,
        Objects.requireNonNull(rows.dataFile()),
        Objects.requireNonNull(rows.dataSpan()),
        rows.missingDrop(),
        rows.where(),
        ports.inputs(),
        ports.outputs(),
        ports.classes(),
        ports.agreement(),
        ports.everywhere(),
        thresholds.thresholds(),
        columns,
        rows.weight(),
        rows.split(),
        rows.isDenoised(),
        features,
        teacher.teacher(),
        ports.parameters(),
        levelColumns,
        List.of(),
        units,
        operators.operators(),
        formulas.definitions(),
        operators.definitions(),
        operators.usesTables()
            ? Optional.of(tables.orElse(TableSettings.DEFAULTS))
            : Optional.empty(),
        constraints.constantUnits(),
        constraints.snap().isPresent(),
        constraints.refitsConstants(),
        constraints.constraints(),
        forms.forms(),
        guesses.guesses(),
        losses().losses(ports.outputs()),
        complexity,
        Objects.requireNonNull(hardware),
        evolution,
        search,
        selection);
  }

  /** With one format everywhere nothing is proved, so nothing can be kept that has to be. */
  private void checkEverywhere() {
    SourceSpan format = firsts.get(Statement.FORMAT);
    if (format == null) {
      return;
    }
    ports
        .provedTolerance()
        .ifPresent(span ->
            mistakes.add(
                DiagnosticCode.SPEC_CONFLICT,
                span,
                "no tolerance can be proved where every value has the format of line "
                    + format.line(),
                "write 'on data' behind the tolerance, or leave it out"));
    constraints
        .snap()
        .ifPresent(span ->
            mistakes.add(
                DiagnosticCode.SPEC_CONFLICT,
                span,
                "constants have the format of line " + format.line() + ", so none can be moved",
                "leave out 'snap', or the 'format' statement"));
  }

  /** Settings need tables, and tables something that joins them. */
  private void checkTables() {
    SourceSpan settings = firsts.get(Statement.TABLES);
    SourceSpan list = firsts.get(Statement.OPERATORS);
    if (settings != null && !operators.usesTables() && !names.isIncomplete(Names.Kind.DEFINITION)) {
      mistakes.add(
          DiagnosticCode.TABLE_SETTINGS,
          settings,
          "no formula has learned tables, because 'operators' does not list them",
          "add tab to the operators, or remove the statement");
    }
    if (list != null
        && operators.usesTables()
        && operators.operators().isEmpty()
        && operators.definitions().isEmpty()) {
      mistakes.add(
          DiagnosticCode.TABLE_SETTINGS,
          list,
          "tables alone cannot be joined to a formula",
          "list another operator beside tab, such as +");
    }
  }

  private void checkStatements() {
    // After the last statement, not after the blank lines behind it.
    int end = source.text().stripTrailing().length();
    SourceSpan classes = firsts.get(Statement.CLASSES);
    SourceSpan output = firsts.get(Statement.OUTPUT);
    for (Statement kind : Statement.values()) {
      boolean missing = !firsts.containsKey(kind) && !misspelled.contains(kind);
      boolean isNeeded =
          kind.isRequired()
              && !((kind == Statement.OUTPUT || kind == Statement.OPERATORS)
                  && (classes != null || misspelled.contains(Statement.CLASSES)));
      if (isNeeded && missing && !mistakes.isFull()) {
        mistakes.add(
            DiagnosticCode.SPEC_INCOMPLETE,
            source.span(end, end),
            "the spec has no '" + kind.keyword() + "' statement",
            "add a line of the form: " + kind.pattern());
      }
    }
    ports
        .classes()
        .filter(c -> c.column().isEmpty() && !firsts.containsKey(Statement.TEACHER))
        .ifPresent(c ->
            mistakes.add(
                DiagnosticCode.SPEC_INCOMPLETE,
                c.span(),
                "the classes are from no column, and there is no teacher to tell them",
                "write: classes NAME, NAME from COLUMN"));
    if (classes != null && output != null) {
      mistakes.add(
          DiagnosticCode.SPEC_CONFLICT,
          classes.start() > output.start() ? classes : output,
          "a spec has outputs or classes, not both, because every class is an output",
          "remove the 'output' statements, or the 'classes' statement");
    }
  }
}
