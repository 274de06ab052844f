package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Parts of a formula that depend on constants alone, in fits. */
class ConstantPartsTest {
  private static final int ROWS = 1_100;

  private static int[][] eachConstant(Tape tape) {
    return IntStream.range(0, tape.length())
        .filter(tape::isConstant)
        .mapToObj(p -> new int[] {p})
        .toArray(int[][]::new);
  }

  /**
   * A sum of an operator's value and a column. Each argument is a constant times a column, or times
   * another constant if its bit is set. Constants may have a column of zeros added, so that they
   * depend on the row as far as the evaluator knows.
   */
  private static Tape ofConstants(Operator operator, int constant, double value, boolean zeros) {
    Tape tape = new Tape(24);
    tape.addVariable(1);
    for (int argument = 0; argument < operator.arity(); argument++) {
      tape.addConstant(value + 0.25 * argument);
      if (zeros) {
        tape.addVariable(2);
        tape.addOperator(Operator.ADD);
      }
      if (((constant >> argument) & 1) == 1) {
        tape.addConstant(1.5);
        if (zeros) {
          tape.addVariable(2);
          tape.addOperator(Operator.ADD);
        }
      } else {
        tape.addVariable(0);
      }
      tape.addOperator(Operator.MULTIPLY);
    }
    tape.addOperator(operator);
    tape.addOperator(Operator.ADD);
    return tape;
  }

  @Test
  void whatDependsOnConstantsAloneIsWorthTheSameAsOnEveryRow() {
    double[][] columns = new double[4][ROWS];
    for (int r = 0; r < ROWS; r++) {
      columns[0][r] = 1 + 0.001 * r;
      columns[1][r] = Math.floorMod(r * 7, 11);
      columns[3][r] = Math.floorMod(r * 5, 13);
    }
    Dataset data = new Dataset(List.of("x", "y", "zero", "out"), columns);
    RowBlocks all = new RowBlocks(data, List.of("x", "y", "zero"), "out");
    for (int rows : new int[] {20, 1_000, ROWS}) {
      RowBlocks some = all.select(IntStream.range(0, rows).toArray());
      BatchEvaluator evaluator = new BatchEvaluator(some, 24);
      BatchEvaluator other = new BatchEvaluator(some, 24);
      for (Operator operator : Operator.values()) {
        int compared = 0;
        for (int constant = 1; constant < 1 << operator.arity(); constant++) {
          for (double value : new double[] {-0.7, 0.3, 2.1}) {
            Tape narrow = ofConstants(operator, constant, value, false);
            Tape wide = ofConstants(operator, constant, value, true);
            int[][] groups = eachConstant(narrow);
            int n = groups.length;
            double[][] jtj = new double[n][n];
            double[] jtr = new double[n];
            double loss = evaluator.normalEquations(narrow, groups, jtj, jtr);
            double[][] wanted = new double[n][n];
            double[] wantedJtr = new double[n];
            assertThat(other.normalEquations(wide, eachConstant(wide), wanted, wantedJtr))
                .isEqualTo(loss);
            if (loss < Double.POSITIVE_INFINITY) {
              boolean isSame = Arrays.deepEquals(jtj, wanted) && Arrays.equals(jtr, wantedJtr);
              assertThat(isSame).as("%s of %s, %s", operator, value, constant).isTrue();
              compared++;
            }
            narrow.setConstant(groups[0][0], 1.01 * narrow.constantAt(groups[0][0]));
            assertThat(evaluator.lossInFit(narrow)).isEqualTo(evaluator.loss(narrow));
          }
        }
        assertThat(compared).as("finite sums of %s", operator).isPositive();
      }
    }
  }
}
