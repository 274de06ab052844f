package io.formgate.api;

import java.nio.file.Path;

/**
 * A circuit that was written and simulated.
 *
 * @param folder of its files: SystemVerilog, wrapper, constraints, {@code report.json}
 * @param isVerified whether Verilator showed it equal to its golden model on all vectors, latency
 *     and throughput included
 * @param vectors compared
 */
public record CompiledCandidate(Path folder, boolean isVerified, long vectors) {}
