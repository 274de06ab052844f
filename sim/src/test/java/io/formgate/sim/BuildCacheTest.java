package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildCacheTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final AtomicInteger builds = new AtomicInteger();

  private void build(Path entry) throws IOException {
    builds.incrementAndGet();
    Files.writeString(entry.resolve("one"), "1".repeat(100_000));
    Files.writeString(entry.resolve("two"), "2");
  }

  @Test
  void anEntryIsBuiltOnce() {
    try (BuildCache cache = new BuildCache(folder.resolve("cache"))) {
      BuildCache.Entry first = cache.get("a/b", this::build);
      BuildCache.Entry second = cache.get("a/b", this::build);
      assertThat(first.reused()).isFalse();
      assertThat(second.reused()).isTrue();
      assertThat(second.folder()).isEqualTo(first.folder());
      assertThat(builds).hasValue(1);
      assertThat(cache.notes()).isEmpty();
    }
  }

  @Test
  void concurrentBuildersSeeWholeEntries() throws Exception {
    buildConcurrently();
  }

  private void buildConcurrently() throws Exception {
    int threads = 8;
    CyclicBarrier start = new CyclicBarrier(threads);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Callable<Long>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        tasks.add(() -> {
          try (BuildCache cache = new BuildCache(folder)) {
            start.await();
            BuildCache.Entry entry = cache.get("key", this::build);
            assertThat(cache.notes()).isEmpty();
            return Files.size(entry.folder().resolve("one"));
          }
        });
      }
      for (Future<Long> result : pool.invokeAll(tasks)) {
        assertThat(result.get()).isEqualTo(100_000);
      }
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactlyInAnyOrder(folder.resolve("key"), folder.resolve("lock"));
    }
  }

  @Test
  void concurrentBuildersReplaceADamagedEntry() throws Exception {
    Files.createDirectories(folder.resolve("key"));
    Files.writeString(folder.resolve("key").resolve("one"), "half");
    buildConcurrently();
  }

  @Test
  void aDamagedEntryIsBuiltAgain() throws IOException {
    try (BuildCache cache = new BuildCache(folder)) {
      Path entry = cache.get("key", this::build).folder();
      Files.writeString(entry.resolve("one"), "1".repeat(99_999) + "x");
      assertThat(cache.get("key", this::build).reused()).isFalse();
      Files.delete(entry.resolve("two"));
      assertThat(cache.get("key", this::build).reused()).isFalse();
      Files.writeString(entry.resolve("manifest"), "");
      assertThat(cache.get("key", this::build).reused()).isFalse();
      assertThat(cache.get("key", this::build).reused()).isTrue();
      assertThat(Files.readString(entry.resolve("two"))).isEqualTo("2");
    }
  }

  @Test
  void whatAKilledProcessLeftGoesAfterADay() throws IOException {
    Path left = Files.createDirectories(folder.resolve("building-123"));
    Files.writeString(left.resolve("one"), "half");
    Path grave = Files.createDirectories(folder.resolve("damaged-456").resolve("entry"));
    Instant now = Files.getLastModifiedTime(left).toInstant();
    try (BuildCache cache = new BuildCache(folder, () -> now.plus(Duration.ofHours(23)))) {
      cache.get("first", this::build);
    }
    assertThat(left).exists();
    assertThat(grave).exists();
    try (BuildCache cache = new BuildCache(folder, () -> now.plus(Duration.ofHours(25)))) {
      cache.get("first", this::build);
      assertThat(left).exists();
      assertThat(cache.get("second", this::build).folder()).exists();
      assertThat(cache.get("first", this::build).reused()).isTrue();
    }
    assertThat(left).doesNotExist();
    assertThat(grave.getParent()).doesNotExist();
  }

  /** A full temporary folder is not the cache's fault, and nothing is built twice for it. */
  @Test
  void theTemporaryFolderIsNotReportedAsTheCache() {
    try (BuildCache cache = new BuildCache(folder)) {
      assertThatThrownBy(() ->
              cache.get(
                  "key",
                  _ ->
                      cache.inScratch(scratch -> {
                        builds.incrementAndGet();
                        return Files.writeString(scratch.resolve("no/such/file"), "");
                      })))
          .isInstanceOfSatisfying(
              DiagnosticException.class,
              e ->
                  assertThat(e.diagnostics().getFirst().code())
                      .isEqualTo(DiagnosticCode.OUTPUT_UNWRITABLE))
          .hasMessageContaining("temporary folder " + System.getProperty("java.io.tmpdir"))
          .hasMessageContaining("no/such/file");
      assertThat(cache.notes()).isEmpty();
      assertThat(builds).hasValue(1);
    }
    assertThat(folder).isEmptyDirectory();
  }

  /** What is written to this device is as on a full disk. */
  @Test
  void aFullDiskIsToldAndLeavesNothing() {
    BuildCache.Builder onAFullDisk =
        entry -> {
          Files.writeString(entry.resolve("two"), "2");
          Path one = Files.createSymbolicLink(entry.resolve("one"), Path.of("/dev/full"));
          Files.writeString(one, "1".repeat(100_000));
        };
    try (BuildCache cache = new BuildCache(folder)) {
      assertThatThrownBy(() -> cache.get("key", onAFullDisk))
          .isInstanceOfSatisfying(
              DiagnosticException.class,
              e ->
                  assertThat(e.diagnostics().getFirst().code())
                      .isEqualTo(DiagnosticCode.OUTPUT_UNWRITABLE))
          .hasMessageContaining("No space left on device");
      assertThat(cache.notes())
          .singleElement()
          .satisfies(n -> assertThat(n).contains("No space left on device): nothing is kept"));
      assertThat(folder).isEmptyDirectory();
      // With room again the entry is built, here and whole.
      assertThat(cache.get("key", this::build).folder()).isEqualTo(folder.resolve("key"));
    }
  }

  @Test
  void aCacheThatCannotBeWrittenIsReplacedAndNoted() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    Path used;
    try (BuildCache cache = new BuildCache(file.resolve("cache"))) {
      used = cache.get("key", this::build).folder();
      assertThat(used.resolve("two")).hasContent("2");
      assertThat(cache.get("key", this::build).reused()).isTrue();
      assertThat(cache.notes())
          .singleElement()
          .satisfies(n -> assertThat(n).contains("cannot be written").contains(file.toString()));
    }
    assertThat(used).doesNotExist();
  }
}
