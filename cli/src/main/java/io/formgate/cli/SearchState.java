package io.formgate.cli;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.search.Checkpoint;
import io.formgate.search.SearchProblem;
import io.formgate.search.SearchProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder in which a search that runs keeps what it needs to go on: {@code RUN.search} beside
 * the folder of the run, replaced file by file at the end of each epoch. A finished run has it as
 * {@code checkpoint}.
 */
final class SearchState {
  /** Name of the folder in a finished run. */
  static final String IN_RUN = "checkpoint";

  private static final String SETTINGS = "search.json";
  private static final String SUFFIX = ".checkpoint";
  private static final String HALL_OF_FAME = ".hall_of_fame.csv";
  private static final String REFUSED = ".refused.csv";

  /**
   * What the search was asked for.
   *
   * @param formgate version
   * @param spec the spec file, an absolute path
   * @param specHash of its text
   * @param iterations epochs
   * @param isPastLimits whether the spec's limits of evaluations and loss end no search
   * @param isEnded whether the search has ended, after all its epochs or before, so that what goes
   *     on is what is made of its front
   * @param seed of the random source
   * @param vectors random vectors of the proof
   * @param wrapper handshakes, empty for those of the spec
   * @param isWholeFront whether every circuit of the front is built
   * @param formalSeconds time for the proof of a circuit for all inputs; 0 if there is none
   * @param statements of the command line, added to the spec
   */
  record Settings(
      String formgate,
      String spec,
      String specHash,
      int iterations,
      boolean isPastLimits,
      boolean isEnded,
      long seed,
      long vectors,
      String wrapper,
      boolean isWholeFront,
      long formalSeconds,
      List<String> statements) {
    Settings {
      statements = List.copyOf(statements);
    }

    /** {@return these with other epochs, whatever the spec says of evaluations and loss} */
    Settings pastLimits(int other) {
      return with(other, true, false);
    }

    /** {@return these of a search that has ended, or of one that goes on} */
    Settings ended(boolean is) {
      return with(iterations, isPastLimits, is);
    }

    private Settings with(int epochs, boolean pastLimits, boolean ended) {
      return new Settings(
          formgate,
          spec,
          specHash,
          epochs,
          pastLimits,
          ended,
          seed,
          vectors,
          wrapper,
          isWholeFront,
          formalSeconds,
          statements);
    }
  }

  private final Path folder;
  private final Settings settings;

  private SearchState(Path folder, Settings settings) {
    this.folder = folder;
    this.settings = settings;
  }

  /** {@return the folder of the search of a run} */
  static Path beside(Path run) {
    Path absolute = run.toAbsolutePath().normalize();
    return absolute.resolveSibling(absolute.getFileName() + ".search");
  }

  /** {@return the state of a search that begins; what a former one left is removed} */
  static SearchState begin(Path run, Settings settings) {
    SearchState state = new SearchState(beside(run), settings);
    state.delete();
    state.write(SETTINGS, Json.write(settings).getBytes(StandardCharsets.UTF_8));
    return state;
  }

