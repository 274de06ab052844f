package io.formgate.cli;

import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.Head;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.hwcost.Pipeline;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A classifier of one formula a class.
 *
 * @param circuit its circuit with the decision
 * @param scoresPipeline the circuit of the scores alone
 * @param model computes all scores as the circuit does
 * @param quality on the rows to fit
 */
record ClosedCircuit(
    CompiledCircuit circuit, Pipeline scoresPipeline, DatapathInterpreter model, double quality)
    implements Classifier {

  @Override
  public Pipeline pipeline() {
    return circuit.pipeline();
  }

  private List<QuantizerRequest.OutputPort> outputs() {
    return circuit.request().outputs();
  }

  @Override
  public OptionalLong atLeast() {
    return circuit.request().heads().stream()
        .filter(Head.Threshold.class::isInstance)
        .map(Head.Threshold.class::cast)
        .mapToLong(t -> (long) Math.ceil(t.atLeast() / outputs().get(t.formula()).format().lsb()))
        .findFirst();
  }

  @Override
  public List<String> formulas() {
    return outputs().stream()
        .map(o -> o.name() + " = " + FormulaPrinter.print(o.formula(), 6))
        .toList();
  }

  @Override
  public Forms forms() {
    return Forms.CLOSED;
  }

  @Override
  public int terms() {
    return (int) outputs().stream().filter(o -> !(o.formula() instanceof Expr.Constant)).count();
  }

  @Override
  public int entryBits() {
    return 0;
  }

  @Override
  public boolean projects() {
    return false;
  }

  @Override
  public double[] scores(long[] raw) {
    return Arrays.stream(model.evaluate(raw)).limit(outputs().size()).asDoubleStream().toArray();
  }

  @Override
  public double[] realScores(long[] raw) {
    Map<String, Double> at = new HashMap<>();
    List<QuantizerRequest.InputPort> inputs = circuit.request().inputs();
    for (int i = 0; i < raw.length; i++) {
      at.put(inputs.get(i).name(), inputs.get(i).format().toReal(raw[i]));
    }
    return outputs().stream()
        .mapToDouble(o -> ReferenceEvaluator.evaluate(o.formula(), at))
        .toArray();
  }
}
