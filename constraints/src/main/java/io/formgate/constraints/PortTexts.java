package io.formgate.constraints;

import io.formgate.constraints.StatementCursor.Word;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.Definition;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import io.formgate.expression.Least;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import io.formgate.expression.UniformFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Reads ports, formats, tolerances, clocks and custom operators that stand in texts of their own,
 * such as arguments of a command, by the rules that hold in a spec.
 *
 * <p>The names in all texts of one reader have to differ. The mistakes of all texts are collected,
 * each with its place.
 */
public final class PortTexts {
  private static final String INPUT = "NAME[ from \"COLUMN\"]:FORMAT[:UNIT][:[LO,HI]]";
  private static final String OUTPUT = "NAME:FORMAT[:UNIT]";
  private static final String FORMAT = "fixed<16,6>";
  private static final String EVERYWHERE = "fixed<16,6>, with the words saturate and round";
  private static final String TOLERANCE = "0.5, 1/32, 1 % or max(1 %, 1/32)";
  private static final String CLOCK = "5 ns or 200 MHz";
  private static final String MARGIN = "10 or 10 %";
  private static final String REGISTERS = "none, in, out or both";
  private static final String LEAST = "cycles or area";
  private static final String WRAPPER = "none, ready-valid or axi-stream";
  private static final String THRESHOLD = "NAME:NUMBER";
  private static final String DEFINITION = "NAME(ARGUMENT, ARGUMENT) = FORMULA";

  /** What ends the name of a port. */
  private static final Pattern PORT_END = Pattern.compile(":");

  private static final Pattern INPUT_END = Pattern.compile(":|\\sfrom(?=[\\s\"])");

  private final List<Diagnostic> found = new ArrayList<>();
  private final Mistakes mistakes = new Mistakes(new SourceText("", ""), found);
  private final Names names = new Names(mistakes, false);
  private final Formulas formulas = new Formulas(mistakes, names);
  private final ColumnBuilder columns = new ColumnBuilder(mistakes, names);

  /**
   * What reads one text.
   *
   * @param cursor at its beginning, or behind the name if it has one
   */
  private record Part(
      StatementCursor cursor,
      Mistakes mistakes,
      ValueReader values,
      UnitBuilder units,
      PortBuilder ports) {}

  /** {@return the mistakes so far, each once} */
  public List<Diagnostic> mistakes() {
    return List.copyOf(new LinkedHashSet<>(found));
  }

  /** {@return the names of inputs, also of those with a mistake} */
  public List<String> inputNames() {
    return names.of(Names.Kind.INPUT);
  }

  /** {@return the names of outputs, also of those with a mistake} */
  public List<String> outputNames() {
    return names.of(Names.Kind.OUTPUT);
  }

  /**
   * Declares the port of a decision, whose name must differ from all others.
   *
   * @param name of the port
   * @param span what asks for it
   */
  public void head(String name, SourceSpan span) {
    declare(new Word(name, span), Names.Kind.HEAD);
  }

  /**
   * A number that an output is compared with.
   *
   * @param output name of the output
   * @param span where it is named
   * @param atLeast the number
   */
  public record Limit(String output, SourceSpan span, double atLeast) {}

  /**
   * {@return a number that an output is compared with, empty after a mistake}
   *
   * @param text as {@code NAME:NUMBER}
   */
  public Optional<Limit> limit(SourceText text) {
    return read(
        text,
        0,
        THRESHOLD,
        part -> {
          Word output = part.cursor.name("the name of an output");
          part.cursor.expect(SpecLexer.COLON);
          OptionalDouble atLeast = part.values.real(part.cursor.value());
          part.cursor.end();
          return atLeast.isEmpty()
              ? null
              : new Limit(output.text(), output.span(), atLeast.getAsDouble());
        });
  }

  /** {@return the custom operators; one with a mistake has another body} */
  public List<Definition> definitions() {
    return formulas.definitions();
  }

  /**
   * {@return an input, empty after a mistake}
   *
   * @param text as {@code NAME:FORMAT[:UNIT][:[LO,HI]]}; the unit is 1 and the range that of the
   *     format if the text does not say otherwise. Behind the name may stand {@code from "COLUMN"},
   *     what the data calls it, as in a spec
   */
  public Optional<InputDeclaration> input(SourceText text) {
    Word name = declare(text, Names.Kind.INPUT);
    return read(
        text,
        name.span().end(),
        INPUT,
        part -> {
          StatementCursor c = part.cursor;
          columns.from(name, c);
          c.expect(SpecLexer.COLON);
          Optional<FixedFormat> format = part.ports.format(c);
          UnitExpression unit = UnitExpression.ONE;
          boolean goesOn = c.accept(SpecLexer.COLON);
          if (goesOn && !isRange(c)) {
            c.expecting("a range");
            unit = part.units.visit(c.unit());
            goesOn = c.accept(SpecLexer.COLON);
          }
          PortBuilder.Range range = goesOn ? part.ports.range(c) : null;
          c.end();
          Optional<Interval> interval =
              format.flatMap(
                  f -> range == null ? Optional.of(f.range()) : part.ports.inFormat(range, f));
          return interval.isEmpty()
              ? null
              : new InputDeclaration(
                  name.text(), name.span(), unit, format.orElseThrow(), interval.get());
        });
  }

