package io.formgate.cli;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.sim.FileTrouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a run: written beside its final place and moved there in one step when it is
 * complete, so that nothing half-written ever looks finished.
 */
final class RunFolder implements AutoCloseable {
  /** The file that says what wrote a folder and from which spec. */
  static final String MARKER = "run.json";

  /** Runs that may be placed in between before it is given up. */
  private static final int MOST_TRIES = 20;

  private final Path target;
  private final Path staging;
  private final Thread cleaner;
  private volatile boolean published;

  private RunFolder(Path target, Path staging) {
    this.target = target;
    this.staging = staging;
    this.cleaner = new Thread(this::deleteStaging);
  }

  /**
   * {@return a folder to write into}
   *
   * @param target where the run will be
   * @param name of the run: the command and the spec it was given
   * @param force whether anything at the target may be replaced
   * @throws DiagnosticException if the target holds something else
   */
  static RunFolder open(Path target, String name, boolean force) {
    try {
      Path here = Path.of("").toAbsolutePath();
      if (here.startsWith(target.toAbsolutePath().normalize())) {
        throw new DiagnosticException(
            Diagnostic.of(
                DiagnosticCode.OUTPUT_FOLDER_TAKEN,
                "the output folder " + target + " is or holds the working folder",
                "name another with --out"));
      }
      if (!force && Files.exists(target) && !isRun(target, name) && !isEmptyFolder(target)) {
        throw new DiagnosticException(
            Diagnostic.of(
                DiagnosticCode.OUTPUT_FOLDER_TAKEN,
                "the output folder " + target + " holds something else",
                "name another with --out, or replace it with --force"));
      }
      Path absolute = target.toAbsolutePath().normalize();
      Path parent = absolute.getParent();
      if (parent == null) {
        throw new IOException("no folder above " + absolute);
      }
      Files.createDirectories(parent);
      RunFolder folder =
          new RunFolder(
              absolute, Files.createTempDirectory(parent, "." + absolute.getFileName() + "-"));
      Runtime.getRuntime().addShutdownHook(folder.cleaner);
      return folder;
    } catch (IOException e) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.OUTPUT_UNWRITABLE,
              "the output folder " + target + " cannot be made: " + FileTrouble.reason(e),
              "name another with --out"));
    }
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private static boolean isRun(Path folder, String name) {
    Path marker = folder.resolve(MARKER);
    return Files.isRegularFile(marker) && Json.read(marker, Marker.class).name().equals(name);
  }

  /**
   * How far the search's estimates were from the schedules of entrants.
   *
   * @param output that was searched
   * @param epochs that were done
   * @param scheduled entrants whose circuits were built and scheduled
   * @param exact those with as many cycles as estimated
   * @param withinOneCycle those with at most one cycle more or less
   * @param unbuildable further entrants, which cannot be built
   */
  record Estimates(
      String output, int epochs, int scheduled, int exact, int withinOneCycle, int unbuildable) {}

  /**
   * What the marker holds.
   *
   * @param formgate version
   * @param name identity of the run
   * @param estimates of each output that was searched
   */
  record Marker(String formgate, String name, @Nullable List<Estimates> estimates) {}

  /** {@return the folder to write into for now} */
  Path path() {
    return staging;
  }

  /** Writes a text file. */
  void write(String file, String text) {
    write(staging.resolve(file), text);
  }

  /** Writes a text file into a folder of its own. */
  static void write(Path file, String text) {
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return whether a file is there and has a text} */
  static boolean holds(Path file, String text) {
    try {
      return Files.isRegularFile(file) && Files.readString(file).equals(text);
    } catch (IOException e) {
      return false;
    }
  }

  /** Puts the folder into its place. */
  void publish(String name, List<Estimates> estimates) {
    write(MARKER, Json.write(new Marker(Version.text(), name, estimates)));
    try {
      int tries = 1;
      while (!isPlaced(tries == MOST_TRIES)) {
        tries++;
      }
    } catch (AtomicMoveNotSupportedException e) {
      throw new UncheckedIOException("the folder cannot be moved in one step", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Moving a folder onto a full one is refused everywhere, so the former run steps aside. Another
   * run of the same spec may end at the same time: the last to be placed stays.
   *
   * @param isLast whether a folder that another run placed in between is a failure
   * @return whether the folder is in its place
   */
  private boolean isPlaced(boolean isLast) throws IOException {
    Path former = staging.resolveSibling(staging.getFileName() + "-former");
    boolean replaces = true;
    try {
      Files.move(target, former, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      replaces = false;
    }
    try {
      Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
      published = true;
    } catch (IOException e) {
      boolean isTaken = Files.exists(target);
      if (replaces && !isTaken) {
        // If this fails, too, the former run stays beside its place.
        replaces = false;
        Files.move(former, target, StandardCopyOption.ATOMIC_MOVE);
      }
      if (isLast || !isTaken) {
        throw e;
      }
    } finally {
      if (replaces) {
        delete(former);
      }
    }
    return published;
  }

  @Override
  public void close() {
    deleteStaging();
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook runs or has run.
    }
  }

  private synchronized void deleteStaging() {
    if (!published && Files.exists(staging)) {
      try {
        delete(staging);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path visited, @org.jspecify.annotations.Nullable IOException e) throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
