package io.formgate.sim;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A thread at one pipe of a process. */
final class ProcessPump {

  /** What the thread does. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  private final Thread thread;
  private volatile @Nullable IOException broken;
  private volatile @Nullable RuntimeException failure;
  private volatile @Nullable Error error;

  /** Starts the thread; if its work throws anything but an IOException, the process is killed. */
  ProcessPump(Process process, Work work) {
    thread =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                work.run();
              } catch (IOException e) {
                broken = e;
              } catch (RuntimeException e) {
                failure = e;
                killTree(process);
              } catch (Error e) {
                error = e;
                killTree(process);
              }
            });
  }

  /** {@return whether the work is done before some time has passed} */
  boolean join(Duration limit) throws InterruptedException {
    return thread.join(limit.isPositive() ? limit : Duration.ofMillis(1));
  }

  /** {@return how the pipe broke, or null} */
  @Nullable IOException broken() {
    return broken;
  }

  /** Throws what the work threw, other than a broken pipe. */
  void rethrow() {
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
    Error raised = error;
    if (raised != null) {
      throw raised;
    }
  }

  /** Kills a process and everything that it started. */
  static void killTree(Process process) {
    // The list is taken first: children of a dead process can no longer be found. Twice, because a
    // process may start another while the first list is worked through.
    for (int pass = 0; pass < 2; pass++) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
    }
    process.destroyForcibly();
  }
}
