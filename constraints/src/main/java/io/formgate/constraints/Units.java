package io.formgate.constraints;

import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceText;
import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * Reads units: UCUM codes, products with {@code *}, {@code .} and {@code /}, powers with {@code ^}.
 *
 * <p>The table of codes is loaded when a unit other than 1 is read.
 */
public final class Units {
  private Units() {}

  /**
   * {@return the unit}
   *
   * @param text such as {@code GeV} or {@code m/s^2}
   * @throws DiagnosticException with every mistake found
   */
  public static UnitExpression parse(String text) {
    return parse(new SourceText("<unit>", text));
  }

  /**
   * {@return the unit}
   *
   * @param source one unit
   * @throws DiagnosticException with every mistake found
   */
  public static UnitExpression parse(SourceText source) {
    Mistakes mistakes = new Mistakes(source);
    List<Token> tokens =
        StatementReader.read(source, mistakes).stream()
            .flatMap(cut -> cut.tokens().stream())
            .toList();
    mistakes.stop();
    if (tokens.isEmpty()) {
      mistakes.add(
          DiagnosticCode.SPEC_SYNTAX,
          source.span(0, 0),
          "there is no unit here",
          "write a unit such as GeV, or 1 for none");
      mistakes.stop();
    }
    int end = tokens.getLast().getStopIndex() + 1;
    if (!source.text().substring(end).isBlank()) {
      mistakes.add(
          DiagnosticCode.SPEC_SYNTAX,
          source.span(end, source.text().length()),
          "a unit has no comment",
          "write m/s for metres per second");
      mistakes.stop();
    }
    SyntaxListener listener = new SyntaxListener(mistakes, "GeV or m/s^2", "unit");
    var tree = StatementReader.parser(tokens, listener).unitAlone();
    mistakes.stop();
    UnitExpression unit = new UnitBuilder(mistakes).visit(tree.unit());
    mistakes.stop();
    return unit;
  }
}
