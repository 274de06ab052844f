package io.formgate.sim.synthesis;

import io.formgate.hwcost.DeviceModel;
import java.util.Optional;

/** A family of FPGAs for which yosys has a synthesis flow. */
public enum Family {
  /** Xilinx UltraScale+; counts only, there is no open place-and-route. */
  XCUP("xcup", "synth_xilinx -family xcup -flatten -abc9 -noiopad"),
  /** Xilinx 7 series; counts only, there is no open place-and-route in use here. */
  XC7("xc7", "synth_xilinx -family xc7 -flatten -abc9 -noiopad"),
  /** Lattice ECP5. */
  ECP5("ecp5", "synth_ecp5 -abc9"),
  /** Lattice iCE40 HX. */
  ICE40("ice40", "synth_ice40 -abc9 -device hx");

  private final String label;
  private final String flow;

  Family(String label, String flow) {
    this.label = label;
    this.flow = flow;
  }

  /** {@return the name that device files use} */
  public String label() {
    return label;
  }

  /**
   * {@return the synthesis flow of a device; empty for one that does not exist}
   *
   * @param family as the device's table says
   */
  public static Optional<Family> of(DeviceModel.Family family) {
    return switch (family) {
      case XCUP -> Optional.of(XCUP);
      case XC7 -> Optional.of(XC7);
      case ECP5 -> Optional.of(ECP5);
      case ICE40 -> Optional.of(ICE40);
      case NONE -> Optional.empty();
    };
  }

  /** {@return whether there is an open place-and-route for it} */
  public boolean isPlaced() {
    return switch (this) {
      case XCUP, XC7 -> false;
      case ECP5, ICE40 -> true;
    };
  }

  /** {@return the yosys command without the name of the top module} */
  String flow() {
    return flow;
  }
}
