package io.formgate.constraints;

import io.formgate.constraints.Constraint.Comparison;
import io.formgate.constraints.StatementCursor.Word;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.Operator;
import io.formgate.expression.SourceSpan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Builds constraints from their statements; those of constants come from two statements. */
final class ConstraintBuilder {
  /** More nodes than any formula has, so certainly a slip. */
  private static final int MAX_BOUND = 10_000;

  private static final List<String> AFTER_A_CONSTRAINT = List.of("soft", "for");

  private final Mistakes mistakes;
  private final ValueReader values;
  private final Names names;
  private final OperatorReader operators;
  private final PortBuilder ports;
  private final ShapeBuilder shapes;
  private final List<Constraint.Declared> constraints = new ArrayList<>();
  private ConstantUnits constantUnits = ConstantUnits.ANY;
  private @Nullable SourceSpan snap;
  private boolean refit;

  ConstraintBuilder(
      Mistakes mistakes,
      ValueReader values,
      Names names,
      OperatorReader operators,
      PortBuilder ports) {
    this.mistakes = mistakes;
    this.values = values;
    this.names = names;
    this.operators = operators;
    this.ports = ports;
    shapes = new ShapeBuilder(mistakes, names, ports);
  }

  List<Constraint.Declared> constraints() {
    return constraints;
  }

  /** {@return where it says that constants may move to cheaper neighbours, if it does} */
  Optional<SourceSpan> snap() {
    return Optional.ofNullable(snap);
  }

  /** {@return whether constants of the front are fitted again to what circuits compute} */
  boolean refitsConstants() {
    return refit;
  }

  ConstantUnits constantUnits() {
    return constantUnits;
  }

  /** Reads the statement of constants. */
  void addConstants(StatementCursor c) {
    Set<String> given = new LinkedHashSet<>();
    do {
      int mark = c.mark();
      Token first = c.peek();
      Optional<? extends Constraint> constraint = Optional.empty();
      if (c.accept("dimensionless")) {
        constantUnits = ConstantUnits.NONE;
      } else if (c.accept("snap")) {
        snap = mistakes.span(first);
      } else if (c.accept("refit")) {
        refit = true;
      } else {
        constraint = constantRule(c);
      }
      if (!given.add(first.getText())) {
        mistakes.add(
            DiagnosticCode.SPEC_REPEATED,
            first,
            Mistakes.quote(first.getText()) + " stands twice",
            "say everything of constants once");
      }
      String text = "constants " + c.textSince(mark);
      constraint.ifPresent(rule ->
          constraints.add(new Constraint.Declared(rule, Optional.empty(), Optional.empty(), text)));
    } while (c.accept(SpecLexer.COMMA));
    c.end();
  }

  private Optional<? extends Constraint> constantRule(StatementCursor c) {
    if (c.accept("in")) {
      return ports.finiteRange(c).map(Constraint.ConstantRange::new);
    }
    c.expect("on");
    c.expect("grid");
    var base = c.value();
    OptionalDouble step = values.real(base);
    SourceSpan span = base.span();
    if (c.accept(SpecLexer.POWER)) {
      var power = c.value();
      span = mistakes.source().span(base.span().start(), power.span().end());
      OptionalDouble exponent = values.real(power);
      if (step.isPresent() && exponent.isPresent()) {
        step = OptionalDouble.of(Math.pow(step.getAsDouble(), exponent.getAsDouble()));
      }
    }
    if (step.isEmpty()) {
      return Optional.empty();
    }
    if (!(step.getAsDouble() > 0) || !Double.isFinite(step.getAsDouble())) {
      mistakes.add(
          DiagnosticCode.SPEC_VALUE,
          span,
          "the step of a grid has to be above 0 and finite",
          "write for example 2^-10 or 0.25");
      return Optional.empty();
    }
    return Optional.of(new Constraint.ConstantGrid(step.getAsDouble()));
  }

  /** Reads one statement of constraints. */
  void addAll(StatementCursor c) {
    do {
      add(c);
    } while (c.accept(SpecLexer.COMMA));
    c.end();
  }

  private void add(StatementCursor c) {
    c.hint(Optional.empty());
    if (!shapes.isShape(c) && isHardwareLimit(c)) {
      skipLimit(c);
      return;
    }
    c.hint(new ConstraintHints(names).of(c.phrase()).map(meant -> "write: constrain " + meant));
    int mark = c.mark();
    Optional<String> output = Optional.empty();
    Optional<? extends Constraint> constraint;
    boolean isShape = shapes.isShape(c);
    if (isShape) {
      output = Optional.of(c.peek().getText());
      constraint = shapes.read(c);
    } else {
      constraint = structural(c);
    }
    String text = c.textSince(mark);
    Optional<Double> weight = Optional.empty();
    while (true) {
      if (weight.isEmpty() && c.accept("soft")) {
        c.expect("weight");
        weight = Optional.of(weight(c));
      } else if (output.isEmpty() && c.accept("for")) {
        Word name = c.name("the name of an output");
        names.check(name, Names.Kind.OUTPUT);
        output = Optional.of(name.text());
      } else {
        break;
      }
    }
    if (constraint.isPresent()) {
      constraints.add(new Constraint.Declared(constraint.get(), output, weight, text));
    }
  }

