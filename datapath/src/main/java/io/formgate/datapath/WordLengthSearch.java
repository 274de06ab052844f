package io.formgate.datapath;

import io.formgate.expression.Interval;
import io.formgate.expression.Tolerance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds word lengths with which the proved error bounds meet every tolerance.
 *
 * <p>Fraction bits start equal everywhere, at the smallest number for which the bounds meet the
 * tolerances plus some spare, and are then taken away one at a time, vertex by vertex, as long as
 * they still do.
 */
final class WordLengthSearch {
  static final int MAX_FRACTION_BITS = 48;
  static final int MIN_FRACTION_BITS = -48;

  /** Bits above the smallest uniform number from which single bits are taken away. */
  static final int SPARE_BITS = 3;

  /** Steps in which indices get wider until the tolerances are kept. */
  private static final int INDEX_STEP_BITS = 2;

  private final QuantizerRequest request;
  private final FormulaGraph graph;
  private final TablePlan plan;
  private final ErrorAnalysis analysis;

  /** For each vertex, the outputs that it is the last of. */
  private final List<List<Integer>> outputs = new ArrayList<>();

  WordLengthSearch(FormulaGraph graph, TablePlan plan, ErrorAnalysis analysis) {
    request = graph.request();
    this.graph = graph;
    this.plan = plan;
    this.analysis = analysis;
    for (int v = 0; v < graph.size(); v++) {
      outputs.add(new ArrayList<>());
    }
    for (int i = 0; i < graph.roots().size(); i++) {
      outputs.get(graph.roots().get(i)).add(i);
    }
  }

  /** {@return the word lengths from which narrowing starts; empty if none meets the tolerances} */
  Optional<Start> start() {
    Optional<Start> start = Optional.empty();
    // Wider indices take longer to look at.
    for (int bits = TableLimits.MAX_TABLE_BITS;
        bits <= TableLimits.MAX_INDEX_BITS && start.isEmpty();
        bits += INDEX_STEP_BITS) {
      start = start(bits);
      if (start.isEmpty() && !cellsAreToBlame(bits)) {
        break;
      }
    }
    return start;
  }

  /**
   * {@return word lengths that meet the tolerances and from which no single bit can be taken away;
   * empty if the first ones do not meet them}
   *
   * @param start the smallest equal numbers of bits
   * @param spareBits added to them first: more leave more to choose from, and wider values
   */
  Optional<WordLengths> wordLengths(Start start, int spareBits) {
    WordLengths lengths = uniform(start.fractionBits() + spareBits, start.indexBits());
    // A constant may be nearer to its literal with fewer bits than with more.
    return meets(lengths) ? Optional.of(narrow(lengths)) : Optional.empty();
  }

  /** Word lengths to begin with: fraction bits of all values, and bits of the widest index. */
  record Start(int fractionBits, int indexBits) {}

  /** {@return the fewest fraction bits that keep the tolerances with such indices} */
  private Optional<Start> start(int indexBits) {
    for (int f = 0; f <= MAX_FRACTION_BITS; f++) {
      // Without the cells the bound is quickly found, and never above the one with them.
      if (meets(analysis.runWithoutCells(uniform(f, indexBits))) && meets(uniform(f, indexBits))) {
        return Optional.of(new Start(f, indexBits));
      }
    }
    return Optional.empty();
  }

  /** {@return whether finer cells of tables would meet the tolerances} */
  boolean cellsAreToBlame(int indexBits) {
    for (int f = 0; f <= MAX_FRACTION_BITS; f++) {
      if (meets(analysis.runWithoutCells(uniform(f, indexBits)))) {
        return true;
      }
    }
    return false;
  }

  /** {@return the same fraction bits everywhere, and indices of at most so many bits} */
  WordLengths uniform(int fractionBits, int indexBits) {
    int[] fractions = new int[graph.size()];
    Arrays.fill(fractions, fractionBits);
    int[] indices = new int[graph.size()];
    for (int v = 0; v < graph.size(); v++) {
      if (analysis.isNeeded(v) && plan.isTable(v)) {
        int bits = Math.min(indexBits, analysis.maxIndexBits(v));
        indices[v] = finestIndex(plan.indexRange(v), bits);
      } else if (plan.isNormalized(v)) {
        indices[v] = MantissaFunction.MAX_BITS;
      }
    }
    return new WordLengths(fractions, indices);
  }

  /** The most fraction bits for which the cells of a range fit a table. */
  private static int finestIndex(Interval range, int indexBits) {
    int fractionBits = Math.min(MAX_FRACTION_BITS, indexBits - Math.getExponent(range.magnitude()));
    while (TablePlan.indexBits(range, fractionBits) > indexBits) {
      fractionBits--;
    }
    return fractionBits;
  }

