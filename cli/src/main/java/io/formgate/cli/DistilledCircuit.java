package io.formgate.cli;

import io.formgate.constraints.Spec;
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
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * A classifier of learned tables.
 *
 * @param design the tables
 * @param atLeast the least score that passes; empty for the index of the class
 * @param pipeline the circuit with the ports of the spec
 * @param scoresPipeline the circuit of the scores alone, without a decision
 * @param quality on the rows to fit
 */
record DistilledCircuit(
    TableSumFitter.Design design,
    OptionalLong atLeast,
    Pipeline pipeline,
    Pipeline scoresPipeline,
    double quality)
    implements Classifier {
  /** {@return the circuit of a design, the fastest and of these the smallest} */
  static DistilledCircuit of(
      Spec spec, TableSumFitter.Design design, DistillData data, DeviceModel device) {
    OptionalLong atLeast = TableThreshold.of(spec, design.sum(), data);
    boolean shows = spec.classes().orElseThrow().showsScores();
    return new DistilledCircuit(
        design,
        atLeast,
        pipeline(
            spec,
            design,
            device,
            new TableSumLowering.Ports(Classifier.port(spec), true, shows, atLeast)),
        pipeline(
            spec,
            design,
            device,
            new TableSumLowering.Ports(Classifier.port(spec), false, true, OptionalLong.empty())),
        quality(design, data.fit()));
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
    double[][] scores = new double[fit.rows()][];
    for (int row = 0; row < scores.length; row++) {
      scores[row] = scores(design, fit.vector(row));
    }
    return Classifier.quality(scores, fit);
  }

  private static double[] scores(TableSumFitter.Design design, long... raw) {
    return Arrays.stream(design.sum().scores(raw)).asDoubleStream().toArray();
  }

  @Override
  public double[] scores(long[] raw) {
    return scores(design, raw);
  }

  @Override
  public double[] realScores(long[] raw) {
    return design.real().scores(raw);
  }

  @Override
  public List<String> formulas() {
    return TableSumLowering.formulas(design.sum());
  }

  @Override
  public Forms forms() {
    return Forms.TABLES;
  }

  @Override
  public int terms() {
    return design.sum().terms().size();
  }

  @Override
  public int entryBits() {
    return design.entryBits();
  }

  @Override
  public boolean projects() {
    return design.projects();
  }
}
