package io.formgate.constraints;

import io.formgate.constraints.Constraint.Comparison;
import io.formgate.constraints.StatementCursor.Word;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.Operator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a count counts: operators, or variables, or constants; never several kinds. */
final class Counted {
  /** The words for constants of formulas. */
  static final List<String> CONSTANTS_WORDS = List.of("constants", "const");

  private enum Kind {
    OPERATORS,
    VARIABLES,
    CONSTANTS
  }

  private final Mistakes mistakes;
  private final Names names;
  private final OperatorReader reader;
  private final Set<Operator> operators = new LinkedHashSet<>();
  private final Set<String> variables = new LinkedHashSet<>();
  private Optional<Kind> kind = Optional.empty();
  private boolean sound = true;

  Counted(Mistakes mistakes, Names names, OperatorReader reader) {
    this.mistakes = mistakes;
    this.names = names;
    this.reader = reader;
  }

  /** {@return whether nothing was mistaken} */
  boolean isSound() {
    return sound && kind.isPresent();
  }

  void take(Word word) {
    String text = word.text();
    boolean isVariable = names.is(text, Names.Kind.INPUT) || names.is(text, Names.Kind.PARAMETER);
    boolean isNew;
    if (CONSTANTS_WORDS.contains(text)) {
      isNew = kind.isEmpty();
      enter(Kind.CONSTANTS, word);
    } else if (OperatorReader.builtIn(text).isPresent() || names.is(text, Names.Kind.DEFINITION)) {
      Optional<Operator> operator = reader.counted(word);
      sound &= operator.isPresent();
      isNew = operator.isEmpty() || operators.add(operator.get());
      enter(Kind.OPERATORS, word);
    } else if (isVariable) {
      isNew = variables.add(text);
      enter(Kind.VARIABLES, word);
    } else {
      isNew = true;
      sound = false;
      List<String> candidates = new ArrayList<>(reader.known());
      candidates.addAll(names.of(Names.Kind.INPUT, Names.Kind.PARAMETER));
      candidates.addAll(CONSTANTS_WORDS);
      names.unknown(word, "operator, input or parameter", candidates);
    }
    if (!isNew && sound) {
      sound = false;
      mistakes.add(
          DiagnosticCode.SPEC_REPEATED,
          word.span(),
          Mistakes.quote(text) + " is counted twice",
          "name it once");
    }
  }

  private void enter(Kind next, Word word) {
    if (kind.isPresent() && kind.get() != next && sound) {
      sound = false;
      mistakes.add(
          DiagnosticCode.SPEC_CONSTRAINT,
          word.span(),
          "a count is of operators, of variables or of constants, not of several kinds",
          "write a constraint for each kind");
    }
    kind = kind.isPresent() ? kind : Optional.of(next);
  }

  /** {@return the constraint on what was taken, which is sound} */
  Constraint constraint(Comparison comparison, int bound) {
    return switch (kind.orElse(Kind.CONSTANTS)) {
      case OPERATORS -> new Constraint.OperatorCount(operators, comparison, bound);
      case VARIABLES -> new Constraint.VariableCount(variables, comparison, bound);
      case CONSTANTS -> new Constraint.ConstantCount(comparison, bound);
    };
  }
}
