package io.formgate.constraints;

import io.formgate.constraints.grammar.SpecParser.DataContext;
import io.formgate.constraints.grammar.SpecParser.FormatContext;
import io.formgate.constraints.grammar.SpecParser.InputContext;
import io.formgate.constraints.grammar.SpecParser.NameContext;
import io.formgate.constraints.grammar.SpecParser.OperatorSymbolContext;
import io.formgate.constraints.grammar.SpecParser.OperatorsContext;
import io.formgate.constraints.grammar.SpecParser.OutputContext;
import io.formgate.constraints.grammar.SpecParser.RangeContext;
import io.formgate.constraints.grammar.SpecParser.StatementContext;
import io.formgate.constraints.grammar.SpecParser.UnitContext;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import io.formgate.expression.Suggestions;
import io.formgate.expression.Tolerance;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Spec} from the parse trees of its statements and collects what the grammar cannot
 * see.
 */
final class SpecBuilder {
  private final SourceText source;
  private final Path folder;
  private final Mistakes mistakes;
  private final UnitBuilder units;
  private final HardwareBuilder hardwareBuilder;
  private final ToleranceBuilder toleranceBuilder;
  private final ValueReader values;

  private final Map<Statement, SourceSpan> firsts = new EnumMap<>(Statement.class);
  private final Set<Statement> misspelled = EnumSet.noneOf(Statement.class);
  private final Map<String, SourceSpan> names = new HashMap<>();
  private final List<InputDeclaration> inputs = new ArrayList<>();
  private final Set<Operator> operators = new LinkedHashSet<>();
  private ConstantUnits constantUnits = ConstantUnits.ANY;
  private @Nullable Path dataFile;
  private @Nullable SourceSpan dataSpan;
  private @Nullable OutputDeclaration output;
  private @Nullable HardwareTarget hardware;
  private SearchSettings search = SearchSettings.DEFAULTS;

  SpecBuilder(SourceText source, Path folder, Mistakes mistakes) {
    this.source = source;
    this.folder = folder;
    this.mistakes = mistakes;
    units = new UnitBuilder(mistakes);
    values = new ValueReader(mistakes);
    hardwareBuilder = new HardwareBuilder(mistakes, values);
    toleranceBuilder = new ToleranceBuilder(mistakes, values, units);
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
  }

  void add(StatementContext c) {
    if (c.data() != null) {
      addData(c.data());
    } else if (c.input() != null) {
      addInputs(c.input());
    } else if (c.output() != null) {
      addOutput(c.output());
    } else if (c.operators() != null) {
      addOperators(c.operators());
    } else if (c.constants() != null) {
      constantUnits = ConstantUnits.NONE;
    } else if (c.hardware() != null) {
      hardware = hardwareBuilder.target(c.hardware());
    } else {
      search = new SearchBuilder(mistakes, values).settings(c.search());
    }
  }

  private void addData(DataContext c) {
    String quoted = c.STRING().getText();
    dataSpan = mistakes.span(c.STRING().getSymbol());
    // Taken from the source, where characters outside the basic plane are what the user wrote.
    String name = source.text().substring(dataSpan.start() + 1, dataSpan.end() - 1);
    try {
      dataFile = folder.resolve(name);
    } catch (InvalidPathException illegal) {
      dataFile = null;
    }
    if (dataFile == null || name.isBlank()) {
      mistakes.add(
          DiagnosticCode.SPEC_VALUE,
          dataSpan,
          Mistakes.quote(quoted) + " cannot be the name of a file",
          "name the data file, relative to the spec file's folder");
    }
  }

  private void addInputs(InputContext c) {
    UnitExpression unit = unit(c.unit());
    Optional<FixedFormat> format = format(c.format());
    Optional<Interval> range = format.flatMap(f -> range(c.range(), f));
    for (NameContext name : c.name()) {
      declare(name);
      if (format.isPresent() && range.isPresent()) {
        inputs.add(
            new InputDeclaration(
                name.getText(), mistakes.span(name), unit, format.get(), range.get()));
      }
    }
  }

