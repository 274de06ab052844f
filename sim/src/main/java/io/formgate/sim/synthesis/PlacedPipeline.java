package io.formgate.sim.synthesis;

import io.formgate.codegen.HdlBackend;
import io.formgate.codegen.HdlBundle;
import io.formgate.codegen.HdlRequest;
import io.formgate.hwcost.Pipeline;
import io.formgate.sim.Circuit;
import java.util.Arrays;
import java.util.List;

/**
 * What the tools make of a pipeline.
 *
 * @param counts cells of the circuit by itself
 * @param placed the circuit between registers, placed and routed once for each seed; empty for a
 *     family without place-and-route
 */
public record PlacedPipeline(CellCounts counts, List<PlacedCircuit> placed) {
  private static final double MHZ_TIMES_PS = 1e6;

  /** Copies the list. */
  public PlacedPipeline {
    placed = List.copyOf(placed);
  }

  /**
   * {@return the cells of a pipeline}
   *
   * @param pipeline a verified pipeline
   * @param family whose cells
   * @param synthesis yosys
   */
  public static PlacedPipeline counted(Pipeline pipeline, Family family, Synthesis synthesis) {
    HdlBundle bundle = HdlBackend.emit(HdlRequest.plain(pipeline, List.of()));
    Design design = Design.of(bundle.moduleName(), bundle.systemVerilog());
    return new PlacedPipeline(synthesis.run(design, family).counts(), List.of());
  }

  /**
   * {@return the cells of a pipeline, and the periods that it reaches}
   *
   * @param pipeline a verified pipeline
   * @param family whose cells
   * @param synthesis yosys
   * @param placer nextpnr of the family
   * @param targetPs period that placement works for, in ps
   * @param seeds of the placer
   */
  public static PlacedPipeline of(
      Pipeline pipeline,
      Family family,
      Synthesis synthesis,
      PlaceAndRoute placer,
      int targetPs,
      List<Integer> seeds) {
    HdlBundle bundle = HdlBackend.emit(HdlRequest.plain(pipeline, List.of()));
    Circuit circuit = Circuit.of(pipeline.datapath(), bundle.moduleName(), bundle.systemVerilog());
    Design alone = Design.of(bundle.moduleName(), bundle.systemVerilog());
    Netlist harness =
        synthesis.run(RegisteredHarness.around(circuit, RegisteredHarness.Control.VALID), family);
    int targetMhz = (int) Math.ceil(MHZ_TIMES_PS / targetPs);
    return new PlacedPipeline(
        synthesis.run(alone, family).counts(),
        seeds.stream().map(seed -> placer.run(harness, targetMhz, seed)).toList());
  }

  /** {@return the placed circuit of the median period, of an even number the slower} */
  public PlacedCircuit median() {
    PlacedCircuit[] byPeriod = placed.toArray(PlacedCircuit[]::new);
    Arrays.sort(byPeriod, (a, b) -> Integer.compare(a.periodPs(), b.periodPs()));
    return byPeriod[byPeriod.length / 2];
  }
}
