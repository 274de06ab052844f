package io.formgate.search;

/**
 * How often each mutation is tried, relative to the others; kinds that a candidate has no place for
 * are left out of the draw.
 *
 * @param constant weight of {@link Mutation#CONSTANT}
 * @param operator weight of {@link Mutation#OPERATOR}
 * @param feature weight of {@link Mutation#FEATURE}
 * @param swapOperands weight of {@link Mutation#SWAP_OPERANDS}
 * @param rotate weight of {@link Mutation#ROTATE}
 * @param add weight of {@link Mutation#ADD}
 * @param insert weight of {@link Mutation#INSERT}
 * @param delete weight of {@link Mutation#DELETE}
 * @param copy weight of {@link Mutation#COPY}
 * @param replace weight of {@link Mutation#REPLACE}
 * @param graft weight of {@link Mutation#GRAFT}
 * @param simplify weight of {@link Mutation#SIMPLIFY}
 * @param randomise weight of {@link Mutation#RANDOMISE}
 * @param optimise weight of {@link Mutation#OPTIMISE}
 * @param nothing weight of {@link Mutation#NOTHING}
 */
public record MutationWeights(
    double constant,
    double operator,
    double feature,
    double swapOperands,
    double rotate,
    double add,
    double insert,
    double delete,
    double copy,
    double replace,
    double graft,
    double simplify,
    double randomise,
    double optimise,
    double nothing) {
  /**
   * Untuned weights of about one for what changes the form and less for what is seldom of use; only
   * the graft's was chosen by trial, among 0.1 and 0.3.
   */
  public static final MutationWeights DEFAULT =
      new MutationWeights(
          0.3, 0.8, 1.0, 0.1, 0.8, 1.5, 1.0, 1.0, 0.4, 0.8, 0.3, 0.02, 0.05, 0.02, 0);

  /** Checks that no weight is negative and one is positive. */
  public MutationWeights {
    double sum = 0;
    for (double weight :
        new double[] {
          constant,
          operator,
          feature,
          swapOperands,
          rotate,
          add,
          insert,
          delete,
          copy,
          replace,
          graft,
          simplify,
          randomise,
          optimise,
          nothing
        }) {
      if (!(weight >= 0)) {
        throw new IllegalArgumentException("a mutation weight is at least 0, not " + weight);
      }
      sum += weight;
    }
    if (!(sum > 0)) {
      throw new IllegalArgumentException("one mutation weight has to be positive");
    }
  }

  /**
   * {@return the weight of a kind}
   *
   * @param mutation the kind
   */
  public double of(Mutation mutation) {
    return switch (mutation) {
      case CONSTANT -> constant;
      case OPERATOR -> operator;
      case FEATURE -> feature;
      case SWAP_OPERANDS -> swapOperands;
      case ROTATE -> rotate;
      case ADD -> add;
      case INSERT -> insert;
      case DELETE -> delete;
      case COPY -> copy;
      case REPLACE -> replace;
      case GRAFT -> graft;
      case SIMPLIFY -> simplify;
      case RANDOMISE -> randomise;
      case OPTIMISE -> optimise;
      case NOTHING -> nothing;
    };
  }
}
