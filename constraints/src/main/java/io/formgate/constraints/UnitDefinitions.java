package io.formgate.constraints;

import io.formgate.constraints.StatementCursor.Word;
import io.formgate.constraints.ValueReader.Value;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Units that a spec defines. Each may be used in the whole file, also by definitions before its
 * own, so they are looked up when they are needed.
 */
final class UnitDefinitions {
  private static final String PATTERN = "define unit NAME = NUMBER UNIT";

  private final Mistakes mistakes;
  private final ValueReader values;
  private final UnitBuilder units;
  private final Map<String, Open> byName = new LinkedHashMap<>();

  /** A definition that is yet to be read, being read, or read. */
  private static final class Open {
    final Word name;
    final StatementCursor cursor;
    boolean isBeingRead;
    @Nullable UnitExpression unit;

    Open(Word name, StatementCursor cursor) {
      this.name = name;
      this.cursor = cursor;
    }
  }

  UnitDefinitions(Mistakes mistakes, ValueReader values) {
    this.mistakes = mistakes;
    this.values = values;
    units = new UnitBuilder(mistakes, this::lookUp);
  }

  /** {@return a reader of units that knows the definitions} */
  UnitBuilder units() {
    return units;
  }

  /** {@return whether a statement that begins with define defines a unit} */
  static boolean isUnit(List<Token> statement) {
    return statement.size() > 1
        && statement.get(1).getText().equals("unit")
        && !(statement.size() > 2 && statement.get(2).getType() == SpecLexer.OPEN);
  }

  /** Takes a definition, which is read when its unit is needed. */
  void add(List<Token> statement) {
    StatementCursor c = new StatementCursor(statement, PATTERN, mistakes);
    c.expect("unit");
    Word name = c.name("the name of a unit");
    c.expect(SpecLexer.ASSIGN);
    String wrong = null;
    if (!name.text().matches("[A-Za-z][A-Za-z0-9_]*")) {
      wrong = " is not a letter followed by letters, digits and underscores";
    } else if (byName.containsKey(name.text())) {
      wrong = " is defined twice";
    } else if (Ucum.isCode(name.text())) {
      wrong = " is what UCUM reads as a unit";
    }
    if (wrong != null) {
      mistakes.add(
          DiagnosticCode.UNIT_DEFINITION,
          name.span(),
          Mistakes.quote(name.text()) + wrong,
          "choose another name for the unit");
    }
    byName.putIfAbsent(name.text(), new Open(name, c));
  }

  private Optional<UnitExpression> lookUp(String name) {
    Open open = byName.get(name);
    if (open == null) {
      return Optional.empty();
    }
    if (open.isBeingRead) {
      mistakes.add(
          DiagnosticCode.UNIT_DEFINITION,
          open.name.span(),
          "the definition of the unit " + Mistakes.quote(name) + " needs that unit itself",
          "define it by units that are known without it");
      return Optional.of(UnitExpression.ONE);
    }
    UnitExpression unit = open.unit;
    if (unit == null) {
      open.isBeingRead = true;
      try {
        unit = read(open.cursor);
      } catch (BrokenStatement noted) {
        unit = UnitExpression.ONE;
      }
      open.isBeingRead = false;
      open.unit = unit;
    }
    return Optional.of(unit);
  }

  private UnitExpression read(StatementCursor c) {
    int mark = c.mark();
    double scale = 1;
    UnitExpression unit = UnitExpression.ONE;
    Value number = null;
    if (c.is(0, SpecLexer.NUMBER)) {
      number = c.value();
      OptionalDouble value = values.real(number);
      scale = value.orElse(1);
    }
    boolean goesOn = c.is(0, SpecLexer.TIMES) || c.is(0, SpecLexer.OVER) || c.is(0, SpecLexer.DOT);
    if (number == null) {
      unit = units.visit(c.unit());
    } else if (goesOn) {
      unit = units.visit(c.unitAfter(number));
    } else if (!c.isAtEnd()) {
      unit = units.visit(c.unit());
    }
    String text = c.textSince(mark);
    c.end();
    scale *= unit.scaleToBase();
    if (!(scale > 0) || !Double.isFinite(scale)) {
      mistakes.add(
          DiagnosticCode.UNIT_DEFINITION,
          c.spanSince(mark),
          "the unit is too large or too small",
          "its value in base units has to be above 0 and held by a double");
      scale = 1;
    }
    return new UnitExpression(text, unit.dimension(), scale);
  }

  /** {@return all definitions, read and in their order} */
  List<UnitDefinition> all() {
    return byName.keySet().stream()
        .map(name -> new UnitDefinition(name, Objects.requireNonNull(lookUp(name).orElse(null))))
        .toList();
  }
}
