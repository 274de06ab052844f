package io.formgate.cli;

import io.formgate.datapath.ErrorBound;
import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.hwcost.ConstantSnapping;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What is said of each number of a circuit that is moved: before, after, and what it does. */
final class SnapNotes {
  private static final int DIGITS = 6;
  private static final int EFFECT_DIGITS = 4;

  private SnapNotes() {}

  /**
   * A figure of a circuit that a move may change.
   *
   * @param name what is shown before it
   * @param of the figure of each output
   */
  record Figure(String name, Function<QuantizedCircuit, List<Double>> of) {

    /** {@return the largest error that is proved of each output} */
    static Figure bound(QuantizerRequest request) {
      return new Figure(
          "bound",
          circuit -> {
            List<Double> bounds = new ArrayList<>();
            for (int i = 0; i < request.outputs().size(); i++) {
              ErrorBound bound = circuit.claims().get(i).bound();
              bounds.add(bound.at(request.outputs().get(i).format().range().magnitude()));
            }
            return bounds;
          });
    }
  }

  /**
   * {@return a note for each move, or one that says that there are none}
   *
   * @param moves the moves
   * @param request the outputs
   * @param figures what they change
   */
  static List<String> of(
      List<ConstantSnapping.Move> moves, QuantizerRequest request, List<Figure> figures) {
    if (moves.isEmpty()) {
      return List.of("no number has a neighbour that makes a better circuit within the tolerances");
    }
    return moves.stream().map(move -> note(move, request, figures)).toList();
  }

  private static String note(
      ConstantSnapping.Move move, QuantizerRequest request, List<Figure> figures) {
    List<String> effects = new ArrayList<>();
    for (Figure figure : figures) {
      List<Double> before = figure.of().apply(move.before());
      List<Double> after = figure.of().apply(move.after());
      for (int i = 0; i < before.size(); i++) {
        if (!before.get(i).equals(after.get(i))) {
          effects.add(
              figure.name()
                  + (before.size() == 1 ? " " : " of " + request.outputs().get(i).name() + " ")
                  + Numbers.digits(before.get(i), EFFECT_DIGITS)
                  + " before, "
                  + Numbers.digits(after.get(i), EFFECT_DIGITS)
                  + " after");
        }
      }
    }
    return "the number "
        + Numbers.digits(move.from(), DIGITS)
        + " is moved to "
        + Numbers.exact(move.to())
        + (effects.isEmpty() ? ", which changes no error" : ": " + String.join("; ", effects));
  }
}
