package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import io.formgate.expression.Tolerance;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Chains as long as formulas may be: nothing recurses over a formula. */
class DeepFormulasTest {
  private static final Expr X = Expr.variable("x");

  private static Datapath chain(int links, UnaryOperator<Expr> link) {
    Expr e = X;
    for (int i = 0; i < links; i++) {
      e = link.apply(e);
    }
    assertThat(e.size()).isLessThanOrEqualTo(FormulaParser.MAX_NODES);
    return Quantizer.of(
            new QuantizerRequest(
                "deep",
                List.of(
                    new QuantizerRequest.InputPort(
                        "x", FixedFormat.parse("fixed<10,3>").orElseThrow(), new Interval(-4, 3))),
                List.of(
                    new QuantizerRequest.OutputPort(
                        "y",
                        e,
                        FixedFormat.parse("fixed<40,20>").orElseThrow(),
                        true,
                        new Tolerance(0, 0.01)))),
            QuantizerStyle.PLAIN)
        .circuit(LutTarget.withBlocks())
        .datapath();
  }

  @Test
  void aChainOfSums() {
    Datapath datapath = chain(4_999, e -> Expr.apply(Operator.ADD, e, X));
    long raw = 3 << 5;
    assertThat(new DatapathInterpreter(datapath).evaluate(raw)[0])
        .isEqualTo((5_000 * raw) << (20 - 7));
  }

  @Test
  void aChainOfFunctionsIsOneTable() {
    assertThat(chain(9_999, e -> Expr.apply(Operator.TANH, e)).tables()).hasSize(1);
  }

  @Test
  void aChainOfChoices() {
    Datapath datapath =
        chain(2_400, e -> Expr.apply(Operator.COND, X, Expr.apply(Operator.NEGATE, e), X));
    assertThat(new DatapathInterpreter(datapath).evaluate(-5)[0]).isEqualTo(-5 << (20 - 7));
  }
}
