/**
 * What a circuit costs: device models, the scheduler, latency and area.
 *
 * <p>A {@link io.formgate.hwcost.DeviceModel} is data with provenance. {@link
 * io.formgate.hwcost.Scheduler} gives every node of a datapath its cycle and makes a {@link
 * io.formgate.hwcost.Pipeline}; latency is what the schedule says. {@link
 * io.formgate.hwcost.ComplexityMeasure} is the same, fast and approximate, for the search.
 *
 * <p>References are never null unless marked otherwise.
 */
@NullMarked
package io.formgate.hwcost;

import org.jspecify.annotations.NullMarked;
