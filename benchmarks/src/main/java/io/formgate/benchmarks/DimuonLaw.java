package io.formgate.benchmarks;

import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Dataset;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tape;
import io.formgate.expression.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The invariant mass of two muons: the formula that all benchmarks share. */
final class DimuonLaw {
  static final String FORMULA = "sqrt(2*pt1*pt2*(cosh(eta1 - eta2) - cos(phi1 - phi2)))";

  /** Positions of the formula's tape. */
  static final int NODES = 16;

  /** Clock period of the circuits in ps. */
  static final int CLOCK_PERIOD_PS = 5000;

  static final String DEVICE = "xcvu9p-2";

  static final List<String> COLUMNS = List.of("pt1", "pt2", "eta1", "eta2", "phi1", "phi2");

  private static final FixedFormat MOMENTUM = format("ufixed<12,9>");
  private static final FixedFormat ANGLE = format("fixed<12,3>");

  private DimuonLaw() {}

  private static FixedFormat format(String text) {
    return FixedFormat.parse(text).orElseThrow();
  }

  static Expr formula() {
    return FormulaParser.parse(new SourceText("<formula>", FORMULA));
  }

  static Tape tape() {
    Tape tape = Tape.of(formula(), COLUMNS);
    if (tape.length() != NODES) {
      throw new IllegalStateException("the tape has " + tape.length() + " positions");
    }
    return tape;
  }

  static List<FixedFormat> formats() {
    return List.of(MOMENTUM, MOMENTUM, ANGLE, ANGLE, ANGLE, ANGLE);
  }

  /** {@return random rows in the declared ranges, the target a number near the formula's} */
  static RowBlocks rows(int count) {
    return rows(columns(count));
  }

  /** {@return random rows in the declared ranges, the target the formula's value} */
  static RowBlocks lawfulRows(int count) {
    double[][] columns = columns(count);
    new BatchEvaluator(rows(columns), NODES).evaluate(tape(), columns[COLUMNS.size()]);
    return rows(columns);
  }

  private static RowBlocks rows(double[][] columns) {
    List<String> names = List.of("pt1", "pt2", "eta1", "eta2", "phi1", "phi2", "M");
    return new RowBlocks(new Dataset(names, columns), COLUMNS, "M");
  }

  private static double[][] columns(int count) {
    SplittableRandom random = new SplittableRandom(1);
    List<Interval> ranges = ranges();
    double[][] columns = new double[COLUMNS.size() + 1][count];
    for (int row = 0; row < count; row++) {
      for (int c = 0; c < COLUMNS.size(); c++) {
        columns[c][row] = random.nextDouble(ranges.get(c).lo(), ranges.get(c).hi());
      }
      columns[COLUMNS.size()][row] = random.nextDouble(80, 100);
    }
    return columns;
  }

  private static List<Interval> ranges() {
    Interval momentum = new Interval(3, 300);
    Interval eta = new Interval(-2.5, 2.5);
    Interval phi = new Interval(-3.2, 3.2);
    return List.of(momentum, momentum, eta, eta, phi, phi);
  }

  /** {@return the circuit that is asked for} */
  static QuantizerRequest request() {
    List<QuantizerRequest.InputPort> inputs = new ArrayList<>();
    for (int i = 0; i < COLUMNS.size(); i++) {
      inputs.add(new QuantizerRequest.InputPort(COLUMNS.get(i), formats().get(i), ranges().get(i)));
    }
    return new QuantizerRequest(
        "dimuon",
        inputs,
        List.of(
            new QuantizerRequest.OutputPort(
                "M", formula(), format("ufixed<14,9>"), true, new Tolerance(0.01, 0.25))));
  }
}
