package io.formgate.cli;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.Least;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what formulas are built from and on what, for emit and cost. */
final class FormulaOptions {
  /** What stands behind a tolerance that is measured. */
  private static final String ON_DATA = " on data";

  @Option(
      names = "--formulas",
      paramLabel = "FILE",
      description =
          "formulas of several outputs, as lines 'name = formula' or one a line; "
              + "or a hall of fame (Complexity,Loss,Equation) whose name ends with .csv")
  private @Nullable Path file;

  @Option(
      names = "--complexity",
      paramLabel = "N",
      description = "which formula of a hall of fame (default: the one of the smallest loss)")
  private @Nullable Double complexity;

  @Option(
      names = "--input",
      paramLabel = "NAME[ from \"COLUMN\"]:FORMAT[:UNIT][:[LO,HI]]",
      description =
          "an input port; repeat for each. Rows have it as a column of the same name, or of the one"
              + " behind 'from'")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "format of every port that has no --input or --output")
  private @Nullable String format;

  @Option(
      names = "--everywhere",
      paramLabel = "FORMAT",
      description =
          "one format for every value, as 'fixed<16,6>'; behind it 'saturate' (default: values wrap"
              + " around) and 'round' (default: they are truncated); no error is proved then")
  private @Nullable String everywhere;

  @Option(
      names = "--output",
      paramLabel = "NAME:FORMAT[:UNIT]",
      description =
          "an output port, which saturates; repeat for each formula. "
              + "A format alone is that of all outputs, called as in the file, else y0, y1, ...")
  private List<String> outputs = new ArrayList<>();

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      description =
          "error allowed: 0.5, '1 %%' or 'max(1 %%, 1/32)' (default: one last bit of the output);"
              + " with 'on data' behind it, as measured on the rows of --data")
  private @Nullable String tolerance;

  @Option(
      names = "--classes",
      paramLabel = "NAME,NAME,...",
      description =
          "formulas are scores of these classes: an output port class_index "
              + "with the index of the largest, from 0, instead of the scores")
  private @Nullable String classes;

  @Option(
      names = "--threshold",
      paramLabel = "NAME:NUMBER",
      description =
          "an output port NAME_pass, one bit, instead of the formula NAME: "
              + "1 where it is at least the number; repeat for each")
  private List<String> thresholds = new ArrayList<>();

  @Option(
      names = "--scores",
      description = "formulas that --classes and --threshold read are output ports too")
  private boolean showsScores;

  @Option(
      names = "--define",
      paramLabel = "F(X,...)=FORMULA",
      description = "a custom operator that formulas may call; repeat for each")
  private List<String> definitions = new ArrayList<>();

  @Mixin private HardwareOptions hardware = new HardwareOptions("none");

  @Option(
      names = "--ii",
      paramLabel = "K",
      description =
          "cycles from one vector to the next; products then share multipliers"
              + " (default: ${DEFAULT-VALUE}, a vector in every cycle)",
      defaultValue = "1")
  private int initiationInterval = 1;

  @Option(
      names = "--least",
      paramLabel = "WHAT",
      description =
          "what is to be least: cycles, or the area within --max-latency (default: ${DEFAULT-VALUE})",
      defaultValue = "cycles")
  private String least = "cycles";

  /** {@return whether the tolerance is to be kept on data, as measured} */
  boolean isOnData() {
    return tolerance != null && tolerance.strip().endsWith(ON_DATA);
  }

  /** {@return whether every value has one format} */
  boolean isUniform() {
    return everywhere != null;
  }

  /** {@return the tolerance without where it is to be kept, or null} */
  private @Nullable String toleranceAlone() {
    return tolerance == null || !isOnData()
        ? tolerance
        : tolerance.strip().substring(0, tolerance.strip().length() - ON_DATA.length());
  }

  /** {@return the device as written} */
  String device() {
    return hardware.device();
  }

  /** {@return whether there are decisions on formulas} */
  boolean hasHeads() {
    return classes != null || !thresholds.isEmpty();
  }

  /** {@return the format of ports without one of their own, as written, or null} */
  @Nullable String format() {
    return format;
  }

  /** {@return the cycles between vectors as written} */
  int initiationInterval() {
    return initiationInterval;
  }

  /** {@return whether anything but the cycles is to be least, as written} */
  boolean isLeastOther() {
    return !least.equals(Least.CYCLES.word());
  }

  /** {@return the clock as written} */
  String clock() {
    return hardware.clock();
  }

  /** {@return the ports with registers as written} */
  String registers() {
    return hardware.registers();
  }

  /**
   * {@return what is asked for on one device at one clock}
   *
   * @param name of the module
   * @param formulas on the command line
   * @param found mistakes in other arguments, to be shown with those of these
   */
  EmitRequest read(String name, List<String> formulas, List<Diagnostic> found) {
    return read(arguments(name, formulas, List.of(device()), List.of(clock()), false), found);
  }

  /**
   * {@return what is asked for on some devices at some clocks} Outputs without a format take that
   * of the inputs.
   *
   * @param name of the module
   * @param formulas on the command line
   * @param devices their names
   * @param clocks periods or frequencies
   * @param found mistakes in other arguments, to be shown with those of these
   */
  EmitRequest read(
      String name,
      List<String> formulas,
      List<String> devices,
      List<String> clocks,
      List<Diagnostic> found) {
    return read(arguments(name, formulas, devices, clocks, true), found);
  }

  private EmitRequest read(EmitRequest.Options arguments, List<Diagnostic> found) {
    List<Diagnostic> mistakes = new ArrayList<>(found);
    Optional<KeptFree> free = Arguments.noting(hardware.target()::keptFree, mistakes);
    return EmitRequest.of(arguments, free.orElse(KeptFree.NONE), mistakes);
  }

  private EmitRequest.Options arguments(
      String name,
      List<String> formulas,
      List<String> devices,
      List<String> clocks,
      boolean outputsLikeInputs) {
    return new EmitRequest.Options(
        name,
        formulas,
        file,
        complexity,
        inputs,
        format,
        everywhere,
        isOnData(),
        outputs,
        outputsLikeInputs,
        outputsLikeInputs ? tolerance : toleranceAlone(),
        new HeadPorts.Options(classes, showsScores, thresholds),
        definitions,
        devices,
        clocks,
        registers(),
        hardware.maxLatencyCycles(),
        initiationInterval,
        least);
  }
}
