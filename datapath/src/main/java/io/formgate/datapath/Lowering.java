package io.formgate.datapath;

import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns formulas with word lengths into a datapath. */
final class Lowering {
  private final FormulaGraph graph;
  private final TablePlan plan;
  private final ErrorAnalysis.Run run;
  private final DatapathBuilder builder;
  private final Map<Integer, Integer> nodeOf = new HashMap<>();

  private Lowering(
      FormulaGraph graph, TablePlan plan, ErrorAnalysis.Run run, MultiplierBlock multiplier) {
    this.graph = graph;
    this.plan = plan;
    this.run = run;
    Set<String> ports = new HashSet<>(Set.of("clock", "reset", "valid_in", "valid_out"));
    graph.request().inputs().forEach(i -> ports.add(i.name()));
    graph.request().outputs().forEach(o -> ports.add(o.name()));
    builder = new DatapathBuilder(graph.request().name(), ports, multiplier);
  }

  static Datapath lower(
      FormulaGraph graph, TablePlan plan, ErrorAnalysis.Run run, MultiplierBlock multiplier) {
    return new Lowering(graph, plan, run, multiplier).lower();
  }

  private Datapath lower() {
    List<QuantizerRequest.InputPort> inputs = graph.request().inputs();
    for (int i = 0; i < inputs.size(); i++) {
      nodeOf.put(i, builder.input(inputs.get(i).name(), inputs.get(i).format()));
    }
    List<QuantizerRequest.OutputPort> outputs = graph.request().outputs();
    for (int i = 0; i < outputs.size(); i++) {
      int node = node(graph.roots().get(i));
      builder.output(outputs.get(i).name(), toPort(node, outputs.get(i)));
    }
    return builder.build();
  }

  private int toPort(int node, QuantizerRequest.OutputPort port) {
    FixedFormat format = port.format();
    int rounded =
        builder.fractionBits(node) >= format.fractionBits()
            ? builder.round(node, format.fractionBits(), Quantizer.outputRounding(port))
            : builder.align(node, format.fractionBits());
    return builder.format(rounded).equals(format) ? rounded : builder.saturate(rounded, format);
  }

  private int node(int v) {
    Integer known = nodeOf.get(v);
    if (known != null) {
      return known;
    }
    int made = plan.isTable(v) ? table(v) : arithmetic(v);
    nodeOf.put(v, made);
    return made;
  }

  private int table(int v) {
    int indexFraction = run.indexFraction(v);
    int index = builder.round(node(plan.indexOf(v)), indexFraction, Operation.Rounding.FLOOR);
    TableShape shape = run.shape(v);
    if (builder.format(index).widthBits() > TableLimits.MAX_INDEX_BITS) {
      // The bits can leave the declared range, whose cells alone fit a table.
      index = builder.saturate(index, shape.indexFormat(indexFraction));
    }
    FixedFormat indexFormat = builder.format(index);
    int fraction = run.fraction(v);
    long[] entries = new long[1 << indexFormat.widthBits()];
    long lo = Long.MAX_VALUE;
    long hi = Long.MIN_VALUE;
    for (int address = 0; address < entries.length; address++) {
      double scaled = Math.scalb(shape.centre(indexFormat.fromBits(address)), fraction);
      if (Math.abs(scaled) > 1L << 60) {
        throw new WidthException("a table entry needs more than 60 bits");
      }
      entries[address] = (long) Math.rint(scaled);
      lo = Math.min(lo, entries[address]);
      hi = Math.max(hi, entries[address]);
    }
    FixedFormat valueFormat = FixedFormat.holding(lo, hi, fraction);
    return builder.lookup(
        new FunctionTable(tableName(v), indexFormat, valueFormat, entries), index);
  }

  private String tableName(int v) {
    String symbol =
        graph.toExpr(v) instanceof Expr.Apply apply ? apply.operator().symbol() : "function";
    return (Character.isLetter(symbol.charAt(0)) ? symbol : "function") + v;
  }

