package io.formgate.sim;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Folders of built files, shared by all processes of a user.
 *
 * <p>An entry is built in a folder of its own and then renamed, so that nobody sees half of one; of
 * several builders of one entry, the first to finish wins and the others use its result. An entry
 * that its manifest does not confirm is built again. Where the cache cannot be written, entries
 * live in a temporary folder until {@link #close}. What a killed process left beside an entry goes,
 * a day later, when another entry is built there.
 */
public final class BuildCache implements AutoCloseable {

  /** Builds the files of an entry. */
  @FunctionalInterface
  public interface Builder {
    /**
     * Writes all files of the entry.
     *
     * @param folder an empty folder
     * @throws IOException if a file cannot be written
     */
    void build(Path folder) throws IOException;
  }

  /**
   * An entry.
   *
   * @param folder where its files are
   * @param reused whether it was there before
   */
  public record Entry(Path folder, boolean reused) {}

  private static final String BUILDING = "building-";
  private static final String DAMAGED = "damaged-";

  /** Age from which a folder that is not an entry belongs to no running process. */
  private static final Duration STALE_AFTER = Duration.ofDays(1);

  /** None where all entries live in the temporary folder. */
  private final @Nullable Path root;

  private final InstantSource clock;
  private final Set<String> notes = new LinkedHashSet<>();
  private @Nullable Path temporary;

  /**
   * Makes a cache.
   *
   * @param root folder of the entries; it is made when the first entry is
   */
  public BuildCache(Path root) {
    this(root, InstantSource.system());
  }

  /**
   * Makes a cache.
   *
   * @param root folder of the entries
   * @param clock tells how old a folder is
   */
  BuildCache(Path root, InstantSource clock) {
    this.root = root;
    this.clock = clock;
  }

  private BuildCache() {
    this.root = null;
    this.clock = InstantSource.system();
  }

  /** {@return a cache of one user, whose entries live in a temporary folder until it is closed} */
  public static BuildCache ofTemporaryEntries() {
    return new BuildCache();
  }

  /**
   * {@return formgate's folder in the user's cache}
   *
   * @param environment {@code XDG_CACHE_HOME} names the user's cache, which is {@code ~/.cache} by
   *     default
   */
  public static Path userFolder(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    String cacheHome = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base = cacheHome.isEmpty() ? Path.of(home, ".cache") : Path.of(cacheHome);
    return base.toAbsolutePath().resolve("formgate");
  }

  /** {@return what a user should know about the cache, such as that it cannot be written} */
  public synchronized List<String> notes() {
    return new ArrayList<>(notes);
  }

  /**
   * {@return the entry of a key}
   *
   * @param key a relative path
   * @param builder builds it when it is not there
   * @throws DiagnosticException if nothing can be written anywhere, or thrown by the builder
   */
  public Entry get(String key, Builder builder) {
    if (root == null) {
      return inTemporary(folder -> temporaryEntry(folder, key, builder));
    }
    Path here = root.resolve(key);
    if (Manifest.confirms(here)) {
      return new Entry(here, true);
    }
    try {
      return build(here, builder);
    } catch (IOException e) {
      synchronized (this) {
        notes.add(
            "the build cache "
                + root
                + " cannot be written ("
                + FileTrouble.reason(e)
                + "): nothing is kept");
      }
    }
    try {
      return temporaryEntry(temporary(), key, builder);
    } catch (IOException e) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.OUTPUT_UNWRITABLE,
              "neither the build cache "
                  + root
                  + " nor a temporary folder can be written: "
                  + FileTrouble.reason(e),
              "make room, or point XDG_CACHE_HOME or -Djava.io.tmpdir to a folder that can be"
                  + " written"));
    }
  }

  private Entry temporaryEntry(Path folder, String key, Builder builder) throws IOException {
    Path there = folder.resolve(key);
    return Manifest.confirms(there) ? new Entry(there, true) : build(there, builder);
  }

  private Entry build(Path entry, Builder builder) throws IOException {
    Path parent = Files.createDirectories(parent(entry));
    deleteStale(parent);
    Path building = Files.createTempDirectory(parent, BUILDING);
    try {
      builder.build(building);
      Manifest.write(building);
      return install(building, entry);
    } finally {
      delete(building);
    }
  }

  /** Deletes what killed processes left; a folder that resists is no harm to the build. */
  private void deleteStale(Path parent) throws IOException {
    Instant latest = clock.instant().minus(STALE_AFTER);
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(parent, "{" + BUILDING + "," + DAMAGED + "}*")) {
      for (Path folder : left) {
        try {
          if (Files.getLastModifiedTime(folder).toInstant().isBefore(latest)) {
            delete(folder);
          }
        } catch (IOException | UncheckedIOException e) {
          // Another process deletes it at the same time, or it is another user's.
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /**
   * Renames a finished folder to its entry. The lock keeps two builders from both finding the same
   * damaged entry, of whom the slower would throw away what the faster has put in its place.
   */
  private static Entry install(Path building, Path entry) throws IOException {
    synchronized (BuildCache.class) {
      try (FileChannel channel =
              FileChannel.open(
                  parent(entry).resolve("lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        if (Manifest.confirms(entry)) {
          return new Entry(entry, true);
        }
        discard(entry);
        Files.move(building, entry, StandardCopyOption.ATOMIC_MOVE);
        return new Entry(entry, false);
      }
    }
  }

  /** Moves a damaged entry out of the way before it is deleted: a reader sees all of it or none. */
  private static void discard(Path entry) throws IOException {
    if (!Files.exists(entry)) {
      return;
    }
    Path grave = Files.createTempDirectory(parent(entry), DAMAGED);
    try {
      Files.move(entry, grave.resolve("entry"), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(grave);
    }
  }

  private static Path parent(Path entry) {
    return Objects.requireNonNull(entry.getParent(), "a key names a folder in the cache");
  }

  /** Uses a folder that is no entry. */
  @FunctionalInterface
  public interface ScratchUser<T> {
    /** {@return what was made} */
    T use(Path folder) throws IOException;
  }

  /**
   * {@return what is made in a new temporary folder, which is deleted on {@link #close}}
   *
   * <p>That this folder cannot be written says nothing about the cache: it is no {@link
   * IOException}, after which an entry would be built again elsewhere.
   *
   * @param user gets the folder
   * @throws DiagnosticException with {@code OUTPUT_UNWRITABLE} if the folder cannot be used
   */
  public <T> T inScratch(ScratchUser<T> user) {
    return inTemporary(folder -> user.use(Files.createTempDirectory(folder, "scratch-")));
  }

  private <T> T inTemporary(ScratchUser<T> user) {
    try {
      return user.use(temporary());
    } catch (IOException e) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.OUTPUT_UNWRITABLE,
              "a file in the temporary folder "
                  + System.getProperty("java.io.tmpdir")
                  + " cannot be used: "
                  + FileTrouble.reason(e),
              "make room there, or point -Djava.io.tmpdir to a folder that can be written"));
    }
  }

  private synchronized Path temporary() throws IOException {
    Path folder = temporary;
    if (folder == null) {
      folder = Files.createTempDirectory("formgate-build-");
      temporary = folder;
    }
    return folder;
  }

  /** Deletes a folder with all it holds, or nothing when there is none. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** Deletes the entries that could not be kept. */
  @Override
  public synchronized void close() {
    Path folder = temporary;
    temporary = null;
    if (folder != null) {
      try {
        delete(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
