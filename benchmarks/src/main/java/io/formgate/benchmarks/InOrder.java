package io.formgate.benchmarks;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/**
 * Measures designs on several threads and hands them on in their order, so that what is kept does
 * not depend on the threads.
 */
final class InOrder {
  /** Designs for a thread that are measured before their turn, lest it waits for a slow one. */
  private static final int AHEAD = 8;

  private InOrder() {}

  /**
   * Keeps what was measured.
   *
   * @param <R> what is measured of a design
   */
  @FunctionalInterface
  interface Taker<R> {
    /**
     * {@return whether there is more to measure}
     *
     * @param design number of the design
     * @param measured what was measured of it
     * @throws IOException if it cannot be kept
     */
    boolean take(long design, R measured) throws IOException;
  }

  /** {@return a thread for each processor} */
  static int threads() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * Measures designs 0, 1, 2 and so on.
   *
   * @param threads at work
   * @param end number of the first design that is not measured any more
   * @param measure measures a design, on any thread, and maybe one behind the last that is taken;
   *     it knows what was measured of it before
   * @param taker gets each on the caller's thread, in their order
   * @throws IOException thrown by the taker
   */
  static <R> void measure(int threads, long end, LongFunction<R> measure, Taker<R> taker)
      throws IOException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Deque<Future<R>> open = new ArrayDeque<>();
      long submitted = 0;
      long taken = 0;
      while (taken < end) {
        while (submitted < end && open.size() < threads * AHEAD) {
          long design = submitted++;
          open.add(pool.submit(() -> measure.apply(design)));
        }
        if (!taker.take(taken++, result(open.remove()))) {
          return;
        }
      }
    } finally {
      // Those behind the last are of no use: their tools are ended.
      pool.shutdownNow();
      pool.close();
    }
  }

  private static <R> R result(Future<R> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while designs were measured");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException bug -> throw bug;
        case Error bug -> throw bug;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
