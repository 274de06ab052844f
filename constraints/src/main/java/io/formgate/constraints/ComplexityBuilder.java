package io.formgate.constraints;

import io.formgate.constraints.StatementCursor.Word;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.Operator;
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
  private final Mistakes mistakes;
  private final ValueReader values;
  private final Names names;
  private final OperatorReader reader;
  private final Map<Operator, Ratio> operators = new EnumMap<>(Operator.class);
  private final Map<String, Ratio> variables = new TreeMap<>();
  private Optional<Ratio> constant = Optional.empty();

  ComplexityBuilder(Mistakes mistakes, ValueReader values, Names names, OperatorReader reader) {
    this.mistakes = mistakes;
    this.values = values;
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
    while (c.accept(SpecLexer.COMMA)) {
      Word item = c.operator();
      Optional<Ratio> ratio = values.ratio(c.value());
      take(item, ratio.orElse(new Ratio(1, 1)));
    }
    c.end();
    Complexity.Mode mode =
        Stream.of(Complexity.Mode.values())
            .filter(m -> symbol(m).equals(word))
            .findFirst()
            .orElseThrow();
    return new Complexity(mode, operators, variables, constant);
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