  /**
   * {@return what the data calls inputs that have names of their own, by those names} Two inputs of
   * one column are a mistake, as in a spec.
   *
   * @param inputs all of them
   */
  public Map<String, String> columns(Collection<InputDeclaration> inputs) {
    Map<String, String> texts = new LinkedHashMap<>();
    columns
        .build(List.copyOf(inputs), List.of(), Optional.empty())
        .forEach((name, column) -> texts.put(name, column.text()));
    return texts;
  }

  /** A unit, too, may begin with a bracket, but only with one around a name. */
  private static boolean isRange(StatementCursor c) {
    return c.is(0, SpecLexer.OPEN_BRACKET)
        && !(c.is(1, SpecLexer.NAME) && c.is(2, SpecLexer.CLOSE_BRACKET));
  }

  /**
   * {@return an output, which saturates, empty after a mistake}
   *
   * @param text as {@code NAME:FORMAT[:UNIT]}; the unit is 1 if the text does not say otherwise
   * @param tolerance error allowed; one unit in the last place if there is none
   */
  public Optional<OutputDeclaration> output(SourceText text, Optional<SourceText> tolerance) {
    Word name = declare(text, Names.Kind.OUTPUT);
    Optional<OutputDeclaration> port =
        read(
            text,
            name.span().end(),
            OUTPUT,
            part -> {
              StatementCursor c = part.cursor;
              c.expect(SpecLexer.COLON);
              Optional<FixedFormat> format = part.ports.format(c);
              UnitExpression unit = UnitExpression.ONE;
              if (c.accept(SpecLexer.COLON)) {
                unit = part.units.visit(c.unit());
              }
              c.end();
              return format.isEmpty() ? null : saturating(name, unit, format.get());
            });
    return tolerance.isEmpty()
        ? port
        : tolerance(tolerance.get(), port.map(OutputDeclaration::unit))
            .flatMap(t -> port.map(p -> p.within(t)));
  }

  /**
   * {@return an output without a unit, which saturates, empty after a mistake}
   *
   * @param name its name
   * @param span what stands for the name
   * @param format its format
   * @param tolerance error allowed; one unit in the last place if there is none
   */
  public Optional<OutputDeclaration> output(
      String name, SourceSpan span, FixedFormat format, Optional<SourceText> tolerance) {
    Word word = new Word(name, span);
    if (!declare(word, Names.Kind.OUTPUT)) {
      return Optional.empty();
    }
    OutputDeclaration port = saturating(word, UnitExpression.ONE, format);
    return tolerance.isEmpty()
        ? Optional.of(port)
        : tolerance(tolerance.get(), Optional.of(UnitExpression.ONE)).map(port::within);
  }

  private static OutputDeclaration saturating(Word name, UnitExpression unit, FixedFormat format) {
    return new OutputDeclaration(
        name.text(),
        name.span(),
        unit,
        format,
        true,
        Tolerance.oneUlp(format),
        OutputDeclaration.Promise.PROVED);
  }

  /**
   * {@return an input without a unit that has its format's range, empty after a mistake}
   *
   * @param name its name
   * @param span what stands for the name
   * @param format its format
   */
  public Optional<InputDeclaration> input(String name, SourceSpan span, FixedFormat format) {
    Word word = new Word(name, span);
    return declare(word, Names.Kind.INPUT)
        ? Optional.of(new InputDeclaration(name, span, UnitExpression.ONE, format, format.range()))
        : Optional.empty();
  }

  /**
   * {@return a tolerance, empty after a mistake}
   *
   * @param text as in a spec
   * @param unit of the output, in which an absolute bound has to be; any if it is not known
   */
  public Optional<Tolerance> tolerance(SourceText text, Optional<UnitExpression> unit) {
    return read(
        text,
        0,
        TOLERANCE,
        part -> {
          Optional<Tolerance> tolerance =
              new ToleranceBuilder(part.mistakes, part.values, part.units)
                  .tolerance(part.cursor, unit);
          part.cursor.end();
          return tolerance.orElse(null);
        });
  }

  /**
   * {@return a format, empty after a mistake}
   *
   * @param text as in a spec
   */
  public Optional<FixedFormat> format(SourceText text) {
    return read(
        text,
        0,
        FORMAT,
        part -> {
          Optional<FixedFormat> format = part.ports.format(part.cursor);
          part.cursor.end();
          return format.orElse(null);
        });
  }

  /**
   * {@return the format of all values, empty after a mistake}
   *
   * @param text as in a spec, without the words of the statement
   */
  public Optional<UniformFormat> everywhere(SourceText text) {
    return read(
        text,
        0,
        EVERYWHERE,
        part -> {
          Optional<FixedFormat> format = part.ports.format(part.cursor);
          Optional<UniformFormat> uniform = part.ports.everywhere(part.cursor, format);
          part.cursor.end();
          return uniform.orElse(null);
        });
  }

