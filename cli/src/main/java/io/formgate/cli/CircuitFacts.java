package io.formgate.cli;

import io.formgate.datapath.Area;
import io.formgate.sim.VerificationReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts of {@code report.json}. */
record CircuitFacts(
    int latencyCycles,
    double latencyNs,
    int stages,
    int longestStagePs,
    int clockPeriodPs,
    String portRegisters,
    int initiationInterval,
    @Nullable Integer latencyCyclesAtCautiousRouting,
    Area area,
    double bram,
    String areaSource,
    List<OutputErrors> errorOnRandomVectors,
    List<HeadStatistics> decisionsOnRandomVectors,
    List<SpecFit.OutputFit> data,
    SpecFit.@Nullable ClassFit classes,
    List<HardwareMetric> metrics,
    List<SpecFit.Passing> passing,
    List<SpecFit.Fitted> parameters,
    List<SpecFit.Demand> demands,
    List<SpecFit.Chosen> chosen,
    boolean verified,
    long vectors,
    List<VerificationReport.GroupCount> vectorGroups,
    int measuredLatencyCycles,
    @Nullable String waves,
    String wrapper,
    List<VerificationReport.GroupCount> wrapperVectorGroups,
    @Nullable Integer wrapperLatencyCycles,
    long seed,
    String verilator,
    List<String> notes) {
  /** How far an output was from its formula on random vectors; see {@link ErrorStatistics}. */
  record OutputErrors(
      String output,
      long vectors,
      double worst,
      double worstShare,
      double meanMagnitude,
      double rms) {
    /** {@return what was measured of an output} */
    static OutputErrors of(String output, ErrorStatistics e) {
      return new OutputErrors(output, e.vectors(), e.worst(), e.worstShare(), e.mean(), e.rms());
    }
  }
}
