package io.formgate.constraints;

import io.formgate.constraints.StatementCursor.Word;
import io.formgate.constraints.ValueReader.Value;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.Expr;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.Suggestions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Builds losses from their statements. */
final class LossBuilder {
  private static final List<String> VARIABLES = List.of(Loss.PREDICTION, Loss.TARGET, Loss.WEIGHT);

  private final Mistakes mistakes;
  private final ValueReader values;
  private final Names names;
  private final Formulas formulas;
  private final boolean hasClasses;
  private final Map<String, Loss> byOutput = new LinkedHashMap<>();
  private @Nullable Loss general;
  private @Nullable SourceSpan generalSpan;
  private boolean mixes;

  LossBuilder(
      Mistakes mistakes, ValueReader values, Names names, Formulas formulas, boolean hasClasses) {
    this.mistakes = mistakes;
    this.values = values;
    this.names = names;
    this.formulas = formulas;
    this.hasClasses = hasClasses;
  }

  /** {@return the loss of every output} */
  Map<String, Loss> losses(List<OutputDeclaration> outputs) {
    Loss otherwise =
        hasClasses
            ? BuiltInLoss.LOGISTIC.make(BuiltInLoss.LOGISTIC.symbol(), 0)
            : Loss.MEAN_SQUARED;
    Loss all = general == null ? otherwise : general;
    Map<String, Loss> losses = new LinkedHashMap<>();
    outputs.forEach(o -> losses.put(o.name(), byOutput.getOrDefault(o.name(), all)));
    return losses;
  }

  void add(StatementCursor c) {
    int mark = c.mark();
    Optional<Loss> loss = isBuiltIn(c) ? builtIn(c) : formula(c);
    SourceSpan span = c.spanSince(mark);
    Optional<Word> output = Optional.empty();
    if (c.accept("for")) {
      output = Optional.of(c.name("the name of an output"));
    }
    c.end();
    boolean known = output.isEmpty() || names.check(output.get(), Names.Kind.OUTPUT);
    if (loss.isPresent() && loss.get() instanceof Loss.CrossEntropy) {
      checkCrossEntropy(span, output);
    }
    if (output.isEmpty() && generalSpan != null) {
      repeated(span, "the loss stands on line " + generalSpan.line() + " already");
    } else if (output.isEmpty()) {
      general = loss.orElse(Loss.MEAN_SQUARED);
      generalSpan = span;
    } else if (known
        && byOutput.putIfAbsent(output.get().text(), loss.orElse(Loss.MEAN_SQUARED)) != null) {
      repeated(span, Mistakes.quote(output.get().text()) + " has a loss already");
    }
    if (hasClasses && output.isPresent() && !mixes) {
      mixes = true;
      mistakes.add(
          DiagnosticCode.SPEC_CONFLICT,
          output.get().span(),
          "the scores of classes have one loss, because they are compared with each other",
          "write the loss without 'for'");
    }
  }

  private void repeated(SourceSpan span, String what) {
    mistakes.add(DiagnosticCode.SPEC_REPEATED, span, what, "remove one of the two");
  }

  private void checkCrossEntropy(SourceSpan span, Optional<Word> output) {
    if (!hasClasses && output.isEmpty()) {
      mistakes.add(
          DiagnosticCode.SPEC_LOSS,
          span,
          "cross_entropy compares the scores of classes, but the spec has no classes",
          "declare classes instead of an output, or write logistic for one output of -1 and 1");
    } else if (!hasClasses) {
      mistakes.add(
          DiagnosticCode.SPEC_LOSS,
          span,
          "cross_entropy is a loss of all classes together, not of one output",
          "declare classes instead of outputs, or write logistic for one output of -1 and 1");
    }
  }

  /** A word alone or with one number is a name; everything else is a formula. */
  private static boolean isBuiltIn(StatementCursor c) {
    if (!c.is(0, SpecLexer.NAME) || VARIABLES.contains(c.peek().getText())) {
      return false;
    }
    boolean isCall = c.is(1, SpecLexer.OPEN) && (c.isValue(2) || c.is(2, SpecLexer.CLOSE));
    boolean isAlone = c.is(1, Token.EOF) || c.isWord(1, "for");
    return isAlone || isCall;
  }

  private Optional<Loss> builtIn(StatementCursor c) {
    Token name = c.next();
    Optional<Value> number = Optional.empty();
    if (c.accept(SpecLexer.OPEN)) {
      number = Optional.of(c.value());
      c.expect(SpecLexer.CLOSE);
    }
    Optional<BuiltInLoss> loss = BuiltInLoss.byName(name.getText());
    if (loss.isEmpty()) {
      mistakes.add(
          DiagnosticCode.SPEC_LOSS,
          name,
          "there is no loss " + Mistakes.quote(name.getText()),
          Suggestions.mend(
              name.getText(),
              BuiltInLoss.names(),
              "losses are "
                  + String.join(", ", BuiltInLoss.names())
                  + ", or a formula of prediction and target"));
      return Optional.empty();
    }
    if (loss.get().hasNumber() != number.isPresent()) {
      mistakes.add(
          DiagnosticCode.SPEC_LOSS,
          name,
          loss.get().hasNumber()
              ? name.getText() + " needs a number"
              : name.getText() + " takes no number",
          "the form is: loss " + loss.get().pattern());
      return Optional.empty();
    }
    if (number.isEmpty()) {
      return Optional.of(loss.get().make(name.getText(), 0));
    }
    OptionalDouble value = values.real(number.get());
    if (value.isPresent() && !loss.get().allows(value.getAsDouble())) {
      mistakes.add(
          DiagnosticCode.SPEC_VALUE,
          number.get().span(),
          name.getText() + " cannot take " + Mistakes.quote(number.get().text()),
          "its number " + loss.get().range());
      return Optional.empty();
    }
    String text = name.getText() + "(" + number.get().text() + ")";
    return value.isPresent()
        ? Optional.of(loss.get().make(text, value.getAsDouble()))
        : Optional.empty();
  }

  private Optional<Loss> formula(StatementCursor c) {
    int mark = c.mark();
    SourceSpan span =
        c.formula(token -> token.getType() == SpecLexer.NAME && token.getText().equals("for"));
    String text = c.textSince(mark);
    Optional<Formulas.Read> read = formulas.read(span, c.tokensSince(mark), VARIABLES, false);
    if (read.isEmpty() || !formulas.usesOnly(read.get(), VARIABLES, "a variable of a loss")) {
      return Optional.empty();
    }
    Expr formula = read.get().formula();
    if (!formula.variables().contains(Loss.PREDICTION)) {
      mistakes.add(
          DiagnosticCode.SPEC_LOSS,
          span,
          "the loss does not depend on the prediction, so every formula is as good as any other",
          "write for example abs(prediction - target)^3");
      return Optional.empty();
    }
    return Optional.of(
        new Loss.Pointwise(text, formula, formula.equals(BuiltInLoss.SQUARED_DIFFERENCE)));
  }
}
