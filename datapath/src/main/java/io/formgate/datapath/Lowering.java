package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import io.formgate.expression.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns formulas with word lengths into a datapath. */
final class Lowering {
  private final FormulaGraph graph;
  private final TablePlan plan;
  private final FunctionChooser chooser;
  private final MantissaTables mantissas;
  private final DatapathBuilder builder;
  private final Map<Integer, Integer> nodeOf = new HashMap<>();

  /** The bounds with the ways to compute functions that are chosen so far. */
  private final ErrorBounds run;

  private Lowering(FormulaGraph graph, TablePlan plan, FunctionChooser chooser, TargetCosts costs) {
    this.graph = graph;
    this.plan = plan;
    this.chooser = chooser;
    mantissas = new MantissaTables(costs);
    run = chooser.run();
    builder = PortLowering.builder(graph.request(), costs);
  }

  static PortLowering.Lowered lower(
      FormulaGraph graph,
      TablePlan plan,
      FunctionChooser chooser,
      TargetCosts costs,
      ArgmaxForm argmaxForm) {
    return new Lowering(graph, plan, chooser, costs).lower(argmaxForm);
  }

  private PortLowering.Lowered lower(ArgmaxForm argmaxForm) {
    PortLowering ports = new PortLowering(graph.request(), builder);
    List<Integer> inputs = ports.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      nodeOf.put(i, inputs.get(i));
    }
    return ports.outputs(
        i -> made(graph.roots().get(i)), WordLengthSearch::outputRounding, argmaxForm);
  }

  /**
   * {@return the node of a vertex, made after those of its operands}
   *
   * <p>Without recursion: formulas may be chains of thousands of operators.
   */
  private int made(int root) {
    List<Integer> open = new ArrayList<>(List.of(root));
    while (!open.isEmpty()) {
      int v = open.getLast();
      Optional<Integer> missing =
          plan.operands(v).stream().filter(a -> !nodeOf.containsKey(a)).findFirst();
      if (nodeOf.containsKey(v)) {
        open.removeLast();
      } else if (missing.isPresent()) {
        open.add(missing.get());
      } else {
        nodeOf.put(v, plan.isTable(v) ? table(v) : arithmetic(v));
        open.removeLast();
      }
    }
    return node(root);
  }

  private int node(int v) {
    Integer node = nodeOf.get(v);
    if (node == null) {
      throw new IllegalStateException("vertex " + v + " is used before it is made");
    }
    return node;
  }

  private int table(int v) {
    int indexed = plan.indexOf(v);
    int indexNode = node(indexed);
    // The bound counts on these bits below the point.
    int value =
        builder.align(indexNode, Math.max(builder.fractionBits(indexNode), run.fraction(indexed)));
    FunctionChooser.Chosen chosen = chooser.choose(v, builder, value);
    int index = builder.round(value, chosen.indexFractionBits(), Operation.Rounding.FLOOR);
    FixedFormat format = chosen.approximation().index();
    if (plan.isPeriodic(v)) {
      index = builder.lowBits(index, format);
    } else if (!builder.format(index).equals(format)) {
      // The bits can leave the declared range, whose cells alone are looked at.
      index = builder.saturate(index, format);
    }
    return chosen.approximation().build(builder, index, tableName(v));
  }

  private String tableName(int v) {
    String symbol =
        switch (graph.term(v)) {
          case FormulaGraph.Term.Apply(Operator operator, _) -> operator.symbol();
          case FormulaGraph.Term.Turn turn -> turn.operator().symbol();
          case Coded.Code _ -> "code";
          case Coded.Address _, Coded.Entry _ -> "pair";
          case FormulaGraph.Term.Port _,
              FormulaGraph.Term.Constant _,
              FormulaGraph.Term.Pair _,
              FormulaGraph.Term.Part _ ->
              "function";
        };
    return (Character.isLetter(symbol.charAt(0)) ? symbol : "function") + v;
  }

  private int arithmetic(int v) {
    return switch (graph.term(v)) {
      case FormulaGraph.Term.Port _ -> throw new IllegalStateException("ports exist already");
      case FormulaGraph.Term.Turn _ ->
          throw new IllegalStateException("a function of a phase is not planned as a table");
      case FormulaGraph.Term.Pair(int high, int low, _) ->
          builder.concat(
              builder.reinterpret(node(high), false, 0), builder.reinterpret(node(low), false, 0));
      case FormulaGraph.Term.Part _ ->
          throw new IllegalStateException("a part of a pair is outside of a table");
      case Coded.Address address -> joined(address);
      case Coded.Code _, Coded.Entry _ ->
          throw new IllegalStateException("vertex " + v + " is not planned as a table");
      case FormulaGraph.Term.Constant(double value) -> {
        Literal literal = Literal.of(value, run.fraction(v));
        yield builder.literal(literal.raw(), literal.fractionBits());
      }
      case FormulaGraph.Term.Apply(Operator operator, List<Integer> arguments) ->
          plan.isMultiple(v) ? multiple(v) : apply(v, operator, arguments);
    };
  }

  private int joined(Coded.Address address) {
    return builder.concat(
        code(address.high(), CodedTables.bits(graph.range(address.high()).hi())),
        code(address.low(), address.lowBits()));
  }

  private int code(int v, int bits) {
    return builder.zeroExtended(builder.align(node(v), 0), bits);
  }

  private int multiple(int v) {
    return RoundedMultiple.of(
        builder,
        operand(v, plan.multiplied(v)),
        plan.factor(v),
        run.fraction(v),
        run.tables(v),
        "times" + v);
  }

  private int apply(int v, Operator operator, List<Integer> arguments) {
    int first = arguments.getFirst();
    int last = arguments.getLast();
    int a = node(first);
    int b = node(last);
    return switch (Role.of(operator)) {
      case ADD -> builder.add(addend(v, first), addend(v, last));
      case SUBTRACT -> builder.subtract(addend(v, first), addend(v, last));
      case MULTIPLY -> rounded(v, builder.multiply(operand(v, first), operand(v, last)));
      case SQUARE -> rounded(v, builder.multiply(operand(v, first), operand(v, first)));
      case NEGATE -> builder.negate(a);
      case ABSOLUTE -> builder.absolute(a);
      case MINIMUM -> builder.minimum(a, b);
      case MAXIMUM -> builder.maximum(a, b);
      case SQUARE_ROOT -> squareRoot(v, first);
      case DIVIDE -> quotient(v, first, last);
      case FLOOR -> builder.round(a, 0, Operation.Rounding.FLOOR);
      case LESS -> builder.less(a, b);
      case CHOICE -> builder.select(bit(a), node(arguments.get(1)), b);
      case FUNCTION, JUMPING_FUNCTION, COMPOSITE ->
          throw new IllegalStateException("function " + operator + " is not planned as a table");
    };
  }

  /** {@return a truth value as one unsigned bit} */
  private int bit(int truth) {
    FixedFormat format = builder.format(truth);
    return format.widthBits() == 1 && !format.signed()
        ? truth
        : builder.less(builder.literal(0, 0), truth);
  }

  private int addend(int v, int a) {
    if (!run.takesBiasBack(v, a)) {
      return operand(v, a);
    }
    Literal literal = run.addend(v, a);
    return builder.literal(literal.raw(), literal.fractionBits());
  }

  /** {@return an operand of a sum or product, rounded for it} */
  private int operand(int v, int a) {
    return graph.isConstant(a)
        ? node(a)
        : builder.round(node(a), run.operandLimit(v), Operation.Rounding.FLOOR);
  }

  private int rounded(int v, int product) {
    return builder.round(product, run.fraction(v), Operation.Rounding.FLOOR);
  }

  private int squareRoot(int v, int a) {
    int operand = notNegative(node(a));
    if (!plan.isNormalized(v)) {
      return DigitRecurrence.squareRoot(builder, operand, run.fraction(v));
    }
    // The bound counts on these bits below the point.
    int aligned = builder.align(operand, Math.max(builder.fractionBits(operand), run.fraction(a)));
    return NormalizedRoot.of(
        builder, aligned, run.mantissaBits(v), run.fraction(v), mantissas, tableName(v));
  }

  private int notNegative(int node) {
    return builder.node(node).rawLo() >= 0 ? node : builder.maximum(node, builder.literal(0, 0));
  }

  private int quotient(int v, int a, int b) {
    return plan.isNormalized(v) ? normalizedQuotient(v, a, b) : digits(v, a, b);
  }

  /** The dividend times a reciprocal; the sign of a divisor is that of its declared range. */
  private int normalizedQuotient(int v, int a, int b) {
    boolean isNegative = graph.range(b).hi() < 0;
    int divisor = notBelowLeast(isNegative ? builder.negate(node(b)) : node(b), b);
    int quotient =
        NormalizedQuotient.of(
            builder,
            node(a),
            divisor,
            run.mantissaBits(v),
            run.fraction(v),
            mantissas,
            tableName(v));
    return isNegative ? builder.negate(quotient) : withoutHighBits(v, a, b, quotient);
  }

  /** A proper fraction has no bits that are worth more than 1, not even with its error. */
  private int withoutHighBits(int v, int a, int b, int quotient) {
    long most = mostRaw(v, a, b, builder.node(quotient).rawHi());
    if (builder.node(quotient).rawHi() <= most) {
      return quotient;
    }
    // A dividend with an error may be below 0, the quotient that it stands for is not.
    return builder.lowBits(
        notNegative(quotient), FixedFormat.holding(0, most, builder.fractionBits(quotient)));
  }

  /** {@return the largest quotient with its error, if that is less than another bound} */
  private long mostRaw(int v, int a, int b, long other) {
    if (!ProperFraction.is(a, b, graph::term, graph::range)) {
      return other;
    }
    double most = ProperFraction.RANGE.hi() + run.bound(v).at(ProperFraction.RANGE.hi());
    return Math.min(other, (long) Math.ceil(Math.scalb(most, run.fraction(v))));
  }

  /** The magnitude of a divisor, at least what its declared range allows. */
  private int notBelowLeast(int divisor, int b) {
    double slack = run.bound(b).at(graph.range(b).magnitude());
    int fraction = builder.fractionBits(divisor);
    double least = Math.max(0, graph.range(b).mignitude() - slack);
    long rawLeast = Math.max(1, (long) Math.floor(Math.scalb(least, fraction)));
    return builder.node(divisor).rawLo() < rawLeast
        ? builder.maximum(divisor, builder.literal(rawLeast, fraction))
        : divisor;
  }

  /**
   * Magnitudes divided digit by digit. Operands outside their declared ranges take the nearest
   * value inside, so that the quotient keeps its width and the divisor is never 0.
   */
  private int digits(int v, int a, int b) {
    int negative = negative(node(a), node(b));
    int fraction = run.fraction(v);
    double slackA = run.bound(a).at(graph.range(a).magnitude());
    int divisor = notBelowLeast(builder.absolute(node(b)), b);
    int divisorFraction = builder.fractionBits(divisor);
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
    int digits = FixedFormat.bitsFor(0, mostRaw(v, a, b, largest));
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
