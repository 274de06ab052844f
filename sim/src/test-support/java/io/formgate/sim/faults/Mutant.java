package io.formgate.sim.faults;

/**
 * An emitted circuit with one planted fault.
 *
 * @param kind what is wrong
 * @param line number of the changed line, from 1
 * @param before the line as emitted, without the blanks around it
 * @param after the line as it is, without the blanks around it; empty if it is gone
 * @param systemVerilog the whole text
 */
public record Mutant(
    FaultKind kind, int line, String before, String after, String systemVerilog) {}
