package io.formgate.constraints;

import io.formgate.expression.Expr;
import io.formgate.expression.SourceSpan;
import java.util.List;

/**
 * The form of an output: a formula with holes that the search fills.
 *
 * <p>Every call that is left in the body is a hole, or {@code D(f, x)} of a part with holes. Calls
 * of one name are one hole, filled alike everywhere.
 *
 * @param output the output whose formula has this form
 * @param span where it is written
 * @param body the formula, custom operators expanded
 * @param holes the holes in the order of their first occurrence
 */
public record Form(String output, SourceSpan span, Expr body, List<Hole> holes) {
  /**
   * A hole.
   *
   * @param name name of its calls
   * @param arity number of its arguments, the same in all calls
   * @param span its first occurrence
   */
  public record Hole(String name, int arity, SourceSpan span) {}

  /** Copies the holes. */
  public Form {
    holes = List.copyOf(holes);
  }
}
