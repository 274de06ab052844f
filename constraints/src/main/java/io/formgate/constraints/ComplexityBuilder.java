package io.formgate.constraints;

import io.formgate.constraints.StatementCursor.Word;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Operator;
import io.formgate.expression.Ratio;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.Suggestions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Builds the measure of complexity from its statement. */
final class ComplexityBuilder {
  static final String PUBLISHED = "published";
  static final String FRACTIONAL = "fractional";
  static final String ROUNDED = "rounded";
  private static final List<String> FLAGS = List.of(FRACTIONAL, ROUNDED);

  private final Mistakes mistakes;
  private final ValueReader values;
  private final PortBuilder ports;
  private final Names names;
  private final OperatorReader reader;
  private final Map<Operator, Ratio> operators = new EnumMap<>(Operator.class);
  private final Map<String, Ratio> variables = new TreeMap<>();
  private final Map<String, SourceSpan> flags = new TreeMap<>();
  private Optional<Ratio> constant = Optional.empty();

  ComplexityBuilder(
      Mistakes mistakes,
      ValueReader values,
      PortBuilder ports,
      Names names,
      OperatorReader reader) {
    this.mistakes = mistakes;
    this.values = values;
    this.ports = ports;
    this.names = names;
    this.reader = reader;
  }

  /** {@return the name that a spec uses for a mode} */
  static String symbol(Complexity.Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  /**
   * {@return the measure, without the parts that had a mistake}
   *
   * @param c behind the keyword
   */
  Complexity complexity(StatementCursor c) {
    List<String> symbols =
        Stream.of(Complexity.Mode.values()).map(ComplexityBuilder::symbol).toList();
    if (!c.isWord(0, symbols)) {
      c.expecting(symbols);
      throw c.broken();
    }
    String word = c.next().getText();
    Complexity.Mode mode =
        Stream.of(Complexity.Mode.values())
            .filter(m -> symbol(m).equals(word))
            .findFirst()
            .orElseThrow();
    boolean isPublished = mode == Complexity.Mode.ADDITIVE && c.accept(PUBLISHED);
    Optional<Complexity.Published> published = isPublished ? published(c) : Optional.empty();
    while (c.accept(SpecLexer.COMMA)) {
      if (isFlag(c)) {
        flag(c);
      } else {
        Word item = c.operator();
        Optional<Ratio> ratio = values.ratio(c.value());
        take(item, ratio.orElse(Ratio.ONE));
      }
    }
    c.end();
    checkFlags(mode, isPublished);
    return new Complexity(
        mode,
        published,
        flags.containsKey(FRACTIONAL),
        flags.containsKey(ROUNDED),
        operators,
        variables,
        constant);
  }

  private Optional<Complexity.Published> published(StatementCursor c) {
    int mark = c.mark();
    Optional<FixedFormat> format = ports.format(c);
    SourceSpan span = c.spanSince(mark);
    return format.map(f -> new Complexity.Published(f, span));
  }

  /** A word with a number behind it is the name of something that counts. */
  private boolean isFlag(StatementCursor c) {
    if (c.isValue(1)) {
      return false;
    }
    c.expecting(FLAGS);
    String text = c.peek().getText();
    boolean counts =
        OperatorReader.builtIn(text).isPresent()
            || Counted.CONSTANTS_WORDS.contains(text)
            || names.is(text, Names.Kind.INPUT)
            || names.is(text, Names.Kind.PARAMETER);
    boolean isNear = !counts && Suggestions.nearestKeyword(text, FLAGS).isPresent();
    if (isNear && !FLAGS.contains(text)) {
      throw c.broken();
    }
    return FLAGS.contains(text);
  }

  private void flag(StatementCursor c) {
    Word flag = c.operator();
    if (flags.put(flag.text(), flag.span()) != null) {
      mistakes.add(
          DiagnosticCode.SPEC_REPEATED,
          flag.span(),
          Mistakes.quote(flag.text()) + " is set twice",
          "write it once");
    }
  }

  private void checkFlags(Complexity.Mode mode, boolean isPublished) {
    SourceSpan fractional = flags.get(FRACTIONAL);
    if (fractional != null && mode != Complexity.Mode.ADDITIVE) {
      mistakes.add(
          DiagnosticCode.SPEC_CONFLICT,
          fractional,
          "'fractional' is about cycles that are added up, and '" + symbol(mode) + "' adds none",
          "remove it, or write 'complexity additive, fractional'");
    } else if (fractional != null && isPublished) {
      mistakes.add(
          DiagnosticCode.SPEC_CONFLICT,
          fractional,
          "published cycles are whole numbers, so they have no fractions to keep",
          "remove 'fractional', or remove 'published' to take the cycles of the device");
    }
    SourceSpan rounded = flags.get(ROUNDED);
    if (rounded != null && mode == Complexity.Mode.LATENCY) {
      mistakes.add(
          DiagnosticCode.SPEC_CONFLICT,
          rounded,
          "'rounded' is about a sum over the nodes, and a latency is none",
          "remove it, or write 'complexity additive, rounded'");
    }
  }

  private void take(Word item, Ratio ratio) {
    String text = item.text();
    Optional<Operator> operator = OperatorReader.builtIn(text);
    boolean isNew;
    if (Counted.CONSTANTS_WORDS.contains(text)) {
      isNew = constant.isEmpty();
      constant = Optional.of(ratio);
    } else if (operator.isPresent()) {
      isNew = operators.put(operator.get(), ratio) == null;
    } else if (names.is(text, Names.Kind.DEFINITION)) {
      mistakes.add(
          DiagnosticCode.SPEC_VALUE,
          item.span(),
          Mistakes.quote(text) + " is a custom operator, which counts as the formula it stands for",
          "set the complexity of the operators of its definition");
      return;
    } else if (names.is(text, Names.Kind.INPUT) || names.is(text, Names.Kind.PARAMETER)) {
      isNew = variables.put(text, ratio) == null;
    } else {
      List<String> candidates = new ArrayList<>(reader.known());
      candidates.addAll(names.of(Names.Kind.INPUT, Names.Kind.PARAMETER));
      candidates.addAll(Counted.CONSTANTS_WORDS);
      names.unknown(item, "operator, input or parameter", candidates);
      return;
    }
    if (!isNew) {
      mistakes.add(
          DiagnosticCode.SPEC_REPEATED,
          item.span(),
          Mistakes.quote(text) + " is set twice",
          "give every complexity once");
    }
  }
}
