package io.formgate.constraints;

import io.formgate.constraints.StatementCursor.Word;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.LearnedFunction;
import io.formgate.expression.Operator;
import io.formgate.expression.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads names of operators. */
final class OperatorReader {
  private final Mistakes mistakes;
  private final Names names;
  private final Set<Operator> operators = new LinkedHashSet<>();
  private final Set<String> definitions = new LinkedHashSet<>();
  private boolean usesTables;

  OperatorReader(Mistakes mistakes, Names names) {
    this.mistakes = mistakes;
    this.names = names;
  }

  /** {@return the built-in operators of the search} */
  Set<Operator> operators() {
    return operators;
  }

  /** {@return the custom operators of the search} */
  Set<String> definitions() {
    return definitions;
  }

  /** {@return whether the search may use learned tables} */
  boolean usesTables() {
    return usesTables;
  }

  /** Reads the statement of the search's operators. */
  void addAll(StatementCursor c) {
    do {
      Word word = c.operator();
      Optional<Operator> operator = builtIn(word.text());
      boolean isNew;
      if (names.is(word.text(), Names.Kind.DEFINITION)) {
        isNew = definitions.add(word.text());
      } else if (operator.isPresent()) {
        isNew = operators.add(operator.get());
      } else if (word.text().equals(LearnedFunction.NAME)) {
        isNew = !usesTables;
        usesTables = true;
      } else {
        unknown(word);
        continue;
      }
      if (!isNew) {
        mistakes.add(
            DiagnosticCode.SPEC_REPEATED,
            word.span(),
            Mistakes.quote(word.text()) + " is listed twice",
            "name every operator once");
      }
    } while (!c.isAtEnd());
  }

  /** {@return the operator that a spec means by a name or sign} */
  static Optional<Operator> builtIn(String name) {
    return name.equals("^") || name.equals("**")
        ? Optional.of(Operator.POWER)
        : Operator.bySymbol(name);
  }

  /** {@return names that may stand where an operator stands} */
  List<String> known() {
    List<String> known = new ArrayList<>(names.of(Names.Kind.DEFINITION));
    Stream.of(Operator.values()).map(Operator::symbol).forEach(known::add);
    return known;
  }

  private void unknown(Word word) {
    if (names.isIncomplete(Names.Kind.DEFINITION)
        && word.text().matches("[\\p{L}_][\\p{L}\\p{N}_]*")) {
      // A definition with a mistake may have meant it.
      return;
    }
    mistakes.add(
        DiagnosticCode.SPEC_OPERATOR,
        word.span(),
        "there is no operator " + Mistakes.quote(word.text()),
        Suggestions.mend(word.text(), known(), "operators are " + String.join(" ", known())));
  }

  /**
   * {@return one operator, or several in parentheses; without those that had a mistake}
   *
   * @param c before them
   */
  Set<Operator> set(StatementCursor c) {
    List<Word> words = new ArrayList<>();
    if (c.accept(SpecLexer.OPEN)) {
      do {
        words.add(c.operator());
      } while (c.accept(SpecLexer.COMMA));
      c.expect(SpecLexer.CLOSE);
    } else {
      words.add(c.operator());
    }
    Set<Operator> set = new LinkedHashSet<>();
    words.forEach(word -> counted(word).ifPresent(set::add));
    return set;
  }

  /** {@return an operator of a constraint, empty after a mistake} */
  Optional<Operator> counted(Word word) {
    if (names.is(word.text(), Names.Kind.DEFINITION)) {
      mistakes.add(
          DiagnosticCode.SPEC_CONSTRAINT,
          word.span(),
          Mistakes.quote(word.text())
              + " is a custom operator, which constraints see as the formula that it stands for",
          "name the operators of its definition instead");
      return Optional.empty();
    }
    Optional<Operator> operator = builtIn(word.text());
    if (operator.isEmpty()) {
      unknown(word);
    }
    return operator;
  }
}
