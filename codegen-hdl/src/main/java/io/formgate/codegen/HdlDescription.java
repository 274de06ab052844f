package io.formgate.codegen;

import java.util.List;
import java.util.Map;

/**
 * What the comments at the top of emitted files say and a pipeline does not know.
 *
 * @param formulas one for each output, as {@code name = formula}
 * @param toolVersion version of formgate; empty leaves its line out
 * @param specHash SHA-256 of the text that asked for the circuit, in hexadecimal; empty leaves its
 *     line out
 * @param units units of the ports by their names; a port without one has none
 */
public record HdlDescription(
    List<String> formulas, String toolVersion, String specHash, Map<String, String> units) {

  /** Copies the collections. */
  public HdlDescription {
    formulas = List.copyOf(formulas);
    units = Map.copyOf(units);
  }

  /**
   * {@return a description that names no version, no spec and no units}
   *
   * @param formulas one for each output
   */
  public static HdlDescription ofFormulas(List<String> formulas) {
    return new HdlDescription(formulas, "", "", Map.of());
  }
}
