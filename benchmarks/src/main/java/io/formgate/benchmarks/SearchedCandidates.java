package io.formgate.benchmarks;

import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.datapath.Area;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tape;
import io.formgate.hwcost.ComplexityMeasure;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.EstimatedCycles;
import io.formgate.hwcost.HardwareCost;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.search.Admission;
import io.formgate.search.HardwareDemand;
import io.formgate.search.SearchEngine;
import io.formgate.search.SearchProblem;
import io.formgate.search.SpecProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a search for the invariant mass of two muons asks the cost of, in the order of asking. */
final class SearchedCandidates {
  private static final int ROWS = 512;
  private static final int ITERATIONS = 4;

  private static final String SPEC =
      """
      data "dimuon.csv"
      input pt1, pt2 as ufixed<12,9> in [3, 300]
      input eta1, eta2 as fixed<12,3> in [-2.5, 2.5]
      input phi1, phi2 as fixed<12,3> in [-3.2, 3.2]
      output M as ufixed<14,9> saturate tolerance max(1 %%, 1/4)
      operators + - * sqrt square cos cosh
      hardware xcvu9p-2 clock 5 ns, latency <= 10 cycles, dsp <= 10
      search iterations %d, seed 1
      """
          .formatted(ITERATIONS);

  private SearchedCandidates() {}

  /** {@return every formula of a length within the bounds that a search of one thread measures} */
  static List<Tape> ofLength(int shortest, int longest) {
    List<Tape> found = new ArrayList<>();
    Spec spec = SpecParser.parse(new SourceText("candidates.fg", SPEC), Path.of(""));
    RowBlocks rows = DimuonLaw.lawfulRows(ROWS);
    SearchProblem problem =
        SpecProblem.of(spec, spec.output(), rows, spec.search().iterations(), spec.search().seed());
    SearchEngine.run(
        problem,
        () -> new Recorder(measure(problem.longestFormula()), shortest, longest, found),
        () -> Admission.ALL,
        new HardwareDemand(spec.hardware().budget(), Optional.empty()),
        1,
        _ -> true);
    return found;
  }

  /** {@return the measure that the search uses} */
  static ComplexityMeasure measure(int maxLength) {
    return new EstimatedCycles(
        DeviceModels.load(DimuonLaw.DEVICE, null),
        ScheduleOptions.atPeriod(DimuonLaw.CLOCK_PERIOD_PS),
        DimuonLaw.request().inputs(),
        DimuonLaw.request().outputs().getFirst(),
        maxLength);
  }

  /** Notes what is measured. */
  private record Recorder(ComplexityMeasure measure, int shortest, int longest, List<Tape> found)
      implements ComplexityMeasure {
    @Override
    public void measure(Tape tape) {
      if (tape.length() >= shortest && tape.length() <= longest) {
        found.add(tape.copy());
      }
      measure.measure(tape);
    }

    @Override
    public int latencyCycles() {
      return measure.latencyCycles();
    }

    @Override
    public int pathPs() {
      return measure.pathPs();
    }

    @Override
    public Area resources() {
      return measure.resources();
    }

    @Override
    public double area() {
      return measure.area();
    }

    @Override
    public HardwareCost cost() {
      return measure.cost();
    }

    @Override
    public int clockPeriodPs() {
      return measure.clockPeriodPs();
    }
  }
}
