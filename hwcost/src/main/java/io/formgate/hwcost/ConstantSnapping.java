package io.formgate.hwcost;

import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.Quantizer;
import io.formgate.expression.DiagnosticException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Moves numbers of a circuit to neighbours of fewer signed digits where the circuit gets better and
 * what is asked of it is kept. One number after the other is moved, to the neighbour that makes the
 * best circuit.
 */
public final class ConstantSnapping {
  /** Signed digits of a neighbour; what has more costs as much as the number itself. */
  private static final int MOST_DIGITS = 5;

  private ConstantSnapping() {}

  /**
   * A number that is moved.
   *
   * @param from what it is in the formulas, in the form in which they are built
   * @param to what sums and products have instead
   * @param before the circuit without this move and those after it
   * @param after the circuit with it
   */
  public record Move(double from, double to, QuantizedCircuit before, QuantizedCircuit after) {}

  /**
   * A circuit and the numbers that are moved in it.
   *
   * @param circuit the circuit
   * @param moves in their order; none if no move makes a better circuit
   */
  public record Snapped(QuantizedCircuit circuit, List<Move> moves) {
    /** Copies the list. */
    public Snapped {
      moves = List.copyOf(moves);
    }

    /** {@return the same moves with another circuit of the same outputs} */
    Snapped with(QuantizedCircuit other) {
      return new Snapped(other, moves);
    }
  }

  /**
   * {@return a circuit with numbers moved}
   *
   * @param found the best circuit with the numbers as they are
   * @param device costs
   * @param options clock and ports
   * @param keeps whether a circuit keeps what is asked besides its tolerances
   */
  static Snapped of(
      FoundCircuit found,
      DeviceModel device,
      ScheduleOptions options,
      Predicate<QuantizedCircuit> keeps) {
    FoundCircuit best = found;
    List<Move> moves = new ArrayList<>();
    for (double number : Quantizer.of(found.request(), found.style()).numbers()) {
      FoundCircuit before = best;
      double moved = number;
      for (double neighbour : neighbours(number)) {
        Optional<FoundCircuit> other = built(before, number, neighbour, device, options);
        if (other.isPresent()
            && other.get().isBetterThan(best, CircuitOrder.of(options))
            && keeps.test(other.get().circuit())) {
          best = other.get();
          moved = neighbour;
        }
      }
      if (moved != number) {
        moves.add(new Move(number, moved, before.circuit(), best.circuit()));
      }
    }
    return new Snapped(best.circuit().withNotes(found.circuit().notes()), moves);
  }

  private static Optional<FoundCircuit> built(
      FoundCircuit before,
      double number,
      double neighbour,
      DeviceModel device,
      ScheduleOptions options) {
    try {
      return Optional.of(
          CircuitCompiler.found(
              before.request().moving(number, neighbour), before.style(), device, options));
    } catch (DiagnosticException e) {
      // The tolerance does not allow this neighbour.
      return Optional.empty();
    }
  }

  /** {@return the nearest numbers of 1, 2 and more signed digits, the number itself left out} */
  static List<Double> neighbours(double number) {
    Set<Double> neighbours = new LinkedHashSet<>();
    double sum = 0;
    for (int digits = 0; digits < MOST_DIGITS && sum != number; digits++) {
      sum += nearestPowerOfTwo(number - sum);
      neighbours.add(sum);
    }
    neighbours.remove(number);
    return List.copyOf(neighbours);
  }

  private static double nearestPowerOfTwo(double value) {
    double below = Math.scalb(1.0, Math.getExponent(value));
    return Math.copySign(Math.abs(value) > 1.5 * below ? 2 * below : below, value);
  }
}
