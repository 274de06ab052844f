package io.formgate.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;

/**
 * Searches regression sets with formgate and its peers, each in a process of its own whose clock
 * starts with it, in one thread on a processor of its own. All processors search all the time, so
 * that what else the machine does hits all programs alike.
 */
public final class PeerSearchRun {
  private static final int THREADS = 1;

  private PeerSearchRun() {}

  /**
   * Searches what is missing for these sources and writes the page.
   *
   * @param arguments folder of the repository, commit, interpreter with the peers' packages, peers'
   *     names and versions as in {@code pyoperon 0.6.2;gplearn 0.4.3}, folder of the sets, seconds
   *     of a search, patterns of the sets' names and of the programs', jar of the benchmarks, seeds
   * @throws IOException if the data, the cells or the page cannot be read or written, or a program
   *     fails
   * @throws InterruptedException if this thread is interrupted
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path repository = Path.of(arguments[0]);
    CellFile<PeerSearchCell> file = cells(repository);
    int seconds = Integer.parseInt(arguments[5]);
    Pattern only = Pattern.compile(arguments[6]);
    Pattern wanted = Pattern.compile(arguments[7]);
    List<String> programs = new ArrayList<>(List.of("formgate"));
    programs.addAll(List.of(arguments[3].split(";", -1)));
    programs.removeIf(program -> !wanted.matcher(program).find());
    PeerLaunch launch = PeerLaunch.trained(Path.of(arguments[8]).toAbsolutePath());
    BlockingQueue<Integer> processors = new LinkedBlockingQueue<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      processors.add(i);
    }
    List<Future<?>> searches = new ArrayList<>();
    try (ExecutorService lanes = Executors.newFixedThreadPool(processors.size())) {
      for (String word : List.of(arguments).subList(9, arguments.length)) {
        long seed = Long.parseLong(word);
        for (String set : RegressionSet.ALL) {
          // Neighbours change processors from set to set.
          Collections.rotate(programs, 1);
          for (String program : programs) {
            if (only.matcher(set).find()
                && !isDone(file, set, program, seed, seconds, arguments[1])) {
              searches.add(
                  lanes.submit(() -> {
                    int processor = processors.take();
                    try {
                      keep(file, search(arguments, launch, set, program, processor, seed, seconds));
                      return null;
                    } finally {
                      processors.add(processor);
                    }
                  }));
            }
          }
        }
      }
      try {
        for (Future<?> search : searches) {
          search.get();
        }
      } catch (ExecutionException e) {
        lanes.shutdownNow();
        throw new IOException("a search failed", e.getCause());
      }
    }
    PeerRun.writePage(repository);
  }

  /** Keeps what has ended, whatever becomes of the searches beside it. */
  private static synchronized void keep(CellFile<PeerSearchCell> file, PeerSearchCell cell)
      throws IOException {
    file.append(List.of(cell));
    System.out.println(cell.line());
  }

  static CellFile<PeerSearchCell> cells(Path repository) {
    return new CellFile<>(
        CellFile.path(repository, "peer-searches"),
        PeerSearchCell.HEADER,
        PeerSearchCell::parse,
        PeerSearchCell::line);
  }

  private static boolean isDone(
      CellFile<PeerSearchCell> file,
      String set,
      String program,
      long seed,
      int seconds,
      String commit)
      throws IOException {
    return file.readOf(commit, PeerSearchCell::commit).stream()
        .anyMatch(c ->
            c.set().equals(set)
                && c.program().equals(program)
                && c.seed() == seed
                && c.seconds() == seconds);
  }

  private static PeerSearchCell search(
      String[] arguments,
      PeerLaunch launch,
      String set,
      String program,
      int processor,
      long seed,
      int seconds)
      throws IOException, InterruptedException {
    RegressionSet data = RegressionSet.read(Path.of(arguments[4]), set, seed);
    Path folder = Files.createTempDirectory("formgate-peer");
    List<Path> parts =
        List.of(folder.resolve("train"), folder.resolve("validation"), folder.resolve("test"));
    try {
      RegressionSet.write(data.train(), parts.get(0));
      RegressionSet.write(data.validation(), parts.get(1));
      RegressionSet.write(data.test(), parts.get(2));
      List<String> command =
          new ArrayList<>(List.of("taskset", "--cpu-list", Integer.toString(processor)));
      command.addAll(program(arguments, launch, program));
      for (Object word :
          List.of(
              folder,
              data.train().rows(),
              data.validation().rows(),
              data.test().rows(),
              data.inputs().size() + 1,
              seconds,
              seed,
              THREADS)) {
        command.add(word.toString());
      }
      return run(arguments, data, program, command, seed, seconds);
    } finally {
      for (Path part : parts) {
        Files.deleteIfExists(part);
      }
      Files.delete(folder);
    }
  }

  private static List<String> program(String[] arguments, PeerLaunch launch, String program) {
    if (program.equals("formgate")) {
      return launch.command();
    }
    Path script = Path.of(arguments[0], "benchmarks", "peers", "search.py");
    return List.of(arguments[2], script.toString(), program.substring(0, program.indexOf(' ')));
  }

  private static PeerSearchCell run(
      String[] arguments,
      RegressionSet data,
      String program,
      List<String> command,
      long seed,
      int seconds)
      throws IOException, InterruptedException {
    List<LossTrace.Fall> trace = new ArrayList<>();
    String end = "";
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    long startNanos = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        double sinceStart = (System.nanoTime() - startNanos) * 1e-9;
        if (line.startsWith("v ")) {
          trace.add(new LossTrace.Fall(sinceStart, Double.parseDouble(line.substring(2))));
        } else if (line.startsWith("end ")) {
          end = line;
        }
      }
    }
    int exit = process.waitFor();
    double wallSeconds = (System.nanoTime() - startNanos) * 1e-9;
    if (exit != 0 || end.isEmpty() || trace.isEmpty()) {
      throw new IOException(program + " ended with " + exit + " on " + data.name());
    }
    String[] found = end.split(" ", 6);
    return new PeerSearchCell(
        data.name(),
        program,
        seed,
        seconds,
        THREADS,
        data.train().rows(),
        data.inputs().size(),
        load,
        wallSeconds,
        new LossTrace(trace),
        1 - PeerProcess.number(found[1]) / RegressionSet.variance(data.test().targets()),
        Integer.parseInt(found[2]),
        Long.parseLong(found[3]),
        Double.parseDouble(found[4]),
        found[5],
        arguments[1],
        Benchmarks.machine(),
        Runtime.version().toString(),
        LocalDate.now(ZoneOffset.UTC).toString());
  }
}
