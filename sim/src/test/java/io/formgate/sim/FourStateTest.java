package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.codegen.HdlBackend;
import io.formgate.codegen.HdlBundle;
import io.formgate.codegen.HdlRequest;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.datapath.RandomDatapaths;
import io.formgate.datapath.RandomFormulas;
import io.formgate.expression.DiagnosticException;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Pipeline;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Undefined values do not reach a result, and Icarus computes what the golden model says. */
class FourStateTest {
  private static final int DATAPATHS = 10;
  private static final int FORMULAS = 10;
  private static final int NODES = 40;

  private static FourStateRun run(String name, Pipeline pipeline) throws IOException {
    HdlBundle bundle = HdlBackend.emit(HdlRequest.plain(pipeline, List.of(name)));
    Datapath datapath = pipeline.datapath();
    return FourStateRun.of(
        name,
        Circuit.of(datapath, bundle.moduleName(), bundle.systemVerilog()),
        datapath,
        pipeline.latencyCycles(),
        1);
  }

  private static void assertDefined(String name, Pipeline pipeline) throws IOException {
    FourStateRun run = run(name, pipeline);
    assertThat(run.faults()).as(name).isEmpty();
    assertThat(run.compared()).as(name).isGreaterThan(80);
  }

  @Test
  void resultsOfRandomDatapathsAreDefined() throws IOException {
    TreeSet<Integer> latencies = new TreeSet<>();
    for (int seed = 0; seed < DATAPATHS; seed++) {
      Datapath datapath = RandomDatapaths.of("random" + seed, 500 + seed, NODES);
      Pipeline pipeline = TestBenches.pipeline(datapath, seed > 0);
      assertDefined("datapath" + seed, pipeline);
      latencies.add(pipeline.latencyCycles());
    }
    assertThat(latencies.first()).isZero();
    assertThat(latencies.last()).isGreaterThan(3);
  }

  @Test
  void resultsOfRandomFormulasAreDefined() throws IOException {
    int made = 0;
    for (long seed = 2000; made < FORMULAS; seed++) {
      QuantizerRequest request = RandomFormulas.request(seed);
      Pipeline pipeline;
      try {
        pipeline = RandomCircuit.scheduled(request, DeviceModels.load("unit", null), 2000);
      } catch (DiagnosticException e) {
        assertThat(seed).isLessThan(2000 + 3 * FORMULAS);
        continue;
      }
      assertDefined("formula" + seed, pipeline);
      made++;
    }
  }

  private static List<String> faults(String name, Designs.Design design) throws IOException {
    Datapath datapath = design.datapath();
    return FourStateRun.of(
            name,
            Circuit.of(datapath, datapath.name(), design.systemVerilog()),
            datapath,
            design.latencyCycles(),
            1)
        .faults();
  }

  @Test
  void whatIsUndefinedIsFound() throws IOException {
    Designs.Design design = Designs.pipeline();
    assertThat(faults("good", design)).isEmpty();
    assertThat(
            faults(
                "kept",
                design.broken(
                    "assign result = s_s1",
                    "reg kept; always @(posedge clock) kept <= kept; assign result = s_s1 ^ kept")))
        .anyMatch(f -> f.matches("cycle \\d+: [01]*x[01x]*, expected [01]+"));
    assertThat(
            faults(
                "unreset",
                design.broken(
                    "assign valid_out = valid[2]",
                    "reg kept; always @(posedge clock) kept <= kept | valid_in;"
                        + " assign valid_out = valid[2] | ~kept")))
        .anyMatch(f -> f.matches("cycle \\d+: valid_out is x"));
  }

  /** A result that changes only if all 24 bits of the next cycle's inputs are set. */
  @Test
  void aLookAtAnotherCycleIsFound() throws IOException {
    assertThat(
            faults(
                "early",
                Designs.pipeline().broken("r <= biased >>> 8", "r <= (biased >>> 8) | (&{x, y})")))
        .anyMatch(f -> f.contains("x"));
  }
}
