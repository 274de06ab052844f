package io.formgate.search;

import io.formgate.constraints.Form;
import io.formgate.constraints.InputDeclaration;
import io.formgate.constraints.Spec;
import io.formgate.constraints.TableSettings;
import io.formgate.datapath.TableLimits;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import io.formgate.expression.LearnedTable;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds what the tables of a search may be of: its inputs, and the sums and differences of two of
 * them, one of which may count twice or four times, whose bins explain more of the target than
 * those of either input. A circuit computes such sums exactly, so that a table of one has no error
 * of its argument.
 */
final class TableBases {
  /** Rows that projections are compared on. */
  private static final int MOST_ROWS = 4_000;

  /** By how many times one input may count against the other. */
  private static final int[] WEIGHTS = {1, 2, 4};

  private final TableSettings settings;
  private final double[][] columns;
  private final double[] target;
  private final double[] weight;

  /** A sum or difference and how much more it explains than its inputs. */
  private record Projection(int x, int wx, int y, int wy, int sign, double gain) {}

  private TableBases(TableSettings settings, double[][] columns, double[] target, double[] weight) {
    this.settings = settings;
    this.columns = columns;
    this.target = target;
    this.weight = weight;
  }

  /**
   * {@return the tables that a search may have}; those of constant inputs are left out, and those
   * of sums that vary too little beside their size
   *
   * @param spec names and formats of the inputs
   * @param settings of the tables
   * @param inputs indices of the inputs that formulas may have
   * @param data the rows to fit
   * @throws DiagnosticException if inputs vary too little for tables, or there are fewer rows than
   *     entries of a table
   */
  static List<LearnedBasis> of(
      Spec spec, TableSettings settings, List<Integer> inputs, RowBlocks data) {
    TableBases bases = new TableBases(settings, data.allColumns(), data.targets(), data.weights());
    List<LearnedBasis> all = new ArrayList<>();
    List<PairBases.View> views = new ArrayList<>();
    List<Diagnostic> refused = new ArrayList<>();
    for (int input : inputs) {
      InputDeclaration declared = spec.inputs().get(input);
      double[] values = bases.columns[input];
      Expr argument = Expr.variable(declared.name());
      Optional<TableBasis> basis = bases.basis(argument, values);
      basis.ifPresent(all::add);
      if (basis.isPresent()) {
        views.add(new PairBases.View(argument, values, declared.range()));
      } else if (isVarying(extent(values))) {
        refused.add(withoutGrid(declared));
      }
    }
    if (refused.isEmpty()) {
      refused.addAll(TableDemands.obstacles(spec, settings, views.size(), data.rows()));
    }
    if (!refused.isEmpty()) {
      throw new DiagnosticException(refused);
    }
    if (settings.projections() > 0) {
      for (Projection p : bases.projections(spec, inputs)) {
        Expr sum = sum(spec, p);
        double[] values = bases.values(p);
        Optional<TableBasis> basis = bases.basis(sum, values);
        basis.ifPresent(all::add);
        if (basis.isPresent()) {
          views.add(new PairBases.View(sum, values, declared(spec, p)));
        }
      }
    }
    all.addAll(bases.pairs(views));
    return limited(spec, all);
  }

  /**
   * {@return the tables that the trees of a form may have: of the arguments of its holes, as far as
   * these are known before the search}
   *
   * @param spec the spec
   * @param settings of the tables
   * @param form the form that trees are placed in
   * @param template makes formulas of the form
   * @param data the rows to fit
   * @throws DiagnosticException if no argument is known and varies, or there are fewer rows than
   *     entries of a table
   */
  static List<LearnedBasis> ofForm(
      Spec spec, TableSettings settings, Form form, FormulaTemplate template, RowBlocks data) {
    FormArguments arguments = FormArguments.of(template, data);
    TableBases bases =
        new TableBases(settings, arguments.columns(), arguments.targets(), arguments.weights());
    List<LearnedBasis> all = new ArrayList<>();
    List<PairBases.View> views = new ArrayList<>();
    for (int i = 0; i < bases.columns.length; i++) {
      Expr argument = Expr.variable(template.argumentNames().get(i));
      double[] values = bases.columns[i];
      Optional<TableBasis> basis =
          values.length == 0 ? Optional.empty() : bases.basis(argument, values);
      basis.ifPresent(all::add);
      if (basis.isPresent()) {
        views.add(new PairBases.View(argument, values, extent(values)));
      }
    }
    List<Diagnostic> refused =
        all.isEmpty()
            ? List.of(TableDemands.withoutArguments(form))
            : TableDemands.obstacles(spec, settings, views.size(), data.rows());
    if (!refused.isEmpty()) {
      throw new DiagnosticException(refused);
    }
    all.addAll(bases.pairs(views));
    return limited(spec, all);
  }

