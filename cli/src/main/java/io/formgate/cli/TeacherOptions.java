package io.formgate.cli;

import io.formgate.constraints.StreamWrapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The options of a distillation without a spec: network, data and hardware. */
final class TeacherOptions {
  @Spec private CommandSpec own = CommandSpec.create();

  @Option(
      names = "--teacher",
      paramLabel = "NET.onnx",
      description = "the network, instead of a spec")
  private @Nullable Path teacher;

  @Option(
      names = "--inputs",
      paramLabel = "DATA",
      description = "rows of the network's inputs, a CSV (also .csv.gz) or Parquet file")
  private @Nullable Path inputs;

  @Option(
      names = "--columns",
      paramLabel = "NAME,NAME,...",
      description =
          "the columns that the network takes, in its order (default: those named like its inputs,"
              + " else all that hold numbers but for --label)")
  private @Nullable String columns;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "column with the true class of each row, for figures alone (default: none)")
  private @Nullable String label;

  @Option(
      names = "--classes",
      paramLabel = "NAME,NAME,...",
      description = "names of the network's classes, in its order (default: class0, class1, ...)")
  private @Nullable String classes;

  @Option(
      names = "--tensor",
      paramLabel = "NAME",
      description = "the tensor that is learned (default: the network's output)")
  private @Nullable String tensor;

  @Option(
      names = "--values",
      paramLabel = "FILE.csv",
      description =
          "write the inputs and what the network's tensor is on them, and do nothing else")
  private @Nullable Path values;

  @Option(
      names = "--gives",
      paramLabel = "WHAT",
      description = "what the network gives: logits or probabilities (default: as it looks)")
  private @Nullable String gives;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "more rows with true classes, for figures alone (default: none)")
  private @Nullable Path test;

  @Mixin private HardwareOptions hardware = new HardwareOptions("out");

  @Mixin private WrapperOption wrapper = new WrapperOption();

  @Option(names = "--max-lut", paramLabel = "N", description = "most look-up tables (default: any)")
  private @Nullable Integer maxLut;

  @Option(names = "--max-dsp", paramLabel = "N", description = "most DSP blocks (default: any)")
  private @Nullable Integer maxDsp;

  @Option(names = "--max-bram", paramLabel = "N", description = "most block RAMs (default: any)")
  private @Nullable Integer maxBram;

  /** {@return the file for values of a tensor, if nothing else is asked for} */
  Optional<Path> values() {
    return Optional.ofNullable(values);
  }

  /**
   * {@return what is asked for without a spec; empty if none of the options is given}
   *
   * @param hasSpec whether a spec is given
   * @param given what the command line says
   * @throws io.formgate.expression.DiagnosticException if there are both or neither, or one of the
   *     two files is missing
   */
  Optional<TeacherSpec.Request> request(boolean hasSpec, ParseResult given) {
    boolean isAny = own.options().stream().anyMatch(o -> given.hasMatchedOption(o.longestName()));
    if (hasSpec && isAny) {
      throw Arguments.usage(
          "a spec says network, data and hardware itself, and there are options that say them too",
          "give a spec, or --teacher and --inputs");
    }
    if (hasSpec) {
      return Optional.empty();
    }
    Path network = teacher;
    Path data = inputs;
    if (network == null || data == null) {
      throw Arguments.usage(
          "there is neither a spec nor a network with rows of its inputs",
          "give FILE.fg, or --teacher NET.onnx --inputs DATA");
    }
    return Optional.of(
        new TeacherSpec.Request(
            network,
            data,
            names(columns),
            Optional.ofNullable(label),
            names(classes),
            Optional.ofNullable(tensor),
            Optional.ofNullable(gives),
            Optional.ofNullable(test),
            hardwareText()));
  }

  private static Optional<List<String>> names(@Nullable String text) {
    return Optional.ofNullable(text)
        .map(t -> Stream.of(t.split(",", -1)).map(String::strip).toList());
  }

  private String hardwareText() {
    List<String> parts = new ArrayList<>();
    // The spec is read where the program runs and written elsewhere: both find an absolute path.
    parts.add(
        hardware
            .target()
            .statement(file -> TeacherSpec.quoted(Path.of(""), file.toAbsolutePath().normalize())));
    parts.add("registers " + hardware.registers());
    StreamWrapper handshakes = wrapper.read();
    if (handshakes != StreamWrapper.NONE) {
      parts.add("wrapper " + handshakes.word());
    }
    limit(parts, "latency", "--max-latency", hardware.maxLatencyCycles(), 1, " cycles");
    limit(parts, "lut", "--max-lut", maxLut, 0, "");
    limit(parts, "dsp", "--max-dsp", maxDsp, 0, "");
    limit(parts, "bram", "--max-bram", maxBram, 0, "");
    return String.join(", ", parts);
  }

  private static void limit(
      List<String> parts,
      String word,
      String option,
      @Nullable Integer most,
      int least,
      String unit) {
    if (most != null) {
      Arguments.atLeast(option, most, least);
      parts.add(word + " <= " + most + unit);
    }
  }
}
