package io.formgate.search;

import io.formgate.expression.Tape;

/**
 * A formula of the front.
 *
 * @param tape the formula, not to be changed
 * @param loss mean squared error over all rows
 * @param latencyCycles scheduled clock cycles
 * @param pathPs length of the scheduled path in ps
 * @param area in LUT equivalents
 */
public record FrontEntry(Tape tape, double loss, int latencyCycles, int pathPs, double area) {}
