package io.formgate.cli;

import io.formgate.constraints.ColumnName;
import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.distill.OnnxTeacher;
import io.formgate.expression.ColumnProfile;
import io.formgate.expression.ColumnStatistics;
import io.formgate.expression.DataProfile;
import io.formgate.expression.DataProfiler;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import io.formgate.expression.Suggestions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The spec of a network and rows of its inputs, made without a person: formats and ranges from the
 * data, the classes from the network, a quarter of the rows kept apart.
 *
 * @param spec what it says
 * @param text the same as a file in the folder of the run, from which files have other names
 * @param chosen lines that say what was chosen, and from what
 */
record TeacherSpec(Spec spec, String text, List<String> chosen) {
  /** Columns that a message lists. */
  private static final int LISTED = 20;

  /** Classes whose rows are asked of the network before its spec is there. */
  private static final int PROBED_ROWS = 2;

  /** A port of a column that has one value in all rows. */
  private static final int CONSTANT_BITS = 8;

  /** Copies the list. */
  TeacherSpec {
    chosen = List.copyOf(chosen);
  }

  /**
   * What is asked for.
   *
   * @param teacher the network
   * @param inputs rows of its inputs
   * @param columns that it takes; empty for all that hold numbers
   * @param label column of the true class
   * @param classes their names
   * @param tensor that is learned
   * @param gives what its values are
   * @param test more rows
   * @param hardware device, clock and budget, as a spec says them
   */
  record Request(
      Path teacher,
      Path inputs,
      Optional<List<String>> columns,
      Optional<String> label,
      Optional<List<String>> classes,
      Optional<String> tensor,
      Optional<String> gives,
      Optional<Path> test,
      String hardware) {
    /** {@return what tells the run from others} */
    String identity() {
      return "distill "
          + teacher.toAbsolutePath().normalize()
          + " "
          + inputs.toAbsolutePath().normalize();
    }
  }

  /**
   * {@return the spec}
   *
   * @param request what is asked for
   * @param folder in which the spec will stand
   * @throws DiagnosticException with what is wrong of network or data
   */
  static TeacherSpec of(Request request, Path folder) {
    OnnxTeacher network = network(request);
    Map<String, Optional<Integer>> tensors = network.inputs();
    DataProfile profile = profile(request);
    List<ColumnProfile> columns = columns(request, profile, tensors);
    List<String> names = columns.stream().map(ColumnProfile::name).toList();
    // The name of no other column either, since the column of the true class keeps its own.
    Map<String, String> portNames =
        PortNames.of(profile.columns().stream().map(ColumnProfile::name).toList());
    List<Port> ports =
        columns.stream().map(c -> port(c, portNames.getOrDefault(c.name(), c.name()))).toList();
    int classes =
        network
            .run(names, columns.stream().map(c -> probes(statistics(c))).toArray(double[][]::new))[
            0]
            .length;
    List<String> classNames = classNames(request, profile, classes);
    Path here = Path.of("");
    Spec spec =
        SpecParser.parse(
            new SourceText(
                "<spec of " + request.teacher() + ">", text(request, here, ports, classNames)),
            here);
    List<String> chosen = new ArrayList<>();
    ports.forEach(p -> chosen.add(p.statement() + "    // " + p.why()));
    settings(request, classNames).forEach(chosen::add);
    return new TeacherSpec(spec, text(request, folder, ports, classNames), chosen);
  }

