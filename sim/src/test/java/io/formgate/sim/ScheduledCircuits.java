package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.hwcost.Scheduler;
import java.util.OptionalInt;

/** Circuits whose products take turns at multipliers, for tests of proofs and of simulation. */
final class ScheduledCircuits {
  private ScheduledCircuits() {}

  /**
   * {@return three products in three stages, one of them of another's result, with few bits}
   *
   * @param last name of the output with the last product
   * @param alone name of the output with the product of one input
   */
  static Datapath threeProducts(String last, String alone) {
    return DatapathText.parse(
            """
            datapath three
            a = input : fixed<6,6> in -32 .. 31
            b = input : fixed<5,5> in -16 .. 15
            c = input : ufixed<4,4> in 0 .. 15
            p = multiply a b : fixed<11,11> in -496 .. 512
            q = multiply c c : ufixed<8,8> in 0 .. 225
            s = add p q : fixed<11,11> in -496 .. 737
            r = multiply s a : fixed<16,16> in -23584 .. 22847
            output %s = r
            output %s = q
            """
                .formatted(last, alone))
        .verify();
  }

  /** {@return a pipeline on a device} */
  static Pipeline on(String device, Datapath datapath, ScheduleOptions options) {
    return Scheduler.schedule(datapath, DeviceModels.load(device, null), options);
  }

  /** {@return a pipeline without registers at its ports whose products do take turns} */
  static Pipeline shared(String device, Datapath datapath, int periodPs, int interval) {
    Pipeline pipeline =
        on(
            device,
            datapath,
            new ScheduleOptions(periodPs, false, false, OptionalInt.empty(), interval));
    assertThat(pipeline.sharing().isShared()).isTrue();
    return pipeline;
  }
}