  /** Takes single bits away, again and again from the first vertex to the last. */
  private WordLengths narrow(WordLengths start) {
    ErrorBounds run = analysis.run(start);
    OutputChanges changes = new OutputChanges(graph, analysis);
    boolean progress = true;
    while (progress) {
      progress = false;
      for (int v = 0; v < graph.size(); v++) {
        if (!analysis.isNeeded(v) || !changes.isOpen(v)) {
          continue;
        }
        boolean isNarrower = false;
        if (plan.isTable(v) && run.lengths().indexFractionBits(v) > MIN_FRACTION_BITS) {
          // An index finer than its vertex changes nothing until it is coarser.
          int coarser = run.indexFraction(v) - 1;
          if (!plan.isPeriodic(v) || coarser > 0) {
            run.setIndex(v, coarser);
            isNarrower |= isKept(run);
          }
        }
        if (plan.isNormalized(v)) {
          // The mantissa of a root has an even number of bits.
          int bits = run.lengths().mantissaBits(v) - 2;
          if (bits >= MantissaFunction.MIN_BITS) {
            run.setIndex(v, bits);
            isNarrower |= isKept(run);
          }
        }
        int bits = run.lengths().fractionBits(v);
        if (bits > MIN_FRACTION_BITS && isRounded(v)) {
          run.setFraction(v, bits - 1);
          isNarrower |= isKept(run);
        }
        progress |= isNarrower;
        changes.tried(v, isNarrower);
      }
    }
    return run.lengths().copy();
  }

  /** Takes the last change back unless the bounds still meet all tolerances. */
  private boolean isKept(ErrorBounds run) {
    boolean isKept = stillMeets(run);
    if (!isKept) {
      run.undo();
    }
    return isKept;
  }

  /** Only vertices that round have word lengths to choose. */
  boolean isRounded(int v) {
    return plan.isTable(v)
        || switch (graph.term(v)) {
          case FormulaGraph.Term.Port _,
              FormulaGraph.Term.Turn _,
              FormulaGraph.Term.Pair _,
              FormulaGraph.Term.Part _,
              Coded _ ->
              false;
          case FormulaGraph.Term.Constant _ -> true;
          case FormulaGraph.Term.Apply apply ->
              switch (apply.role()) {
                case MULTIPLY, SQUARE, SQUARE_ROOT, DIVIDE -> true;
                case ADD,
                    SUBTRACT,
                    NEGATE,
                    ABSOLUTE,
                    MINIMUM,
                    MAXIMUM,
                    FLOOR,
                    LESS,
                    CHOICE,
                    FUNCTION,
                    JUMPING_FUNCTION,
                    COMPOSITE ->
                    false;
              };
        };
  }

  private boolean meets(WordLengths lengths) {
    return meets(analysis.run(lengths));
  }

  /** {@return whether bounds that met all tolerances before their last change still do} */
  boolean stillMeets(ErrorBounds run) {
    return run.allChanged(v -> {
      for (int output : outputs.get(v)) {
        if (!meets(outputBound(run, output), output)) {
          return false;
        }
      }
      return true;
    });
  }

  /** {@return whether bounds meet all tolerances} */
  boolean meets(ErrorBounds run) {
    for (int i = 0; i < request.outputs().size(); i++) {
      if (!meets(outputBound(run, i), i)) {
        return false;
      }
    }
    return true;
  }

  /** Both bounds are linear in |v| from the tolerance's corner on, so the corner decides. */
  boolean meets(ErrorBound bound, int output) {
    Tolerance t = request.outputs().get(output).tolerance();
    double largest =
        Math.min(
            graph.range(graph.roots().get(output)).magnitude(),
            request.outputs().get(output).format().range().magnitude());
    double corner = t.relative() > 0 ? t.absolute() / t.relative() : Double.POSITIVE_INFINITY;
    double at = Math.min(corner, largest);
    return bound.at(at) <= t.at(at) && (largest <= corner || bound.relative() <= t.relative());
  }

  /** {@return the bound of an output, its rounding included} */
  ErrorBound outputBound(ErrorBounds run, int output) {
    int root = graph.roots().get(output);
    QuantizerRequest.OutputPort port = request.outputs().get(output);
    ErrorBound bound = run.bound(root);
    if (run.fraction(root) <= port.format().fractionBits()) {
      return bound;
    }
    return bound.plusAbsolute(
        switch (outputRounding(port)) {
          case FLOOR -> port.format().lsb();
          case NEAREST -> port.format().lsb() / 2;
        });
  }

  /** Rounding to nearest costs an adder, so it is used where a whole last bit is too much. */
  static Operation.Rounding outputRounding(QuantizerRequest.OutputPort port) {
    return port.tolerance().absolute() < 2 * port.format().lsb()
        ? Operation.Rounding.NEAREST
        : Operation.Rounding.FLOOR;
  }
}
