package io.formgate.codegen.bench;

import io.formgate.codegen.HdlFile;
import io.formgate.codegen.VhdlWrapper;
import java.util.Map;

/** A makefile with a target for each simulator. */
final class BenchMakefile {
  private static final String TEXT =
      """
      #
      # make icarus | verilator | ghdl | cocotb | cpp | python     these are run by the tests of formgate
      # make questa | xcelium | vcs | xsim                         SystemVerilog in commercial simulators: untested
      # make questa_mixed | xcelium_mixed | xsim_mixed             VHDL around the SystemVerilog: untested
      # make all                                                   all that the tests run
      # What is built goes to the folder build. A target fails unless its last line says PASS.

      RTL      := ../@MODULE@.sv
      WRAPPER  := @WRAPPER@
      VECTORS  := @VECTORS@
      PYTHON   ?= python3
      CXX      ?= g++
      CXXFLAGS ?= -std=c++11 -O2 -Wall -Wextra

      .PHONY: all icarus verilator ghdl cocotb cpp python clean \\
        questa xcelium vcs xsim questa_mixed xcelium_mixed xsim_mixed

      all: icarus verilator ghdl cpp python cocotb

      icarus:
      	mkdir -p build
      	iverilog -g2012 -o build/@MODULE@_bench.vvp @MODULE@_bench.sv $(RTL)
      	vvp -n build/@MODULE@_bench.vvp +vectors=$(VECTORS)

      verilator:
      	mkdir -p build
      	verilator --binary --top-module @MODULE@_bench --Mdir build/verilator @MODULE@_bench.sv $(RTL)
      	build/verilator/V@MODULE@_bench +vectors=$(VECTORS)

      ghdl:
      	mkdir -p build/ghdl
      	ghdl -a --std=93 --workdir=build/ghdl @MODULE@_model.vhd @MODULE@_bench.vhd
      	ghdl -e --std=93 --workdir=build/ghdl -o build/ghdl/@MODULE@_bench @MODULE@_bench
      	ghdl -r --std=93 --workdir=build/ghdl @MODULE@_bench -gvectors=$(VECTORS)

      cocotb:
      	@$(PYTHON) -c "import cocotb" 2>/dev/null || { echo "needs cocotb: set PYTHON=... to a Python that has it"; exit 1; }
      	VECTORS=$(abspath $(VECTORS)) $(PYTHON) @MODULE@_cocotb.py icarus $(RTL)

      cpp:
      	mkdir -p build
      	$(CXX) $(CXXFLAGS) -o build/@MODULE@_model_check @MODULE@_model_check.cpp
      	build/@MODULE@_model_check $(VECTORS)

      python:
      	@$(PYTHON) -c "import numpy" 2>/dev/null || { echo "needs NumPy: set PYTHON=... to a Python that has it"; exit 1; }
      	$(PYTHON) @MODULE@_model_check.py $(VECTORS)

      questa:
      	mkdir -p build
      	vlib build/questa
      	vlog -sv -work build/questa @MODULE@_bench.sv $(RTL)
      	vsim -c -lib build/questa -onfinish exit -do "onbreak {quit -code 1}; run -all" @MODULE@_bench +vectors=$(VECTORS)

      xcelium:
      	xrun -sv -top @MODULE@_bench @MODULE@_bench.sv $(RTL) +vectors=$(VECTORS)

      vcs:
      	mkdir -p build
      	vcs -full64 -sverilog -top @MODULE@_bench -o build/simv @MODULE@_bench.sv $(RTL)
      	build/simv +vectors=$(VECTORS)

      xsim:
      	xvlog -sv @MODULE@_bench.sv $(RTL)
      	xelab @MODULE@_bench
      	xsim @MODULE@_bench -R -testplusarg vectors=$(VECTORS)

      questa_mixed:
      	mkdir -p build
      	vlib build/questa_mixed
      	vlog -sv -work build/questa_mixed $(RTL)
      	vcom -93 -work build/questa_mixed $(WRAPPER) @MODULE@_bench.vhd
      	vsim -c -lib build/questa_mixed -do "onbreak {quit -code 1}; run -all; quit" @MODULE@_bench

      xcelium_mixed:
      	xrun -top @MODULE@_bench $(RTL) $(WRAPPER) @MODULE@_bench.vhd

      xsim_mixed:
      	xvlog -sv $(RTL)
      	xvhdl $(WRAPPER) @MODULE@_bench.vhd
      	xelab @MODULE@_bench
      	xsim @MODULE@_bench -R

      clean:
      	rm -rf build results.xml
      """;

  private BenchMakefile() {}

  /**
   * {@return the file}
   *
   * @param wrapperFolder where the VHDL wrapper of the circuit lies, seen from the bench
   */
  static HdlFile file(BenchSubject subject, String wrapperFolder) {
    return new HdlFile(
        subject.path("Makefile"),
        HdlFile.Kind.BENCH_MAKEFILE,
        subject.header("#", "Runs the test benches of " + subject.name() + ".")
            + Identifiers.blanks(
                TEXT,
                Map.of(
                    "MODULE", subject.name(),
                    "VECTORS", subject.vectorsFile(),
                    "WRAPPER", wrapperFolder + "/" + VhdlWrapper.entity(subject.core()) + ".vhd")));
  }
}
