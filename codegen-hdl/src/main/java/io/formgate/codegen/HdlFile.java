package io.formgate.codegen;

/**
 * A file of an emitted circuit.
 *
 * @param name file name; all files of a circuit lie in one folder
 * @param kind what it is
 * @param text its content, ASCII
 */
public record HdlFile(String name, Kind kind, String text) {

  /** What a file is. */
  public enum Kind {
    /** The circuit of fixed latency. */
    SYSTEM_VERILOG("systemVerilog"),
    /** Handshakes around the circuit, in SystemVerilog. */
    STREAM_WRAPPER("streamWrapper"),
    /** The top module as a VHDL entity. */
    VHDL_WRAPPER("vhdlWrapper"),
    /** A script of Vivado that reads, synthesizes and places the top module. */
    VIVADO_SCRIPT("vivadoScript"),
    /** Timing constraints of Vivado. */
    XDC("xdc"),
    /** Timing constraints of other tools. */
    SDC("sdc"),
    /** Sources for ipbb. */
    IPBB_DEP("ipbbDep"),
    /** Sources and targets for FuseSoC. */
    FUSESOC_CORE("fusesocCore"),
    /** A script of yosys. */
    YOSYS_SCRIPT("yosysScript");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** {@return the word for it in manifests} */
    public String word() {
      return word;
    }
  }
}
