package io.formgate.cli;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
    List<String> inputs =
        isOfTables
            ? report.ports().stream()
                .filter(p -> p.direction().equals("input"))
                .map(ReportData.Port::name)
                .toList()
            : RunCandidate.of(report, candidate).inputs();
    SourceText place = new SourceText("DATA", data.toString());
    Dataset rows =
        DatasetReader.read(
                data,
                place.span(0, place.text().length()),
                inputs.stream()
                    .map(name ->
                        new DatasetReader.Wanted(
                            name,
                            place.span(0, place.text().length()),
                            LevelCodes.ofRun(run.resolve(LEVELS), name)))
                    .toList(),
                RowSelection.ALL)
            .data();
    List<String> names = new ArrayList<>(inputs);
    List<double[]> columns = new ArrayList<>();
    names.forEach(name -> columns.add(rows.column(name)));
    RowsOutside.of(rows, report)
        .ifPresent(outside -> terminal.err().println(Diagnostic.visible(outside.note(isFormula))));
    if (isFormula) {
      RunCandidate.of(report, candidate)
          .formulas()
          .forEach((name, e) -> add(names, columns, name, formula(e, rows)));
    } else {
      circuit(rows, names, columns);
    }
    write(csv(names, columns, rows.rows()));
    return ExitCode.DONE;
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
    } else if (named.reproduce().stream().anyMatch(EmitLine::isOne)) {
      mend += ", or build the formula by itself, with the command that the report shows of it";
    }
    return Arguments.usage("--candidate names a formula, not a circuit", mend);
  }

  /** An output may have the name of an input. */
  private static void add(
      List<String> names, List<double[]> columns, String name, double[] values) {
    names.add(names.contains(name) ? name + "_out" : name);
    columns.add(values);
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

  private void circuit(Dataset rows, List<String> names, List<double[]> columns) {
    Datapath datapath = CandidateFolder.read(picked(run)).datapath();
    DatapathInterpreter model = new DatapathInterpreter(datapath);
    List<Integer> inputs = datapath.inputs();
    double[][] values = new double[datapath.outputs().size()][rows.rows()];
    List<FixedFormat> formats = datapath.outputFormats();
    long[] raw = new long[inputs.size()];
    for (int row = 0; row < rows.rows(); row++) {
      for (int i = 0; i < raw.length; i++) {
        var node = datapath.node(inputs.get(i));
        raw[i] = node.format().nearestRaw(rows.column(node.name())[row]);
      }
      long[] results = model.evaluate(raw);
      for (int k = 0; k < values.length; k++) {
        values[k][row] = formats.get(k).toReal(results[k]);
      }
    }
    for (int k = 0; k < values.length; k++) {
      add(names, columns, datapath.outputs().get(k).name(), values[k]);
    }
  }

  private static String csv(List<String> names, List<double[]> columns, int rows) {
    StringBuilder out = new StringBuilder(String.join(",", names)).append('\n');
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < columns.size(); c++) {
        out.append(c == 0 ? "" : ",").append(columns.get(c)[row]);
      }
      out.append('\n');
    }
    return out.toString();
  }

  private void write(String csv) {
    Path file = out;
    if (file == null) {
      terminal.out().print(csv);
    } else if (file.toString().endsWith(".parquet")) {
      parquet(csv, file);
    } else {
      RunFolder.write(file, csv);
    }
  }

  private static void parquet(String csv, Path file) {
    try {
      Path text = Files.createTempFile("formgate-", ".csv");
      try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = connection.createStatement()) {
        Files.writeString(text, csv);
        statement.execute(
            "COPY (SELECT * FROM read_csv("
                + literal(text)
                + ", header = true, all_varchar = false)) TO "
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
