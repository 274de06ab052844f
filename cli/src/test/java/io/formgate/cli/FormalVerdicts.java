package io.formgate.cli;

import io.formgate.sim.formal.FormalReport;
import io.formgate.sim.formal.HandshakeReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Verdicts about a circuit called product and its wrapper. */
final class FormalVerdicts {
  private FormalVerdicts() {}

  /** {@return the verdict about a circuit without a wrapper} */
  static FormalVerdict of(FormalReport.Verdict verdict) {
    return new FormalVerdict(report(verdict), Optional.empty());
  }

  /** {@return the verdict about the wrapper of a proved circuit} */
  static FormalVerdict around(HandshakeReport.Verdict verdict) {
    return new FormalVerdict(
        report(FormalReport.Verdict.PROVED),
        Optional.of(
            new HandshakeReport(
                "product_axi_stream",
                verdict,
                List.of("a result is there and not offered"),
                2,
                1,
                "yosys",
                Duration.ofSeconds(3),
                Duration.ofSeconds(1))));
  }

  private static FormalReport report(FormalReport.Verdict verdict) {
    return new FormalReport(
        "product",
        verdict,
        List.of(new FormalReport.Output("z", verdict)),
        verdict == FormalReport.Verdict.NO_PIPELINE ? List.of("z is fed back") : List.of(),
        1,
        1,
        1,
        List.of(),
        null,
        1,
        1,
        16,
        "yosys",
        Duration.ofSeconds(3),
        Duration.ofSeconds(1));
  }
}
