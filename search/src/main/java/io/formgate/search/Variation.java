package io.formgate.search;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.random.RandomGenerator;

/** Makes new tapes of old ones: the mutations and the crossover. Owns scratch memory. */
final class Variation {
  private static final int LARGEST_GRAFT = 5;
  private static final double BLOCK_PROBABILITY = 0.5;
  private static final double SMALLEST_CONSTANT_FACTOR = 1.1;
  private static final double CONJUGATE_PROBABILITY = 0.2;
  private static final Mutation[] MUTATIONS = Mutation.values();

  /** Writes a simpler tape. */
  @FunctionalInterface
  interface Simplification {
    /** {@return whether what was appended differs} */
    boolean simplify(Tape tape, Tape out);
  }

  private final SearchOptions options;
  private final TreeGrower grower;
  private final ConjugateSum conjugateSum;
  private final Simplification simplification;
  private final int fixed;
  private final int trees;
  private final Tape scratch;
  private final double[] weights = new double[MUTATIONS.length];
  private int maxSize;
  private AdaptiveWeights adapted = AdaptiveWeights.even();

  /**
   * Makes the variation of a thread.
   *
   * @param options sizes and weights
   * @param template says which leaves at the start of a tape stay, and how many trees follow
   * @param grower draws what is new
   * @param simplification makes tapes simpler
   */
  Variation(
      SearchOptions options,
      FormulaTemplate template,
      TreeGrower grower,
      Simplification simplification) {
    this.options = options;
    this.grower = grower;
    this.simplification = simplification;
    fixed = template.fixedLeaves();
    trees = template.holes().size();
    conjugateSum = new ConjugateSum(options.operators());
    scratch = new Tape(4 * options.maxSize() + 12);
    maxSize = options.maxSize();
  }

  /**
   * Begins an epoch.
   *
   * @param epochMaxSize most nodes of what is made
   * @param multipliers of the weights
   */
  void begin(int epochMaxSize, AdaptiveWeights multipliers) {
    maxSize = epochMaxSize;
    adapted = multipliers;
  }

  /** {@return a kind by the weights, without those that the parent has no place for} */
  Mutation draw(Tape parent, BuildingBlocks blocks, RandomGenerator random) {
    int operators = 0;
    int binary = 0;
    int constants = 0;
    int variables = 0;
    for (int i = 0; i < parent.length(); i++) {
      int arity = parent.arityAt(i);
      operators += arity > 0 ? 1 : 0;
      binary += arity > 1 ? 1 : 0;
      constants += parent.isConstant(i) ? 1 : 0;
      variables += parent.isVariable(i) ? 1 : 0;
    }
    boolean room = parent.length() < maxSize && trees > 0;
    double sum = 0;
    for (int k = 0; k < MUTATIONS.length; k++) {
      double weight = options.weights().of(MUTATIONS[k]);
      double scale =
          switch (MUTATIONS[k]) {
            case CONSTANT -> Math.min(8, constants) / 8.0;
            case OPTIMISE -> constants > 0 ? 1 : 0;
            case NOTHING -> 1;
            case OPERATOR, DELETE, SIMPLIFY -> operators > 0 ? 1 : 0;
            case ROTATE, COPY -> operators > 1 ? 1 : 0;
            case FEATURE -> variables > 0 && grower.columns().size() > 1 ? 1 : 0;
            case SWAP_OPERANDS -> binary > 0 ? 1 : 0;
            case ADD, INSERT -> room ? 1 : 0;
            // A graft joins its block with a sum and a product.
            case GRAFT ->
                room
                        && !blocks.isEmpty()
                        && options.operators().contains(Operator.ADD)
                        && options.operators().contains(Operator.MULTIPLY)
                    ? 1
                    : 0;
            case REPLACE, RANDOMISE -> trees > 0 ? 1 : 0;
          };
      weights[k] = weight * scale * adapted.of(MUTATIONS[k]);
      sum += weights[k];
    }
    double x = random.nextDouble() * sum;
    for (int k = 0; k < MUTATIONS.length; k++) {
      x -= weights[k];
      if (x < 0) {
        return MUTATIONS[k];
      }
    }
    return trees > 0 ? Mutation.REPLACE : Mutation.OPTIMISE;
  }

