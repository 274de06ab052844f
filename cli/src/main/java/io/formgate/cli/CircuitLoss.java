package io.formgate.cli;

import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.RowLoss;
import io.formgate.expression.Tape;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The mean loss of what circuits of an output compute on rows, bit for bit.
 *
 * @param rows with their weights
 * @param loss makes the loss for a thread
 * @param format of the output
 */
record CircuitLoss(RowBlocks rows, Supplier<? extends RowLoss> loss, FixedFormat format) {
  /**
   * Operations of a circuit that are evaluated on rows while a search goes on, rows times nodes.
   */
  private static final int MOST_OPERATIONS = 200_000;

  private static final int FEWEST_ROWS = 64;

  /**
   * {@return the loss of a circuit}
   *
   * @param circuit with this output
   * @param inputs its ports
   * @param index of the output among its formulas
   */
  double of(QuantizedCircuit circuit, List<QuantizerRequest.InputPort> inputs, int index) {
    return of(computed(circuit, inputs, index));
  }

  /** {@return the loss of values, one for each row} */
  double of(double[] values) {
    return new BatchEvaluator(rows, 1, loss.get()).lossOf(values) / rows.totalWeight();
  }

  /** {@return the loss of a formula} */
  double of(Tape formula) {
    return new BatchEvaluator(rows, formula.length(), loss.get()).loss(formula)
        / rows.totalWeight();
  }

  /** {@return what an output of a circuit is on the rows} */
  double[] computed(QuantizedCircuit circuit, List<QuantizerRequest.InputPort> inputs, int index) {
    DatapathInterpreter interpreter = new DatapathInterpreter(circuit.everyValue());
    double[][] columns = rows.allColumns();
    double[] values = new double[rows.rows()];
    long[] raw = new long[inputs.size()];
    for (int row = 0; row < values.length; row++) {
      for (int i = 0; i < raw.length; i++) {
        raw[i] = inputs.get(i).format().nearestRaw(columns[i][row]);
      }
      values[row] = format.toReal(interpreter.evaluate(raw)[index]);
    }
    return values;
  }

  /**
   * {@return about the loss of the circuit of a formula, in bounded time}: where the circuit has
   * too many operations for all rows, the loss of the formula on all, and what the circuit adds to
   * it on some that have a weight, evenly spaced among these; never below 0
   *
   * @param circuit of one output
   * @param inputs its ports
   * @param formula that the circuit is of; variables are the inputs
   */
  double estimated(
      QuantizedCircuit circuit, List<QuantizerRequest.InputPort> inputs, Tape formula) {
    int few = Math.max(FEWEST_ROWS, MOST_OPERATIONS / circuit.everyValue().nodes().size());
    if (few >= rows.rows()) {
      return of(circuit, inputs, 0);
    }
    double[] weights = rows.weights();
    int[] weighty = IntStream.range(0, weights.length).filter(r -> weights[r] > 0).toArray();
    int[] chosen = new int[Math.min(few, weighty.length)];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = weighty[(int) ((long) weighty.length * i / chosen.length)];
    }
    CircuitLoss sample = new CircuitLoss(rows.select(chosen), loss, format);
    // Where the circuit saturates what is far off on few rows, the sum can fall below no loss.
    return Math.max(0, of(formula) + sample.of(circuit, inputs, 0) - sample.of(formula));
  }
}
