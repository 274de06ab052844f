package io.formgate.sim.faults;

import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.sim.BuildCache;
import io.formgate.sim.ToolCommand;
import io.formgate.sim.ToolRunner;
import io.formgate.sim.synthesis.HardwareTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Asks a solver whether two circuits without feedback give the same outputs.
 *
 * <p>What leaves such a circuit depends on as many inputs in a row as it has ranks. It is unrolled
 * over these cycles and one more, from registers with any values, and the outputs of the last cycle
 * are compared: if they cannot differ there, they never do.
 */
public final class Equivalence {

  /** What the solver says. */
  public enum Answer {
    /** No inputs give different outputs. */
    EQUIVALENT,
    /** Some do. */
    DIFFERENT,
    /** It needs more time. */
    UNDECIDED
  }

  private final ToolRunner tools;
  private final HardwareTool.Installed yosys;
  private final Duration timeLimit;

  /**
   * Finds the solver.
   *
   * @param tools starts it
   * @param timeLimit wall time for one question
   * @throws DiagnosticException with {@code TOOL_MISSING} if there is none
   */
  public Equivalence(ToolRunner tools, Duration timeLimit) {
    this.tools = tools;
    this.yosys = HardwareTool.YOSYS.find(tools);
    this.timeLimit = timeLimit;
  }

  /**
   * {@return whether two circuits with the same ports give the same outputs}
   *
   * @param module name of the top module, of both
   * @param one a circuit
   * @param other another
   * @param mostCycles ranks of the deeper one, or more
   */
  public Answer of(String module, String one, String other, int mostCycles) {
    try (BuildCache scratch = BuildCache.ofTemporaryEntries()) {
      return scratch.inScratch(folder -> {
        Files.writeString(folder.resolve("gold.sv"), one);
        Files.writeString(folder.resolve("gate.sv"), other);
        Files.writeString(folder.resolve("equivalence.ys"), script(module, mostCycles));
        return answer(folder);
      });
    }
  }

  private Answer answer(Path folder) {
    String printed;
    try {
      printed =
          tools.run(
              new ToolCommand(
                  "yosys",
                  List.of(yosys.path().toString(), "-s", "equivalence.ys"),
                  folder,
                  timeLimit));
    } catch (DiagnosticException e) {
      if (e.diagnostics().getFirst().code() == DiagnosticCode.TOOL_TIMEOUT) {
        return Answer.UNDECIDED;
      }
      throw e;
    }
    if (printed.contains("SAT proof finished - no model found: SUCCESS!")) {
      return Answer.EQUIVALENT;
    }
    if (printed.contains("SAT proof finished - model found: FAIL!")) {
      return Answer.DIFFERENT;
    }
    throw new IllegalStateException("the solver gives no answer: " + printed);
  }

  /** Read as a simulator reads them: primitives of a device stand only under SYNTHESIS. */
  private static String script(String module, int mostCycles) {
    StringBuilder out = new StringBuilder();
    for (String side : List.of("gold", "gate")) {
      out.append(
          """
          read_verilog -formal -sv %1$s.sv
          hierarchy -check -top %2$s
          proc
          flatten
          memory_map
          opt_clean
          rename %2$s %1$s
          design -stash %1$s
          """
              .formatted(side, module));
    }
    out.append(
        """
        design -copy-from gold -as gold gold
        design -copy-from gate -as gate gate
        miter -equiv -flatten gold gate both
        hierarchy -top both
        opt -full
        sat -seq %d -prove-skip %d -prove trigger 0 both
        """
            .formatted(mostCycles + 1, mostCycles));
    return out.toString();
  }
}
