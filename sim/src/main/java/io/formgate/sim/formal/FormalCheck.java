package io.formgate.sim.formal;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import io.formgate.sim.BuildCache;
import io.formgate.sim.Circuit;
import io.formgate.sim.Mismatch;
import io.formgate.sim.ToolRunner;
import io.formgate.sim.synthesis.HardwareTool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Proves with yosys, for all inputs, that an emitted circuit computes what its datapath says.
 *
 * <p>First the registers: a circuit in which every way from an input to an output passes as many as
 * the latency has cycles, and nothing is fed back, is a function of the inputs of one cycle. That
 * function is then compared with the golden model, node by node where the circuit has a signal for
 * a node. A node that is equal for all values of its operands, free as they may be, is equal
 * whenever its operands are; so, from the inputs on, all are. Where one is not equal by itself, it
 * is compared again with its operands, theirs and so on, and at last as a function of the inputs.
 */
public final class FormalCheck {
  /** Part of the time for all questions at once, and of what is left for one of several. */
  private static final int PART = 3;

  /**
   * Levels of operands that are looked through where a node is not equal by itself: firtool writes
   * a choice by an inverted bit as the other choice by the bit itself.
   */
  private static final int MOST_LEVELS = 3;

  private final ToolRunner tools;
  private final HardwareTool.Installed yosys;
  private final LongSupplier nanoTime;

  /**
   * Finds yosys.
   *
   * @param tools starts it
   * @param nanoTime a clock in nanoseconds
   * @throws DiagnosticException with {@code TOOL_MISSING} if it is missing or too old
   */
  public FormalCheck(ToolRunner tools, LongSupplier nanoTime) {
    this.tools = tools;
    this.yosys = HardwareTool.YOSYS.find(tools);
    this.nanoTime = nanoTime;
  }

  /**
   * {@return what was found; a circuit that is wrong, or too hard for its time, is a report and no
   * exception}
   *
   * @param request what to prove
   * @throws DiagnosticException with {@code TOOL_FAILED} if yosys refuses the text or fails
   */
  public FormalReport check(FormalRequest request) {
    try (BuildCache scratch = BuildCache.ofTemporaryEntries()) {
      return scratch.inScratch(folder -> new Run(request, folder).report());
    }
  }

  /** One request. */
  private final class Run {
    private final FormalRequest request;
    private final Datapath datapath;
    private final Circuit circuit;
    private final Solver solver;
    private final long startNanos;
    private final List<FormalReport.Verdict> outputs = new ArrayList<>();
    private final SortedSet<Integer> shared = new TreeSet<>();
    private final SortedSet<Integer> equal = new TreeSet<>();

    /** The cuts with which a question was answered by never, for any values there. */
    private final Map<String, SortedSet<Integer>> proofs = new HashMap<>();

    private @Nullable Mismatch counterexample;

    Run(FormalRequest request, Path folder) {
      this.request = request;
      this.datapath = request.datapath();
      this.circuit = Circuit.of(datapath, request.moduleName(), request.systemVerilog());
      this.startNanos = nanoTime.getAsLong();
      this.solver = new Solver(tools, yosys, folder, nanoTime, request.limit());
      outputs.addAll(
          Collections.nCopies(datapath.outputs().size(), FormalReport.Verdict.UNDECIDED));
    }

    FormalReport report() throws IOException {
      WordNetlist netlist;
      try {
        netlist = solver.netlist(request.moduleName(), request.systemVerilog());
      } catch (DiagnosticException e) {
        if (e.diagnostics().getFirst().code() != DiagnosticCode.TOOL_TIMEOUT) {
          throw e;
        }
        return report(List.of());
      }
      int registers = request.latencyCycles();
      if (request.initiationInterval() > 1) {
        List<String> problems = new ArrayList<>(RegisterPaths.malformed(netlist, circuit));
        if (!problems.isEmpty()) {
          return report(problems);
        }
        Optional<WordNetlist> unfolded = unfolded(netlist, problems);
        if (unfolded.isEmpty()) {
          return report(problems.stream().distinct().toList());
        }
        netlist = unfolded.get();
        registers = 0;
      }
      RegisterPaths paths = RegisterPaths.of(netlist, circuit, registers);
      if (!paths.problems().isEmpty()) {
        return report(paths.problems());
      }
      CutCircuit cut = new CutCircuit(netlist, paths, circuit, datapath);
      shared.addAll(cut.nodes());
      Duration patience = solver.left().dividedBy(PART);
      if (asked(cut, shared, true, shared, List.of(EquivalenceText.ANY), patience)
          .equals(Map.of(EquivalenceText.ANY, new Solver.Answer.Never()))) {
        equal.addAll(shared);
        Collections.fill(outputs, FormalReport.Verdict.PROVED);
        return report(List.of());
      }
      return report(oneByOne(cut));
    }

