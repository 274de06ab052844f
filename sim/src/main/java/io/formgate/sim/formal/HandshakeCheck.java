package io.formgate.sim.formal;

import io.formgate.datapath.Datapath;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import io.formgate.sim.BuildCache;
import io.formgate.sim.ToolRunner;
import io.formgate.sim.synthesis.HardwareTool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Proves with yosys that a wrapper keeps the protocol of its handshakes in every cycle behind a
 * reset, by induction: see {@link HandshakeText}. What the circuit inside computes is another
 * proof, that of {@link FormalCheck}.
 */
public final class HandshakeCheck {
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
  public HandshakeCheck(ToolRunner tools, LongSupplier nanoTime) {
    this.tools = tools;
    this.yosys = HardwareTool.YOSYS.find(tools);
    this.nanoTime = nanoTime;
  }

  /**
   * {@return what was found; a wrapper that is wrong is a report and no exception}
   *
   * @param request what to prove
   * @throws DiagnosticException with {@code TOOL_FAILED} if yosys refuses the text or fails
   */
  public HandshakeReport check(HandshakeRequest request) {
    long start = nanoTime.getAsLong();
    Found found;
    try (BuildCache scratch = BuildCache.ofTemporaryEntries()) {
      found =
          scratch.inScratch(folder ->
              found(request, new Solver(tools, yosys, folder, nanoTime, request.limit())));
    }
    return new HandshakeReport(
        request.moduleName(),
        found.verdict(),
        found.problems(),
        request.coreLatencyCycles() + 1,
        request.initiationInterval(),
        yosys.version(),
        request.limit(),
        Duration.ofNanos(nanoTime.getAsLong() - start));
  }

  private record Found(HandshakeReport.Verdict verdict, List<String> problems) {
    static Found notProved(List<String> problems) {
      return new Found(HandshakeReport.Verdict.NOT_PROVED, problems.stream().distinct().toList());
    }
  }

  private static Found found(HandshakeRequest request, Solver solver) throws IOException {
    WordNetlist netlist;
    try {
      netlist =
          solver.netlist(request.moduleName(), stub(request.datapath()) + request.systemVerilog());
    } catch (DiagnosticException e) {
      if (e.diagnostics().getFirst().code() != DiagnosticCode.TOOL_TIMEOUT) {
        throw e;
      }
      return new Found(HandshakeReport.Verdict.UNDECIDED, List.of("its text was not read"));
    }
    WrapperPorts ports = WrapperPorts.of(request.datapath(), request.wrapper());
    List<String> problems = new ArrayList<>(mistakes(request, netlist, ports));
    if (!problems.isEmpty()) {
      return Found.notProved(problems);
    }
    StepNetlist step = step(request, netlist, ports, problems);
    Map<String, List<Integer>> state = state(request, netlist, step, problems);
    if (!problems.isEmpty()) {
      return Found.notProved(problems);
    }
    HandshakeText text = new HandshakeText(request, ports, step, state);
    Map<String, String> properties = text.properties();
    Map<String, Solver.Answer> all =
        asked(solver, step, text, List.of(HandshakeText.POSSIBLE, HandshakeText.ANY));
    if (all.get(HandshakeText.POSSIBLE) instanceof Solver.Answer.Sometimes
        && all.get(HandshakeText.ANY) instanceof Solver.Answer.Never) {
      return new Found(HandshakeReport.Verdict.PROVED, List.of());
    }
    List<String> each = new ArrayList<>(List.of(HandshakeText.POSSIBLE));
    each.addAll(properties.keySet());
    Map<String, Solver.Answer> answers = asked(solver, step, text, each);
    List<String> open = new ArrayList<>();
    switch (Objects.requireNonNull(answers.get(HandshakeText.POSSIBLE))) {
      case Solver.Answer.Never() -> problems.add("no result can ever be taken");
      case Solver.Answer.Sometimes(_) -> {}
      case Solver.Answer.Unknown() -> open.add("whether a result can be taken");
    }
    properties.forEach((property, wrong) -> {
      switch (Objects.requireNonNull(answers.get(property))) {
        case Solver.Answer.Never() -> {}
        case Solver.Answer.Sometimes(_) -> problems.add(wrong);
        case Solver.Answer.Unknown() -> open.add("whether " + wrong);
      }
    });
    if (!problems.isEmpty()) {
      return Found.notProved(problems);
    }
    return new Found(
        open.isEmpty() ? HandshakeReport.Verdict.PROVED : HandshakeReport.Verdict.UNDECIDED, open);
  }

  private static Map<String, Solver.Answer> asked(
      Solver solver, StepNetlist step, HandshakeText text, List<String> bits) throws IOException {
    List<Solver.Question> questions =
        bits.stream().map(bit -> new Solver.Question(bit, List.of())).toList();
    // The time of one question of several; those before it leave it to the ones behind.
    Duration each = solver.left().dividedBy(2);
    return solver.ask(step.json(), HandshakeText.MODULE, text.text(), questions, each);
  }

  /** {@return the circuit inside as a module that yosys does not look into} */
  private static String stub(Datapath datapath) {
    StringBuilder out = new StringBuilder("(* blackbox *) module " + datapath.name());
    out.append("(input clock, input reset, input valid_in");
    for (int input : datapath.inputs()) {
      out.append(", input " + ReferenceText.range(width(datapath, input)));
      out.append(datapath.node(input).name());
    }
    out.append(", output valid_out");
    for (Datapath.Output output : datapath.outputs()) {
      out.append(", output " + ReferenceText.range(width(datapath, output.node())));
      out.append(output.name());
    }
    return out.append(");\nendmodule\n").toString();
  }