  private double weight(StatementCursor c) {
    var written = c.value();
    double weight = values.real(written).orElse(1);
    if (!(weight > 0)) {
      mistakes.add(
          DiagnosticCode.SPEC_VALUE,
          written.span(),
          "the weight of a soft constraint has to be above 0",
          "it is the cost per unit of distance; leave the constraint out for none");
    }
    return weight;
  }

  private boolean isHardwareLimit(StatementCursor c) {
    return c.isWord(0, HardwareBuilder.LIMITS) && comparison(c.peek(1)).isPresent();
  }

  private void skipLimit(StatementCursor c) {
    Token limit = c.next();
    mistakes.add(
        DiagnosticCode.SPEC_CONSTRAINT,
        limit,
        Mistakes.quote(limit.getText()) + " is a limit of the circuit, not of the formula",
        "write it in the hardware statement: hardware DEVICE clock 5 ns, "
            + limit.getText()
            + " <= NUMBER");
    while (!c.is(0, SpecLexer.COMMA) && !c.isAtEnd()) {
      c.next();
    }
    c.isAtEnd();
  }

  /** How each structural constraint is read behind its first word. */
  private Map<String, Supplier<Optional<? extends Constraint>>> readers(StatementCursor c) {
    return Map.of(
        "count", () -> count(c),
        "depth", () -> bounded(c, "depth", 1, Constraint.Depth::new),
        "size", () -> bounded(c, "size", 1, Constraint.Size::new),
        "argument", () -> argument(c),
        "arguments", () -> argumentsOf(c, OptionalInt.empty(), c.peek()),
        "no", () -> nesting(c, 0),
        "at", () -> atMost(c),
        "uses", () -> some(variables(c)).map(Constraint.Uses::new),
        "excludes", () -> some(variables(c)).map(Constraint.Excludes::new),
        "exponents", () -> exponents(c));
  }

  private static final List<String> FIRST_WORDS =
      List.of(
          "count",
          "depth",
          "size",
          "argument",
          "arguments",
          "no",
          "at",
          "uses",
          "excludes",
          "exponents",
          "constants",
          "const");

  private Optional<? extends Constraint> structural(StatementCursor c) {
    Token first = c.peek();
    boolean isKeyword = c.isWord(0, FIRST_WORDS) && !c.isWord(1, "only");
    if (isKeyword && c.isWord(0, Counted.CONSTANTS_WORDS)) {
      c.next();
      return constantRule(c);
    } else if (isKeyword) {
      c.next();
      var reader = readers(c).get(first.getText());
      if (reader == null) {
        throw new IllegalStateException("nothing reads " + first.getText());
      }
      return reader.get();
    }
    boolean isOperators =
        c.is(0, SpecLexer.OPEN)
            || (c.isOperator(0)
                && (c.isWord(1, "only")
                    || !c.is(0, SpecLexer.NAME)
                    || OperatorReader.builtIn(first.getText()).isPresent()));
    if (isOperators) {
      return onlyOf(c);
    }
    c.expecting("a constraint");
    if (c.is(0, SpecLexer.NAME)) {
      if (names.is(first.getText(), Names.Kind.OUTPUT)) {
        c.next();
        c.expecting(ShapeBuilder.WORDS);
        if (c.isWord(0, "is") && !c.hasHint()) {
          // One letter off 'in', but a word of its own.
          String y = first.getText();
          c.hint(
              Optional.of(
                  "it can be: %1$s defined, %1$s in [0, 1], %1$s increasing in INPUT"
                      .formatted(y)));
        }
        throw c.broken();
      }
      c.expecting(FIRST_WORDS);
      c.expecting(names.of(Names.Kind.OUTPUT));
    }
    throw c.broken();
  }

  private Optional<? extends Constraint> bounded(
      StatementCursor c, String what, int least, BiFunction<Comparison, Integer, Constraint> made) {
    Comparison comparison = comparison(c);
    OptionalLong bound = values.whole(c.value(), what, least, MAX_BOUND);
    return bound.isPresent()
        ? Optional.of(made.apply(comparison, (int) bound.getAsLong()))
        : Optional.empty();
  }

  private static Optional<Comparison> comparison(Token token) {
    return Stream.of(Comparison.values()).filter(s -> s.sign().equals(token.getText())).findFirst();
  }