    /**
     * {@return a circuit with shared multipliers as one vector finds it; empty if there are
     * problems, or no answer in time}
     */
    private Optional<WordNetlist> unfolded(WordNetlist netlist, List<String> problems)
        throws IOException {
      Set<String> data = new HashSet<>();
      circuit.inputs().forEach(port -> data.add(port.name()));
      int latency = request.latencyCycles();
      TurnBits bits = TurnBits.of(netlist, data, latency, request.initiationInterval(), problems);
      if (!problems.isEmpty()) {
        return Optional.empty();
      }
      Map<String, Solver.Answer> answers =
          solver.ask(
              bits.step().json(),
              TurnBits.MODULE,
              bits.text(),
              bits.questions(),
              solver.left().dividedBy(PART));
      switch (Objects.requireNonNull(answers.get(TurnBits.WRONG))) {
        case Solver.Answer.Never() -> {}
        case Solver.Answer.Sometimes(_) -> {
          problems.add(
              "valid_out is not valid_in, "
                  + FormalReport.counted(latency, "cycle")
                  + " later, where "
                  + FormalReport.counted(request.initiationInterval() - 1, "cycle")
                  + " before it had no vector, and cleared by reset in every rank");
          return Optional.empty();
        }
        case Solver.Answer.Unknown() -> {
          return Optional.empty();
        }
      }
      List<Map<Integer, Integer>> known = new ArrayList<>();
      for (int rank = 0; rank <= latency; rank++) {
        known.add(bits.known(answers, rank));
      }
      WordNetlist made = UnfoldedCircuit.of(netlist, circuit, datapath, latency, known, problems);
      return problems.isEmpty() ? Optional.of(made) : Optional.empty();
    }

    /** {@return problems with the valid bits} */
    private List<String> oneByOne(CutCircuit cut) throws IOException {
      List<String> questions = new ArrayList<>(List.of(EquivalenceText.VALID));
      shared.forEach(node -> questions.add(EquivalenceText.ofNode(node)));
      for (int i = 0; i < outputs.size(); i++) {
        questions.add(EquivalenceText.ofOutput(i));
      }
      Solver.Answer valid = byThemselves(cut, shared, questions).get(EquivalenceText.VALID);
      switch (Objects.requireNonNull(valid)) {
        case Solver.Answer.Never() -> {}
        case Solver.Answer.Sometimes(_) -> {
          return List.of(
              "valid_out is not valid_in, "
                  + FormalReport.counted(request.latencyCycles(), "cycle")
                  + " later and cleared by reset in every rank");
        }
        case Solver.Answer.Unknown() -> {
          return List.of();
        }
      }
      SortedSet<Integer> before = shared;
      for (int levels = 1; levels <= MOST_LEVELS; levels++) {
        questions.removeIf(proofs::containsKey);
        SortedSet<Integer> cuts = new TreeSet<>(shared);
        cuts.removeAll(near(questions, levels));
        // With the same cuts the same would be asked again.
        if (!questions.isEmpty() && !cuts.equals(before)) {
          before = cuts;
          byThemselves(cut, cuts, questions);
        }
      }
      boolean differs = false;
      for (int node : shared) {
        SortedSet<Integer> cuts = proofs.get(EquivalenceText.ofNode(node));
        if (cuts != null && equal.containsAll(read(cut, operandsOf(node), cuts))) {
          equal.add(node);
          continue;
        }
        Solver.Answer whole = ofNode(cut, node);
        if (whole instanceof Solver.Answer.Never) {
          equal.add(node);
        } else if (whole instanceof Solver.Answer.Sometimes && !differs) {
          // Most differences reach an output, and then nothing more is to be known.
          differs = true;
          if (outputs(cut)) {
            return List.of();
          }
        }
      }
      boolean _ = outputs(cut);
      return List.of();
    }