  /**
   * Writes the mutated parent.
   *
   * @param mutation the kind
   * @param parent not changed
   * @param child overwritten when the result is true
   * @param temperature 0 to 1
   * @param blocks to graft
   * @param random the stream
   * @return whether there is a result that fits
   */
  boolean mutate(
      Mutation mutation,
      Tape parent,
      Tape child,
      double temperature,
      BuildingBlocks blocks,
      RandomGenerator random) {
    scratch.clear();
    boolean done =
        switch (mutation) {
          case CONSTANT -> changeConstant(parent, temperature, random);
          case OPERATOR -> changeOperator(parent, random);
          case FEATURE -> changeFeature(parent, random);
          case SWAP_OPERANDS -> swapOperands(parent, random);
          case ROTATE -> rotate(parent, random);
          case ADD -> add(parent, blocks, random);
          case INSERT ->
              isConjugate(random)
                  ? addConjugate(parent, any(parent, random), blocks, random)
                  : insertAbove(parent, any(parent, random), blocks, random);
          case DELETE -> delete(parent, random);
          case COPY -> copySubtree(parent, random);
          case REPLACE -> replaceSubtree(parent, blocks, random);
          case SIMPLIFY -> simplification.simplify(parent, scratch);
          case RANDOMISE -> {
            grower.genome(scratch, 1 + random.nextInt(Math.max(1, maxSize / trees)), random);
            yield true;
          }
          case GRAFT, OPTIMISE, NOTHING -> false;
        };
    if (!done || scratch.length() > maxSize) {
      return false;
    }
    child.set(scratch);
    return true;
  }

  /**
   * Writes a parent with one subtree replaced by a subtree of another.
   *
   * @return whether the result fits
   */
  boolean cross(Tape parent, Tape donor, Tape child, RandomGenerator random) {
    if (trees == 0) {
      return false;
    }
    int to = any(parent, random);
    int from = any(donor, random);
    int toStart = parent.subtreeStart(to);
    int fromStart = donor.subtreeStart(from);
    if (parent.length() - (to - toStart) + (from - fromStart) > maxSize) {
      return false;
    }
    child.clear();
    child.addAll(parent, 0, toStart);
    child.addAll(donor, fromStart, from + 1);
    child.addAll(parent, to + 1, parent.length());
    return true;
  }

  /** {@return a position of a tree} */
  private int any(Tape tape, RandomGenerator random) {
    return fixed + random.nextInt(tape.length() - fixed);
  }

  private boolean changeConstant(Tape parent, double temperature, RandomGenerator random) {
    scratch.set(parent);
    int at = random.nextInt(parent.constants());
    for (int i = 0; i < parent.length(); i++) {
      if (parent.isConstant(i) && at-- == 0) {
        double widest = SMALLEST_CONSTANT_FACTOR + options.perturbationFactor() * temperature;
        // StrictMath: the library's power may differ between machines.
        double factor = StrictMath.pow(widest, random.nextDouble());
        double value = parent.constantAt(i);
        value = random.nextBoolean() ? value * factor : value / factor;
        if (random.nextDouble() < options.negateProbability()) {
          value = -value;
        }
        if (!Double.isFinite(value)) {
          return false;
        }
        scratch.setConstant(i, value);
        return true;
      }
    }
    return false;
  }

  private static int drawOperator(Tape tape, int least, RandomGenerator random) {
    int count = 0;
    for (int i = 0; i < tape.length(); i++) {
      count += tape.arityAt(i) >= least ? 1 : 0;
    }
    int at = count == 0 ? 0 : random.nextInt(count);
    for (int i = 0; i < tape.length(); i++) {
      if (tape.arityAt(i) >= least && at-- == 0) {
        return i;
      }
    }
    return -1;
  }

  private boolean changeOperator(Tape parent, RandomGenerator random) {
    int at = drawOperator(parent, 1, random);
    TreeGrower.Symbol next = grower.symbol(parent.arityAt(at), random);
    if (next.standsAt(parent, at)) {
      return false;
    }
    scratch.set(parent);
    next.set(scratch, at);
    return true;
  }

  private boolean changeFeature(Tape parent, RandomGenerator random) {
    int count = 0;
    for (int i = 0; i < parent.length(); i++) {
      count += parent.isVariable(i) ? 1 : 0;
    }
    int at = random.nextInt(count);
    for (int i = 0; i < parent.length(); i++) {
      if (parent.isVariable(i) && at-- == 0) {
        int own = grower.columns().indexOf(parent.variableAt(i));
        int other = random.nextInt(grower.columns().size() - (own < 0 ? 0 : 1));
        scratch.set(parent);
        scratch.setVariable(i, grower.columns().get(own >= 0 && other >= own ? other + 1 : other));
        return true;
      }
    }
    return false;
  }

  private boolean swapOperands(Tape parent, RandomGenerator random) {
    int at = drawOperator(parent, 2, random);
    int arity = parent.arityAt(at);
    int one = arity == 2 ? 0 : random.nextInt(arity);
    int other = arity == 2 ? 1 : (one + 1 + random.nextInt(arity - 1)) % arity;
    scratch.addAll(parent, 0, parent.subtreeStart(at));
    for (int k = 0; k < arity; k++) {
      appendSubtree(parent, argument(parent, at, k == one ? other : k == other ? one : k));
    }
    scratch.addAll(parent, at, parent.length());
    return true;
  }

