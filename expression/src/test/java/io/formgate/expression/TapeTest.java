package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tapes and blocks of rows. */
class TapeTest {
  private static final List<String> COLUMNS = RandomExprs.COLUMNS;

  @Test
  void tapesHoldTheWholeExpression() {
    Random random = new Random(18);
    for (int i = 0; i < 2_000; i++) {
      Expr e = RandomExprs.any(random, 1 + i % 5);
      Tape tape = Tape.of(e, COLUMNS);
      assertThat(tape.length()).isEqualTo(e.size());
      assertThat(tape.toExpr(COLUMNS)).isEqualTo(e);
      assertThat(tape.copy()).isEqualTo(tape).hasSameHashCodeAs(tape);
      for (int end = 0; end < tape.length(); end++) {
        int start = tape.subtreeStart(end);
        Tape part = new Tape(tape.length());
        part.addAll(tape, start, end + 1);
        Expr subtree = part.toExpr(COLUMNS);
        assertThat(subtree.size()).isEqualTo(end + 1 - start);
        if (end == tape.length() - 1) {
          assertThat(start).isZero();
        }
      }
    }
  }

  @Test
  void longChainsNeedNoStack() {
    Expr e = Expr.variable("x");
    for (int i = 0; i < FormulaParser.MAX_OPERATORS; i++) {
      e =
          switch (i % 3) {
            case 0 -> Expr.apply(Operator.SIN, e);
            case 1 -> Expr.apply(Operator.SUBTRACT, Expr.constant(1), e);
            default -> Expr.apply(Operator.CLAMP, e, Expr.constant(0), Expr.constant(1));
          };
    }
    Tape tape = Tape.of(e, COLUMNS);
    assertThat(tape.length()).isEqualTo(e.size());
    assertThat(tape.toExpr(COLUMNS)).isEqualTo(e);
  }

  @Test
  void theCommonPrefixEndsAtTheFirstDifference() {
    Tape tape =
        Tape.of(FormulaParser.parse(new SourceText("f", "2.5*x + sin(y)")), List.of("x", "y"));
    assertThat(tape.commonPrefix(tape.copy())).isEqualTo(tape.length());
    for (int i = 0; i < tape.length(); i++) {
      Tape shorter = new Tape(i);
      shorter.addAll(tape, 0, i);
      assertThat(tape.commonPrefix(shorter)).isEqualTo(i);
      assertThat(shorter.commonPrefix(tape)).isEqualTo(i);
    }
    Tape other = tape.copy();
    other.setOperator(4, Operator.COS);
    assertThat(tape.commonPrefix(other)).isEqualTo(4);
    other.setVariable(3, 0);
    assertThat(tape.commonPrefix(other)).isEqualTo(3);
    other.setConstant(0, 2.25);
    assertThat(tape.commonPrefix(other)).isZero();
  }

  @Test
  void changesShowInEquality() {
    Tape tape =
        Tape.of(FormulaParser.parse(new SourceText("f", "2.5*x + sin(y)")), List.of("x", "y"));
    Tape other = tape.copy();
    assertThat(tape.constants()).isEqualTo(1);
    other.setConstant(0, 2.25);
    assertThat(other).isNotEqualTo(tape);
    other.set(tape);
    other.setVariable(1, 1);
    assertThat(other).isNotEqualTo(tape);
    other.set(tape);
    other.setOperator(4, Operator.COS);
    assertThat(other).isNotEqualTo(tape);
    assertThat(FormulaPrinter.print(other.toExpr(List.of("x", "y")))).isEqualTo("2.5*x + cos(y)");
    Tape roomy = new Tape(50);
    roomy.addConstant(7);
    roomy.clear();
    roomy.addAll(tape, 0, tape.length());
    assertThat(roomy).isEqualTo(tape).hasSameHashCodeAs(tape);
    assertThat(roomy.capacity()).isEqualTo(50);
    assertThatThrownBy(() -> Tape.of(Expr.variable("z"), List.of("x")))
        .isInstanceOf(IllegalArgumentException.class);
    roomy.addConstant(1);
    assertThatThrownBy(() -> roomy.toExpr(List.of("x", "y")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void blocksHoldTheRowsAndTheirWeights() {
    for (int rows : new int[] {1, 255, 256, 257, 700}) {
      double[] x = IntStream.range(0, rows).mapToDouble(r -> r).toArray();
      double[] y = IntStream.range(0, rows).mapToDouble(r -> -2 * r).toArray();
      double[] t = IntStream.range(0, rows).mapToDouble(r -> r / 4.0).toArray();
      Dataset data = new Dataset(List.of("t", "x", "y"), new double[][] {t, x, y});
      RowBlocks blocks = new RowBlocks(data, List.of("y", "x"), "t");
      assertThat(blocks.rows()).isEqualTo(rows);
      assertThat(blocks.inputs()).isEqualTo(2);
      assertThat(blocks.targets()).containsExactly(t);
      double weights = 0;
      for (int b = 0; b < blocks.blocks(); b++) {
        weights += Arrays.stream(blocks.weight(b)).sum();
      }
      assertThat(weights).isEqualTo(rows);
      assertThat(evaluate(blocks, 0)).containsExactly(y);
      assertThat(evaluate(blocks, 1)).containsExactly(x);
      int[] chosen = IntStream.range(0, 300).map(i -> (i * 37 + 5) % rows).toArray();
      RowBlocks some = blocks.select(chosen);
      assertThat(some.targets())
          .containsExactly(Arrays.stream(chosen).mapToDouble(r -> t[r]).toArray());
      assertThat(evaluate(some, 1))
          .containsExactly(Arrays.stream(chosen).mapToDouble(r -> x[r]).toArray());
    }
    Dataset none = new Dataset(List.of("t"), new double[][] {{}});
    assertThatThrownBy(() -> new RowBlocks(none, List.of(), "t"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double[] evaluate(RowBlocks blocks, int column) {
    Tape tape = new Tape(1);
    tape.addVariable(column);
    double[] out = new double[blocks.rows()];
    new BatchEvaluator(blocks, 1).evaluate(tape, out);
    return out;
  }
}
