package io.formgate.cli;

import io.formgate.constraints.Classes;
import io.formgate.constraints.Spec;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.expression.Dataset;
import io.formgate.expression.DatasetReader;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.RowSelection;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import io.formgate.report.Candidate;
import io.formgate.report.ReportData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A formula of a run, or its circuit, applied to a data file. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = {
      "Applies the circuit of a run, or a formula, to every row of a data file.",
      "The circuit computes bit for bit as its hardware does. Writes the inputs and the outputs."
    })
final class PredictCommand implements Callable<Integer> {
  /** Of a run whose parameters depend on columns, the codes of their levels. */
  static final String LEVELS = "levels.csv";

  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "output folder of compile, distill or emit")
  private Path run = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      description = "CSV or Parquet file with a column for every input")
  private Path data = Path.of("");

  @Option(
      names = "--formula",
      description = "the real-valued formula at the values as they are, instead of the circuit")
  private boolean isFormula;

  @Option(
      names = "--candidate",
      paramLabel = "N",
      description =
          "with --formula, which candidate, by its number in the printed front (default: the one that"
              + " was built)")
  private @Nullable String candidate;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "a .csv or .parquet file (default: print CSV)")
  private @Nullable Path out;

  PredictCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ReportData report = ReportBuilder.read(run);
    boolean isOfTables = TableRun.isOne(report);
    if (isOfTables && (isFormula || candidate != null)) {
      throw TableRun.hasNoFormula();
    }
    if (candidate != null && !isFormula) {
      throw isNoCircuit(RunCandidate.of(report, candidate).candidate());
    }
    if (!isFormula && !isOfTables && report.candidates().stream().noneMatch(Candidate::isPicked)) {
      throw hasNoCircuit(report);
    }
    List<String> inputs =
        isOfTables
            ? report.ports().stream()
                .filter(p -> p.direction().equals("input"))
                .map(ReportData.Port::name)
                .toList()
            : RunCandidate.of(report, candidate).inputs();
    Optional<Spec> spec = SpecColumns.ofRun(run);
    SourceText place = new SourceText("DATA", data.toString());
    SourceSpan span = place.span(0, place.text().length());
    List<DatasetReader.Wanted> wanted =
        inputs.stream()
            .map(name ->
                new DatasetReader.Wanted(
                    name,
                    column(spec, name),
                    span,
                    LevelCodes.ofRun(run.resolve(LEVELS), name),
                    false))
            .toList();
    Dataset rows = DatasetReader.read(data, span, wanted, RowSelection.ALL).data();
    PredictedTable table = new PredictedTable(rows.rows());
    wanted.forEach(w -> table.addNumbersOrLevels(w.column(), rows.column(w.name()), w.classes()));
    RowsOutside.of(rows, report)
        .ifPresent(outside -> terminal.err().println(Diagnostic.visible(outside.note(isFormula))));
    if (isFormula) {
      formulas(RunCandidate.of(report, candidate), rows, spec, table);
    } else {
      circuit(rows, spec, classes(spec, report), table);
    }
    write(table);
    return ExitCode.DONE;
  }

  private DiagnosticException hasNoCircuit(ReportData report) {
    String quoted = EmitLine.quoted(run.toString());
    return Arguments.usage(
        "the run has built no circuit",
        "build the one that is marked on its front: formgate resume "
            + quoted
            + "; or apply a formula: formgate predict "
            + quoted
            + " "
            + EmitLine.quoted(data.toString())
            + " --formula --candidate N, with N one of "
            + RunCandidate.named(report));
  }

  private DiagnosticException isNoCircuit(Candidate named) {
    String mend = "add --formula";
    if (named.isPicked()) {
      mend += ", or leave out --candidate: this is the one that was built";
    } else if (ReportCandidates.isBuiltInPlace(named)) {
      mend +=
          ", or build the candidate first: formgate resume "
              + EmitLine.quoted(run.toString())
              + " --candidate "
              + EmitLine.quoted(named.id());
    } else if (named.id().equals(RunCandidate.OF_ALL)) {
      mend += ", or build it first: formgate resume " + EmitLine.quoted(run.toString());
    } else if (named.reproduce().stream().anyMatch(EmitLine::isOne)) {
      mend += ", or build the formula by itself, with the command that the report shows of it";
    }
    return Arguments.usage("--candidate names a formula, not a circuit", mend);
  }

  /** {@return what the data of a run calls a port} */
  private static String column(Optional<Spec> spec, String port) {
    return spec.map(s -> s.columnOf(port)).orElse(port);
  }

  /**
   * {@return what the data calls the classes, in the order of their indices; none if the run tells
   * none apart}
   */
  private static List<String> classes(Optional<Spec> spec, ReportData report) {
    return spec.flatMap(Spec::classes)
        .map(Classes::cells)
        .orElseGet(
            () -> decided(report.candidates().stream().filter(Candidate::isPicked).toList()));
  }

  private static List<String> decided(List<Candidate> candidates) {
    return candidates.stream()
        .flatMap(c -> c.decisions().stream())
        .flatMap(decision -> HeadText.classes(decision).stream())
        .toList();
  }

  /** Adds what formulas give, and of the scores of all classes the class of the largest. */
  private static void formulas(
      RunCandidate candidate, Dataset rows, Optional<Spec> spec, PredictedTable table) {
    Map<String, double[]> values = new LinkedHashMap<>();
    candidate.formulas().forEach((name, e) -> values.put(name, formula(e, rows)));
    values.forEach((name, of) -> table.addNumbers(column(spec, name), of));
    List<String> names =
        spec.flatMap(Spec::classes)
            .map(Classes::names)
            .orElseGet(() -> decided(List.of(candidate.candidate())));
    if (!names.isEmpty() && values.keySet().containsAll(names)) {
      double[][] scores =
          names.stream().map(n -> values.getOrDefault(n, new double[0])).toArray(double[][]::new);
      long[] largest =
          IntStream.range(0, rows.rows()).mapToLong(row -> largest(scores, row)).toArray();
      table.addClassIndices(Classes.PORT, largest);
      table.addClasses(largest, spec.flatMap(Spec::classes).map(Classes::cells).orElse(names));
    }
  }

  /**
   * The first of the largest scores of a row; one that is not defined is none, and of a row without
   * any the class is {@link PredictedTable#NO_CLASS}.
   */
  static long largest(double[][] scores, int row) {
    int best = PredictedTable.NO_CLASS;
    for (int k = 0; k < scores.length; k++) {
      boolean isFirst = best == PredictedTable.NO_CLASS && !Double.isNaN(scores[k][row]);
      best = isFirst || (best >= 0 && scores[k][row] > scores[best][row]) ? k : best;
    }
    return best;
  }

  private static double[] formula(Expr formula, Dataset rows) {
    double[] values = new double[rows.rows()];
    Map<String, Double> at = new HashMap<>();
    for (int row = 0; row < values.length; row++) {
      for (String name : rows.names()) {
        at.put(name, rows.column(name)[row]);
      }
      values[row] = ReferenceEvaluator.evaluate(formula, at);
    }
    return values;
  }

  /** The folder that the report calls built, of a run that may have built its whole front. */
  private static Path picked(Path run) {
    List<Path> folders = CandidateFolder.find(run);
    if (folders.size() == 1) {
      return folders.getFirst();
    }
    String file =
        ReportBuilder.read(run).candidates().stream()
            .filter(Candidate::isPicked)
            .findFirst()
            .flatMap(c -> c.files().stream().findFirst())
            .orElseThrow(
                () -> new IllegalStateException("a report names the files that were built"))
            .path();
    return folders.stream()
        .filter(f -> run.resolve(file).startsWith(f))
        .findFirst()
        .orElse(folders.getFirst());
  }

  private void circuit(
      Dataset rows, Optional<Spec> spec, List<String> classes, PredictedTable table) {
    Datapath datapath = CandidateFolder.read(picked(run)).datapath();
    DatapathInterpreter model = new DatapathInterpreter(datapath);
    List<Integer> inputs = datapath.inputs();
    long[][] values = new long[datapath.outputs().size()][rows.rows()];
    List<FixedFormat> formats = datapath.outputFormats();
    long[] raw = new long[inputs.size()];
    for (int row = 0; row < rows.rows(); row++) {
      for (int i = 0; i < raw.length; i++) {
        var node = datapath.node(inputs.get(i));
        raw[i] = node.format().nearestRaw(rows.column(node.name())[row]);
      }
      long[] results = model.evaluate(raw);
      for (int k = 0; k < values.length; k++) {
        values[k][row] = results[k];
      }
    }
    for (int k = 0; k < values.length; k++) {
      String name = datapath.outputs().get(k).name();
      table.addRaw(column(spec, name), values[k], formats.get(k));
      if (name.equals(Classes.PORT)) {
        table.addClasses(values[k], classes);
      }
    }
  }

  private void write(PredictedTable table) {
    Path file = out;
    if (file == null) {
      terminal.out().print(table.csv());
    } else if (file.toString().endsWith(".parquet")) {
      parquet(table, file);
    } else {
      RunFolder.write(file, table.csv());
    }
  }

  private static void parquet(PredictedTable table, Path file) {
    try {
      Path text = Files.createTempFile("formgate-", ".csv");
      try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = connection.createStatement()) {
        Files.writeString(text, table.csv());
        statement.execute(
            "COPY (SELECT * FROM read_csv("
                + literal(text)
                + ", header = true, delim = ',', columns = {"
                + table.columnTypes()
                + "})) TO "
                + literal(file)
                + " (FORMAT parquet)");
      } finally {
        Files.delete(text);
      }
    } catch (SQLException e) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.OUTPUT_UNWRITABLE,
              file + " cannot be written: " + e.getMessage(),
              "name another file with --out"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String literal(Path file) {
    return "'" + file.toString().replace("'", "''") + "'";
  }
}
