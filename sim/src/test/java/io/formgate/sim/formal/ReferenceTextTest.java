package io.formgate.sim.formal;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.RandomDatapaths;
import io.formgate.sim.InputRange;
import io.formgate.sim.StimulusPlan;
import io.formgate.sim.ToolRunner;
import io.formgate.sim.VerificationReport;
import io.formgate.sim.VerificationRequest;
import io.formgate.sim.Verifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The Verilog that circuits are proved equal to is the interpreter's. */
class ReferenceTextTest {
  private static final int NODES = 150;
  private static final int OPERATIONS = 18;

  private static Datapath withEveryOperation() {
    for (long seed = 0; ; seed++) {
      Datapath datapath = RandomDatapaths.of("reference", seed, NODES);
      if (datapath.nodes().stream().map(n -> n.operation().keyword()).distinct().count()
          == OPERATIONS) {
        return datapath;
      }
    }
  }

  @Test
  void everyOperationIsThatOfTheInterpreter() {
    Datapath datapath = withEveryOperation();
    List<InputRange> ranges =
        datapath.inputFormats().stream().map(f -> new InputRange(f.rawMin(), f.rawMax())).toList();
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put(
        "XDG_CACHE_HOME", Path.of("target", "verilator-cache").toAbsolutePath().toString());
    try (Verifier verifier =
        new Verifier(new ToolRunner(environment), System::nanoTime, Duration.ofMinutes(2))) {
      VerificationReport report =
          verifier.compare(
              new VerificationRequest(
                  datapath,
                  0,
                  datapath.name(),
                  ReferenceText.module(datapath),
                  StimulusPlan.of(ranges, null, 20_000).build(datapath, 1),
                  1));
      assertThat(report.passed()).as("%s", report.lines()).isTrue();
    }
  }
}