  private static String text(
      Request request, Path folder, List<Port> ports, List<String> classNames) {
    List<String> lines = new ArrayList<>();
    lines.add("// Made from a network and rows of its inputs: formats and ranges are of the data.");
    lines.add("data " + quoted(folder, request.inputs()));
    lines.add(
        "teacher "
            + quoted(folder, request.teacher())
            + request.tensor().map(t -> ", tensor \"" + t + "\"").orElse("")
            + request.gives().map(g -> ", gives " + g).orElse("")
            + request.test().map(t -> ", test " + quoted(folder, t)).orElse(""));
    ports.forEach(p -> lines.add(p.statement()));
    lines.addAll(settings(request, classNames));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> settings(Request request, List<String> classNames) {
    return List.of(
        "classes "
            + String.join(", ", classNames)
            + request.label().map(l -> " from " + ColumnName.written(l)).orElse("")
            + " as fixed<9,5> saturate tolerance 1/4",
        "split validation 1/4, seed 1",
        "hardware " + request.hardware(),
        "search iterations 20, seed 1");
  }

  /** {@return the network that is asked for} */
  static OnnxTeacher network(Request request) {
    SourceSpan span = option("--teacher", request.teacher().toString());
    return new OnnxTeacher(DistillData.model(request.teacher(), span), span, request.tensor());
  }

  /** {@return the names of the columns that a network takes, in its order} */
  static List<String> columnNames(Request request, OnnxTeacher network) {
    return columns(request, profile(request), network.inputs()).stream()
        .map(ColumnProfile::name)
        .toList();
  }

  private static DataProfile profile(Request request) {
    return DataProfiler.profile(request.inputs(), option("--inputs", request.inputs().toString()));
  }

  /** {@return the place of an option's value, for messages} */
  static SourceSpan option(String name, String value) {
    return new SourceText(name, value).span(0, value.length());
  }

  private static double[] probes(ColumnStatistics s) {
    return IntStream.range(0, PROBED_ROWS).mapToDouble(i -> i == 0 ? s.min() : s.mean()).toArray();
  }

  private static ColumnStatistics statistics(ColumnProfile column) {
    ColumnStatistics s = column.statistics();
    if (s == null) {
      throw new DiagnosticException(
          Diagnostic.of(
              column.textRows() > 0
                  ? DiagnosticCode.DATA_NOT_NUMERIC
                  : DiagnosticCode.DATA_NOT_FINITE,
              "column '"
                  + column.name()
                  + "' is no finite number in row "
                  + column.firstBadRow()
                  + ", and the network takes it",
              "mend the column, leave such rows out, or choose others with --columns"));
    }
    return s;
  }

  /** The columns that the network takes, in its order. */
  private static List<ColumnProfile> columns(
      Request request, DataProfile profile, Map<String, Optional<Integer>> tensors) {
    request.label().ifPresent(l -> column(profile, l, "--label"));
    if (request.columns().isPresent()) {
      return request.columns().get().stream()
          .map(name -> column(profile, name, "--columns"))
          .toList();
    }
    List<ColumnProfile> numbers =
        profile.columns().stream()
            .filter(c -> c.textRows() == 0 && !c.type().equals("VARCHAR"))
            .filter(c -> !request.label().equals(Optional.of(c.name())))
            .toList();
    List<String> names = numbers.stream().map(ColumnProfile::name).toList();
    if (tensors.size() > 1 && names.containsAll(tensors.keySet())) {
      return tensors.keySet().stream().map(t -> column(profile, t, "--teacher")).toList();
    }
    int wanted = tensors.values().stream().mapToInt(w -> w.orElse(0)).sum();
    boolean isFree = tensors.values().stream().anyMatch(Optional::isEmpty);
    if (!isFree && wanted != numbers.size()) {
      throw new DiagnosticException(
          Diagnostic.at(
              DiagnosticCode.TEACHER_MISMATCH,
              option("--inputs", request.inputs().toString()),
              "the network takes "
                  + wanted
                  + (wanted == 1 ? " column" : " columns")
                  + ", and "
                  + numbers.size()
                  + " hold numbers: "
                  + listed(names),
              "name those that it takes, in its order, with --columns, and the true class with"
                  + " --label"));
    }
    return numbers;
  }

  private static String listed(List<String> names) {
    return names.stream().limit(LISTED).map(StarterText::shown).collect(Collectors.joining(", "))
        + (names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "");
  }

  private static ColumnProfile column(DataProfile profile, String name, String option) {
    List<String> names = profile.columns().stream().map(ColumnProfile::name).toList();
    return profile.columns().stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new DiagnosticException(
                Diagnostic.of(
                    DiagnosticCode.DATA_COLUMN_MISSING,
                    "the data has no column '" + name + "' for " + option,
                    Suggestions.mend(name, names, "its columns are " + listed(names)))));
  }

