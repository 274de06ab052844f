package io.formgate.sim.synthesis;

import java.util.List;
import java.util.regex.Pattern;

/**
 * SystemVerilog with a top module.
 *
 * @param topModule name of the top module, a simple identifier
 * @param systemVerilog texts that together define all modules
 */
public record Design(String topModule, List<String> systemVerilog) {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Copies the texts; a top module that is no simple identifier is a bug of the caller. */
  public Design {
    systemVerilog = List.copyOf(systemVerilog);
    if (!IDENTIFIER.matcher(topModule).matches()) {
      throw new IllegalArgumentException("not a module name: " + topModule);
    }
  }

  /**
   * {@return a design of a single text}
   *
   * @param topModule name of the top module
   * @param systemVerilog the text
   */
  public static Design of(String topModule, String systemVerilog) {
    return new Design(topModule, List.of(systemVerilog));
  }
}
