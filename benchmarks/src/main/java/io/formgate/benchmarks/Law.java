package io.formgate.benchmarks;

import io.formgate.expression.Dataset;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A problem, most of them of EmpiricalBench (arXiv 2305.01582): rows, and the law that is to be
 * found in them. Targets are logarithms where the published protocol plots them so.
 */
enum Law {
  /** Velocity of galaxies. */
  HUBBLE("hubble.csv", "D", "v", false, "73.3*D"),
  /** Period of planets. */
  KEPLER("kepler.csv", "a", "target", false, "365.25*sqrt(a*a*a)"),
  /** Gravitation. */
  NEWTON("generated_newton.csv", "r m1 m2", "target", true, "log(m1*m2) - 2*log(r) - 23.43"),
  /** Radiation of a black body. */
  PLANCK(
      "generated_planck.csv",
      "nu T",
      "target",
      true,
      "3*log(nu) - log(exp(4.799243e-11*nu/T) - 1) - 113.95"),
  /** Period and magnitude of Cepheids. */
  LEAVITT("leavitt.csv", "logP", "M", false, "15.65 - 0.9051*log(P)"),
  /** Luminosity of galaxies. */
  SCHECHTER("generated_schechter.csv", "L", "target", true, "-1.2*log(L) - 4e-9*L - 2.35"),
  /** Distances of planets. */
  BODE("bode.csv", "n", "target", true, "log(0.4 + 0.3*exp(0.693147*n))"),
  /** Pressure of a gas. */
  IDEAL_GAS("generated_ideal_gas.csv", "n T V", "target", true, "log(n*T) - log(V) + 2.118"),
  /** Lines of hydrogen. */
  RYDBERG(
      "generated_rydberg.csv",
      "n_1 n_2",
      "target",
      true,
      "-16.21 - log(1/square(n_1) - 1/square(n_2))"),
  /** Radiation of a black body in its units. */
  PLANCK_UNITS(
      "generated_planck.csv",
      "nu T",
      "target",
      "Hz K",
      "W*m^-2*Hz^-1*sr^-1",
      "1.474e-50*cube(nu)/(exp(4.799243e-11*nu/T) - 1)"),
  /** Lines of hydrogen in their units. */
  RYDBERG_UNITS(
      "generated_rydberg.csv",
      "n_1 n_2",
      "target",
      "1 1",
      "m",
      "9.116e-8/(1/square(n_1) - 1/square(n_2))"),
  /** Invariant mass of two muons; no problem of EmpiricalBench but the example of this project. */
  DIMUON("dimuon.csv", String.join(" ", DimuonLaw.COLUMNS), "M", false, DimuonLaw.FORMULA);

  private final String file;
  private final String columns;
  private final String target;
  private final boolean hasLogTarget;
  private final String formula;
  private final String inputUnits;
  private final String unit;

  Law(String file, String columns, String target, boolean hasLogTarget, String formula) {
    this.file = file;
    this.columns = columns;
    this.target = target;
    this.hasLogTarget = hasLogTarget;
    this.formula = formula;
    inputUnits = "";
    unit = "";
  }

  Law(String file, String columns, String target, String inputUnits, String unit, String formula) {
    this.file = file;
    this.columns = columns;
    this.target = target;
    hasLogTarget = false;
    this.formula = formula;
    this.inputUnits = inputUnits;
    this.unit = unit;
  }

  /** {@return whether it is searched in its units, and with them} */
  boolean hasUnits() {
    return !unit.isEmpty();
  }

  /** {@return what the page calls it} */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace("_units", " with units");
  }

  /** {@return a spec with the units; its formats are never used} */
  String spec() {
    StringBuilder text = new StringBuilder("data \"" + file + "\"\n");
    List<String> units = List.of(inputUnits.split(" "));
    for (int i = 0; i < units.size(); i++) {
      text.append(
          String.format(
              Locale.ROOT, "input %s : %s as fixed<32,16>%n", inputs().get(i), units.get(i)));
    }
    return text.append("output ")
        .append(target)
        .append(" : ")
        .append(unit)
        .append(
            """
             as fixed<32,16>
            operators + - * / square cube exp log sqrt
            loss square(log(prediction) - log(target))
            hardware xcvu9p-2 clock 5 ns
            complexity nodes
            search maxsize %d, alternatives %d
            """
                .formatted(LawSearch.MAX_SIZE, LawSearch.ALTERNATIVES))
        .toString();
  }

  /** {@return whether it is a problem of EmpiricalBench} */
  boolean isPublished() {
    return this != DIMUON;
  }

  private List<String> columns() {
    return List.of(columns.split(" "));
  }

  /** {@return the names of the inputs} */
  List<String> inputs() {
    return columns().stream().map(c -> c.equals("logP") ? "P" : c).toList();
  }

  /** {@return the law; its constants are those of the source of the data} */
  Expr formula() {
    return FormulaParser.parse(new SourceText(name(), formula));
  }

  /**
   * {@return the rows}
   *
   * @param folder of the data
   */
  RowBlocks rows(Path folder) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve(file));
    List<String> header = List.of(lines.getFirst().split(","));
    double[][] values = new double[columns().size() + 1][lines.size() - 1];
    for (int row = 0; row < values[0].length; row++) {
      String[] cells = lines.get(row + 1).split(",");
      for (int c = 0; c < columns().size(); c++) {
        double value = Double.parseDouble(cells[header.indexOf(columns().get(c))]);
        values[c][row] = columns().get(c).equals("logP") ? StrictMath.pow(10, value) : value;
      }
      double y = Double.parseDouble(cells[header.indexOf(target)]);
      values[columns().size()][row] = hasLogTarget ? StrictMath.log(y) : y;
    }
    List<String> names = new ArrayList<>(inputs());
    names.add("target");
    return new RowBlocks(new Dataset(names, values), inputs(), "target");
  }

  /**
   * {@return points at which a candidate has to agree with the law}
   *
   * @param rows the data
   * @param count number of points
   * @param widening 1 for the range of the data, 2 for twice that of its inputs
   * @param random the stream
   */
  List<double[]> points(RowBlocks rows, int count, double widening, RandomGenerator random) {
    double[][] all = rows.allColumns();
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] point = new double[columns().size()];
      for (int c = 0; c < point.length; c++) {
        double lo = Double.POSITIVE_INFINITY;
        double hi = Double.NEGATIVE_INFINITY;
        for (double v : all[c]) {
          // The first planet of Bode stands for minus infinity.
          if (v != -1000) {
            lo = Math.min(lo, v);
            hi = Math.max(hi, v);
          }
        }
        boolean isWide = lo > 0 && hi > 100 * lo;
        point[c] =
            isWide
                ? lo / widening * StrictMath.pow(hi / lo * widening * widening, random.nextDouble())
                : lo + widening * (hi - lo) * random.nextDouble();
      }
      if (this == RYDBERG || this == RYDBERG_UNITS) {
        point[0] = 1 + random.nextInt((int) (6 * widening));
        point[1] = point[0] + 1 + random.nextInt((int) (7 * widening));
      }
      points.add(point);
    }
    return points;
  }
}
