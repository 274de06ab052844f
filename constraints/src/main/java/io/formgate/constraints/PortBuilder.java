package io.formgate.constraints;

import io.formgate.constraints.OutputDeclaration.Promise;
import io.formgate.constraints.StatementCursor.Word;
import io.formgate.constraints.ValueReader.Value;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.Tolerance;
import io.formgate.expression.UniformFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Builds inputs, outputs, classes and parameters from their statements. */
final class PortBuilder {
  /** Ports of class scores when the spec gives no format: only the order of scores matters. */
  static final FixedFormat CLASS_FORMAT = new FixedFormat(true, 16, 6);

  private final Mistakes mistakes;
  private final ValueReader values;
  private final UnitBuilder units;
  private final Names names;
  private final ToleranceBuilder tolerances;
  private final ColumnBuilder columns;
  private final List<InputDeclaration> inputs = new ArrayList<>();
  private final List<OutputDeclaration> outputs = new ArrayList<>();
  private final List<Parameter> parameters = new ArrayList<>();
  private final Map<String, Word> levelColumns = new LinkedHashMap<>();
  private @Nullable Classes classes;
  private @Nullable UniformFormat everywhere;
  private OptionalDouble agreement = OptionalDouble.empty();
  private @Nullable SourceSpan provedTolerance;

  PortBuilder(Mistakes mistakes, ValueReader values, UnitBuilder units, Names names) {
    this.mistakes = mistakes;
    this.values = values;
    this.units = units;
    this.names = names;
    tolerances = new ToleranceBuilder(mistakes, values, units);
    columns = new ColumnBuilder(mistakes, names);
  }

  List<InputDeclaration> inputs() {
    return inputs;
  }

  List<OutputDeclaration> outputs() {
    return outputs;
  }

  /** {@return what the data calls columns that have names of their own} */
  ColumnBuilder columns() {
    return columns;
  }

  List<Parameter> parameters() {
    return parameters;
  }

  Optional<Classes> classes() {
    return Optional.ofNullable(classes);
  }

  /** {@return the format of all values, if there is one} */
  Optional<UniformFormat> everywhere() {
    return Optional.ofNullable(everywhere);
  }

  /**
   * {@return the share of the rows that have to have the class of the formulas, if one is asked}
   */
  OptionalDouble agreement() {
    return agreement;
  }

  /** {@return where a tolerance is asked for that has to be proved, if one is} */
  Optional<SourceSpan> provedTolerance() {
    return Optional.ofNullable(provedTolerance);
  }

  void addEverywhere(StatementCursor c) {
    Optional<FixedFormat> format = format(c);
    c.expect("everywhere");
    everywhere = everywhere(c, format).orElse(null);
    c.end();
  }

  /**
   * {@return what every value becomes, empty after a mistake}
   *
   * @param c behind its format
   * @param format the format, if it had no mistake
   */
  Optional<UniformFormat> everywhere(StatementCursor c, Optional<FixedFormat> format) {
    boolean saturates = c.accept("saturate");
    boolean rounds = c.accept("round");
    boolean both = saturates || c.accept("saturate");
    return format.map(f -> new UniformFormat(f, both, rounds));
  }

  void addInputs(StatementCursor c) {
    List<Word> declared = new ArrayList<>();
    do {
      Word name = c.name("a name");
      names.declare(name, Names.Kind.INPUT);
      columns.from(name, c);
      declared.add(name);
    } while (c.accept(SpecLexer.COMMA));
    UnitExpression unit = unit(c);
    c.expect("as");
    Optional<FixedFormat> format = format(c);
    Optional<Range> range = c.accept("in") ? Optional.of(range(c)) : Optional.empty();
    c.end();
    if (format.isPresent()) {
      Optional<Interval> interval =
          range.isEmpty() ? Optional.of(format.get().range()) : inFormat(range.get(), format.get());
      for (Word name : interval.isPresent() ? declared : List.<Word>of()) {
        inputs.add(
            new InputDeclaration(name.text(), name.span(), unit, format.get(), interval.get()));
      }
    }
  }

