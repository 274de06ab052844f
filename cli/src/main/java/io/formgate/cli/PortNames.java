package io.formgate.cli;

import io.formgate.constraints.ColumnName;
import io.formgate.constraints.SignalNames;
import io.formgate.expression.Diagnostic;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Names for the ports of a data file's columns, which may be called anything. */
final class PortNames {
  private PortNames() {}

  /**
   * {@return a name of a port for each column, no two the same, not even in capitals} A column
   * whose name is legal keeps it; any other gets one that resembles its own.
   *
   * @param columns all columns of a file, in its order
   */
  static Map<String, String> of(Collection<String> columns) {
    Map<String, String> names = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (String column : columns) {
      if (isLegal(column) && taken.add(lower(column))) {
        names.put(column, column);
      }
    }
    for (String column : columns) {
      if (!names.containsKey(column)) {
        String base = SignalNames.resembling(column);
        String name = base;
        for (int i = 2; !taken.add(lower(name)); i++) {
          name = base + "_" + i;
        }
        names.put(column, name);
      }
    }
    return names;
  }

  private static boolean isLegal(String name) {
    return SignalNames.objection(name).isEmpty() && !SignalNames.GRAMMAR_WORDS.contains(name);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** {@return a port as a spec declares it: with its column, if that has another name} */
  static String declared(String name, String column) {
    return name.equals(column) ? name : name + " from " + ColumnName.written(column);
  }

  /**
   * {@return why a spec cannot write the name of a column, as the end of a sentence; else empty}
   */
  static Optional<String> objection(String column) {
    if (column.isBlank()) {
      return Optional.of("has a blank name");
    }
    return Diagnostic.visible(column).equals(column)
        ? Optional.empty()
        : Optional.of("has a name with invisible characters");
  }
}
