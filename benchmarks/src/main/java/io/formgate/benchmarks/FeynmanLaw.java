package io.formgate.benchmarks;

import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.expression.Dataset;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A formula of the Feynman Lectures, with ranges and units of its inputs as the AI Feynman project
 * collects them.
 *
 * @param name volume, chapter and number
 * @param formula in inputs x1, x2, x3 and so on
 * @param inputs their names
 * @param lows of their ranges
 * @param highs of their ranges
 * @param units of the inputs and, last, of the output
 */
record FeynmanLaw(
    String name,
    Expr formula,
    List<String> inputs,
    List<Double> lows,
    List<Double> highs,
    List<String> units) {
  private static final List<String> BASE = List.of("m", "s", "kg", "K", "V");

  /**
   * A table whose third column is the output and whose sixth starts the inputs' names and ranges.
   */
  private static final int OUTPUT = 2;

  private static final int FIRST_INPUT = 5;

  /** Copies the lists. */
  FeynmanLaw {
    inputs = List.copyOf(inputs);
    lows = List.copyOf(lows);
    highs = List.copyOf(highs);
    units = List.copyOf(units);
  }

  /**
   * {@return all formulas, in the order of the table}
   *
   * @param formulas the file {@code feynman.txt}: name and formula before its first two bars
   * @param folder with {@code feynman-70.csv} and {@code units.csv}
   */
  static List<FeynmanLaw> read(Path formulas, Path folder) throws IOException {
    Map<String, String> texts = new HashMap<>();
    for (String line : Files.readAllLines(formulas)) {
      String[] parts = line.split("\\|", -1);
      if (!line.startsWith("#") && parts.length > 1) {
        texts.put(parts[0].strip(), numbered(parts[1].strip()));
      }
    }
    Map<String, String> units = new HashMap<>();
    for (String line : body(folder.resolve("units.csv"))) {
      String[] v = line.split(",", -1);
      List<String> factors = new ArrayList<>();
      for (int i = 0; i < BASE.size(); i++) {
        int exponent = (int) Math.round(Double.parseDouble(v[2 + i].isBlank() ? "0" : v[2 + i]));
        // In the table the mobility has the inverse of the sign that its formula needs.
        if (v[0].equals("mu_drift")) {
          exponent = -exponent;
        }
        if (exponent != 0) {
          factors.add(BASE.get(i) + (exponent == 1 ? "" : "^" + exponent));
        }
      }
      units.put(v[0], factors.isEmpty() ? "1" : String.join("*", factors));
    }
    List<FeynmanLaw> laws = new ArrayList<>();
    for (String line : body(folder.resolve("feynman-70.csv"))) {
      String[] v = line.split(",", -1);
      List<String> inputs = new ArrayList<>();
      List<Double> lows = new ArrayList<>();
      List<Double> highs = new ArrayList<>();
      List<String> unitsOf = new ArrayList<>();
      // The table's number of inputs is not right everywhere.
      for (int i = 0; FIRST_INPUT + 3 * i < v.length && !v[FIRST_INPUT + 3 * i].isEmpty(); i++) {
        inputs.add("x" + (i + 1));
        lows.add(Double.parseDouble(v[FIRST_INPUT + 3 * i + 1]));
        highs.add(Double.parseDouble(v[FIRST_INPUT + 3 * i + 2]));
        unitsOf.add(known(units, v[FIRST_INPUT + 3 * i]));
      }
      unitsOf.add(known(units, v[OUTPUT]));
      laws.add(
          new FeynmanLaw(
              v[0],
              FormulaParser.parse(new SourceText(v[0], known(texts, v[0]))),
              inputs,
              lows,
              highs,
              unitsOf));
    }
    return laws;
  }

  /** Letters as numbered inputs: e alone would be the number. */
  private static String numbered(String formula) {
    return Pattern.compile("\\b[a-j]\\b")
        .matcher(formula)
        .replaceAll(match -> "x" + (match.group().charAt(0) - 'a' + 1));
  }

  private static List<String> body(Path file) throws IOException {
    return Files.readAllLines(file).stream().skip(1).filter(line -> !line.isBlank()).toList();
  }

  private static String known(Map<String, String> map, String key) {
    String value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException("nothing is known of " + key);
    }
    return value;
  }

  /** {@return a spec that names units and operators; formats are wide enough for anything} */
  Spec spec() {
    StringBuilder text = new StringBuilder("data \"rows.csv\"\n");
    for (int i = 0; i < inputs.size(); i++) {
      text.append("input ")
          .append(inputs.get(i))
          .append(" : ")
          .append(units.get(i))
          .append(" as fixed<32,8>\n");
    }
    text.append("output y : ").append(units.getLast()).append(" as fixed<32,24>\n");
    text.append(
        """
        operators + - * / square sqrt sin cos exp log
        constants dimensionless
        hardware xcvu9p-2 clock 5 ns
        """);
    return SpecParser.parse(new SourceText(name, text.toString()), Path.of(""));
  }

  /** {@return the law's value at a point} */
  double at(double[] point) {
    Map<String, Double> values = new HashMap<>();
    for (int i = 0; i < point.length; i++) {
      values.put(inputs.get(i), point[i]);
    }
    return ReferenceEvaluator.evaluate(formula, values);
  }

  /**
   * {@return points in the ranges}
   *
   * @param count how many
   * @param widening of the ranges, upwards: an input above 0 stays there
   */
  List<double[]> points(int count, double widening, RandomGenerator random) {
    List<double[]> points = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      double[] point = new double[inputs.size()];
      for (int i = 0; i < point.length; i++) {
        point[i] = lows.get(i) + widening * (highs.get(i) - lows.get(i)) * random.nextDouble();
      }
      points.add(point);
    }
    return points;
  }

  /**
   * {@return rows in the ranges at which the law is finite}
   *
   * @param count how many
   * @param noise standard deviation of what is added, in standard deviations of the law
   */
  RowBlocks rows(int count, double noise, RandomGenerator random) {
    List<double[]> points = new ArrayList<>();
    while (points.size() < count) {
      points.addAll(
          points(count - points.size(), 1, random).stream()
              .filter(point -> Double.isFinite(at(point)))
              .toList());
    }
    double[][] columns = new double[inputs.size() + 1][count];
    for (int r = 0; r < count; r++) {
      for (int c = 0; c < inputs.size(); c++) {
        columns[c][r] = points.get(r)[c];
      }
      columns[inputs.size()][r] = at(points.get(r));
    }
    double deviation = Math.sqrt(RegressionSet.variance(columns[inputs.size()]));
    for (int r = 0; r < count && noise > 0; r++) {
      columns[inputs.size()][r] += noise * deviation * random.nextGaussian();
    }
    List<String> names = new ArrayList<>(inputs);
    names.add("y");
    return new RowBlocks(new Dataset(names, columns), inputs, "y");
  }
}
