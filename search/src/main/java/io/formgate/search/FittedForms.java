package io.formgate.search;

import io.formgate.expression.Tape;
import java.util.HashMap;
import java.util.Map;

/**
 * The forms, constants left open, that have been fitted to all rows, with the loss they got: a form
 * is fitted again only when a sample promises far more.
 *
 * <p>At most {@value #MOST} forms, and those of one epoch, are kept in each of two generations:
 * when the young one is full it becomes the old one, whose forms are forgotten unless they are met
 * again.
 */
final class FittedForms {
  private static final double FAR_MORE = 0.6;

  /** Forms of a generation, of about 50 bytes each. */
  static final int MOST = 200_000;

  private Map<Long, Double> losses = new HashMap<>();
  private Map<Long, Double> older = new HashMap<>();

  /** Remembers the lower loss. */
  void add(long form, double loss) {
    losses.merge(form, loss, Math::min);
  }

  /** Writes what it holds. */
  void write(StateWriter out) {
    out.map(losses, out::number);
    out.map(older, out::number);
  }

  /** Takes what another one wrote. */
  void read(StateReader in) {
    losses = in.map(in::real);
    older = in.map(in::real);
  }

  /** Remembers all of another. */
  void addAll(FittedForms other) {
    other.losses.forEach(this::add);
  }

  /** Forgets the old generation if the young one is full; to be called between epochs. */
  void age() {
    if (losses.size() >= MOST) {
      older = losses;
      losses = new HashMap<>();
    }
  }

  /** {@return the number of forms that are remembered} */
  int size() {
    return losses.size() + older.size();
  }

  /**
   * {@return whether a fit of the form to all rows can be left out}
   *
   * @param form see {@link #formOf}
   * @param sampleLoss loss of its fit to a sample
   */
  boolean isExhausted(long form, double sampleLoss) {
    Double young = losses.get(form);
    Double loss = young == null ? older.get(form) : young;
    return loss != null && sampleLoss >= FAR_MORE * loss;
  }

  /**
   * {@return a hash of a tape without the values of its constants}
   *
   * @param tape the tape
   */
  static long formOf(Tape tape) {
    long h = 0xCBF29CE484222325L;
    for (int i = 0; i < tape.length(); i++) {
      int symbol =
          tape.isConstant(i)
              ? 1
              : tape.isVariable(i)
                  ? 2 + tape.variableAt(i)
                  : (tape.isCall(i)
                          ? -1 - tape.definitionAt(i)
                          : tape.operatorAt(i).symbol().hashCode())
                      << 12;
      h = (h ^ symbol) * 0x100000001B3L;
      h ^= h >>> 29;
    }
    return h;
  }
}
