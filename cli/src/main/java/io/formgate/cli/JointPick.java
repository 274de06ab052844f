package io.formgate.cli;

import io.formgate.constraints.HardwareBudget;
import io.formgate.constraints.Spec;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.hwcost.DeviceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One formula for each output, and the circuit of them all.
 *
 * @param rows one of each front, in the order of the outputs
 * @param circuit all of them in one module, within the budget
 * @param loss by which they were chosen
 * @param isAsked whether somebody asked for these, or for all, so that no rule chose them
 */
record JointPick(List<FrontRow> rows, CompiledCircuit circuit, JointLoss loss, boolean isAsked) {
  JointPick {
    rows = List.copyOf(rows);
  }

  /** {@return the loss of a formula of an output beside the others that were picked} */
  ToDoubleFunction<FrontRow> lossOf(int output) {
    return row -> loss.of(rows, output, row);
  }

  /**
   * {@return the picks}: of each output the one that would be picked for it alone; while the
   * circuit of all exceeds the budget, the output that loses least gives way to a smaller formula
   *
   * @param spec the spec
   * @param name of the module
   * @param device costs
   * @param data the rows that choose thresholds
   * @param searches of the outputs, in their order
   * @param fronts of the outputs, in their order
   * @throws DiagnosticException if no choice keeps the budget
   */
  static JointPick of(
      Spec spec,
      String name,
      DeviceModel device,
      TrainingData data,
      List<OutputSearch> searches,
      List<List<FrontRow>> fronts) {
    HardwareBudget budget = spec.hardware().budget();
    List<FrontRow> picks = new ArrayList<>();
    for (int i = 0; i < fronts.size(); i++) {
      String output = spec.outputs().get(i).name();
      List<FrontRow> front = fronts.get(i);
      picks.add(
          FrontRow.pick(spec.selection(), front, budget, spec.complexity().mode())
              .orElseThrow(() ->
                  new IllegalStateException("no formula of the front of '" + output + "' stands")));
    }
    JointLoss loss =
        JointClasses.isAsked(spec) ? new JointLoss(spec, data, fronts) : JointLoss.separate();
    loss.refine(spec, fronts, picks);
    while (true) {
      CompiledCircuit circuit =
          joint(spec, new SpecCircuit(spec, name, device, data, searches), picks);
      if (circuit != null && FrontRow.keeps(circuit, budget)) {
        return new JointPick(picks, circuit, loss, false);
      }
      giveWay(fronts, picks, budget, loss);
    }
  }

  /**
   * {@return the formula of a run with one output that somebody names}
   *
   * @param spec the spec
   * @param fronts of the outputs
   * @param number of the formula
   * @throws DiagnosticException if there is no such formula that can be built
   */
  static JointPick named(Spec spec, List<List<FrontRow>> fronts, String number) {
    if (fronts.size() > 1 || SpecCircuit.hasHeads(spec)) {
      throw Arguments.usage(
          "--candidate names one formula, but the circuit of this run is made of all its outputs",
          "build the formula by itself, with the command that the report shows of it");
    }
    List<String> numbers = new ArrayList<>();
    List<FrontRow> front = fronts.getFirst();
    for (int i = 0; i < front.size(); i++) {
      FrontRow row = front.get(i);
      CompiledCircuit circuit = row.circuit();
      if (circuit != null && row.stands()) {
        numbers.add(CandidateNumber.of(spec, spec.output().name(), i));
        if (numbers.getLast().equals(number)) {
          return new JointPick(List.of(row), circuit, JointLoss.separate(), true);
        }
      }
    }
    throw Arguments.usage(
        "the front has no formula " + number + " that can be built",
        numbers.isEmpty()
            ? "none of its formulas can be built; the report says of each why"
            : "it has " + CandidateNumber.list(numbers));
  }

  private static @Nullable CompiledCircuit joint(
      Spec spec, SpecCircuit compiler, List<FrontRow> picks) {
    if (picks.size() == 1 && !SpecCircuit.hasHeads(spec)) {
      return picks.getFirst().circuit();
    }
    try {
      return compiler.of(picks.stream().map(FrontRow::formula).toList());
    } catch (DiagnosticException refused) {
      // Smaller formulas mend what is too large, but no threshold that there is not.
      if (refused.diagnostics().stream()
          .anyMatch(d -> d.code() == DiagnosticCode.QUANTIZE_THRESHOLD)) {
        throw refused;
      }
      return null;
    }
  }

  private static void giveWay(
      List<List<FrontRow>> fronts, List<FrontRow> picks, HardwareBudget budget, JointLoss loss) {
    int weakest = -1;
    FrontRow smaller = null;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < picks.size(); i++) {
      for (FrontRow row : fronts.get(i)) {
        double factor =
            loss.of(picks, i, row) / Math.max(loss.of(picks, i, picks.get(i)), Double.MIN_NORMAL);
        if (row.keeps(budget) && row.size() < picks.get(i).size() && factor < least) {
          weakest = i;
          smaller = row;
          least = factor;
        }
      }
    }
    if (smaller == null) {
      throw unmet("no choice of the formulas found, one for each output,");
    }
    picks.set(weakest, smaller);
  }

  private static DiagnosticException unmet(String what) {
    return new DiagnosticException(
        Diagnostic.of(
            DiagnosticCode.BUDGET_UNMET,
            what + " can be built within the hardware budget",
            "allow more, slow the clock, widen the tolerance, or search longer"));
  }
}
