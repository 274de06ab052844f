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
      # make                                                       those of them whose programs are here
      # make help                                                  what each needs
      # What is built goes to the folder build. A target fails unless its last line says PASS.
      # Where a program is missing, the target says which, and what to do.

      RTL      := ../@MODULE@.sv
      WRAPPER  := @WRAPPER@
      VECTORS  := @VECTORS@
      PYTHON   ?= python3
      CXX      ?= g++
      CXXFLAGS ?= -std=c++11 -O2 -Wall -Wextra

      # $(call need,PROGRAMS,what to do) says which programs of a target are not on the PATH, and ends it.
      need = @missing=; for tool in $(1); do command -v $$tool > /dev/null 2>&1 || missing="$$missing $$tool"; done; \\
        [ -z "$$missing" ] || { echo "make $@ needs$$missing: $(2)" >&2; exit 1; }

      # Those that the tests run, in the order of "make all", and what plain "make" looks for to run each.
      TESTED   := icarus verilator ghdl cpp python cocotb
      icarus_needs    := command -v iverilog && command -v vvp
      verilator_needs := command -v $(firstword $(CXX)) && verilator --version | grep -E 'Verilator ([5-9]|[1-9][0-9])'
      ghdl_needs      := command -v ghdl
      cpp_needs       := command -v $(firstword $(CXX))
      python_needs    := $(PYTHON) -c "import numpy"
      cocotb_needs    := command -v iverilog && command -v vvp && $(PYTHON) -c "import cocotb"

      .DEFAULT_GOAL := available
      .PHONY: available help all icarus verilator ghdl cocotb cpp python clean \\
        questa xcelium vcs xsim questa_mixed xcelium_mixed xsim_mixed

      # Runs what this machine has the programs for, and says which targets it leaves out; nothing at all is a failure.
      available:
      	@ran=; out=; \\
      	$(foreach t,$(TESTED),if { $($(t)_needs); } > /dev/null 2>&1; then $(MAKE) --no-print-directory $(t) || exit 1; ran="$$ran $(t)"; else out="$$out $(t)"; fi;) \\
      	[ -z "$$out" ] || echo "left out, because their programs are missing:$$out (make help)"; \\
      	[ -n "$$ran" ] || { echo "FAIL: no program of any target is here, nothing was run (make help)" >&2; exit 1; }; \\
      	echo "ran:$$ran"

      help:
      	@echo "Checks @MODULE@ against $(VECTORS); make TARGET VECTORS=other.txt takes another file."
      	@echo "  (none)      every target of 'all' whose programs are here, and says which are left out"
      	@echo "  icarus      Icarus Verilog: iverilog, vvp"
      	@echo "  verilator   Verilator 5 or newer and a C++ compiler (CXX)"
      	@echo "  ghdl        GHDL; runs the VHDL model"
      	@echo "  cpp         a C++11 compiler (CXX); runs the C++ model"
      	@echo "  python      a Python with NumPy (PYTHON); runs the Python model"
      	@echo "  cocotb      a Python with cocotb (PYTHON), iverilog and vvp"
      	@echo "  all         all of the above; fails where a program is missing"
      	@echo "  questa, xcelium, vcs, xsim                the simulator of that name; untested"
      	@echo "  questa_mixed, xcelium_mixed, xsim_mixed   VHDL around the SystemVerilog; untested"
      	@echo "  clean       removes what was built"

      all: $(TESTED)

      icarus:
      	$(call need,iverilog vvp,install Icarus Verilog (Debian and Ubuntu: apt install iverilog))
      	mkdir -p build
      	iverilog -g2012 -o build/@MODULE@_bench.vvp @MODULE@_bench.sv $(RTL)
      	vvp -n build/@MODULE@_bench.vvp +vectors=$(VECTORS)

      verilator:
      	$(call need,verilator $(firstword $(CXX)),install Verilator 5 or newer and a C++ compiler (Debian and Ubuntu: apt install verilator g++))
      	@verilator --version | grep -Eq 'Verilator ([5-9]|[1-9][0-9])' || { echo "make $@ needs Verilator 5 or newer: this is $$(verilator --version)" >&2; exit 1; }
      	mkdir -p build
      	verilator --binary --top-module @MODULE@_bench --Mdir build/verilator @MODULE@_bench.sv $(RTL)
      	build/verilator/V@MODULE@_bench +vectors=$(VECTORS)

      ghdl:
      	$(call need,ghdl,install GHDL (Debian and Ubuntu: apt install ghdl))
      	mkdir -p build/ghdl
      	ghdl -a --std=93 --workdir=build/ghdl @MODULE@_model.vhd @MODULE@_bench.vhd
      	ghdl -e --std=93 --workdir=build/ghdl -o build/ghdl/@MODULE@_bench @MODULE@_bench
      	ghdl -r --std=93 --workdir=build/ghdl @MODULE@_bench -gvectors=$(VECTORS)

      cocotb:
      	$(call need,$(firstword $(PYTHON)) iverilog vvp,install Python and Icarus Verilog; PYTHON=... names a Python that is elsewhere)
      	@$(PYTHON) -c "import cocotb" 2>/dev/null || { echo "make $@ needs cocotb: install it (pip install cocotb) or set PYTHON=... to a Python that has it" >&2; exit 1; }
      	VECTORS=$(abspath $(VECTORS)) $(PYTHON) @MODULE@_cocotb.py icarus $(RTL)

      cpp:
      	$(call need,$(firstword $(CXX)),install a C++11 compiler or set CXX=... to one)
      	mkdir -p build
      	$(CXX) $(CXXFLAGS) -o build/@MODULE@_model_check @MODULE@_model_check.cpp
      	build/@MODULE@_model_check $(VECTORS)

      python:
      	$(call need,$(firstword $(PYTHON)),install Python or set PYTHON=... to one)
      	@$(PYTHON) -c "import numpy" 2>/dev/null || { echo "make $@ needs NumPy: install it (pip install numpy) or set PYTHON=... to a Python that has it" >&2; exit 1; }
      	$(PYTHON) @MODULE@_model_check.py $(VECTORS)

      questa:
      	$(call need,vlib vlog vsim,put the bin folder of Questa on the PATH or source the script that your site sets it up with)
      	mkdir -p build
      	vlib build/questa
      	vlog -sv -work build/questa @MODULE@_bench.sv $(RTL)
      	vsim -c -lib build/questa -onfinish exit -do "onbreak {quit -code 1}; run -all" @MODULE@_bench +vectors=$(VECTORS)

      xcelium:
      	$(call need,xrun,put the tools of Xcelium on the PATH or source the script that your site sets it up with)
      	xrun -sv -top @MODULE@_bench @MODULE@_bench.sv $(RTL) +vectors=$(VECTORS)

      vcs:
      	$(call need,vcs,put the tools of VCS on the PATH or source the script that your site sets it up with)
      	mkdir -p build
      	vcs -full64 -sverilog -top @MODULE@_bench -o build/simv @MODULE@_bench.sv $(RTL)
      	build/simv +vectors=$(VECTORS)

      xsim:
      	$(call need,xvlog xelab xsim,source settings64.sh of your Vivado)
      	xvlog -sv @MODULE@_bench.sv $(RTL)
      	xelab @MODULE@_bench
      	xsim @MODULE@_bench -R -testplusarg vectors=$(VECTORS)

      questa_mixed:
      	$(call need,vlib vlog vcom vsim,put the bin folder of Questa on the PATH or source the script that your site sets it up with)
      	mkdir -p build
      	vlib build/questa_mixed
      	vlog -sv -work build/questa_mixed $(RTL)
      	vcom -93 -work build/questa_mixed $(WRAPPER) @MODULE@_bench.vhd
      	vsim -c -lib build/questa_mixed -do "onbreak {quit -code 1}; run -all; quit" @MODULE@_bench

      xcelium_mixed:
      	$(call need,xrun,put the tools of Xcelium on the PATH or source the script that your site sets it up with)
      	xrun -top @MODULE@_bench $(RTL) $(WRAPPER) @MODULE@_bench.vhd

      xsim_mixed:
      	$(call need,xvlog xvhdl xelab xsim,source settings64.sh of your Vivado)
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
