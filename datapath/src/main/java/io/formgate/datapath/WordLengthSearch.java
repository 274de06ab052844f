package io.formgate.datapath;

import io.formgate.expression.Interval;
import io.formgate.expression.Tolerance;
import java.util.Arrays;
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

  WordLengthSearch(FormulaGraph graph, TablePlan plan, ErrorAnalysis analysis) {
    request = graph.request();
    this.graph = graph;
    this.plan = plan;
    this.analysis = analysis;
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

  private WordLengths narrow(WordLengths start) {
    WordLengths best = start;
    ErrorAnalysis.Run run = analysis.run(best);
    boolean progress = true;
    while (progress) {
      progress = false;
      for (int v = 0; v < graph.size(); v++) {
        if (!analysis.isNeeded(v)) {
          continue;
        }
        if (plan.isTable(v) && best.indexFractionBits(v) > MIN_FRACTION_BITS) {
          // An index finer than its vertex changes nothing until it is coarser.
          int actual = run.indexFraction(v);
          WordLengths coarser = best;
          while (coarser.indexFractionBits(v) >= actual) {
            coarser = coarser.narrowerIndex(v);
          }
          boolean isIndex = !plan.isPeriodic(v) || coarser.indexFractionBits(v) > 0;
          ErrorAnalysis.Run next = isIndex ? run.with(coarser, v) : null;
          if (next != null && stillMeets(next, run)) {
            best = coarser;
            run = next;
            progress = true;
          }
        }
        if (plan.isNormalized(v)) {
          // The mantissa of a root has an even number of bits.
          int bits = best.mantissaBits(v) - 2;
          WordLengths shorter = best.withMantissa(v, bits);
          ErrorAnalysis.Run next = bits >= MantissaFunction.MIN_BITS ? run.with(shorter, v) : null;
          if (next != null && stillMeets(next, run)) {
            best = shorter;
            run = next;
            progress = true;
          }
        }
        if (best.fractionBits(v) > MIN_FRACTION_BITS && isRounded(v)) {
          WordLengths narrower = best.narrower(v);
          ErrorAnalysis.Run next = run.with(narrower, v);
          if (stillMeets(next, run)) {
            best = narrower;
            run = next;
            progress = true;
          }
        }
      }
    }
    return best;
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

  /** {@return whether bounds meet all tolerances; others that are known meet them} */
  private boolean stillMeets(ErrorAnalysis.Run run, ErrorAnalysis.Run known) {
    for (int i = 0; i < request.outputs().size(); i++) {
      int root = graph.roots().get(i);
      boolean isSame =
          run.bound(root).equals(known.bound(root)) && run.fraction(root) == known.fraction(root);
      if (!isSame && !meets(outputBound(run, i), i)) {
        return false;
      }
    }
    return true;
  }

  /** {@return whether bounds meet all tolerances} */
  boolean meets(ErrorAnalysis.Run run) {
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
  ErrorBound outputBound(ErrorAnalysis.Run run, int output) {
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
