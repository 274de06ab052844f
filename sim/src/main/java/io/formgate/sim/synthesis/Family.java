package io.formgate.sim.synthesis;

import io.formgate.hwcost.DeviceModel;
import java.util.Optional;

/** A family of FPGAs for which yosys has a synthesis flow. */
public enum Family {
  /** Xilinx UltraScale+; counts only, there is no open place-and-route. */
  XCUP("xcup", DeviceModel.Family.XCUP),
  /** Xilinx 7 series; counts only, there is no open place-and-route in use here. */
  XC7("xc7", DeviceModel.Family.XC7),
  /** Lattice ECP5. */
  ECP5("ecp5", DeviceModel.Family.ECP5),
  /** Lattice iCE40 HX. */
  ICE40("ice40", DeviceModel.Family.ICE40);

  private final String label;
  private final DeviceModel.Family ofDevices;

  Family(String label, DeviceModel.Family ofDevices) {
    this.label = label;
    this.ofDevices = ofDevices;
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

  /** {@return the family as the tables of devices name it} */
  DeviceModel.Family ofDevices() {
    return ofDevices;
  }
}
