package io.formgate.search;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The grafts of one island and epoch: {@link GuidedGraft}, {@link InverseGraft}, {@link
 * SoftSwitch}.
 */
final class Grafts {
  private static final double INVERSE = 0.25;
  private static final double SOFT_SWITCH = 0.25;

  /** An inverse graft takes as long as so many evaluations, about. */
  private static final int INVERSE_EVALUATIONS = 10;

  private static final int EVALUATIONS = 2;

  private final GuidedGraft guided;
  private final InverseGraft inverse;
  private final SoftSwitch softSwitch;
  private long evaluations;

  /**
   * Makes them.
   *
   * @param screen the sample of the blocks; its state is overwritten
   * @param blocks to choose from
   * @param operators of the search
   * @param longest longest shape
   */
  Grafts(Screen screen, SampledBlocks blocks, List<Operator> operators, int longest) {
    guided = new GuidedGraft(screen, blocks, longest);
    inverse = new InverseGraft(screen, blocks, operators, longest);
    softSwitch = new SoftSwitch(screen, operators, longest);
  }

  /** {@return the evaluations that the grafts so far took} */
  long evaluations() {
    return evaluations;
  }

  /**
   * Writes a graft of a random kind.
   *
   * @param shape not changed
   * @param child overwritten when the result is true; its new constants are first guesses
   * @param random the stream
   * @return whether there is one
   */
  boolean graft(Tape shape, Tape child, RandomGenerator random) {
    double kind = random.nextDouble();
    if (kind < INVERSE) {
      evaluations += INVERSE_EVALUATIONS;
      return inverse.graft(shape, child, random);
    }
    evaluations += EVALUATIONS;
    return kind < INVERSE + SOFT_SWITCH
        ? softSwitch.replace(shape, child, random)
        : guided.graft(shape, child, random);
  }
}
