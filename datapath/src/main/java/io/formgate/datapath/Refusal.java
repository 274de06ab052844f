package io.formgate.datapath;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Interval;
import io.formgate.expression.Tolerance;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/** Why a formula cannot be built, with the part of it that is to blame. */
final class Refusal {
  private static final int DIGITS = 6;

  /** What has more bits before the point than a value of a datapath has in all. */
  private static final double BEYOND = 0x1p63;

  private final FormulaGraph graph;
  private final TablePlan plan;
  private final ErrorAnalysis analysis;

  Refusal(FormulaGraph graph, TablePlan plan, ErrorAnalysis analysis) {
    this.graph = graph;
    this.plan = plan;
    this.analysis = analysis;
  }

  /** A vertex that has no value somewhere on the declared ranges, or no bound. */
  static Diagnostic undefined(FormulaGraph graph, int v) {
    return Diagnostic.of(
        DiagnosticCode.QUANTIZE_DOMAIN,
        quoted(graph, v)
            + " is not defined, or not bounded, on the declared input ranges"
            + argumentRanges(graph, v),
        domainMend(graph, v));
  }

  /** What would keep the operand of a vertex inside the domain. */
  private static String domainMend(FormulaGraph graph, int v) {
    if (!(graph.term(v) instanceof FormulaGraph.Term.Apply apply)) {
      return "narrow the ranges of the inputs";
    }
    Domain domain = Domain.of(apply.operator());
    int restricted = apply.arguments().get(domain.argument());
    boolean isNumber = graph.isConstant(restricted);
    String what = isNumber ? "change the formula" : "narrow the ranges of the inputs";
    String narrow = what + " so that " + quoted(graph, restricted) + " " + domain.mustBe();
    return domain.guard().isEmpty() || isNumber ? narrow : narrow + "; or write " + domain.guard();
  }

  /** A function of two arguments that are no function of one narrow value. */
  static Diagnostic twoValues(FormulaGraph graph, int v) {
    return Diagnostic.of(
        DiagnosticCode.QUANTIZE_TABLE,
        quoted(graph, v)
            + " has no circuit while both of its arguments vary"
            + argumentRanges(graph, v),
        "make one of them a number or both functions of one input, or of two of at most "
            + TableLimits.MAX_TABLE_BITS
            + " bits together; a power is also built where its base is above 0, and 'atan2' where both"
            + " arguments are sums, products or choices of inputs, or one keeps its sign: the second"
            + " above 0, or the first away from it");
  }

  Diagnostic outputTooNarrow(QuantizerRequest.OutputPort port, Interval range) {
    FixedFormat format = port.format();
    return Diagnostic.of(
        DiagnosticCode.QUANTIZE_OUTPUT,
        "output '"
            + port.name()
            + "' can reach "
            + show(range)
            + " on the declared input ranges, but "
            + format
            + " holds "
            + show(format.range()),
        "give it more integer bits, or the word 'saturate'");
  }

  /** A threshold that a formula, moved into its format, is never, or always, at least. */
  static Optional<Diagnostic> thresholdOutside(QuantizerRequest request, Head head) {
    if (!(head instanceof Head.Threshold(_, int formula, double atLeast))) {
      return Optional.empty();
    }
    QuantizerRequest.OutputPort port = request.outputs().get(formula);
    if (port.format().range().contains(atLeast)) {
      return Optional.empty();
    }
    return Optional.of(
        Diagnostic.of(
            DiagnosticCode.QUANTIZE_THRESHOLD,
            "the threshold "
                + show(atLeast)
                + " of '"
                + port.name()
                + "' lies outside of "
                + port.format()
                + ", which holds "
                + show(port.format().range()),
            "give a threshold within, or the formula a format that holds it"));
  }

  /** The table to blame when finer cells would have met the tolerances. */
  Optional<Diagnostic> coarsestTable(ErrorBounds finest) {
    int coarsest = -1;
    double deviation = 0;
    for (int v = 0; v < graph.size(); v++) {
      if (analysis.isNeeded(v) && plan.isTable(v) && finest.shape(v).maxDeviation() > deviation) {
        coarsest = v;
        deviation = finest.shape(v).maxDeviation();
      }
    }
    if (coarsest < 0 || Double.isInfinite(deviation)) {
      return Optional.empty();
    }
    int index = plan.indexOf(coarsest);
    String jump = new Cone(graph, coarsest, index).jumps() ? ", as it jumps inside of a cell" : "";
    return Optional.of(
        Diagnostic.of(
            DiagnosticCode.QUANTIZE_TABLE,
            quoted(coarsest)
                + " needs a larger table: its index "
                + quoted(index)
                + " in "
                + show(plan.indexRange(coarsest))
                + " may have "
                + analysis.maxIndexBits(coarsest)
                + " bits, with which the table is off by up to "
                + show(deviation)
                + jump,
            "narrow the range of " + quoted(index) + ", or widen the tolerance"));
  }