  void addOutput(StatementCursor c) {
    Word name = c.name("a name");
    names.declare(name, Names.Kind.OUTPUT);
    columns.from(name, c);
    UnitExpression unit = unit(c);
    c.expect("as");
    Optional<FixedFormat> format = format(c);
    Accuracy accuracy = accuracy(c, unit, false);
    c.end();
    Optional<Tolerance> tolerance = accuracy.tolerance(format);
    if (format.isPresent() && tolerance.isPresent()) {
      outputs.add(
          new OutputDeclaration(
              name.text(),
              name.span(),
              unit,
              format.get(),
              accuracy.saturate,
              tolerance.get(),
              accuracy.promise));
    }
  }

  void addClasses(StatementCursor c) {
    List<Word> declared = new ArrayList<>();
    ClassLabels labels = new ClassLabels(mistakes, names);
    do {
      declared.add(labels.read(c));
    } while (c.accept(SpecLexer.COMMA));
    labels.check(declared);
    Optional<Word> column =
        c.accept("from") ? Optional.of(c.name("the name of a column")) : Optional.empty();
    SourceSpan span = column.map(Word::span).orElseGet(() -> declared.getFirst().span());
    Optional<FixedFormat> format = Optional.of(CLASS_FORMAT);
    Accuracy accuracy = new Accuracy(true, Promise.PROVED, false, Optional.empty());
    if (c.accept("as")) {
      format = format(c);
      accuracy = accuracy(c, UnitExpression.ONE, true);
    }
    boolean showsScores = c.accept("with");
    if (showsScores) {
      c.expect("scores");
    }
    c.end();
    names.declare(new Word(Classes.PORT, span), Names.Kind.HEAD);
    if (declared.size() < 2) {
      mistakes.add(
          DiagnosticCode.SPEC_VALUE,
          declared.getFirst().span(),
          "there is nothing to tell apart: the spec has one class",
          "name at least two classes");
    }
    String objection = column.map(w -> columnObjection(w.text())).orElse("");
    if (!objection.isEmpty()) {
      mistakes.add(
          DiagnosticCode.SPEC_NAME,
          span,
          Mistakes.quote(column.orElseThrow().text()) + objection,
          "name the column that holds the class of each row");
    }
    classes =
        new Classes(
            declared.stream().map(Word::text).toList(),
            labels.labels(),
            column.map(Word::text).map(ColumnName::read),
            showsScores,
            span);
    Optional<Tolerance> tolerance = accuracy.tolerance(format);
    for (Word name : format.isPresent() && tolerance.isPresent() ? declared : List.<Word>of()) {
      outputs.add(
          new OutputDeclaration(
              name.text(),
              name.span(),
              UnitExpression.ONE,
              format.get(),
              accuracy.saturate,
              tolerance.get(),
              accuracy.promise));
    }
  }

  private String columnObjection(String column) {
    return names.is(column, Names.Kind.INPUT)
        ? " is an input, so it cannot be the class that is looked for"
        : ColumnName.read(column).isBlank() ? " cannot be the name of a column" : "";
  }

  /** A parameter with the column that is written behind it, if one is. */
  private record Declared(Word name, Optional<String> column) {}

