package io.formgate.codegen.bench;

import static io.formgate.codegen.bench.BenchSubject.joined;

import io.formgate.codegen.HdlFile;
import java.util.List;
import java.util.Map;

/** A test for cocotb 1.8 or newer that starts the simulator by itself when it is run. */
final class CocotbTest {
  private static final String TEXT =
      """
      #
      # python3 @MODULE@_cocotb.py [SIMULATOR [RTL]] builds and runs it; by default in Icarus Verilog.
      # The vectors are those of @VECTORS@, or of the file that the variable VECTORS names.

      import os
      import random
      import sys
      from pathlib import Path

      import cocotb
      from cocotb.triggers import Timer

      LATENCY_CYCLES = @LATENCY@@INTERVAL@
      INPUTS = (@INPUTS@)
      # Name, whether it is signed, width in bits.
      OUTPUTS = (@OUTPUTS@)
      HERE = Path(__file__).resolve().parent
      STEP = "step"  # the circuit states no time scale, so time is counted in steps


      def fits(port, raw):
          _, is_signed, width = port
          return -(1 << (width - 1)) <= raw < 1 << (width - 1) if is_signed else 0 <= raw < 1 << width


      def read_vectors():
          path = os.environ.get("VECTORS", HERE / "@VECTORS@")
          with open(path, encoding="ascii") as file:
              rows = [[int(word) for word in line.split()] for line in file]
          assert rows, f"FAIL: no vectors in {path}"
          for number, row in enumerate(rows, start=1):
              columns = len(INPUTS) + len(OUTPUTS)
              assert len(row) == columns and all(map(fits, INPUTS + OUTPUTS, row)), (
                  f"FAIL: line {number} of {path} does not hold {columns} integers that fit"
              )
          return rows


      def drive(dut, values):
          for (name, _, width), value in zip(INPUTS, values):
              getattr(dut, name).value = value & ((1 << width) - 1)


      def number(signal, is_signed, width):
          bits = int(signal.value)
          return bits - (1 << width) if is_signed and bits >> (width - 1) else bits


      async def cycle(dut, check):
          \"""One clock cycle, with a check just before the rising edge.\"""
          await Timer(4, STEP)
          check()
          await Timer(1, STEP)
          dut.clock.value = 1
          await Timer(5, STEP)
          dut.clock.value = 0


      @cocotb.test()
      async def outputs_are_those_of_the_vectors(dut):
          rows = read_vectors()
          gaps = random.Random(1)
          dut.clock.value = 0
          dut.reset.value = 1
          dut.valid_in.value = 0
          drive(dut, [0] * len(INPUTS))
          for _ in range(2):
              await cycle(dut, lambda: None)
          dut.reset.value = 0

          due = [None] * LATENCY_CYCLES  # what was driven in the last cycles: a line's number, or None
          compared = 0
          following = 0  # index of the row that is driven next
          number_of_cycle = 0@SPACING_CLEARED@
          cycles_after_end = 0

          def check():
              nonlocal compared
              line = due[-1 - LATENCY_CYCLES]
              valid = str(dut.valid_out.value)
              expected = "0" if line is None else "1"
              assert valid == expected, f"FAIL: cycle {number_of_cycle}: valid_out is {valid}, expected {expected}"
              if line is None:
                  return
              for (name, is_signed, width), wanted in zip(OUTPUTS, rows[line][len(INPUTS) :]):
                  actual = number(getattr(dut, name), is_signed, width)
                  assert actual == wanted, f"FAIL: line {line + 1}: {name} is {actual}, expected {wanted}"
              compared += 1

          while cycles_after_end <= LATENCY_CYCLES + 8:
              # 64 cycles without a gap, then 64 with random gaps, and so on.
              if following == len(rows):
                  cycles_after_end += 1
                  line = None
              elif @SPACING@number_of_cycle % 128 < 64 or gaps.random() < 0.5@SPACING_END@:
                  line = following
                  following += 1
              else:
                  line = None
              dut.valid_in.value = 0 if line is None else 1
              # Whatever stands at the inputs in a gap must not matter.
              drive(dut, [gaps.getrandbits(w) for _, _, w in INPUTS] if line is None else rows[line])
              due.append(line)@SPACING_COUNTED@
              await cycle(dut, check)
              number_of_cycle += 1
          assert compared == len(rows), f"FAIL: {compared} of {len(rows)} vectors compared"
          dut._log.info("PASS: %d vectors compared, latency %d", compared, LATENCY_CYCLES)


      def main(simulator="icarus", rtl=HERE / "../@MODULE@.sv"):
          try:
              from cocotb_tools.runner import get_results, get_runner
          except ImportError:  # cocotb 1
              from cocotb.runner import get_results, get_runner
          runner = get_runner(simulator)
          build = HERE / "build" / f"cocotb_{simulator}"
          sources = [Path(rtl).resolve()]
          arguments = ["-g2012"] if simulator == "icarus" else []
          runner.build(
              hdl_toplevel="@MODULE@",
              build_dir=build,
              always=True,
              build_args=arguments,
              **{SOURCES_PARAMETER: sources},
          )
          results = runner.test(hdl_toplevel="@MODULE@", test_module="@MODULE@_cocotb", build_dir=build, test_dir=HERE)
          tests, failed = get_results(results)
          print(f"{'PASS' if tests and not failed else 'FAIL'}: {tests} tests, {failed} failed")
          return 0 if tests and not failed else 1


      # "sources" since cocotb 2.
      SOURCES_PARAMETER = "verilog_sources" if cocotb.__version__.startswith("1.") else "sources"

      if __name__ == "__main__":
          sys.exit(main(*sys.argv[1:]))
      """;

  private CocotbTest() {}

  static HdlFile file(BenchSubject subject) {
    return new HdlFile(
        subject.path(subject.name() + "_cocotb.py"),
        HdlFile.Kind.COCOTB_TEST,
        subject.header("#", "cocotb test of " + subject.name() + ".")
            + Identifiers.blanks(
                TEXT,
                Map.ofEntries(
                    Map.entry("MODULE", subject.name()),
                    Map.entry("VECTORS", subject.vectorsFile()),
                    Map.entry("LATENCY", String.valueOf(subject.latencyCycles())),
                    Map.entry(
                        "INTERVAL",
                        spaced(
                            subject,
                            "\nINTERVAL_CYCLES = "
                                + subject.initiationInterval()
                                + "  # fewest from one vector to the next")),
                    Map.entry(
                        "SPACING_CLEARED", spaced(subject, "\n    since_vector = INTERVAL_CYCLES")),
                    Map.entry("SPACING", spaced(subject, "since_vector >= INTERVAL_CYCLES and (")),
                    Map.entry("SPACING_END", spaced(subject, ")")),
                    Map.entry(
                        "SPACING_COUNTED",
                        spaced(
                            subject,
                            "\n        since_vector = since_vector + 1 if line is None else 1")),
                    Map.entry("INPUTS", ports(subject.inputs())),
                    Map.entry("OUTPUTS", ports(subject.outputs())))));
  }

  private static String ports(List<BenchSubject.Port> ports) {
    return joined(
        ports,
        "",
        p ->
            "(\"%s\", %s, %d), "
                .formatted(
                    p.name(), p.format().signed() ? "True" : "False", p.format().widthBits()));
  }

  /** {@return a text if vectors may not come in every cycle} */
  private static String spaced(BenchSubject subject, String text) {
    return subject.initiationInterval() == 1 ? "" : text;
  }
}
