package io.formgate.datapath;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import io.formgate.expression.UniformFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns formulas into a datapath in which every value has one format, whatever errors come of it.
 *
 * <p>Each operator of the formula is computed from operands in the format, and its result is put
 * into the format again. Nothing is proved of the errors. Source of the practice: Ho Fung Tsoi et
 * al., "Symbolic Regression on FPGAs for Fast Machine Learning Inference", EPJ Web Conf. 295, 09036
 * (2024), whose circuits are written in {@code ap_fixed} types that truncate and wrap around.
 */
public final class UniformQuantizer {
  /** Notes on single values; what is left is counted. */
  private static final int MOST_NOTES = 3;

  private static final int DIGITS = 6;

  private final QuantizerRequest request;
  private final UniformFormat uniform;
  private final FixedFormat format;
  private final FormulaGraph graph;
  private final Approximations approximations = new Approximations();
  private final TargetCosts.Known costs = new TargetCosts.Known();

  private UniformQuantizer(QuantizerRequest request) {
    this.request = request;
    uniform = request.everywhere().orElseThrow();
    format = uniform.format();
    graph = new FormulaGraph(request, QuantizerStyle.PLAIN);
    check();
  }

  /**
   * {@return a quantizer of formulas}
   *
   * @param request formulas, formats, ranges, and the format of all values
   * @throws DiagnosticException if a formula leaves its domain or a number the format, unless
   *     values saturate, or if a function has two arguments that vary
   */
  public static UniformQuantizer of(QuantizerRequest request) {
    return new UniformQuantizer(request);
  }

