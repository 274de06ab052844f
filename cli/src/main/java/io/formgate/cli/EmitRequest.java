package io.formgate.cli;

import io.formgate.constraints.InitiationInterval;
import io.formgate.constraints.InputDeclaration;
import io.formgate.constraints.OutputDeclaration;
import io.formgate.constraints.PortRegisters;
import io.formgate.constraints.PortTexts;
import io.formgate.constraints.SignalNames;
import io.formgate.constraints.UnitExpression;
import io.formgate.datapath.Head;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Definition;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expansion;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaFile;
import io.formgate.expression.Least;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import io.formgate.expression.Suggestions;
import io.formgate.expression.UniformFormat;
import io.formgate.expression.Vocabulary;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.ScheduleOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code emit} and {@code cost} are asked for.
 *
 * @param circuit ports and formulas, custom operators written out
 * @param units the ports' units
 * @param columns what rows call inputs that have another name there, by their names
 * @param devices the devices, at least one
 * @param schedules what schedules keep, one for each clock
 * @param notes what a designer should know of the formulas
 */
record EmitRequest(
    QuantizerRequest circuit,
    Units units,
    Map<String, String> columns,
    List<DeviceModel> devices,
    List<ScheduleOptions> schedules,
    List<String> notes) {

  /** Tells people, in one line, of units that numbers have because nothing else fits. */
  void warn(Terminal terminal) {
    for (String note : notes) {
      terminal
          .err()
          .println(
              terminal.shown(
                  "warning: " + note + "; inferred, nobody wrote it: see to it that it is meant"));
    }
  }

  /**
   * The arguments as the user wrote them; see {@link FormulaOptions}.
   *
   * @param name of the module
   * @param formulas on the command line
   * @param file file of formulas, or null
   * @param complexity which formula of a hall of fame, or null for that of the smallest loss
   * @param inputs ports
   * @param format of ports without a description of their own, or null
   * @param everywhere the format of every value, or null
   * @param isOnData whether the tolerance is to be kept on rows, as measured
   * @param outputs ports, or one format for all
   * @param outputsLikeInputs whether outputs without a format take that of the inputs, where all
   *     inputs have the same
   * @param tolerance error allowed, or null
   * @param heads decisions on formulas
   * @param definitions custom operators
   * @param devices names of devices
   * @param clocks periods or frequencies
   * @param registers which ports have registers
   * @param maxLatencyCycles most cycles, or null for any
   * @param initiationInterval cycles between vectors
   * @param least what is to be least
   */
  record Options(
      String name,
      List<String> formulas,
      @Nullable Path file,
      @Nullable Double complexity,
      List<String> inputs,
      @Nullable String format,
      @Nullable String everywhere,
      boolean isOnData,
      List<String> outputs,
      boolean outputsLikeInputs,
      @Nullable String tolerance,
      HeadPorts.Options heads,
      List<String> definitions,
      List<String> devices,
      List<String> clocks,
      String registers,
      @Nullable Integer maxLatencyCycles,
      int initiationInterval,
      String least) {

    /** The arguments of a circuit of the fewest cycles that takes a vector in every cycle. */
    Options(
        String name,
        List<String> formulas,
        @Nullable Path file,
        @Nullable Double complexity,
        List<String> inputs,
        @Nullable String format,
        @Nullable String everywhere,
        boolean isOnData,
        List<String> outputs,
        boolean outputsLikeInputs,
        @Nullable String tolerance,
        HeadPorts.Options heads,
        List<String> definitions,
        List<String> devices,
        List<String> clocks,
        String registers,
        @Nullable Integer maxLatencyCycles) {
      this(
          name,
          formulas,
          file,
          complexity,
          inputs,
          format,
          everywhere,
          isOnData,
          outputs,
          outputsLikeInputs,
          tolerance,
          heads,
          definitions,
          devices,
          clocks,
          registers,
          maxLatencyCycles,
          1,
          Least.CYCLES.word());
    }

    /** {@return whether ports without a description of their own have a format, if a legal one} */
    boolean hasFormat() {
      return format != null || everywhere != null;
    }
  }

  /**
   * {@return what some arguments ask for}
   *
   * @param options the arguments
   * @param keptFree part of every clock period
   * @param found mistakes in other arguments
   * @throws DiagnosticException with the mistakes of all of them and of the formulas
   */
  static EmitRequest of(Options options, KeptFree keptFree, List<Diagnostic> found) {
    return new Reader(options, keptFree, found).read();
  }

  /** Reads the arguments; what has a mistake is left out, so that the others show theirs. */
  private static final class Reader {
    private final Options options;
    private final KeptFree keptFree;
    private final PortTexts texts = new PortTexts();
    private final List<Diagnostic> mistakes = new ArrayList<>();
    private final Map<String, InputDeclaration> inputs = new LinkedHashMap<>();
    private final List<String> carried = new ArrayList<>();
    private final Map<String, Definition> definitions;
    private final Optional<SourceText> tolerance;
    private final Optional<FixedFormat> format;
    private final Optional<UniformFormat> everywhere;

    Reader(Options options, KeptFree keptFree, List<Diagnostic> found) {
      this.options = options;
      this.keptFree = keptFree;
      mistakes.addAll(found);
      tolerance = Optional.ofNullable(options.tolerance).map(t -> new SourceText("--tolerance", t));
      everywhere =
          Optional.ofNullable(options.everywhere)
              .flatMap(f -> texts.everywhere(new SourceText("--everywhere", f)));
      // The format of all values is that of the ports, too, unless they have one of their own.
      format =
          options.format == null
              ? everywhere.map(UniformFormat::format)
              : texts.format(new SourceText("--format", options.format));
      if (options.everywhere != null && options.tolerance != null && !options.isOnData) {
        mistakes.add(
            Diagnostic.of(
                DiagnosticCode.USAGE,
                "no --tolerance can be proved where every value has one format",
                "write 'on data' behind the tolerance and name the rows with --data, or leave it"
                    + " out"));
      }
      options.inputs.forEach(text ->
          texts
              .input(new SourceText("--input", text))
              .ifPresent(port -> inputs.putIfAbsent(port.name(), port)));
      options.definitions.forEach(text -> texts.define(new SourceText("--define", text)));
      definitions =
          texts.definitions().stream()
              .collect(Collectors.toMap(Definition::name, Function.identity()));
    }

    EmitRequest read() {
      SignalNames.objection(options.name)
          .ifPresent(why ->
              mistakes.add(
                  Diagnostic.of(
                      DiagnosticCode.SPEC_NAME,
                      "--name '" + options.name + "' " + why,
                      "choose another name for the module")));
      List<DeviceModel> devices =
          options.devices.stream()
              .map(name -> noting(() -> keptFree.on(DeviceModels.load(name, null))))
              .flatMap(Optional::stream)
              .toList();
      for (DeviceModel device : devices) {
        SharedProducts.objection(device, options.initiationInterval, null).ifPresent(mistakes::add);
      }
      List<ScheduleOptions> schedules = schedules();
      tolerance.ifPresent(text -> texts.tolerance(text, Optional.empty()));
      Vocabulary vocabulary = new Vocabulary(Set.copyOf(texts.inputNames()), definitions, false);
      Optional<FormulaFile> formulas =
          noting(() -> FormulaSource.of(options, vocabulary, mistakes));
      HeadPorts headPorts = new HeadPorts(options.heads, texts, mistakes);
      List<String> classes = formulas.map(headPorts::classesOf).orElse(List.of());
      List<Optional<OutputDeclaration>> outputs =
          new OutputPorts(options, texts, inputs.values(), format, tolerance, mistakes)
              .of(formulas, classes);
      List<Head> heads =
          formulas.isEmpty() || outputs.stream().anyMatch(Optional::isEmpty)
              ? List.of()
              : headPorts.of(
                  outputs.stream().flatMap(Optional::stream).map(OutputDeclaration::name).toList());
      List<Optional<Expr>> expanded = new ArrayList<>();
      formulas.ifPresent(f -> {
        declareVariables(f);
        for (int i = 0; i < f.formulas().size(); i++) {
          int at = i;
          expanded.add(
              noting(
                  () -> Expansion.expand(f.formulas().get(at), definitions, f.places().get(at))));
        }
        checkUnits(f, expanded, outputs, vocabulary);
      });
      Map<String, String> columns = texts.columns(inputs.values());
      List<Diagnostic> all =
          Stream.concat(texts.mistakes().stream(), mistakes.stream()).distinct().toList();
      if (!all.isEmpty()) {
        throw new DiagnosticException(all);
      }
      return new EmitRequest(
          circuit(expanded, outputs, heads),
          units(outputs),
          columns,
          devices,
          schedules,
          FormulaUnits.note(carried));
    }

    private <T> Optional<T> noting(Supplier<T> reader) {
      return Arguments.noting(reader, mistakes);
    }

    /** {@return one for each clock without a mistake} */
    private List<ScheduleOptions> schedules() {
      PortRegisters registers =
          texts
              .registers(new SourceText("--registers", options.registers))
              .orElse(PortRegisters.NONE);
      Least least = texts.least(new SourceText("--least", options.least)).orElse(Least.CYCLES);
      Integer most = options.maxLatencyCycles;
      if (most != null) {
        var _ =
            noting(() -> {
              Arguments.atLeast("--max-latency", most, 0);
              return most;
            });
      }
      Optional<Diagnostic> objection =
          InitiationInterval.objection("--ii", options.initiationInterval, null);
      objection.ifPresent(mistakes::add);
      int interval = objection.isPresent() ? 1 : options.initiationInterval;
      OptionalInt maxLatencyCycles = most == null ? OptionalInt.empty() : OptionalInt.of(most);
      return options.clocks.stream()
          .map(clock -> texts.clockPeriodPs(new SourceText("--clock", clock)))
          .flatMapToInt(OptionalInt::stream)
          .mapToObj(periodPs ->
              new ScheduleOptions(
                  periodPs,
                  registers.atInputs(),
                  registers.atOutputs(),
                  maxLatencyCycles,
                  interval,
                  least))
          .toList();
    }

    private boolean isOutput(String name) {
      return options.outputs().stream()
          .anyMatch(o -> o.strip().replaceFirst("(?s)[\\s:].*", "").equals(name));
    }

    /** Variables without a port of their own take the common format. */
    private void declareVariables(FormulaFile file) {
      List<String> declared = texts.inputNames();
      file.variables()
          .forEach((variable, place) -> {
            if (declared.contains(variable)) {
              return;
            }
            if (!options.hasFormat()) {
              mistakes.add(
                  Diagnostic.at(
                      DiagnosticCode.FORMULA_VARIABLE,
                      place,
                      "the formula uses '" + variable + "', which no --input declares",
                      isOutput(variable)
                          ? "an output has that name: give --output another, then add --input '"
                              + variable
                              + ":fixed<16,6>'"
                          : Suggestions.mend(
                              variable,
                              declared,
                              "add --input '"
                                  + variable
                                  + ":fixed<16,6>', or --format for all inputs")));
            }
            format
                .flatMap(f -> texts.input(variable, place, f))
                .ifPresent(port -> inputs.put(variable, port));
          });
    }

    /** Checks the formulas of which all ports are known. */
    private void checkUnits(
        FormulaFile file,
        List<Optional<Expr>> formulas,
        List<Optional<OutputDeclaration>> outputs,
        Vocabulary vocabulary) {
      Map<String, UnitExpression> units = new LinkedHashMap<>();
      inputs.forEach((name, port) -> units.put(name, port.unit()));
      boolean hasDimension =
          Stream.concat(
                  units.values().stream(),
                  outputs.stream().flatMap(Optional::stream).map(OutputDeclaration::unit))
              .anyMatch(unit -> !unit.dimension().isNone());
      FormulaUnits checker = new FormulaUnits(units, definitions, vocabulary);
      for (int i = 0; hasDimension && i < formulas.size(); i++) {
        SourceSpan place = file.places().get(i);
        Optional<UnitExpression> unit = outputs.get(i).map(OutputDeclaration::unit);
        formulas
            .get(i)
            .filter(e -> unit.isPresent() && units.keySet().containsAll(e.variables()))
            .map(e -> checker.of(e, unit.orElseThrow(), place))
            .ifPresent(found -> {
              mistakes.addAll(found.mistakes());
              carried.addAll(found.carried());
            });
      }
    }

    private QuantizerRequest circuit(
        List<Optional<Expr>> formulas,
        List<Optional<OutputDeclaration>> outputs,
        List<Head> heads) {
      List<QuantizerRequest.OutputPort> ports = new ArrayList<>();
      for (int i = 0; i < formulas.size(); i++) {
        OutputDeclaration o = outputs.get(i).orElseThrow();
        ports.add(
            new QuantizerRequest.OutputPort(
                o.name(), formulas.get(i).orElseThrow(), o.format(), o.saturate(), o.tolerance()));
      }
      QuantizerRequest request =
          new QuantizerRequest(
              options.name,
              inputs.values().stream()
                  .map(i -> new QuantizerRequest.InputPort(i.name(), i.format(), i.range()))
                  .toList(),
              ports,
              heads,
              heads.isEmpty() || options.heads.showsScores());
      return request.withEverywhere(everywhere);
    }

    private Units units(List<Optional<OutputDeclaration>> outputs) {
      Map<String, String> byPort = new LinkedHashMap<>();
      inputs.forEach((name, port) -> byPort.put(name, port.unit().text()));
      outputs.stream()
          .flatMap(Optional::stream)
          .forEach(port -> byPort.put(port.name(), port.unit().text()));
      return new Units(byPort);
    }
  }
}
