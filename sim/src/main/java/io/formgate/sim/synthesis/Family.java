package io.formgate.sim.synthesis;

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

  /** {@return the yosys command without the name of the top module} */
  String flow() {
    return flow;
  }
}
