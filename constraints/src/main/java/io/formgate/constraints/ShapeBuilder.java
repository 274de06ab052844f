package io.formgate.constraints;

import io.formgate.constraints.StatementCursor.Word;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.Interval;
import java.util.List;
import java.util.Optional;

/** Builds constraints on the function that an output's formula computes. */
final class ShapeBuilder {
  private static final String IN = "in";
  private static final String DEFINED = "defined";
  private static final String INCREASING = "increasing";
  private static final String CONVEX = "convex";
  private static final String EVEN = "even";
  private static final String SYMMETRIC = "symmetric";

  /** What stands behind the output's name. */
  static final List<String> WORDS =
      List.of(IN, DEFINED, INCREASING, "decreasing", CONVEX, "concave", EVEN, "odd", SYMMETRIC);

  private final Mistakes mistakes;
  private final Names names;
  private final PortBuilder ports;

  ShapeBuilder(Mistakes mistakes, Names names, PortBuilder ports) {
    this.mistakes = mistakes;
    this.names = names;
    this.ports = ports;
  }

  /** {@return whether a constraint on an output's function is next} */
  boolean isShape(StatementCursor c) {
    if (!c.is(0, SpecLexer.NAME) || !c.isWord(1, WORDS)) {
      return false;
    }
    return c.isWord(1, IN)
        ? !c.isWord(0, Counted.CONSTANTS_WORDS) && !c.isWord(0, "exponents")
        : c.isWord(2, IN) || names.is(c.peek().getText(), Names.Kind.OUTPUT);
  }

  /** {@return the constraint, empty after a mistake} */
  Optional<? extends Constraint> read(StatementCursor c) {
    boolean known = names.check(c.name("the name of an output"), Names.Kind.OUTPUT);
    String word = c.next().getText();
    Optional<? extends Constraint> constraint;
    if (word.equals(IN)) {
      constraint = ports.infiniteRange(c).map(Constraint.OutputRange::new);
    } else if (word.equals(DEFINED)) {
      constraint = Optional.of(new Constraint.Defined());
    } else {
      c.expect(IN);
      constraint = inVariables(c, word);
    }
    return known ? constraint : Optional.empty();
  }

  private Optional<? extends Constraint> inVariables(StatementCursor c, String word) {
    Word name = c.name("the name of an input");
    Optional<InputDeclaration> input = input(name);
    return switch (word) {
      case INCREASING, "decreasing" ->
          input.map(i -> new Constraint.Monotone(i.name(), word.equals(INCREASING)));
      case CONVEX, "concave" ->
          input.map(i -> new Constraint.Curvature(i.name(), word.equals(CONVEX)));
      case EVEN, "odd" ->
          input
              .filter(i -> isBalanced(i, name))
              .map(i -> new Constraint.Parity(i.name(), word.equals(EVEN)));
      default -> symmetric(c, input);
    };
  }

  private Optional<InputDeclaration> input(Word name) {
    return names.check(name, Names.Kind.INPUT)
        ? ports.inputs().stream().filter(i -> i.name().equals(name.text())).findFirst()
        : Optional.empty();
  }

  private boolean isBalanced(InputDeclaration input, Word at) {
    Interval range = input.range();
    if (range.lo() == -range.hi()) {
      return true;
    }
    mistakes.add(
        DiagnosticCode.SPEC_CONSTRAINT,
        at.span(),
        Mistakes.quote(input.name())
            + " ranges from "
            + ValueReader.show(range.lo())
            + " to "
            + ValueReader.show(range.hi())
            + ", so its other sign need not occur",
        "declare a range with 0 in its middle");
    return false;
  }

  private Optional<? extends Constraint> symmetric(
      StatementCursor c, Optional<InputDeclaration> first) {
    c.expect(SpecLexer.COMMA);
    Word name = c.name("the name of an input");
    Optional<InputDeclaration> second = input(name);
    if (first.isEmpty() || second.isEmpty()) {
      return Optional.empty();
    }
    String wrong = "";
    if (first.get().name().equals(second.get().name())) {
      wrong = "an input cannot change places with itself";
    } else if (!first.get().range().equals(second.get().range())) {
      wrong = "the two inputs have different ranges, so they cannot change places";
    } else if (!first.get().unit().dimension().equals(second.get().unit().dimension())) {
      wrong = "the two inputs have different units, so they cannot change places";
    }
    if (!wrong.isEmpty()) {
      mistakes.add(
          DiagnosticCode.SPEC_CONSTRAINT,
          name.span(),
          wrong,
          "name two inputs with one range and unit");
      return Optional.empty();
    }
    return Optional.of(new Constraint.Symmetric(first.get().name(), second.get().name()));
  }
}