  void addParameters(StatementCursor c) {
    List<Declared> declared = new ArrayList<>();
    do {
      Word name = c.name("a name");
      names.declare(name, Names.Kind.PARAMETER);
      Optional<String> column = Optional.empty();
      if (c.accept(SpecLexer.OPEN_BRACKET)) {
        Word word = c.name("the name of a column");
        c.expect(SpecLexer.CLOSE_BRACKET);
        column = Optional.of(word.text());
        levelColumns.putIfAbsent(word.text(), word);
      }
      declared.add(new Declared(name, column));
    } while (c.accept(SpecLexer.COMMA));
    UnitExpression unit = unit(c);
    Optional<Interval> interval =
        Optional.of(new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
    if (c.accept("in")) {
      interval = interval(openRange(c));
    }
    c.end();
    for (Declared d : interval.isPresent() ? declared : List.<Declared>of()) {
      parameters.add(new Parameter(d.name.text(), d.name.span(), unit, interval.get(), d.column));
    }
  }

  /**
   * {@return the columns of levels, which are ports and so have names like them}; after all inputs
   * and outputs are known
   */
  List<LevelColumn> levelColumns() {
    List<LevelColumn> columns = new ArrayList<>();
    for (Word word : levelColumns.values()) {
      if (!names.is(word.text(), Names.Kind.INPUT) && !names.is(word.text(), Names.Kind.COLUMN)) {
        names.declare(
            word, Names.Kind.LEVELS, "give the column a name with: column NAME from \"COLUMN\"");
      }
      if (classes != null && classes.column().filter(word.text()::equals).isPresent()) {
        mistakes.add(
            DiagnosticCode.SPEC_REFERENCE,
            word.span(),
            Mistakes.quote(word.text()) + " holds the classes that are looked for",
            "name another column");
      }
      columns.add(new LevelColumn(word.text(), word.span()));
    }
    return columns;
  }

  private UnitExpression unit(StatementCursor c) {
    return c.accept(SpecLexer.COLON) ? units.visit(c.unit()) : UnitExpression.ONE;
  }

  /**
   * {@return a format, empty after a mistake}
   *
   * @param c before its name
   */
  Optional<FixedFormat> format(StatementCursor c) {
    int mark = c.mark();
    if (!c.is(0, SpecLexer.NAME)) {
      c.expecting("a format");
      throw c.broken();
    }
    c.next();
    c.expect(SpecLexer.LESS);
    do {
      if (c.is(0, SpecLexer.MINUS)) {
        c.next();
      }
      if (!c.is(0, SpecLexer.NUMBER)) {
        c.expecting("a number");
        throw c.broken();
      }
      c.next();
    } while (c.accept(SpecLexer.COMMA));
    c.expect(SpecLexer.GREATER);
    SourceSpan span = c.spanSince(mark);
    Optional<FixedFormat> format =
        FixedFormat.parse(c.textSince(mark).replaceAll("\\s", ""))
            .filter(f -> f.widthBits() <= SpecParser.MAX_PORT_BITS);
    if (format.isEmpty()) {
      mistakes.add(
          DiagnosticCode.SPEC_FORMAT,
          span,
          Mistakes.quote(mistakes.text(span)) + " is no format of a port",
          "write fixed<W,I> or ufixed<W,I> with W from 1 to "
              + SpecParser.MAX_PORT_BITS
              + " bits in all, I of them before the point");
    }
    return format;
  }

  /** What a port may do to its value; the tolerance is there unless it was mistaken. */
  private record Accuracy(
      boolean saturate, Promise promise, boolean isWritten, Optional<Tolerance> written) {
    Optional<Tolerance> tolerance(Optional<FixedFormat> format) {
      return isWritten ? written : format.map(Tolerance::oneUlp);
    }
  }

  private Accuracy accuracy(StatementCursor c, UnitExpression unit, boolean isClasses) {
    boolean saturate = c.accept("saturate");
    int mark = c.mark();
    boolean isWritten = c.accept("tolerance");
    Promise promise = Promise.PROVED;
    Optional<Tolerance> written = Optional.empty();
    if (isWritten) {
      written = tolerances.tolerance(c, Optional.of(unit));
      if (onData(c)) {
        promise = Promise.ON_DATA;
      } else if (provedTolerance == null) {
        provedTolerance = c.spanSince(mark);
      }
    } else if (isClasses && c.accept("agreement")) {
      agreement = agreement(c);
      promise = Promise.ON_DATA;
    }
    saturate |= !saturate && c.accept("saturate");
    return new Accuracy(saturate, promise, isWritten, written);
  }

  private static boolean onData(StatementCursor c) {
    boolean isOnData = c.accept("on");
    if (isOnData) {
      c.expect("data");
    }
    return isOnData;
  }

  private OptionalDouble agreement(StatementCursor c) {
    c.expect(SpecLexer.GREATER_EQUAL);
    Value value = c.value();
    boolean isPercent = c.accept(SpecLexer.PERCENT);
    c.expect("on");
    c.expect("data");
    OptionalDouble real = values.real(value);
    double share = real.orElse(1) / (isPercent ? 100 : 1);
    if (!(share > 0 && share <= 1)) {
      mistakes.add(
          DiagnosticCode.SPEC_VALUE,
          value.span(),
          "the share of rows that agree cannot be " + Mistakes.quote(value.text()),
          "write a share above 0 % and up to 100 %, such as agreement >= 96.6 % on data");
    }
    return OptionalDouble.of(share);
  }

  /** A range as written: no bound where infinity stands. */
  record Range(SourceSpan span, OptionalDouble lo, OptionalDouble hi) {}

  /**
   * {@return a range of finite numbers}
   *
   * @param c before its bracket
   */
  Range range(StatementCursor c) {
    int mark = c.mark();
    c.expect(SpecLexer.OPEN_BRACKET);
    Value lo = c.value();
    c.expect(SpecLexer.COMMA);
    Value hi = c.value();
    c.expect(SpecLexer.CLOSE_BRACKET);
    return new Range(c.spanSince(mark), values.real(lo), values.real(hi));
  }

  /**
   * {@return a range of finite numbers, empty after a mistake}
   *
   * @param c before its bracket
   */
  Optional<Interval> finiteRange(StatementCursor c) {
    return interval(range(c));
  }

  /**
   * {@return a range that may be infinite, empty after a mistake}
   *
   * @param c before its bracket
   */
  Optional<Interval> infiniteRange(StatementCursor c) {
    return interval(openRange(c));
  }

  private Range openRange(StatementCursor c) {
    int mark = c.mark();
    c.expect(SpecLexer.OPEN_BRACKET);
    OptionalDouble lo = bound(c);
    c.expect(SpecLexer.COMMA);
    OptionalDouble hi = bound(c);
    c.expect(SpecLexer.CLOSE_BRACKET);
    return new Range(c.spanSince(mark), lo, hi);
  }

  private OptionalDouble bound(StatementCursor c) {
    boolean signed = c.is(0, SpecLexer.MINUS) || c.is(0, SpecLexer.PLUS);
    if (c.isWord(signed ? 1 : 0, "inf")) {
      boolean negative = c.is(0, SpecLexer.MINUS);
      for (int i = signed ? 2 : 1; i > 0; i--) {
        c.next();
      }
      return OptionalDouble.of(negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }
    c.expecting(List.of("inf"));
    return values.real(c.value());
  }

  private Optional<Interval> interval(Range range) {
    if (range.lo.isEmpty() || range.hi.isEmpty()) {
      return Optional.empty();
    }
    double lo = range.lo.getAsDouble();
    double hi = range.hi.getAsDouble();
    if (lo > hi || lo == Double.POSITIVE_INFINITY || hi == Double.NEGATIVE_INFINITY) {
      mistakes.add(
          DiagnosticCode.SPEC_RANGE,
          range.span,
          "the range is empty: its lower end is above its upper end",
          "write the lower end first");
      return Optional.empty();
    }
    return Optional.of(new Interval(lo, hi));
  }

  /**
   * {@return the range of an input, empty after a mistake}
   *
   * @param written as the user wrote it
   * @param format of the input, which has to hold the range
   */
  Optional<Interval> inFormat(Range written, FixedFormat format) {
    if (written.lo.isEmpty() || written.hi.isEmpty()) {
      return Optional.empty();
    }
    String wrong;
    if (written.lo.getAsDouble() > written.hi.getAsDouble()) {
      wrong = "the range is empty: its lower end is above its upper end";
    } else {
      Interval range = new Interval(written.lo.getAsDouble(), written.hi.getAsDouble());
      double nearest = format.toReal(format.nearestRaw((range.lo() + range.hi()) / 2));
      if (!format.range().contains(range)) {
        wrong = "the range does not fit the format";
      } else if (!range.contains(nearest) && range.hi() - range.lo() < format.lsb()) {
        wrong = "the range holds no value of the format";
      } else {
        return Optional.of(range);
      }
    }
    mistakes.add(
        DiagnosticCode.SPEC_RANGE,
        written.span,
        wrong,
        format
            + " holds values from "
            + ValueReader.show(format.range().lo())
            + " to "
            + ValueReader.show(format.range().hi())
            + " in steps of "
            + ValueReader.show(format.lsb()));
    return Optional.empty();
  }
}
