package io.formgate.constraints;

import io.formgate.expression.Expr;
import io.formgate.expression.SourceSpan;
import java.util.List;
import java.util.Optional;

/**
 * A formula that a search begins with.
 *
 * @param output the output whose formula it may be, or whose form has the hole
 * @param hole the hole of the form that it may fill; empty for a formula of the output
 * @param span where the formula is written
 * @param formula its variables are inputs, or the hole's arguments; its calls custom operators of
 *     the search
 */
public record Guess(String output, Optional<Hole> hole, SourceSpan span, Expr formula) {
  /**
   * A hole.
   *
   * @param name as the form calls it
   * @param arguments what the guess calls its arguments
   */
  public record Hole(String name, List<String> arguments) {
    /** Copies the arguments. */
    public Hole {
      arguments = List.copyOf(arguments);
    }
  }
}