  /** The child takes the parent's place, and the parent that of one of the child's arguments. */
  private boolean rotate(Tape parent, RandomGenerator random) {
    int top = drawOperator(parent, 1, random);
    int k = random.nextInt(parent.arityAt(top));
    int pivot = argument(parent, top, k);
    if (!parent.isOperator(pivot)) {
      return false;
    }
    int m = random.nextInt(parent.arityAt(pivot));
    scratch.addAll(parent, 0, parent.subtreeStart(top));
    for (int j = 0; j < parent.arityAt(pivot); j++) {
      if (j != m) {
        appendSubtree(parent, argument(parent, pivot, j));
        continue;
      }
      for (int l = 0; l < parent.arityAt(top); l++) {
        appendSubtree(parent, l == k ? argument(parent, pivot, m) : argument(parent, top, l));
      }
      scratch.addAll(parent, top, top + 1);
    }
    scratch.addAll(parent, pivot, pivot + 1);
    scratch.addAll(parent, top + 1, parent.length());
    return true;
  }

  private void appendSubtree(Tape tape, int root) {
    scratch.addAll(tape, tape.subtreeStart(root), root + 1);
  }

  private static int argument(Tape tape, int operator, int index) {
    int root = operator - 1;
    for (int k = tape.arityAt(operator) - 1; k > index; k--) {
      root = tape.subtreeStart(root) - 1;
    }
    return root;
  }

  private boolean add(Tape parent, BuildingBlocks blocks, RandomGenerator random) {
    if (random.nextBoolean()) {
      return insertAbove(parent, root(parent, random), blocks, random);
    }
    int leaves = 0;
    for (int i = fixed; i < parent.length(); i++) {
      leaves += parent.isOperator(i) ? 0 : 1;
    }
    int at = random.nextInt(leaves);
    for (int i = fixed; i < parent.length(); i++) {
      if (!parent.isOperator(i) && at-- == 0) {
        return insertAbove(parent, i, blocks, random);
      }
    }
    return false;
  }

  /** {@return the root of one of the trees} */
  private int root(Tape parent, RandomGenerator random) {
    int root = parent.length() - 1;
    for (int k = trees == 1 ? 0 : random.nextInt(trees); k > 0; k--) {
      root = parent.subtreeStart(root) - 1;
    }
    return root;
  }

  /** Puts an operator above a position; its other arguments, if any, are leaves or blocks. */
  private boolean insertAbove(Tape parent, int at, BuildingBlocks blocks, RandomGenerator random) {
    TreeGrower.Symbol symbol = grower.symbol(random);
    int start = parent.subtreeStart(at);
    scratch.addAll(parent, 0, start);
    // With two arguments a single bit decides; the old subtree is the first when it is clear.
    int arity = symbol.arity();
    int place =
        arity == 2 ? (random.nextBoolean() ? 1 : 0) : arity == 1 ? 0 : random.nextInt(arity);
    for (int k = 0; k < arity; k++) {
      if (k == place) {
        scratch.addAll(parent, start, at + 1);
      } else {
        newArgument(blocks, random);
      }
    }
    symbol.append(scratch);
    scratch.addAll(parent, at + 1, parent.length());
    return true;
  }

  private boolean isConjugate(RandomGenerator random) {
    return !conjugateSum.isEmpty() && random.nextDouble() < CONJUGATE_PROBABILITY;
  }

  /** Puts a sum under a function and its inverse in the place of a subtree. */
  private boolean addConjugate(Tape parent, int at, BuildingBlocks blocks, RandomGenerator random) {
    scratch.addAll(parent, 0, parent.subtreeStart(at));
    conjugateSum.append(parent, at, _ -> newArgument(blocks, random), scratch, random);
    scratch.addAll(parent, at + 1, parent.length());
    return true;
  }

  private boolean delete(Tape parent, RandomGenerator random) {
    int at = drawOperator(parent, 1, random);
    int kept = argument(parent, at, random.nextInt(parent.arityAt(at)));
    scratch.addAll(parent, 0, parent.subtreeStart(at));
    appendSubtree(parent, kept);
    scratch.addAll(parent, at + 1, parent.length());
    return true;
  }

  private boolean copySubtree(Tape parent, RandomGenerator random) {
    int to = any(parent, random);
    int from = any(parent, random);
    if (to == from) {
      return false;
    }
    scratch.addAll(parent, 0, parent.subtreeStart(to));
    appendSubtree(parent, from);
    scratch.addAll(parent, to + 1, parent.length());
    return true;
  }

  private boolean replaceSubtree(Tape parent, BuildingBlocks blocks, RandomGenerator random) {
    int at = any(parent, random);
    scratch.addAll(parent, 0, parent.subtreeStart(at));
    graft(blocks, random);
    scratch.addAll(parent, at + 1, parent.length());
    return true;
  }

  private void newArgument(BuildingBlocks blocks, RandomGenerator random) {
    if (!blocks.isEmpty() && random.nextDouble() < BLOCK_PROBABILITY) {
      blocks.append(scratch, random);
    } else {
      grower.leaf(scratch, random);
    }
  }

  private void graft(BuildingBlocks blocks, RandomGenerator random) {
    if (!blocks.isEmpty() && random.nextDouble() < BLOCK_PROBABILITY) {
      blocks.append(scratch, random);
    } else {
      grower.tree(scratch, LARGEST_GRAFT, random);
    }
  }
}