  /**
   * {@return the formulas as a datapath}
   *
   * @param target what it is built for
   * @param argmaxForm how the largest score is found
   * @throws DiagnosticException if a value gets too wide, or a function has no circuit
   */
  public QuantizedCircuit circuit(Target target, ArgmaxForm argmaxForm) {
    try {
      PortLowering.Lowered lowered = new Circuit(costs.of(target)).lower(argmaxForm);
      return new QuantizedCircuit(
          lowered.datapath(),
          lowered.everyValue(),
          request.outputs().stream()
              .map(o -> new QuantizedCircuit.Claim(o.name(), ErrorBound.UNKNOWN))
              .toList(),
          request.heads().stream()
              .map(h -> new QuantizedCircuit.Margin(h.name(), Double.POSITIVE_INFINITY))
              .toList(),
          notes());
    } catch (WidthException e) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.QUANTIZE_WIDTH,
              "the formula cannot be built: " + e.getMessage(),
              "give the format of all values fewer bits"));
    }
  }

  private void check() {
    List<Diagnostic> diagnostics = new ArrayList<>();
    for (int v = 0; v < graph.size() && diagnostics.isEmpty(); v++) {
      boolean isDefined = isDefined(v);
      if (!isDefined && (!uniform.saturates() || graph.isConstant(v))) {
        diagnostics.add(Refusal.undefined(graph, v));
      } else if (graph.term(v) instanceof FormulaGraph.Term.Apply apply
          && isFunction(apply)
          && varying(apply).size() > 1) {
        diagnostics.add(Refusal.twoValues(graph, v));
      }
    }
    for (int v = 0; v < graph.size(); v++) {
      if (graph.term(v) instanceof FormulaGraph.Term.Constant(double value)
          && isValue(v)
          && !uniform.saturates()
          && !(value > format.range().lo() - format.lsb()
              && value < format.range().hi() + format.lsb())) {
        diagnostics.add(beyond(value));
      }
    }
    for (Head head : request.heads()) {
      Refusal.thresholdOutside(request, head).ifPresent(diagnostics::add);
    }
    if (!diagnostics.isEmpty()) {
      throw new DiagnosticException(diagnostics);
    }
  }

  private Diagnostic beyond(double value) {
    return Diagnostic.of(
        DiagnosticCode.UNIFORM_FORMAT,
        "the number "
            + show(value)
            + " of the formula lies outside of "
            + format
            + ", which holds "
            + Refusal.show(format.range())
            + " and is the format of every value",
        "give it more integer bits, or the word 'saturate' behind 'everywhere' for the nearest"
            + " value that it holds");
  }

  private boolean isDefined(int v) {
    return !graph.range(v).isEmpty() && graph.range(v).isFinite();
  }

  private static boolean isFunction(FormulaGraph.Term.Apply apply) {
    return apply.role() == Role.FUNCTION || apply.role() == Role.JUMPING_FUNCTION;
  }

  private List<Integer> varying(FormulaGraph.Term.Apply apply) {
    return apply.arguments().stream().filter(a -> !graph.isConstant(a)).distinct().toList();
  }

  /** {@return whether a number is a value of the circuit, not only an argument of functions} */
  private boolean isValue(int constant) {
    if (graph.roots().contains(constant)) {
      return true;
    }
    for (int v = constant + 1; v < graph.size(); v++) {
      if (graph.term(v) instanceof FormulaGraph.Term.Apply apply
          && apply.arguments().contains(constant)
          && !isFunction(apply)) {
        return true;
      }
    }
    return false;
  }

  /** {@return the real values that the format can hold, of a value that may be undefined all} */
  private Interval held(int v) {
    Interval range = graph.range(v);
    if (!isDefined(v)) {
      return format.range();
    }
    return new Interval(format.range().clamp(range.lo()), format.range().clamp(range.hi()));
  }

  private List<String> notes() {
    Set<String> beyond = new LinkedHashSet<>();
    Set<String> other = new LinkedHashSet<>();
    for (int v = 0; v < graph.size(); v++) {
      Interval range = graph.range(v);
      if (!isDefined(v)) {
        if (graph.term(v).operands().stream().allMatch(this::isDefined)) {
          other.add(
              Refusal.quoted(graph, v)
                  + " is not defined everywhere on the declared ranges"
                  + Refusal.argumentRanges(graph, v)
                  + "; an argument outside of its domain is moved to the nearest one inside");
        }
      } else if (graph.term(v) instanceof FormulaGraph.Term.Constant(double value)) {
        if (isValue(v) && value != 0 && uniform.nearest(value) == 0) {
          other.add("the number " + show(value) + " is 0 in " + format);
        }
      } else if (range.lo() <= format.range().lo() - format.lsb()
          || range.hi() >= format.range().hi() + format.lsb()) {
        beyond.add(Refusal.quoted(graph, v) + " can reach " + Refusal.show(range));
      }
    }
    List<String> notes = new ArrayList<>();
    notes.add(
        "every value is "
            + format
            + (uniform.rounds() ? ", rounded to nearest" : ", truncated towards minus infinity")
            + (uniform.saturates() ? ", saturating" : ", wrapping around")
            + "; no error is proved");
    if (!beyond.isEmpty()) {
      String more =
          beyond.size() > MOST_NOTES ? " and " + (beyond.size() - MOST_NOTES) + " more" : "";
      notes.add(
          String.join(", ", beyond.stream().limit(MOST_NOTES).toList())
              + more
              + " on the declared ranges; beyond "
              + Refusal.show(format.range())
              + (uniform.saturates() ? " values saturate" : " values wrap around"));
    }
    notes.addAll(other);
    return notes;
  }

  private static String show(double value) {
    return FormulaPrinter.print(Expr.constant(value), DIGITS);
  }

  /** One circuit: the nodes of all vertices, which come after their operands. */
  private final class Circuit {
    private final TargetCosts costs;
    private final DatapathBuilder builder;
    private final Map<Integer, Integer> nodeOf = new HashMap<>();

    Circuit(TargetCosts costs) {
      this.costs = costs;
      builder = PortLowering.builder(request, costs);
    }

    PortLowering.Lowered lower(ArgmaxForm argmaxForm) {
      PortLowering ports = new PortLowering(request, builder);
      List<Integer> inputs = ports.inputs();
      for (int v = 0; v < graph.size(); v++) {
        int made =
            switch (graph.term(v)) {
              case FormulaGraph.Term.Port(int index) -> inputs.get(index);
              case FormulaGraph.Term.Constant(double value) -> literal(value);
              case FormulaGraph.Term.Apply apply -> apply(v, apply);
              case FormulaGraph.Term.Turn _ ->
                  throw new IllegalStateException("phases in turns are another style");
              case FormulaGraph.Term.Pair _, FormulaGraph.Term.Part _ ->
                  throw new IllegalStateException("no pairs are made where values have one format");
              case Coded _ -> throw new IllegalStateException("codes have formats of their own");
            };
        nodeOf.put(v, graph.isTruth(v) ? made : fitted(made));
      }
      return ports.outputs(i -> node(graph.roots().get(i)), _ -> rounding(), argmaxForm);
    }

    private int node(int v) {
      Integer node = nodeOf.get(v);
      if (node == null) {
        throw new IllegalStateException("vertex " + v + " is used before it is made");
      }
      return node;
    }

    private Operation.Rounding rounding() {
      return uniform.rounds() ? Operation.Rounding.NEAREST : Operation.Rounding.FLOOR;
    }

    private int literal(double value) {
      Literal literal = Literal.of(uniform.nearest(value), format.fractionBits());
      return builder.literal(literal.raw(), literal.fractionBits());
    }

    /** {@return a value put into the format; in fewer bits where its range needs no more} */
    private int fitted(int node) {
      int rounded = builder.round(node, format.fractionBits(), rounding());
      int shift =
          Math.min(
              FixedFormat.MAX_WIDTH_BITS, format.fractionBits() - builder.fractionBits(rounded));
      long lo = builder.node(rounded).rawLo();
      long hi = builder.node(rounded).rawHi();
      if (lo >= -(-format.rawMin() >> shift) && hi <= format.rawMax() >> shift) {
        return rounded;
      }
      int aligned = builder.align(rounded, format.fractionBits());
      return uniform.saturates()
          ? builder.saturate(aligned, format)
          : builder.lowBits(aligned, format);
    }

    private int apply(int v, FormulaGraph.Term.Apply apply) {
      int a = node(apply.arguments().getFirst());
      int b = node(apply.arguments().getLast());
      return switch (apply.role()) {
        case ADD -> builder.add(a, b);
        case SUBTRACT -> builder.subtract(a, b);
        case MULTIPLY -> builder.multiply(a, b);
        case SQUARE -> builder.multiply(a, a);
        case NEGATE -> builder.negate(a);
        case ABSOLUTE -> builder.absolute(a);
        case MINIMUM -> builder.minimum(a, b);
        case MAXIMUM -> builder.maximum(a, b);
        case SQUARE_ROOT ->
            DigitRecurrence.squareRoot(
                builder, builder.maximum(a, builder.literal(0, 0)), digitFractionBits());
        case DIVIDE -> quotient(a, b);
        case FLOOR -> builder.round(a, 0, Operation.Rounding.FLOOR);
        case LESS -> builder.less(a, b);
        case CHOICE -> builder.select(bit(a), node(apply.arguments().get(1)), b);
        case FUNCTION, JUMPING_FUNCTION -> function(v, varying(apply).getFirst());
        case COMPOSITE -> throw new IllegalStateException(apply.operator() + " is in a graph");
      };
    }

    private int bit(int truth) {
      FixedFormat truthFormat = builder.format(truth);
      return truthFormat.widthBits() == 1 && !truthFormat.signed()
          ? truth
          : builder.less(builder.literal(0, 0), truth);
    }

    /** A root or quotient that is rounded needs a bit more than one that is truncated. */
    private int digitFractionBits() {
      return format.fractionBits() + (uniform.rounds() ? 1 : 0);
    }

    /** The quotient of magnitudes with the sign of the operands; a divisor of 0 is its last bit. */
    private int quotient(int a, int b) {
      int fraction = Math.max(format.fractionBits(), builder.fractionBits(b));
      int divisor =
          builder.align(
              builder.maximum(builder.absolute(b), builder.literal(1, fraction)), fraction);
      int dividend = builder.absolute(a);
      int shifted = digitFractionBits() + builder.fractionBits(divisor);
      int scaled =
          shifted >= builder.fractionBits(dividend)
              ? builder.align(dividend, shifted)
              : builder.round(dividend, shifted, Operation.Rounding.FLOOR);
      int truncated = isPowerOfTwo(divisor) ? shifted(dividend, divisor) : digits(scaled, divisor);
      int quotient = builder.round(truncated, format.fractionBits(), rounding());
      int negative = differ(sign(a), sign(b));
      return builder.select(negative, builder.negate(quotient), quotient);
    }

    private int digits(int dividend, int divisor) {
      long largest = builder.node(dividend).rawHi() / builder.node(divisor).rawLo();
      int digits = FixedFormat.bitsFor(0, largest);
      return builder.reinterpret(
          DigitRecurrence.quotient(builder, dividend, divisor, digits), false, digitFractionBits());
    }

    private boolean isPowerOfTwo(int divisor) {
      return builder.node(divisor).operation() instanceof Operation.Literal(long raw)
          && Long.bitCount(raw) == 1;
    }

    private int shifted(int dividend, int divisor) {
      int exponent =
          Long.numberOfTrailingZeros(builder.node(divisor).rawLo()) - builder.fractionBits(divisor);
      int exact = builder.reinterpretFraction(dividend, builder.fractionBits(dividend) + exponent);
      return builder.round(exact, digitFractionBits(), Operation.Rounding.FLOOR);
    }

    private int sign(int a) {
      return builder.format(a).signed() ? builder.sign(a) : builder.literal(0, 0);
    }

    private int differ(int a, int b) {
      int flipped = builder.select(b, builder.literal(0, 0), builder.literal(1, 0));
      return builder.select(a, flipped, b);
    }

    /**
     * A function of a value: a table of its real values, each put into the format, or a cheaper way
     * that is within a last bit of them. Values beyond the format are its nearest end, and indices
     * outside of the declared range are moved into it.
     */
    private int function(int v, int indexVertex) {
      int value = builder.align(node(indexVertex), format.fractionBits());
      Interval range = held(indexVertex);
      long lo = Math.max((long) Math.ceil(scaled(range.lo())), builder.node(value).rawLo());
      long hi = Math.min((long) Math.floor(scaled(range.hi())), builder.node(value).rawHi());
      if (lo > hi) {
        lo = format.nearestRaw((range.lo() + range.hi()) / 2);
        hi = lo;
      }
      FixedFormat needed = FixedFormat.holding(lo, hi, format.fractionBits());
      FixedFormat index =
          builder.format(value).widthBits() <= needed.widthBits() ? builder.format(value) : needed;
      Cone cone = new Cone(graph, v, indexVertex);
      int most = cone.jumps() ? TableLimits.MAX_TABLE_BITS : TableLimits.MAX_INDEX_BITS;
      if (index.widthBits() > most) {
        throw new DiagnosticException(tooWide(v, indexVertex, range, index.widthBits(), most));
      }
      List<Approximations.Rated> ways = ways(v, indexVertex, index, lo, hi);
      FunctionChoice choice =
          FunctionChoice.cheapest(ways, builder.format(value), costs)
              .orElseThrow(() ->
                  new DiagnosticException(
                      tooWide(
                          v, indexVertex, range, index.widthBits(), TableLimits.MAX_TABLE_BITS)));
      int moved = builder.format(value).equals(index) ? value : builder.saturate(value, index);
      int made = choice.approximation().build(builder, moved, name(v));
      boolean fits =
          format.holds(builder.node(made).rawLo()) && format.holds(builder.node(made).rawHi());
      return fits ? made : builder.saturate(made, format);
    }

    private double scaled(double value) {
      return Math.scalb(value, format.fractionBits());
    }

    private List<Approximations.Rated> ways(
        int v, int indexVertex, FixedFormat index, long lo, long hi) {
      Cone cone = new Cone(graph, v, indexVertex);
      Interval range = isDefined(indexVertex) ? graph.range(indexVertex) : format.range();
      boolean isUsed = false;
      double[] least = new double[1 << index.widthBits()];
      double[] largest = new double[least.length];
      double[] lowest = new double[least.length];
      double[] highest = new double[least.length];
      Arrays.fill(least, Double.POSITIVE_INFINITY);
      Arrays.fill(largest, Double.NEGATIVE_INFINITY);
      Arrays.fill(lowest, Double.POSITIVE_INFINITY);
      Arrays.fill(highest, Double.NEGATIVE_INFINITY);
      Interval held = format.range();
      for (long raw = lo; raw <= hi; raw++) {
        Interval values = cone.evaluate(Interval.of(range.clamp(format.toReal(raw))));
        if (!values.isEmpty() && !Double.isNaN(values.lo()) && !Double.isNaN(values.hi())) {
          int address = (int) index.toBits(raw);
          least[address] = held.clamp(values.lo());
          largest[address] = held.clamp(values.hi());
          // A value of the format lies in the interval of its real number, which is rounded
          // outwards.
          highest[address] = uniform.nearest(largest[address]);
          lowest[address] = highest[address];
          isUsed = true;
        }
      }
      if (!isUsed) {
        throw new DiagnosticException(Refusal.undefined(graph, v));
      }
      List<Approximations.Rated> ways = new ArrayList<>();
      if (index.widthBits() <= TableLimits.MAX_TABLE_BITS) {
        ways.add(
            new Approximations.Rated(
                DirectTable.of(new Samples(index, lowest, highest), format.fractionBits()),
                format.lsb()));
      }
      if (!cone.jumps()) {
        ways.addAll(
            approximations.of(
                List.of(v, lo, hi),
                index,
                () -> new Samples(index, least, largest),
                format.fractionBits(),
                format.lsb(),
                costs.lutInputs()));
      }
      return ways;
    }

    private Diagnostic tooWide(int v, int index, Interval range, int bits, int most) {
      return Diagnostic.of(
          DiagnosticCode.QUANTIZE_TABLE,
          Refusal.quoted(graph, v)
              + " needs a larger table: its index "
              + Refusal.quoted(graph, index)
              + " in "
              + Refusal.show(range)
              + " has "
              + bits
              + " bits in "
              + format
              + ", but may have "
              + most,
          "narrow the range of "
              + Refusal.quoted(graph, index)
              + ", or give the format of all values fewer bits");
    }

    private String name(int v) {
      return graph.term(v) instanceof FormulaGraph.Term.Apply(Operator operator, _)
              && Character.isLetter(operator.symbol().charAt(0))
          ? operator.symbol() + v
          : "function" + v;
    }
  }
}
