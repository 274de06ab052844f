package io.formgate.constraints;

import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.SourceText;
import io.formgate.expression.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The formulas of {@code feynman/} among the resources, with the dimensions of their variables. */
final class FeynmanFormulas {
  /** Columns of the units file after name and meaning; V is the volt, T the kelvin. */
  private static final List<String> UNITS = List.of("m", "s", "kg", "K", "V");

  /** Column of the first variable's name; two for its range follow, then the next variable. */
  private static final int FIRST_VARIABLE = 5;

  private static final String FORMULAS = "feynman-70.csv";
  private static final String DIMENSIONS = "units.csv";

  private FeynmanFormulas() {}

  /**
   * A formula.
   *
   * @param name such as I.10.7
   * @param output dimension of its value
   * @param variables dimensions, by name
   * @param announcedVariables the number that the file gives of them
   */
  record Formula(
      String name,
      Dimension output,
      Expr expression,
      Map<String, Dimension> variables,
      int announcedVariables) {}

  static List<Formula> all(Corrections corrections) {
    Map<String, Dimension> dimensions = dimensions(corrections);
    List<Formula> formulas = new ArrayList<>();
    lines(FORMULAS, corrections)
        .forEach((name, line) -> {
          String[] cells = line.split(",", -1);
          Map<String, Dimension> variables = new LinkedHashMap<>();
          for (int i = FIRST_VARIABLE; i < cells.length && !cells[i].isEmpty(); i += 3) {
            variables.put(cells[i], of(cells[i], dimensions));
          }
          SourceText text = new SourceText(name, cells[3]);
          Vocabulary vocabulary = new Vocabulary(variables.keySet(), Map.of(), false);
          Expr e = FormulaParser.parse(text, 0, cells[3].length(), vocabulary);
          int announced = Integer.parseInt(cells[FIRST_VARIABLE - 1]);
          formulas.add(new Formula(name, of(cells[2], dimensions), e, variables, announced));
        });
    return formulas;
  }

  /** What is known to be wrong in the files. */
  enum Corrections {
    NONE,
    APPLIED
  }

  private static Dimension of(String variable, Map<String, Dimension> dimensions) {
    Dimension d = dimensions.get(variable);
    if (d == null) {
      throw new IllegalArgumentException("no unit of '" + variable + "'");
    }
    return d;
  }

  private static Map<String, Dimension> dimensions(Corrections corrections) {
    Map<String, Dimension> dimensions = new LinkedHashMap<>();
    lines(DIMENSIONS, corrections)
        .forEach((variable, line) -> {
          String[] cells = line.split(",", -1);
          Dimension d = Dimension.NONE;
          for (int i = 0; i < UNITS.size(); i++) {
            Exponent power = Exponent.of(Long.parseLong(cells[2 + i]), 1);
            d = d.multiply(Units.parse(UNITS.get(i)).dimension().power(power));
          }
          dimensions.put(variable, d);
        });
    return dimensions;
  }

  /** The lines of a file by their first cell, without the header and lines of empty cells. */
  private static Map<String, String> lines(String file, Corrections corrections) {
    Map<String, String> lines = new LinkedHashMap<>();
    for (String line : read(file).lines().skip(1).toList()) {
      if (!line.replace(",", "").isBlank()) {
        lines.put(key(line), line);
      }
    }
    switch (corrections) {
      case NONE -> {}
      case APPLIED ->
          read("corrections.csv")
              .lines()
              .filter(line -> line.startsWith(file + ","))
              .map(line -> line.substring(line.indexOf(',') + 1))
              .forEach(line -> {
                if (lines.replace(key(line), line) == null) {
                  throw new IllegalStateException("nothing to correct: " + line);
                }
              });
    }
    return lines;
  }

  private static String key(String line) {
    return line.substring(0, line.indexOf(','));
  }

  private static String read(String file) {
    try (InputStream in = FeynmanFormulas.class.getResourceAsStream("/feynman/" + file)) {
      byte[] bytes = Objects.requireNonNull(in, file).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
