package io.formgate.cli;

import io.formgate.expression.Suggestions;
import io.formgate.report.ReportData;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A formula of a run for other tools. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Prints a formula of a run for other tools.")
final class ExportCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "RUN", description = "output folder of compile or emit")
  private Path run = Path.of("");

  @Option(
      names = "--to",
      paramLabel = "F",
      required = true,
      description =
          "infix, latex, latex-table (the whole front), sympy, numpy, c, json, points or closed (of learned tables)")
  private String to = "";

  @Option(
      names = "--candidate",
      paramLabel = "N",
      description =
          "which candidate, by its number in the printed front (default: the one that was built)")
  private @Nullable String candidate;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "write into a file (default: print it)")
  private @Nullable Path out;

  ExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<String> words = Stream.of(ExportText.values()).map(ExportText::word).toList();
    ExportText format =
        Stream.of(ExportText.values())
            .filter(f -> f.word().equals(to))
            .findFirst()
            .orElseThrow(() ->
                Arguments.usage(
                    "--to is '" + to + "'",
                    Suggestions.mend(to, words, "give one of " + String.join(", ", words))));
    ReportData data = ReportBuilder.read(run);
    if (TableRun.isOne(data)) {
      throw TableRun.hasNoFormula();
    }
    // The table is of all candidates, whichever is named.
    String id =
        candidate == null && format == ExportText.LATEX_TABLE
            ? data.candidates().getFirst().id()
            : candidate;
    String text = format.of(RunCandidate.of(data, id));
    Path file = out;
    if (file == null) {
      terminal.out().print(text);
    } else {
      RunFolder.write(file, text);
    }
    return ExitCode.DONE;
  }
}
