package io.formgate.sim.formal;

import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.sim.ToolCommand;
import io.formgate.sim.ToolRunner;
import io.formgate.sim.synthesis.HardwareTool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads circuits with yosys and asks its solver whether a bit can be 1, all before a deadline. */
final class Solver {
  private static final String MARK = "FORMGATE-ASKS ";
  private static final String YES = "SAT proof finished - model found: FAIL!";
  private static final String NO = "SAT proof finished - no model found: SUCCESS!";
  private static final Pattern VALUE = Pattern.compile("^\\s+\\\\(\\w+)\\s.*\\s([01]+)\\s*$");

  private final ToolRunner tools;
  private final HardwareTool.Installed yosys;
  private final Path folder;
  private final LongSupplier nanoTime;
  private final long deadlineNanos;

  /** What the solver says of a question. */
  sealed interface Answer {
    /** The bit is 0 whatever the inputs are. */
    record Never() implements Answer {}

    /**
     * It can be 1.
     *
     * @param values bits of the signals that were asked for, the highest first
     */
    record Sometimes(Map<String, String> values) implements Answer {}

    /** The time was over. */
    record Unknown() implements Answer {}
  }

  /**
   * A question.
   *
   * @param bit the output that may be 1
   * @param shown signals whose values an example shall have
   */
  record Question(String bit, List<String> shown) {
    Question {
      shown = List.copyOf(shown);
    }
  }

  /**
   * Begins to count the time.
   *
   * @param tools starts yosys
   * @param yosys where it is
   * @param folder for its files
   * @param nanoTime a clock in nanoseconds
   * @param limit until the deadline
   */
  Solver(
      ToolRunner tools,
      HardwareTool.Installed yosys,
      Path folder,
      LongSupplier nanoTime,
      Duration limit) {
    this.tools = tools;
    this.yosys = yosys;
    this.folder = folder;
    this.nanoTime = nanoTime;
    this.deadlineNanos = nanoTime.getAsLong() + limit.toNanos();
  }

  /** {@return the time that is left; not above zero after the deadline} */
  Duration left() {
    return Duration.ofNanos(deadlineNanos - nanoTime.getAsLong());
  }

  /**
   * {@return the flat netlist of a circuit as synthesis reads it, primitives of Xilinx devices
   * included}
   *
   * @param module its top module
   * @param systemVerilog its text
   * @throws DiagnosticException with {@code TOOL_FAILED} if yosys refuses the text, with {@code
   *     TOOL_TIMEOUT} if the time is over
   */
  WordNetlist netlist(String module, String systemVerilog) throws IOException {
    Files.writeString(folder.resolve("circuit.sv"), systemVerilog);
    run(
        "read",
        """
        read_verilog +/xilinx/cells_sim.v
        read_verilog -sv circuit.sv
        hierarchy -check -top %1$s
        proc
        flatten
        memory_map
        opt_clean
        write_json circuit.json
        """
            .formatted(module),
        left(),
        _ -> {});
    return WordNetlist.parse(Files.readString(folder.resolve("circuit.json")), module);
  }

  /**
   * {@return what the solver says of each question, by its bit}
   *
   * @param circuit a module, as {@link NetlistJson} writes it
   * @param top name of the module with the questions
   * @param text of that module, which instantiates the circuit
   * @param questions one or more
   * @param each time for one of them
   * @throws DiagnosticException with {@code TOOL_FAILED} if yosys fails
   */
  Map<String, Answer> ask(
      String circuit, String top, String text, List<Question> questions, Duration each)
      throws IOException {
    Map<String, Answer> answers = new LinkedHashMap<>();
    questions.forEach(question -> answers.put(question.bit(), new Answer.Unknown()));
    if (!left().isPositive()) {
      return answers;
    }
    Files.writeString(folder.resolve("gate.json"), circuit);
    Files.writeString(folder.resolve("both.sv"), text);
    StringBuilder script = new StringBuilder();
    script.append(
        """
        read_json gate.json
        read_verilog -sv both.sv
        hierarchy -check -top %1$s
        proc
        memory_map
        flatten
        opt_expr
        opt_merge
        opt_expr
        opt_clean
        wreduce t:$mul t:$add t:$sub
        opt_expr
        opt_merge
        opt_expr
        opt_clean
        """
            .formatted(top));
    for (Question question : questions) {
      script.append("select -set cone w:" + question.bit() + " %ci*\n");
      script.append("log " + MARK + question.bit() + "\n");
      script.append("sat -timeout " + Math.max(1, each.toSeconds()));
      question.shown().forEach(signal -> script.append(" -show " + signal));
      script.append(" -prove " + question.bit() + " 0 @cone\n");
    }
    script.append("log " + MARK + "nothing\n");
    Answers heard = new Answers();
    try {
      run("ask", script.toString(), left(), heard::line);
    } catch (DiagnosticException e) {
      if (e.diagnostics().getFirst().code() != DiagnosticCode.TOOL_TIMEOUT) {
        throw e;
      }
    }
    answers.putAll(heard.finished);
    return answers;
  }

  /** Gets the lines as they are printed, so that those before a time-out count. */
  private static final class Answers {
    private final Map<String, Answer> finished = new ConcurrentHashMap<>();
    private String question = "";
    private String verdict = "";
    private final Map<String, String> values = new HashMap<>();

    void line(String line) {
      if (line.startsWith(MARK)) {
        finish();
        question = line.substring(MARK.length()).strip();
      } else if (line.startsWith(YES) || line.startsWith(NO)) {
        verdict = line.startsWith(YES) ? YES : NO;
      } else {
        Matcher m = VALUE.matcher(line);
        if (m.matches()) {
          values.put(Objects.requireNonNull(m.group(1)), Objects.requireNonNull(m.group(2)));
        }
      }
    }

    private void finish() {
      if (!verdict.isEmpty()) {
        finished.put(
            question,
            verdict.equals(NO) ? new Answer.Never() : new Answer.Sometimes(Map.copyOf(values)));
      }
      verdict = "";
      values.clear();
    }
  }

  /** Gets lines that a tool prints. */
  private interface LineReader {
    void line(String line);
  }

  private void run(String name, String script, Duration limit, LineReader lines)
      throws IOException {
    Path file = folder.resolve(name + ".ys");
    Files.writeString(file, script);
    List<String> words = new ArrayList<>(List.of(yosys.path().toString(), "-s", name + ".ys"));
    try {
      tools.stream(
          new ToolCommand(yosys.tool().program(), words, folder, limit),
          _ -> {},
          stdout -> {
            try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(stdout, StandardCharsets.UTF_8))) {
              for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.line(line);
              }
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