    /** {@return what is known of questions for any values at the cuts; proofs are kept} */
    private Map<String, Solver.Answer> byThemselves(
        CutCircuit cut, SortedSet<Integer> cuts, List<String> questions) throws IOException {
      Duration patience = solver.left().dividedBy((long) PART * PART);
      SortedSet<Integer> nodes = new TreeSet<>(shared);
      nodes.removeIf(node -> !questions.contains(EquivalenceText.ofNode(node)));
      Map<String, Solver.Answer> answers = asked(cut, cuts, true, nodes, questions, patience);
      answers.forEach((question, answer) -> {
        if (answer instanceof Solver.Answer.Never) {
          proofs.put(question, cuts);
        }
      });
      return answers;
    }

    /**
     * {@return the shared nodes that what is asked for reads, and those that they read, up to a
     * number of levels}
     */
    private Set<Integer> near(List<String> questions, int levels) {
      Set<Integer> level = new HashSet<>();
      Set<Integer> found = new HashSet<>();
      for (int node : shared) {
        if (questions.contains(EquivalenceText.ofNode(node))) {
          level.add(node);
        }
      }
      for (int i = 0; i < outputs.size(); i++) {
        if (questions.contains(EquivalenceText.ofOutput(i))) {
          int node = datapath.outputs().get(i).node();
          level.add(node);
          found.add(node);
        }
      }
      for (int i = 0; i < levels; i++) {
        Set<Integer> next = new HashSet<>();
        level.forEach(node -> next.addAll(read(operandsOf(node), shared, _ -> false)));
        found.addAll(next);
        level = next;
      }
      return found;
    }

    /** {@return what is known of a node as a function of the inputs} */
    private Solver.Answer ofNode(CutCircuit cut, int node) throws IOException {
      SortedSet<Integer> before = new TreeSet<>(equal.headSet(node));
      String question = EquivalenceText.ofNode(node);
      Duration patience = solver.left().dividedBy(PART);
      return Objects.requireNonNull(
          asked(cut, before, false, new TreeSet<>(Set.of(node)), List.of(question), patience)
              .get(question));
    }

    /** {@return whether an output differs, after all that are not known yet were asked for} */
    private boolean outputs(CutCircuit cut) throws IOException {
      for (int i = 0; i < outputs.size(); i++) {
        if (outputs.get(i) != FormalReport.Verdict.UNDECIDED) {
          continue;
        }
        int node = datapath.outputs().get(i).node();
        String question = EquivalenceText.ofOutput(i);
        SortedSet<Integer> cuts = proofs.get(question);
        if (cuts != null && equal.containsAll(read(cut, List.of(node), cuts))) {
          outputs.set(i, FormalReport.Verdict.PROVED);
          continue;
        }
        Duration patience = solver.left().dividedBy(PART);
        switch (Objects.requireNonNull(
            asked(cut, new TreeSet<>(equal), false, new TreeSet<>(), List.of(question), patience)
                .get(question))) {
          case Solver.Answer.Never() -> outputs.set(i, FormalReport.Verdict.PROVED);
          case Solver.Answer.Sometimes(Map<String, String> values) -> {
            outputs.set(i, FormalReport.Verdict.DIFFERENT);
            counterexample = replayed(i, values);
            return true;
          }
          case Solver.Answer.Unknown() -> {}
        }
      }
      return false;
    }

    private Map<String, Solver.Answer> asked(
        CutCircuit cut,
        SortedSet<Integer> cuts,
        boolean free,
        SortedSet<Integer> nodes,
        List<String> questions,
        Duration each)
        throws IOException {
      EquivalenceText both = new EquivalenceText(datapath, cut, cuts, free, nodes);
      List<Solver.Question> all =
          questions.stream().map(bit -> new Solver.Question(bit, shown(bit))).toList();
      return solver.ask(cut.json(cuts, nodes), EquivalenceText.MODULE, both.text(), all, each);
    }

    /**
     * {@return the ports of an example: inputs, and both values of the output that is asked for}
     */
    private List<String> shown(String question) {
      List<String> shown = new ArrayList<>();
      for (int i = 0; i < datapath.inputs().size(); i++) {
        shown.add(CutCircuit.inputPort(i));
      }
      for (int i = 0; i < outputs.size(); i++) {
        if (question.equals(EquivalenceText.ofOutput(i))) {
          shown.add(EquivalenceText.expected(i));
          shown.add(EquivalenceText.actual(i));
        }
      }
      return shown;
    }

    private List<Integer> operandsOf(int node) {
      return datapath.node(node).operation().operands();
    }