  private List<PairBasis> pairs(List<PairBases.View> views) {
    return settings.pairs() == 0
        ? List.of()
        : PairBases.of(views, settings, target, weight, 2 * spread());
  }

  private static List<LearnedBasis> limited(Spec spec, List<LearnedBasis> all) {
    int most = Tape.MAX_DEFINITIONS - spec.searchDefinitions().size();
    return all.subList(0, Math.min(all.size(), most));
  }

  private static Diagnostic withoutGrid(InputDeclaration input) {
    return Diagnostic.at(
        DiagnosticCode.SEARCH_UNABLE,
        input.span(),
        "the values of '"
            + input.name()
            + "' lie so close together, beside their size, that no steps of a learned table stand"
            + " among them exactly",
        "give the data's column as differences from its least value, or remove tab from the"
            + " operators");
  }

  private static Interval extent(double[] values) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (double v : values) {
      least = Math.min(least, v);
      greatest = Math.max(greatest, v);
    }
    return new Interval(least, greatest);
  }

  private static boolean isVarying(Interval extent) {
    return extent.hi() > extent.lo();
  }

  /**
   * Steps at the middles of cells that cover the values, and one beyond each end; empty if the
   * values are one, or the steps' places would not be exact.
   */
  private Optional<TableBasis> basis(Expr argument, double[] values) {
    Interval extent = extent(values);
    if (!isVarying(extent)) {
      return Optional.empty();
    }
    double step = cell(extent.lo(), extent.hi());
    double start = Math.floor(extent.lo() / step);
    if (!LearnedTable.isGrid((start - 0.5) * step, step)) {
      return Optional.empty();
    }
    int cells = (int) Math.max(1, cells(extent.lo(), extent.hi(), step));
    Interval rises =
        switch (settings.direction()) {
          case ANY -> ConstantRule.ANY.range();
          case INCREASING -> new Interval(0, Double.POSITIVE_INFINITY);
          case DECREASING -> new Interval(Double.NEGATIVE_INFINITY, 0);
        };
    return Optional.of(
        new TableBasis(
            argument,
            (start - 0.5) * step,
            step,
            cells + 2,
            2 * spread() / (cells + 2),
            rises,
            settings.smoothness()));
  }

  /** {@return the smallest power of two of which no more cells than asked for cover a range} */
  private double cell(double least, double greatest) {
    double step = Math.scalb(1.0, Math.getExponent((greatest - least) / settings.steps()));
    while (cells(least, greatest, step) > settings.steps()) {
      step *= 2;
    }
    return step;
  }

  /** {@return how many cells, which begin at whole multiples of a step, cover a range} */
  private static double cells(double least, double greatest, double step) {
    return Math.ceil(greatest / step - Math.floor(least / step));
  }

  private double spread() {
    double mean = 0;
    double squares = 0;
    double total = 0;
    for (int i = 0; i < target.length; i++) {
      total += weight[i];
      mean += weight[i] * target[i];
    }
    mean /= total;
    for (int i = 0; i < target.length; i++) {
      squares += weight[i] * (target[i] - mean) * (target[i] - mean);
    }
    double spread = Math.sqrt(squares / total);
    return spread > 0 && Double.isFinite(spread) ? spread : 1;
  }

  private List<Projection> projections(Spec spec, List<Integer> inputs) {
    double[] alone = new double[columns.length];
    for (int input : inputs) {
      alone[input] = explained(columns[input]);
    }
    List<Projection> found = new ArrayList<>();
    for (int a = 0; a < inputs.size(); a++) {
      for (int b = a + 1; b < inputs.size(); b++) {
        int i = inputs.get(a);
        int j = inputs.get(b);
        best(spec, i, j, Math.max(alone[i], alone[j])).ifPresent(found::add);
      }
    }
    return found.stream()
        .sorted(Comparator.comparingDouble((Projection p) -> -p.gain()))
        .limit(settings.projections())
        .toList();
  }

  /** {@return the best projection of a pair, if it explains more than each of the two} */
  private Optional<Projection> best(Spec spec, int i, int j, double alone) {
    InputDeclaration x = spec.inputs().get(i);
    InputDeclaration y = spec.inputs().get(j);
    Optional<Projection> best = Optional.empty();
    if (!x.unit().dimension().equals(y.unit().dimension())) {
      return best;
    }
    for (int wx : WEIGHTS) {
      for (int wy : WEIGHTS) {
        for (int sign : new int[] {1, -1}) {
          if ((wx > 1 && wy > 1)
              || bits(x.format(), wx, y.format(), wy) > TableLimits.MAX_TABLE_BITS) {
            continue;
          }
          Projection plain = new Projection(i, wx, j, wy, sign, 0);
          double gain = explained(values(plain)) - alone;
          if (gain > best.map(Projection::gain).orElse(0.0)) {
            best = Optional.of(new Projection(i, wx, j, wy, sign, gain));
          }
        }
      }
    }
    return best;
  }

  private double[] values(Projection p) {
    double[] values = new double[target.length];
    for (int row = 0; row < values.length; row++) {
      values[row] = p.wx() * columns[p.x()][row] + p.sign() * p.wy() * columns[p.y()][row];
    }
    return values;
  }

  /** The sum begins with one of each, so that every part of it is a sum of different values. */
  private static Expr sum(Spec spec, Projection p) {
    Operator join = p.sign() > 0 ? Operator.ADD : Operator.SUBTRACT;
    Expr x = Expr.variable(spec.inputNames().get(p.x()));
    Expr y = Expr.variable(spec.inputNames().get(p.y()));
    Expr sum = Expr.apply(join, x, y);
    for (int n = 1; n < p.wx(); n++) {
      sum = Expr.apply(Operator.ADD, sum, x);
    }
    for (int n = 1; n < p.wy(); n++) {
      sum = Expr.apply(join, sum, y);
    }
    return sum;
  }

  private static Interval declared(Spec spec, Projection p) {
    Interval x = spec.inputs().get(p.x()).range();
    Interval y = spec.inputs().get(p.y()).range();
    double from = p.sign() > 0 ? y.lo() : -y.hi();
    double to = p.sign() > 0 ? y.hi() : -y.lo();
    return new Interval(p.wx() * x.lo() + p.wy() * from, p.wx() * x.hi() + p.wy() * to);
  }

  private static int bits(FixedFormat x, int wx, FixedFormat y, int wy) {
    int fraction = Math.max(x.fractionBits(), y.fractionBits());
    double reach =
        wx * Math.max(Math.abs(x.range().lo()), Math.abs(x.range().hi()))
            + wy * Math.max(Math.abs(y.range().lo()), Math.abs(y.range().hi()));
    return 2 + Math.getExponent(Math.scalb(Math.max(reach, Double.MIN_NORMAL), fraction));
  }

  /** {@return the share of the target's variance that lies between the cells of values} */
  private double explained(double[] values) {
    int stride = Math.max(1, values.length / MOST_ROWS);
    Interval extent = extent(values);
    if (!isVarying(extent)) {
      return 0;
    }
    double least = extent.lo();
    double width = extent.hi() - least;
    int cells = settings.steps();
    double[] sums = new double[cells];
    double[] weights = new double[cells];
    double sum = 0;
    double total = 0;
    double squares = 0;
    for (int row = 0; row < values.length; row += stride) {
      int cell = Math.min(cells - 1, (int) ((values[row] - least) / width * cells));
      sums[cell] += weight[row] * target[row];
      weights[cell] += weight[row];
      sum += weight[row] * target[row];
      total += weight[row];
      squares += weight[row] * target[row] * target[row];
    }
    double variance = squares - sum * sum / total;
    double between = -sum * sum / total;
    for (int c = 0; c < cells; c++) {
      between += weights[c] > 0 ? sums[c] * sums[c] / weights[c] : 0;
    }
    return variance > 0 ? between / variance : 0;
  }
}
