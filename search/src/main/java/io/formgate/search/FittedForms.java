package io.formgate.search;

import io.formgate.expression.Tape;
import java.util.HashMap;
import java.util.Map;

/**
 * The forms, constants left open, that have been fitted to all rows, with the loss they got: a form
 * is fitted again only when a sample promises far more.
 */
final class FittedForms {
  private static final double FAR_MORE = 0.6;

  private final Map<Long, Double> losses = new HashMap<>();

  /** Remembers the lower loss. */
  void add(long form, double loss) {
    losses.merge(form, loss, Math::min);
  }

  /** Writes what it holds. */
  void write(StateWriter out) {
    out.map(losses, out::number);
  }

  /** Takes what another one wrote. */
  void read(StateReader in) {
    losses.putAll(in.map(in::real));
  }

  /** Remembers all of another. */
  void addAll(FittedForms other) {
    other.losses.forEach(this::add);
  }

  /**
   * {@return whether a fit of the form to all rows can be left out}
   *
   * @param form see {@link #formOf}
   * @param sampleLoss loss of its fit to a sample
   */
  boolean isExhausted(long form, double sampleLoss) {
    Double loss = losses.get(form);
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
