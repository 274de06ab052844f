package io.formgate.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets a search end by itself when the process is asked to end: at the next boundary of an epoch,
 * with everything written.
 */
final class StopRequest implements AutoCloseable {
  /** An epoch of very many rows may take longer; then the one before it is what is kept. */
  private static final long PATIENCE_SECONDS = 30;

  private final AtomicBoolean asked = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop);

  /** Begins to listen. */
  StopRequest() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stop() {
    asked.set(true);
    try {
      if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** {@return whether the process is asked to end} */
  boolean isAsked() {
    return asked.get();
  }

  /** Lets the process end. */
  @Override
  public void close() {
    end();
  }

  /** Listens no more: what follows ends when the process is asked to. */
  void end() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook runs.
    }
  }
}
