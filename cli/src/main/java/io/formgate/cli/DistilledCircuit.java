package io.formgate.cli;

import io.formgate.constraints.Classes;
import io.formgate.constraints.HardwareBudget;
import io.formgate.constraints.Spec;
import io.formgate.constraints.Threshold;
import io.formgate.datapath.Area;
import io.formgate.datapath.ArgmaxForm;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.DemandedBits;
import io.formgate.datapath.TableSumLowering;
import io.formgate.distill.TableSumFitter;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.Reassociation;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.hwcost.Scheduler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * A distilled classifier as a scheduled circuit.
 *
 * @param design the tables
 * @param atLeast the least score that passes; empty for the index of the class
 * @param pipeline the circuit with the ports of the spec
 * @param scores the circuit of the scores alone, without a decision
 * @param quality on the rows to fit: agreement with the teacher or, of two classes, the area under
 *     the ROC of the teacher's class
 */
record DistilledCircuit(
    TableSumFitter.Design design,
    OptionalLong atLeast,
    Pipeline pipeline,
    Pipeline scores,
    double quality) {
  /** A larger circuit stays on the front where it is better by so much. */
  private static final double LEAST_STEP = 0.002;

  /** {@return the circuit of a design, the fastest and of these the smallest} */
  static DistilledCircuit of(
      Spec spec, TableSumFitter.Design design, DistillData data, DeviceModel device) {
    OptionalLong atLeast = TableThreshold.of(spec, design.sum(), data);
    boolean shows = spec.classes().orElseThrow().showsScores();
    return new DistilledCircuit(
        design,
        atLeast,
        pipeline(
            spec, design, device, new TableSumLowering.Ports(port(spec), true, shows, atLeast)),
        pipeline(
            spec,
            design,
            device,
            new TableSumLowering.Ports(port(spec), false, true, OptionalLong.empty())),
        quality(design, data.fit()));
  }

  /** {@return the name of the port of the decision} */
  static String port(Spec spec) {
    return spec.thresholds().isEmpty()
        ? Classes.PORT
        : Threshold.port(spec.thresholds().getFirst().output());
  }

  private static Pipeline pipeline(
      Spec spec, TableSumFitter.Design design, DeviceModel device, TableSumLowering.Ports ports) {
    ScheduleOptions options = SpecPorts.schedule(spec);
    List<Pipeline> pipelines = new ArrayList<>();
    for (ArgmaxForm form : ArgmaxForm.values()) {
      Datapath datapath = TableSumLowering.of(design.sum(), ports, form);
      Datapath ordered =
          DemandedBits.apply(Reassociation.apply(DemandedBits.apply(datapath), device, options));
      pipelines.add(Scheduler.schedule(ordered, device, options));
    }
    return pipelines.stream()
        .min(Comparator.comparingInt(Pipeline::latencyCycles).thenComparingInt(p -> p.area().lut()))
        .orElseThrow();
  }

  private static double quality(TableSumFitter.Design design, TaughtRows fit) {
    TableFigures figures = TableFigures.of("fit", design, fit, OptionalLong.empty());
    if (design.sum().classes().size() > 2) {
      return figures.agreement();
    }
    double[][] scores = new double[fit.rows()][];
    for (int row = 0; row < scores.length; row++) {
      long[] sums = design.sum().scores(fit.vector(row));
      scores[row] = new double[] {sums[0], sums[1]};
    }
    return io.formgate.distill.ClassifierFigures.areaUnderRoc(
        TableFigures.lead(scores, 0), TableFigures.isClass(fit.teacherClasses(), 0));
  }

  /** {@return the circuits that no other beats in cycles, look-up tables and quality} */
  static List<DistilledCircuit> front(List<DistilledCircuit> all) {
    List<DistilledCircuit> sorted =
        all.stream()
            .sorted(
                Comparator.comparingInt((DistilledCircuit c) -> c.pipeline().latencyCycles())
                    .thenComparingInt(c -> c.pipeline().area().lut())
                    .thenComparingDouble(c -> -c.quality()))
            .toList();
    List<DistilledCircuit> front = new ArrayList<>();
    for (DistilledCircuit c : sorted) {
      boolean isBeaten =
          front.stream()
              .anyMatch(f ->
                  f.pipeline().latencyCycles() <= c.pipeline().latencyCycles()
                      && f.pipeline().area().lut() <= c.pipeline().area().lut()
                      && f.quality() > c.quality() - LEAST_STEP);
      if (!isBeaten) {
        front.add(c);
      }
    }
    return front;
  }

  /** {@return whether the circuit keeps a budget} */
  boolean keeps(HardwareBudget budget) {
    Area area = pipeline.area();
    return budget.distance(
            new HardwareBudget.MeasuredCost(
                pipeline.latencyCycles(), area.lut(), area.dsp(), (int) Math.ceil(brams())))
        == 0;
  }

  double brams() {
    return pipeline.device().brams(pipeline.area());
  }
}