  /** A function of a wide index that neither tables nor polynomials of few pieces come near to. */
  Diagnostic noApproximation(int v, ErrorBounds run) {
    int index = plan.indexOf(v);
    return Diagnostic.of(
        DiagnosticCode.QUANTIZE_TABLE,
        quoted(v)
            + " needs a larger table: with its index "
            + quoted(index)
            + " in "
            + show(plan.indexRange(v))
            + " at "
            + TablePlan.indexBits(plan.indexRange(v), run.indexFraction(v))
            + " bits, no sum of tables and no polynomial comes within "
            + show(run.bound(v).absolute()),
        "narrow the range of "
            + quoted(index)
            + " away from where "
            + quoted(v)
            + " is steep, or widen the tolerance");
  }

  Diagnostic toleranceMissed(int output, double bestBound, ErrorBounds finest) {
    QuantizerRequest.OutputPort port = graph.request().outputs().get(output);
    String message =
        "the error of output '"
            + port.name()
            + "' cannot be proved to stay within its tolerance; the best bound is "
            + show(bestBound);
    for (int v = 0; v < graph.size(); v++) {
      if (analysis.isNeeded(v)
          && !plan.isTable(v)
          && graph.jumps(v)
          && !finest.bound(v).equals(ErrorBound.EXACT)) {
        return Diagnostic.of(
            DiagnosticCode.QUANTIZE_TOLERANCE,
            message + ", since " + quoted(v) + " jumps and its arguments have errors",
            "let what jumps depend on inputs, numbers of few bits, and their sums and products");
      }
    }
    Tolerance tolerance = port.tolerance();
    Interval range = graph.range(graph.roots().get(output));
    if (tolerance.absolute() == 0 && range.lo() <= 0 && range.hi() >= 0) {
      String relative = show(tolerance.relative() * 100) + " %";
      return Diagnostic.of(
          DiagnosticCode.QUANTIZE_TOLERANCE,
          message + "; it can come to 0, where " + relative + " of it allow no error at all",
          "add what is allowed there, as in max(" + relative + ", " + roundedUp(bestBound) + ")");
    }
    return Diagnostic.of(
        DiagnosticCode.QUANTIZE_TOLERANCE,
        message,
        "widen the tolerance, give the output more fraction bits, or narrow the input ranges");
  }

  /** {@return a number in two digits, not below another} */
  private static String roundedUp(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(2, RoundingMode.CEILING)).toPlainString()
        : "c";
  }

  /** Where the arguments of a vertex lie, behind what is said of it. */
  static String argumentRanges(FormulaGraph graph, int v) {
    StringBuilder out = new StringBuilder();
    List<Integer> arguments = graph.term(v).operands();
    for (int a : arguments) {
      if (graph.isConstant(a)) {
        continue;
      }
      out.append(out.isEmpty() ? ", where " : ", ");
      out.append(quoted(graph, a)).append(" lies in ").append(show(graph.range(a)));
    }
    return out.toString();
  }

  /** A value that gets too wide; where a part of the formula is very large that is named. */
  Diagnostic tooWide(WidthException e) {
    String message = "the formula cannot be built: " + e.getMessage();
    for (int v = 0; v < graph.size(); v++) {
      Interval range = graph.range(v);
      if (analysis.isNeeded(v) && !range.isEmpty() && magnitude(range) >= BEYOND) {
        return Diagnostic.of(
            DiagnosticCode.QUANTIZE_WIDTH,
            message
                + (graph.isConstant(v)
                    ? "; its number " + show(range.hi()) + " has "
                    : "; " + quoted(v) + " comes to " + show(magnitude(range)) + ", which has ")
                + (Math.getExponent(magnitude(range)) + 1)
                + " bits before the point",
            "write the formula with smaller numbers, such as a quotient with both sides divided by"
                + " one, or narrow the input ranges");
      }
    }
    return Diagnostic.of(
        DiagnosticCode.QUANTIZE_WIDTH,
        message,
        "narrow the input ranges, widen the tolerance or shorten the formula");
  }

  private static double magnitude(Interval range) {
    return Math.max(Math.abs(range.lo()), Math.abs(range.hi()));
  }

  private String quoted(int v) {
    return quoted(graph, v);
  }

  /** A vertex as a part of a formula. */
  static String quoted(FormulaGraph graph, int v) {
    return "'" + FormulaPrinter.print(graph.source(v), DIGITS) + "'";
  }

  static String show(Interval interval) {
    return interval.isEmpty()
        ? "nothing"
        : "[" + show(interval.lo()) + ", " + show(interval.hi()) + "]";
  }

  private static String show(double value) {
    return Double.isInfinite(value)
        ? (value > 0 ? "infinity" : "-infinity")
        : FormulaPrinter.print(Expr.constant(value), DIGITS);
  }
}