    /**
     * {@return the cut nodes that have to be equal for a proof about what reads some nodes: those
     * nodes, or through what is not cut their operands; and where bits of a cut node are removed
     * from the circuit its operands too, of which the golden model makes these bits}
     */
    private Set<Integer> read(CutCircuit cut, List<Integer> nodes, SortedSet<Integer> cuts) {
      return read(nodes, cuts, cut::hasRemovedBits);
    }

    private Set<Integer> read(
        List<Integer> nodes, SortedSet<Integer> cuts, IntPredicate throughCuts) {
      Set<Integer> found = new HashSet<>();
      Set<Integer> seen = new HashSet<>(nodes);
      Deque<Integer> open = new ArrayDeque<>(seen);
      while (!open.isEmpty()) {
        int node = open.pop();
        if (cuts.contains(node)) {
          found.add(node);
        }
        if (!cuts.contains(node) || throughCuts.test(node)) {
          for (int operand : operandsOf(node)) {
            if (seen.add(operand)) {
              open.push(operand);
            }
          }
        }
      }
      return found;
    }

    /** {@return an example of the solver, whose golden values are those of the interpreter} */
    private Mismatch replayed(int output, Map<String, String> values) {
      List<Mismatch.Value> inputs = new ArrayList<>();
      List<Integer> nodes = datapath.inputs();
      for (int i = 0; i < nodes.size(); i++) {
        Node node = datapath.node(nodes.get(i));
        inputs.add(value(node.name(), node.format(), values.get(CutCircuit.inputPort(i))));
      }
      Datapath.Output port = datapath.outputs().get(output);
      FixedFormat format = datapath.node(port.node()).format();
      Mismatch.Value golden =
          value(port.name(), format, values.get(EquivalenceText.expected(output)));
      Mismatch.Value actual =
          value(port.name(), format, values.get(EquivalenceText.actual(output)));
      long[] raw = inputs.stream().mapToLong(Mismatch.Value::raw).toArray();
      long expected = new DatapathInterpreter(datapath).evaluate(raw)[output];
      if (expected != golden.raw() || actual.raw() == expected) {
        throw new IllegalStateException(
            "the solver's example is none: for "
                + inputs
                + (" the interpreter gives " + expected)
                + (", the text of the proof " + golden.raw())
                + (", the circuit " + actual.raw()));
      }
      return new Mismatch("the solver", 0, 0, inputs, port.name(), golden, actual);
    }

    private static Mismatch.Value value(String name, FixedFormat format, @Nullable String bits) {
      // A port that nothing depends on may have any value.
      long raw = bits == null ? 0 : Long.parseUnsignedLong(bits, 2);
      return new Mismatch.Value(name, format, format.fromBits(raw));
    }

    private FormalReport report(List<String> problems) {
      List<FormalReport.Output> named = new ArrayList<>();
      for (int i = 0; i < outputs.size(); i++) {
        named.add(new FormalReport.Output(datapath.outputs().get(i).name(), outputs.get(i)));
      }
      FormalReport.Verdict verdict;
      if (!problems.isEmpty()) {
        verdict = FormalReport.Verdict.NO_PIPELINE;
        named.clear();
      } else if (outputs.contains(FormalReport.Verdict.DIFFERENT)) {
        verdict = FormalReport.Verdict.DIFFERENT;
      } else if (outputs.contains(FormalReport.Verdict.UNDECIDED)) {
        verdict = FormalReport.Verdict.UNDECIDED;
      } else {
        verdict = FormalReport.Verdict.PROVED;
      }
      List<String> open = new ArrayList<>();
      for (int node : shared) {
        if (!equal.contains(node)) {
          open.add(datapath.node(node).name());
        }
      }
      long computed =
          datapath.nodes().stream()
              .filter(n ->
                  !(n.operation() instanceof Operation.Input)
                      && !(n.operation() instanceof Operation.Literal))
              .count();
      return new FormalReport(
          request.moduleName(),
          verdict,
          named,
          problems,
          (int) computed,
          shared.size(),
          equal.size(),
          open,
          counterexample,
          request.latencyCycles(),
          request.initiationInterval(),
          datapath.inputFormats().stream().mapToInt(FixedFormat::widthBits).sum(),
          yosys.version(),
          request.limit(),
          Duration.ofNanos(nanoTime.getAsLong() - startNanos));
    }
  }
}
