package io.formgate.cli;

import io.formgate.constraints.OutputDeclaration;
import io.formgate.constraints.Spec;
import io.formgate.datapath.Area;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Dataset;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.Sha256;
import io.formgate.hwcost.DeviceModel;
import io.formgate.search.SpecProblem;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A formula that a search found, with its circuit, for programs: what the commands print nothing
 * of.
 */
public final class SearchedFormula {
  private static final String MODULE = "formula";
  private static final long VECTORS = 100_000;
  private static final int COLUMNS = 100;

  private final Spec spec;
  private final FrontRow row;
  private final CompiledCircuit circuit;
  private final Dataset data;

  private SearchedFormula(Spec spec, FrontRow row, CompiledCircuit circuit, Dataset data) {
    this.spec = spec;
    this.row = row;
    this.circuit = circuit;
    this.data = data;
  }

  /**
   * {@return the front of a spec with one output, by rising cycles}
   *
   * @param written the spec
   * @param dataset a column for every input and the output
   * @param threads at least 1; never changes the result
   * @throws DiagnosticException if the spec has several outputs or decisions, a column is missing,
   *     or no formula can be built
   */
  public static List<SearchedFormula> search(Spec written, Dataset dataset, int threads) {
    Arguments.atLeast("threads", threads, 1);
    SpecProblem.requireAble(written);
    if (written.outputs().size() != 1 || SpecCircuit.hasHeads(written)) {
      throw Arguments.usage(
          "a front is of one output without decisions, but the spec asks for more",
          "search the outputs one by one, or use the command compile");
    }
    List<String> needed = new ArrayList<>(written.inputNames());
    needed.addAll(written.outputNames());
    written.levelColumns().forEach(column -> needed.add(column.name()));
    for (String name : needed) {
      if (!dataset.names().contains(name)) {
        throw Arguments.usage("the data have no column '" + name + "'", "add the column");
      }
    }
    TrainingData rows = TrainingData.of(written, dataset);
    Spec spec = rows.leveled(written);
    OutputDeclaration output = spec.outputs().getFirst();
    DeviceModel device = SpecDevice.of(spec);
    OutputSearch search =
        new OutputSearch(
            quiet(),
            spec,
            output,
            device,
            rows,
            spec.search().iterations(),
            spec.search().seed(),
            Optional.empty());
    List<SearchedFormula> found = new ArrayList<>();
    for (FrontRow row : search.build(search.run(threads), MODULE)) {
      CompiledCircuit circuit = row.circuit();
      if (row.stands() && circuit != null) {
        found.add(new SearchedFormula(spec, row, circuit, rows.columns()));
      }
    }
    found.sort(Comparator.comparingInt(SearchedFormula::latencyCycles));
    return List.copyOf(found);
  }

  private static Terminal quiet() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false);
    return new Terminal(nowhere, nowhere, false, COLUMNS, System.getenv());
  }

  /** {@return the formula; its variables are the inputs} */
  public Expr formula() {
    return row.formula();
  }

  /** {@return the mean loss on the rows to fit} */
  public double loss() {
    return row.loss();
  }

  /** {@return clock cycles from inputs to outputs} */
  public int latencyCycles() {
    return circuit.pipeline().latencyCycles();
  }

  /** {@return the resources of the circuit} */
  public Area area() {
    return circuit.area();
  }

  /**
   * {@return what the circuit computes, bit for bit}
   *
   * @param rows {@code rows[row][input]}
   */
  public double[] predict(double[][] rows) {
    DatapathInterpreter model = new DatapathInterpreter(circuit.quantized().datapath());
    List<QuantizerRequest.InputPort> inputs = circuit.request().inputs();
    double[] values = new double[rows.length];
    for (int r = 0; r < rows.length; r++) {
      checkWidth(rows[r]);
      long[] raw = new long[inputs.size()];
      for (int i = 0; i < raw.length; i++) {
        raw[i] = inputs.get(i).format().nearestRaw(rows[r][i]);
      }
      values[r] = circuit.request().outputs().getFirst().format().toReal(model.evaluate(raw)[0]);
    }
    return values;
  }

  /**
   * {@return what the real-valued formula is; NaN where it has no value}
   *
   * @param rows {@code rows[row][input]}
   */
  public double[] predictReal(double[][] rows) {
    double[] values = new double[rows.length];
    Map<String, Double> at = new HashMap<>();
    for (int r = 0; r < rows.length; r++) {
      checkWidth(rows[r]);
      for (int i = 0; i < rows[r].length; i++) {
        at.put(spec.inputNames().get(i), rows[r][i]);
      }
      values[r] = ReferenceEvaluator.evaluate(formula(), at);
    }
    return values;
  }

  private void checkWidth(double[] row) {
    if (row.length != spec.inputNames().size()) {
      throw new IllegalArgumentException(
          "a row has " + row.length + " values, the spec " + spec.inputNames().size() + " inputs");
    }
  }

  /**
   * A circuit that was written and simulated.
   *
   * @param folder of its files
   * @param isVerified whether it equals its golden model
   * @param vectors compared
   */
  public record Emitted(Path folder, boolean isVerified, long vectors) {}

  /**
   * Writes the circuit and verifies it in Verilator.
   *
   * @param target folder that does not exist yet, is empty, or holds a former circuit of the spec
   * @return what was written and shown
   * @throws DiagnosticException if the folder holds something else, or a tool is missing
   */
  public Emitted emit(Path target) {
    Terminal terminal = quiet();
    long seed = spec.search().seed();
    String identity = "program " + Sha256.of(spec.source().text());
    try (RunFolder run = RunFolder.open(target, identity, false)) {
      run.write(SpecColumns.SPEC, spec.source().text());
      Path folder = CandidateFolder.below(run.path(), circuit.pipeline());
      List<long[]> vectors = DataRows.quantized(data, circuit.request().inputs());
      CircuitReport report =
          new Emission(terminal, new Stages(terminal, System::nanoTime), Optional.empty())
              .run(
                  folder,
                  circuit,
                  SpecPorts.units(spec),
                  spec.hardware().wrapper(),
                  spec.source().text(),
                  new Proof.Plan(vectors, VECTORS, seed),
                  null);
      Path below = run.path().relativize(folder);
      run.publish(identity, List.of());
      return new Emitted(target.resolve(below), report.passed(), report.verification().vectors());
    }
  }
}