  private static int width(Datapath datapath, int node) {
    return datapath.node(node).format().widthBits();
  }

  private static List<String> mistakes(
      HandshakeRequest request, WordNetlist netlist, WrapperPorts ports) {
    List<String> mistakes = new ArrayList<>();
    for (String bit : List.of(ports.clock(), ports.reset(), ports.validIn(), ports.readyOut())) {
      require(netlist.inputs(), bit, 1, mistakes);
    }
    ports.lastIn().forEach(bit -> require(netlist.inputs(), bit, 1, mistakes));
    for (String bit : List.of(ports.readyIn(), ports.validOut())) {
      require(netlist.outputs(), bit, 1, mistakes);
    }
    ports.lastOut().forEach(bit -> require(netlist.outputs(), bit, 1, mistakes));
    List<FixedFormat> in = request.datapath().inputFormats();
    List<FixedFormat> out = HandshakeText.outputFormats(request.datapath());
    for (int i = 0; i < ports.dataIn().size(); i++) {
      require(netlist.inputs(), ports.dataIn().get(i), ports.widths(in).get(i), mistakes);
    }
    for (int i = 0; i < ports.dataOut().size(); i++) {
      require(netlist.outputs(), ports.dataOut().get(i), ports.widths(out).get(i), mistakes);
    }
    long cores =
        netlist.cells().stream().filter(c -> c.type().equals(request.datapath().name())).count();
    if (cores != 1) {
      mistakes.add("it has " + cores + " instances of the circuit " + request.datapath().name());
    }
    if (!netlist.contested().isEmpty()) {
      mistakes.add("a bit has two drivers");
    }
    return mistakes;
  }

  private static void require(
      Map<String, List<Integer>> ports, String name, int widthBits, List<String> mistakes) {
    List<Integer> bits = ports.get(name);
    if (bits == null || bits.size() != widthBits) {
      mistakes.add("port " + name + " of " + widthBits + " bits is not there");
    }
  }

  private static StepNetlist step(
      HandshakeRequest request, WordNetlist netlist, WrapperPorts ports, List<String> problems) {
    Datapath datapath = request.datapath();
    WordNetlist.Cell core =
        netlist.cells().stream()
            .filter(c -> c.type().equals(datapath.name()))
            .findFirst()
            .orElseThrow();
    List<Integer> clock = netlist.input(ports.clock());
    if (!core.input(RegisterPaths.CLOCK).equals(clock)) {
      problems.add("the circuit inside has another clock");
    }
    Map<String, List<Integer>> inputs = new LinkedHashMap<>();
    inputs.put("cleared", netlist.input(ports.reset()));
    inputs.put("arrives", netlist.input(ports.validIn()));
    inputs.put("taken", netlist.input(ports.readyOut()));
    ports.lastIn().forEach(last -> inputs.put("last", netlist.input(last)));
    for (int i = 0; i < ports.dataIn().size(); i++) {
      inputs.put("x" + i, netlist.input(ports.dataIn().get(i)));
    }
    inputs.put("inside_valid", core.output(RegisterPaths.VALID_OUT));
    Map<String, List<Integer>> outputs = new LinkedHashMap<>();
    outputs.put("ready", netlist.output(ports.readyIn()));
    outputs.put("offered", netlist.output(ports.validOut()));
    ports.lastOut().forEach(last -> outputs.put("last_out", netlist.output(last)));
    for (int i = 0; i < ports.dataOut().size(); i++) {
      outputs.put("y" + i, netlist.output(ports.dataOut().get(i)));
    }
    outputs.put("inside_arrives", core.input(RegisterPaths.VALID_IN));
    outputs.put("inside_reset", core.input(RegisterPaths.RESET));
    for (int i = 0; i < datapath.inputs().size(); i++) {
      outputs.put("k" + i, core.input(datapath.node(datapath.inputs().get(i)).name()));
    }
    for (int i = 0; i < datapath.outputs().size(); i++) {
      inputs.put("c" + i, core.output(datapath.outputs().get(i).name()));
    }
    List<WordNetlist.Cell> registers =
        netlist.cells().stream().filter(RegisterPaths::isRegister).toList();
    return StepNetlist.of(netlist, clock, registers, inputs, outputs, problems);
  }

  /**
   * {@return the bits of the registers by name, those of the buffer without its prefix}
   *
   * <p>A port may have the name of a register, and with one place it may be a register's output.
   */
  private static Map<String, List<Integer>> state(
      HandshakeRequest request, WordNetlist netlist, StepNetlist step, List<String> problems) {
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < step.registers().size(); i++) {
      places.put(step.registers().get(i).output("Q").getFirst(), i);
    }
    Map<String, List<Integer>> state = new LinkedHashMap<>();
    for (String name : HandshakeText.registers(request)) {
      List<Integer> bits =
          netlist.names().entrySet().stream()
              .filter(e -> e.getKey().equals(name) || e.getKey().endsWith("." + name))
              .filter(e -> !netlist.outputs().containsKey(e.getKey()))
              .map(Map.Entry::getValue)
              .filter(nets -> places.keySet().containsAll(nets))
              .findFirst()
              .orElse(List.of());
      if (bits.isEmpty()) {
        problems.add("there is no register " + name);
      }
      state.put(name, bits.stream().map(b -> Objects.requireNonNull(places.get(b))).toList());
    }
    return state;
  }
}
