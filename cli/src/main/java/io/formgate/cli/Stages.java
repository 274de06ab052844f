package io.formgate.cli;

import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Shows each stage of a compilation with what it did and how long it took. */
final class Stages {
  private final Terminal terminal;
  private final LongSupplier nanoTime;

  Stages(Terminal terminal, LongSupplier nanoTime) {
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  /** What a stage made, and a few words about it. */
  record Done<T>(T value, String summary) {}

  /** {@return what a stage makes, after showing its line} */
  <T> T run(String name, Supplier<Done<T>> stage) {
    long start = nanoTime.getAsLong();
    Done<T> done = stage.get();
    double seconds = (nanoTime.getAsLong() - start) / 1e9;
    terminal.full(String.format(Locale.ROOT, "%-9s %6.2f s   %s", name, seconds, done.summary()));
    return done.value();
  }
}
