package io.formgate.cli;

import java.util.Map;

/**
 * The units of ports, as the user wrote them.
 *
 * @param byPort text of the unit for each port that has one
 */
record Units(Map<String, String> byPort) {
  /** {@return the unit of a port; 1 if it has none} */
  String of(String port) {
    return byPort.getOrDefault(port, "1");
  }

  /** {@return a value with the unit of a port} */
  String show(double value, String port) {
    String unit = of(port);
    return Numbers.digits(value, 3) + (unit.equals("1") ? "" : " " + unit);
  }
}
