package io.formgate.expression;

import java.util.Map;
import java.util.Set;

/**
 * What a formula may name besides operators.
 *
 * @param variables names that are variables even if the language has a constant of that name, such
 *     as {@code e}
 * @param definitions custom operators by name
 * @param holes whether {@code ?(x)} and functions that nothing defines are holes of a form
 */
public record Vocabulary(
    Set<String> variables, Map<String, Definition> definitions, boolean holes) {
  /** Operators and constants of the language alone. */
  public static final Vocabulary NONE = new Vocabulary(Set.of(), Map.of(), false);

  /** Copies the collections. */
  public Vocabulary {
    variables = Set.copyOf(variables);
    definitions = Map.copyOf(definitions);
  }

  /**
   * {@return whether a call of a name in a form is one of a hole, with no mark before the name}
   *
   * @param name letters and digits
   */
  public boolean isHole(String name) {
    return holes && Calls.isHole(name, this);
  }
}
