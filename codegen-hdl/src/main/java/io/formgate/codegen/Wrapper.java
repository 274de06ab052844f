package io.formgate.codegen;

/** What stands around the circuit of fixed latency. */
public enum Wrapper {
  /** Nothing: a vector may come in every cycle and its result cannot be held back. */
  NONE,
  /** Ports {@code ready_in} and {@code ready_out}: see {@link ReadyValidWrapper}. */
  READY_VALID,
  /** Two AXI4-Stream interfaces: see {@link AxiStreamWrapper}. */
  AXI_STREAM
}