  private static Comparison comparison(StatementCursor c) {
    Optional<Comparison> comparison = comparison(c.peek());
    if (comparison.isEmpty()) {
      Stream.of(Comparison.values()).forEach(s -> c.expecting("'" + s.sign() + "'"));
      throw c.broken();
    }
    c.next();
    return comparison.get();
  }

  private Optional<? extends Constraint> count(StatementCursor c) {
    c.expect(SpecLexer.OPEN);
    List<Word> words = new ArrayList<>();
    do {
      words.add(c.operator());
    } while (c.accept(SpecLexer.COMMA));
    c.expect(SpecLexer.CLOSE);
    Counted counted = new Counted(mistakes, names, operators);
    words.forEach(counted::take);
    return bounded(c, "a count", 0, (comparison, bound) -> counted.constraint(comparison, bound))
        .filter(_ -> counted.isSound());
  }

  private Optional<? extends Constraint> argument(StatementCursor c) {
    OptionalInt which = OptionalInt.empty();
    Token at = c.peek();
    if (c.is(0, SpecLexer.NUMBER)) {
      OptionalLong number = values.whole(c.value(), "an argument", 1, Operator.MAX_ARITY);
      which = OptionalInt.of((int) number.orElse(1) - 1);
    } else {
      c.expecting("a number");
    }
    return argumentsOf(c, which, at);
  }

  private Optional<? extends Constraint> argumentsOf(
      StatementCursor c, OptionalInt which, Token at) {
    c.expect("of");
    Set<Operator> set = operators.set(c);
    for (Operator operator : set) {
      if (which.isPresent() && which.getAsInt() >= operator.arity()) {
        mistakes.add(
            DiagnosticCode.SPEC_CONSTRAINT,
            at,
            Mistakes.quote(operator.symbol())
                + " has no argument "
                + (which.getAsInt() + 1)
                + ", but "
                + operator.arity(),
            "arguments count from 1");
      }
    }
    return bounded(
            c,
            "the size of an argument",
            1,
            (comparison, bound) -> new Constraint.ArgumentSize(set, which, comparison, bound))
        .filter(_ -> !set.isEmpty());
  }

  private Optional<? extends Constraint> atMost(StatementCursor c) {
    c.expect("most");
    OptionalLong most = values.whole(c.value(), "a count", 0, MAX_BOUND);
    return nesting(c, (int) most.orElse(0));
  }

  private Optional<? extends Constraint> nesting(StatementCursor c, int most) {
    Set<Operator> inner = operators.set(c);
    c.expect("inside");
    Set<Operator> outer = operators.set(c);
    return inner.isEmpty() || outer.isEmpty()
        ? Optional.empty()
        : Optional.of(new Constraint.Nesting(inner, outer, most));
  }

  private Optional<? extends Constraint> onlyOf(StatementCursor c) {
    Set<Operator> set = operators.set(c);
    c.expect("only");
    c.expect("of");
    Set<String> variables = variables(c);
    return set.isEmpty() || variables.isEmpty()
        ? Optional.empty()
        : Optional.of(new Constraint.OnlyOf(set, variables));
  }

  private static Optional<Set<String>> some(Set<String> variables) {
    return variables.isEmpty() ? Optional.empty() : Optional.of(variables);
  }

  /** A comma begins the next constraint unless a name alone stands behind it. */
  private Set<String> variables(StatementCursor c) {
    Set<String> variables = new LinkedHashSet<>();
    do {
      Word word = c.name("the name of an input or parameter");
      if (names.check(word, Names.Kind.INPUT, Names.Kind.PARAMETER)
          && !variables.add(word.text())) {
        mistakes.add(
            DiagnosticCode.SPEC_REPEATED,
            word.span(),
            Mistakes.quote(word.text()) + " stands twice",
            "name it once");
      }
    } while (isListGoingOn(c) && c.accept(SpecLexer.COMMA));
    return variables;
  }

  private static boolean isListGoingOn(StatementCursor c) {
    return !c.is(0, SpecLexer.COMMA)
        || c.is(2, SpecLexer.COMMA)
        || c.is(2, Token.EOF)
        || c.isWord(2, AFTER_A_CONSTRAINT);
  }

  private Optional<? extends Constraint> exponents(StatementCursor c) {
    c.expect("in");
    c.expect(SpecLexer.OPEN_BRACE);
    Set<Double> allowed = new LinkedHashSet<>();
    boolean sound = true;
    do {
      OptionalDouble value = values.real(c.value());
      value.ifPresent(allowed::add);
      sound &= value.isPresent();
    } while (c.accept(SpecLexer.COMMA));
    c.expect(SpecLexer.CLOSE_BRACE);
    return sound ? Optional.of(new Constraint.Exponents(allowed)) : Optional.empty();
  }
}
