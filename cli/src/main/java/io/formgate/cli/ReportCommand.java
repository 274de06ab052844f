package io.formgate.cli;

import io.formgate.report.ReportData;
import io.formgate.report.ReportPage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The page of a run again, or one page of several. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the page of a run again, or one page that compares several.",
      "Of several runs it is a file of its own; links to files lead from there."
    })
final class ReportCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "RUN", arity = "1..*", description = "output folders of compile or emit")
  private List<Path> runs = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "file of the page (default: report.html in the folder of a single run, else"
              + " comparison.html)")
  private @Nullable Path out;

  ReportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<ReportData> read = new ArrayList<>();
    Path page = page();
    for (Path run : runs) {
      ReportData data = ReportBuilder.read(run);
      read.add(moved(data, run, page));
    }
    RunFolder.write(page, ReportPage.html(read));
    terminal.full("report    " + page);
    return ExitCode.DONE;
  }

  private Path page() {
    Path asked = out;
    if (asked != null) {
      return asked;
    }
    return runs.size() == 1
        ? runs.getFirst().resolve(ReportBuilder.PAGE)
        : Path.of("comparison.html");
  }

  /** Links of a run as seen from another folder; runs of one name are told apart by theirs. */
  private ReportData moved(ReportData data, Path run, Path page) {
    Path folder = page.toAbsolutePath().normalize().getParent();
    Path from = run.toAbsolutePath().normalize();
    String prefix =
        folder == null || folder.equals(from)
            ? ""
            : folder.relativize(from).toString().replace('\\', '/') + "/";
    return new ReportData(
        data.formgate(),
        runs.size() == 1 ? data.name() : data.name() + " (" + run + ")",
        data.command(),
        data.asked(),
        data.facts(),
        data.device(),
        data.ports(),
        data.candidates().stream()
            .map(c -> FormalFiles.inReport(c, run))
            .map(c -> c.withFiles(links(c.files(), prefix)))
            .toList(),
        links(data.files(), prefix));
  }

  private static List<ReportData.Download> links(List<ReportData.Download> files, String prefix) {
    return files.stream().map(f -> new ReportData.Download(prefix + f.path(), f.what())).toList();
  }
}