  /**
   * {@return the state of a search that goes on: an interrupted one's, or a finished one's}
   *
   * @throws DiagnosticException if there is neither
   */
  static SearchState goOn(Path run) {
    Path interrupted = beside(run);
    Path finished = run.resolve(IN_RUN);
    try {
      if (!Files.isRegularFile(interrupted.resolve(SETTINGS))) {
        if (!Files.isRegularFile(finished.resolve(SETTINGS))) {
          throw refusal(
              "there is no search of " + run + " to go on with",
              "name the folder that 'formgate compile' or 'formgate search' wrote or was going to write");
        }
        copy(finished, interrupted);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Settings settings = Json.read(interrupted.resolve(SETTINGS), Settings.class);
    return new SearchState(interrupted, settings);
  }

  private static DiagnosticException refusal(String message, String mend) {
    return new DiagnosticException(Diagnostic.of(DiagnosticCode.NOT_A_RUN, message, mend));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** {@return what the search was asked for} */
  Settings settings() {
    return settings;
  }

  /** {@return this with what is asked for now} */
  SearchState with(Settings other) {
    SearchState state = new SearchState(folder, other);
    state.write(SETTINGS, Json.write(other).getBytes(StandardCharsets.UTF_8));
    return state;
  }

  /**
   * {@return where the search of an output stopped; empty if it has not begun}
   *
   * @throws DiagnosticException if the file is damaged or another search's
   */
  Optional<Checkpoint> checkpoint(String output, SearchProblem problem) {
    Path file = folder.resolve(output + SUFFIX);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Optional<Checkpoint> checkpoint;
    try {
      checkpoint = Checkpoint.ofBytes(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (checkpoint.isEmpty()) {
      throw refusal(file + " is damaged or another version's", "run 'formgate compile' anew");
    }
    if (!checkpoint.get().isOf(problem)) {
      throw refusal(
          "the data or the search of '" + output + "' are not those of " + file,
          "run 'formgate compile' anew, or undo what changed");
    }
    return checkpoint;
  }

  /** {@return the same; empty also if the checkpoint there is another search's} */
  Optional<Checkpoint> checkpointIfOf(String output, SearchProblem problem) {
    Path file = folder.resolve(output + SUFFIX);
    try {
      return Files.isRegularFile(file)
          ? Checkpoint.ofBytes(Files.readAllBytes(file)).filter(c -> c.isOf(problem))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps an epoch's end. */
  void save(String output, SearchProgress progress, String hallOfFame) {
    write(hallOfFame(output), hallOfFame.getBytes(StandardCharsets.UTF_8));
    write(output + SUFFIX, progress.checkpoint().get().toBytes());
  }

  private static String hallOfFame(String output) {
    return output + HALL_OF_FAME;
  }

  /** {@return the file of the best formulas so far} */
  Path hallOfFameFile(String output) {
    return folder.resolve(hallOfFame(output));
  }

  /** Replaces a file in one step. */
  private void write(String name, byte[] bytes) {
    try {
      Files.createDirectories(folder);
      Path next = folder.resolve(name + ".next");
      Files.write(next, bytes);
      Files.move(
          next,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts what a finished run needs to go on into its folder. */
  void keepIn(Path run) {
    SearchState ended = with(settings.ended(true));
    try {
      copy(ended.folder, run.resolve(IN_RUN));
      for (Path file : list(run.resolve(IN_RUN))) {
        if (String.valueOf(file.getFileName()).endsWith(".csv")) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Keeps what only its circuits kept off an empty front.
   *
   * @param output whose front it is
   * @param csv the formulas; empty if the front is not, and then those of before are removed
   */
  void saveRefused(String output, Optional<String> csv) {
    if (csv.isPresent()) {
      write(output + REFUSED, csv.get().getBytes(StandardCharsets.UTF_8));
      return;
    }
    try {
      Files.deleteIfExists(folder.resolve(output + REFUSED));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@return what to say after a mistake: where the search is kept, and its formulas; nothing if no
   * epoch has ended, and then the folder is removed unless the search was a former one}
   *
   * @param run its folder, as it was named
   * @param isFormer whether the search went on
   * @param mistake of the user; one of the kept search itself leaves nothing to go on from
   */
  List<String> afterMistake(Path run, boolean isFormer, DiagnosticException mistake) {
    if (mistake.diagnostics().stream().anyMatch(d -> d.code() == DiagnosticCode.NOT_A_RUN)) {
      return List.of();
    }
    if (settings.isEnded() && Files.isRegularFile(run.resolve(IN_RUN).resolve(SETTINGS))) {
      // The finished run has it all.
      delete();
      return List.of();
    }
    try {
      List<Path> files = Files.isDirectory(folder) ? list(folder) : List.of();
      if (files.stream().noneMatch(f -> f.toString().endsWith(SUFFIX))) {
        if (!isFormer) {
          delete();
        }
        return List.of();
      }
      List<String> formulas = new ArrayList<>();
      for (Path file : files) {
        // Beside a header there is a formula.
        if (file.toString().endsWith(".csv") && Files.readAllLines(file).size() > 1) {
          formulas.add(String.valueOf(file.getFileName()));
        }
      }
      formulas.sort(Comparator.naturalOrder());
      return List.of(
          "the search is kept in "
              + run.resolveSibling(run.getFileName() + ".search")
              + (formulas.isEmpty() ? "" : ", its formulas in " + String.join(", ", formulas)),
          "'formgate resume " + run + "' goes on from there, '--iterations N' with more epochs");
    } catch (IOException | UncheckedIOException e) {
      // The mistake is told whatever the folder says.
      mistake.addSuppressed(e);
      return List.of();
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  /** Removes the folder. */
  void delete() {
    try {
      if (Files.isDirectory(folder)) {
        for (Path file : list(folder)) {
          Files.delete(file);
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