  private int arithmetic(int v) {
    return switch (graph.term(v)) {
      case FormulaGraph.Term.Port _ -> throw new IllegalStateException("ports exist already");
      case FormulaGraph.Term.Constant(double value) -> {
        ErrorAnalysis.Literal literal = ErrorAnalysis.Literal.of(value, run.fraction(v));
        yield builder.literal(literal.raw(), literal.fractionBits());
      }
      case FormulaGraph.Term.Apply(Operator operator, List<Integer> arguments) ->
          apply(v, operator, arguments.getFirst(), arguments.getLast());
    };
  }

  private int apply(int v, Operator operator, int a, int b) {
    return switch (operator) {
      case ADD -> builder.add(node(a), node(b));
      case SUBTRACT -> builder.subtract(node(a), node(b));
      case MULTIPLY -> rounded(v, builder.multiply(node(a), node(b)));
      case SQUARE -> rounded(v, builder.multiply(node(a), node(a)));
      case NEGATE -> builder.negate(node(a));
      case ABS -> builder.absolute(node(a));
      case MIN -> builder.minimum(node(a), node(b));
      case MAX -> builder.maximum(node(a), node(b));
      case SQRT -> DigitRecurrence.squareRoot(builder, notNegative(node(a)), run.fraction(v));
      case DIVIDE -> quotient(v, a, b);
      case SIN, COS, EXP, COSH ->
          throw new IllegalStateException("function " + operator + " is not planned as a table");
    };
  }

  private int rounded(int v, int product) {
    return builder.round(product, run.fraction(v), Operation.Rounding.FLOOR);
  }

  private int notNegative(int node) {
    return builder.node(node).rawLo() >= 0 ? node : builder.maximum(node, builder.literal(0, 0));
  }

  /**
   * Magnitudes divided digit by digit. Operands outside their declared ranges take the nearest
   * value inside, so that the quotient keeps its width and the divisor is never 0.
   */
  private int quotient(int v, int a, int b) {
    int negative = negative(node(a), node(b));
    int fraction = run.fraction(v);
    double slackA = run.bound(a).at(graph.range(a).magnitude());
    double slackB = run.bound(b).at(graph.range(b).magnitude());
    Interval divisorRange = graph.range(b);
    int divisor = builder.absolute(node(b));
    int divisorFraction = builder.fractionBits(divisor);
    double least = Math.max(0, divisorRange.mignitude() - slackB);
    long rawLeast = Math.max(1, (long) Math.floor(Math.scalb(least, divisorFraction)));
    if (builder.node(divisor).rawLo() < rawLeast) {
      divisor = builder.maximum(divisor, builder.literal(rawLeast, divisorFraction));
    }
    int dividend = builder.absolute(node(a));
    int dividendFraction = builder.fractionBits(dividend);
    double most = graph.range(a).magnitude() + slackA;
    long rawMost = (long) Math.ceil(Math.scalb(most, dividendFraction));
    if (builder.node(dividend).rawHi() > rawMost) {
      dividend = builder.minimum(dividend, builder.literal(rawMost, dividendFraction));
    }
    int shifted = fraction + divisorFraction;
    int scaled =
        shifted >= builder.fractionBits(dividend)
            ? builder.align(dividend, shifted)
            : builder.round(dividend, shifted, Operation.Rounding.FLOOR);
    long largest = builder.node(scaled).rawHi() / builder.node(divisor).rawLo();
    int digits = FixedFormat.bitsFor(0, largest);
    int magnitude =
        builder.reinterpret(
            DigitRecurrence.quotient(builder, scaled, divisor, digits), false, fraction);
    return negative < 0
        ? magnitude
        : builder.select(negative, builder.negate(magnitude), magnitude);
  }

  /** {@return the bit that tells whether a quotient is negative, or -1 if it never is} */
  private int negative(int a, int b) {
    int signA = sign(a);
    int signB = sign(b);
    if (signA < 0 || signB < 0) {
      return Math.max(signA, signB);
    }
    int flipped = builder.select(signB, builder.literal(0, 0), builder.literal(1, 0));
    return builder.select(signA, flipped, signB);
  }

  private int sign(int a) {
    FixedFormat format = builder.format(a);
    return format.signed() ? builder.bits(a, format.widthBits() - 1, 1) : -1;
  }
}