  private void addOutput(OutputContext c) {
    declare(c.name());
    UnitExpression unit = unit(c.unit());
    Optional<FixedFormat> format = format(c.format());
    Optional<Tolerance> tolerance =
        c.tolerance() == null
            ? format.map(Tolerance::oneUlp)
            : toleranceBuilder.tolerance(c.tolerance(), unit);
    if (format.isPresent() && tolerance.isPresent()) {
      output =
          new OutputDeclaration(
              c.name().getText(),
              mistakes.span(c.name()),
              unit,
              format.get(),
              c.SATURATE() != null,
              tolerance.get());
    }
  }

  private UnitExpression unit(@Nullable UnitContext c) {
    return c == null ? UnitExpression.ONE : units.visit(c);
  }

  private void declare(NameContext c) {
    String name = mistakes.text(c);
    var objection = SignalNames.objection(name);
    if (objection.isPresent()) {
      mistakes.add(
          DiagnosticCode.SPEC_NAME,
          c,
          Mistakes.quote(name) + " " + objection.get(),
          "choose another name, and rename the column of the data to it");
      return;
    }
    SourceSpan first = names.putIfAbsent(name.toLowerCase(Locale.ROOT), mistakes.span(c));
    if (first != null) {
      mistakes.add(
          DiagnosticCode.SPEC_NAME,
          c,
          Mistakes.quote(name) + " is declared twice; the first time on line " + first.line(),
          "give every input and output a name of its own; upper and lower case are not told apart");
    }
  }

  private Optional<FixedFormat> format(FormatContext c) {
    Optional<FixedFormat> format =
        FixedFormat.parse(mistakes.text(c).replaceAll("\\s", ""))
            .filter(f -> f.widthBits() <= SpecParser.MAX_PORT_BITS);
    if (format.isEmpty()) {
      mistakes.add(
          DiagnosticCode.SPEC_FORMAT,
          c,
          Mistakes.quote(mistakes.text(c)) + " is no format of a port",
          "write fixed<W,I> or ufixed<W,I> with W from 1 to "
              + SpecParser.MAX_PORT_BITS
              + " bits in all, I of them before the point");
    }
    return format;
  }

  private Optional<Interval> range(@Nullable RangeContext c, FixedFormat format) {
    if (c == null) {
      return Optional.of(format.range());
    }
    var lo = values.real(c.value(0));
    var hi = values.real(c.value(1));
    if (lo.isEmpty() || hi.isEmpty()) {
      return Optional.empty();
    }
    String wrong = null;
    if (lo.getAsDouble() > hi.getAsDouble()) {
      wrong = "the range is empty: its lower end is above its upper end";
    } else {
      Interval range = new Interval(lo.getAsDouble(), hi.getAsDouble());
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
        c,
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

  private void addOperators(OperatorsContext c) {
    List<String> known = Stream.of(Operator.values()).map(Operator::symbol).toList();
    for (OperatorSymbolContext symbol : c.operatorSymbol()) {
      Optional<Operator> operator = Operator.bySymbol(symbol.getText());
      if (operator.isEmpty()) {
        mistakes.add(
            DiagnosticCode.SPEC_OPERATOR,
            symbol,
            "there is no operator " + Mistakes.quote(symbol.getText()),
            Suggestions.mend(symbol.getText(), known, "operators are " + String.join(" ", known)));
      } else if (!operators.add(operator.get())) {
        mistakes.add(
            DiagnosticCode.SPEC_REPEATED,
            symbol,
            Mistakes.quote(symbol.getText()) + " is listed twice",
            "name every operator once");
      }
    }
  }

  /** {@return the spec, if there was no mistake} */
  Spec build() {
    // After the last statement, not after the blank lines behind it.
    int end = source.text().stripTrailing().length();
    for (Statement kind : Statement.values()) {
      boolean missing = !firsts.containsKey(kind) && !misspelled.contains(kind);
      if (kind.isRequired() && missing && !mistakes.isFull()) {
        mistakes.add(
            DiagnosticCode.SPEC_INCOMPLETE,
            source.span(end, end),
            "the spec has no '" + kind.keyword() + "' statement",
            "add a line of the form: " + kind.pattern());
      }
    }
    mistakes.stop();
    return new Spec(
        source,
        Objects.requireNonNull(dataFile),
        Objects.requireNonNull(dataSpan),
        inputs,
        Objects.requireNonNull(output),
        operators,
        constantUnits,
        Objects.requireNonNull(hardware),
        search);
  }
}