  private static List<String> classNames(Request request, DataProfile profile, int values) {
    int classes = Math.max(2, values);
    if (request.classes().isPresent()) {
      if (request.classes().get().size() != classes) {
        throw new DiagnosticException(
            Diagnostic.at(
                DiagnosticCode.TEACHER_MISMATCH,
                option("--classes", String.join(",", request.classes().get())),
                "the teacher gives "
                    + values
                    + " values for "
                    + request.classes().get().size()
                    + " classes",
                "list the classes of the network in its order, or name a tensor of its logits"));
      }
      return request.classes().get();
    }
    Optional<List<ColumnProfile.Value>> found =
        request.label().map(l -> column(profile, l, "--label").values());
    if (found.isPresent() && found.get().stream().anyMatch(v -> !v.text().matches("\\d+"))) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.DATA_CLASS,
              "the column of the true class holds names, and the network has only an order: "
                  + found.get().stream()
                      .map(v -> StarterText.shown(v.text()))
                      .collect(Collectors.joining(", ")),
              "name the "
                  + classes
                  + " classes in the order of the network's values with --classes"));
    }
    return IntStream.range(0, classes).mapToObj(k -> "class" + k).toList();
  }

  /**
   * A port.
   *
   * @param name of the port
   * @param column its name in the data
   * @param format its bits
   * @param range as text
   * @param why where the format comes from
   */
  private record Port(String name, String column, FixedFormat format, String range, String why) {
    String statement() {
      return "input " + PortNames.declared(name, column) + " as " + format + " in " + range;
    }
  }

  private static Port port(ColumnProfile column, String name) {
    ColumnStatistics s = statistics(column);
    Optional<String> objection = PortNames.objection(column.name());
    if (objection.isPresent()) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.SPEC_NAME,
              "column '" + StarterText.shown(column.name()) + "' " + objection.get(),
              "rename the column in the data file"));
    }
    if (s.isConstant()) {
      FixedFormat format = holding(s.min());
      return new Port(
          name,
          column.name(),
          format,
          "[" + format.range().lo() + ", " + format.range().hi() + "]",
          NiceNumbers.text(s.min()) + " in every row");
    }
    SuggestedFormat suggested =
        SuggestedFormat.ofInput(s)
            .orElseThrow(() ->
                new DiagnosticException(
                    Diagnostic.of(
                        DiagnosticCode.DATA_UNSUITED,
                        "column '"
                            + column.name()
                            + "' varies by "
                            + Numbers.digits(SuggestedFormat.spread(s), 3)
                            + " about "
                            + Numbers.digits(s.mean(), 3)
                            + ", which no format of "
                            + SpecParser.MAX_PORT_BITS
                            + " bits holds",
                        "standardise the inputs of the network")));
    NiceNumbers.Range range = NiceNumbers.around(s.min(), s.max(), suggested.format().range());
    return new Port(
        name,
        column.name(),
        suggested.format(),
        range.toString(),
        StarterText.why(new StarterPorts.Port(name, column.name(), s, suggested, range)));
  }

  /** {@return a narrow format whose range holds a value} */
  private static FixedFormat holding(double value) {
    int integerBits = Math.max(1, Math.getExponent(Math.max(Math.abs(value), 0.5)) + 2);
    return new FixedFormat(true, CONSTANT_BITS, integerBits);
  }

  /** A relative name is given from the folder of the spec, an absolute one stays. */
  static String quoted(Path folder, Path file) {
    String name =
        file.isAbsolute()
            ? file.toString()
            : folder
                .toAbsolutePath()
                .normalize()
                .relativize(file.toAbsolutePath().normalize())
                .toString();
    if (Stream.of("\"", "\n", "\r").anyMatch(name::contains)) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.SPEC_VALUE,
              "a spec cannot name the file " + name,
              "rename it without double quotes and invisible characters"));
    }
    return "\"" + name + "\"";
  }
}