  /**
   * {@return the period of a clock in ps, empty after a mistake}
   *
   * @param text a period or a frequency as in a spec
   */
  public OptionalInt clockPeriodPs(SourceText text) {
    return read(
            text,
            0,
            CLOCK,
            part -> {
              OptionalInt period =
                  new HardwareBuilder(Path.of(""), part.mistakes, part.values)
                      .clockPeriodPs(part.cursor);
              part.cursor.end();
              return period;
            })
        .orElse(OptionalInt.empty());
  }

  /**
   * {@return the part of a clock period that is kept free, in percent, empty after a mistake}
   *
   * @param text as {@code 10} or {@code 10 %}
   */
  public OptionalDouble keptFreePercent(SourceText text) {
    return read(
            text,
            0,
            MARGIN,
            part -> {
              double percent =
                  new HardwareBuilder(Path.of(""), part.mistakes, part.values)
                      .keptFree(part.cursor)
                      .percent();
              part.cursor.end();
              return OptionalDouble.of(percent);
            })
        .orElse(OptionalDouble.empty());
  }

  /**
   * {@return which ports have registers, empty after a mistake}
   *
   * @param text {@code none}, {@code in}, {@code out} or {@code both}, as in a spec
   */
  public Optional<PortRegisters> registers(SourceText text) {
    return read(
        text,
        0,
        REGISTERS,
        part -> {
          PortRegisters registers = HardwareBuilder.registers(part.cursor);
          part.cursor.end();
          return registers;
        });
  }

  /**
   * {@return what is to be least of a circuit, empty after a mistake}
   *
   * @param text {@code cycles} or {@code area}, as in a spec
   */
  public Optional<Least> least(SourceText text) {
    return read(
        text,
        0,
        LEAST,
        part -> {
          Least least = HardwareBuilder.least(part.cursor);
          part.cursor.end();
          return least;
        });
  }

  /**
   * {@return what makes the circuit wait, empty after a mistake}
   *
   * @param text {@code none}, {@code ready-valid} or {@code axi-stream}, as in a spec
   */
  public Optional<StreamWrapper> wrapper(SourceText text) {
    return read(
        text,
        0,
        WRAPPER,
        part -> {
          StreamWrapper wrapper = HardwareBuilder.wrapper(part.cursor);
          part.cursor.end();
          return wrapper;
        });
  }

  /**
   * Reads a custom operator, which may call those before it.
   *
   * @param text as {@code f(x, y) = x + y}
   */
  public void define(SourceText text) {
    var _ =
        read(
            text,
            0,
            DEFINITION,
            part -> {
              new DefinitionBuilder(part.mistakes, names, formulas).add(part.cursor);
              return text;
            });
  }

  /**
   * The name of a port: all before the first colon or the word for its column, so that a bad name
   * is called a bad name.
   */
  private Word declare(SourceText text, Names.Kind kind) {
    Matcher end = (kind == Names.Kind.INPUT ? INPUT_END : PORT_END).matcher(text.text());
    String before = end.find() ? text.text().substring(0, end.start()) : text.text();
    int start = before.length() - before.stripLeading().length();
    int stop = Math.max(start, before.stripTrailing().length());
    Word name = new Word(text.text().substring(start, stop), text.span(start, stop));
    declare(name, kind);
    return name;
  }

  private boolean declare(Word name, Names.Kind kind) {
    int before = found.size();
    names.declare(name, kind);
    return found.size() == before;
  }

  /**
   * Reads a text from a place on.
   *
   * @param reader gives null after a mistake
   */
  private <T> Optional<T> read(
      SourceText text, int start, String pattern, Function<Part, @Nullable T> reader) {
    Mistakes own = new Mistakes(text, found);
    int before = found.size();
    List<Token> tokens =
        StatementReader.read(
                new SourceText(text.name(), " ".repeat(start) + text.text().substring(start)), own)
            .stream()
            .flatMap(cut -> cut.tokens().stream())
            .toList();
    int end = tokens.isEmpty() ? start : tokens.getLast().getStopIndex() + 1;
    int rest = text.text().length() - text.text().substring(end).stripLeading().length();
    if (rest < text.text().length()) {
      own.add(
          DiagnosticCode.SPEC_SYNTAX,
          text.span(rest, text.text().length()),
          "there is no place for a comment here",
          "the form is: " + pattern);
    }
    if (found.size() > before) {
      return Optional.empty();
    }
    ValueReader values = new ValueReader(own);
    UnitBuilder units = new UnitBuilder(own);
    StatementCursor cursor = StatementCursor.alone(tokens, start, pattern, own);
    try {
      T value =
          reader.apply(
              new Part(cursor, own, values, units, new PortBuilder(own, values, units, names)));
      return found.size() > before ? Optional.empty() : Optional.ofNullable(value);
    } catch (BrokenStatement noted) {
      return Optional.empty();
    }
  }
}
