package io.formgate.codegen;

/**
 * A file of an emitted circuit.
 *
 * @param name file name in the folder of the circuit, with {@code bench/} before it for what is
 *     taken into other simulators
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
    YOSYS_SCRIPT("yosysScript"),
    /** Input and output vectors as raw integers, one line a crossing. */
    BENCH_VECTORS("benchVectors"),
    /** A self-checking test bench in SystemVerilog. */
    SYSTEM_VERILOG_BENCH("systemVerilogBench"),
    /** What the circuit computes, as a VHDL entity with the ports of its wrapper. */
    VHDL_MODEL("vhdlModel"),
    /** A self-checking test bench in VHDL, of the model or of the wrapper. */
    VHDL_BENCH("vhdlBench"),
    /** The circuit without its handshakes as a VHDL entity, where the top module has handshakes. */
    VHDL_BENCH_WRAPPER("vhdlBenchWrapper"),
    /** A test for cocotb, which also starts itself. */
    COCOTB_TEST("cocotbTest"),
    /** What the circuit computes, as a C++ header. */
    CPP_MODEL("cppModel"),
    /** Compares the C++ header with the vectors. */
    CPP_CHECK("cppCheck"),
    /** What the circuit computes, as a Python module on NumPy arrays. */
    PYTHON_MODEL("pythonModel"),
    /** Compares the Python module with the vectors. */
    PYTHON_CHECK("pythonCheck"),
    /** Runs the test benches in each simulator. */
    BENCH_MAKEFILE("benchMakefile");

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
