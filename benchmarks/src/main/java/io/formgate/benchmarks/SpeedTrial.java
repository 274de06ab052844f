package io.formgate.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is measured in a JVM of its own.
 *
 * @param kind what is done
 * @param nodes formula nodes of the module, at least
 * @param vectors vectors that are simulated; 0 where none are
 * @param goal what it is held against
 */
record SpeedTrial(Kind kind, int nodes, long vectors, Goal goal) {

  /** What is done, and in which state the JVM and the cache are. */
  enum Kind {
    /** A module is compiled, scheduled and emitted by a JVM that has done nothing before. */
    EMIT("emit, first of a process"),
    /** The same after modules of other formulas: the middle one of several times. */
    EMIT_WARM("emit, warm process"),
    /** From text to verdict with an empty cache, by a JVM that has verified nothing before. */
    VERIFY_NEW("text to verdict, nothing cached"),
    /** The same with the simulator in the cache. */
    VERIFY("text to verdict, simulator cached"),
    /** Vectors back to back, by a JVM that has verified before. */
    STREAM("vectors streamed, warm process");

    private final String shown;

    Kind(String shown) {
      this.shown = shown;
    }

    String shown() {
      return shown;
    }
  }

  /**
   * A limit of a figure.
   *
   * @param seconds most seconds, or infinite
   * @param vectorsPerSecond fewest vectors in a second, or 0
   */
  record Goal(double seconds, double vectorsPerSecond) {
    static final Goal NONE = new Goal(Double.POSITIVE_INFINITY, 0);

    static Goal seconds(double most) {
      return new Goal(most, 0);
    }

    /** {@return whether a goal is set} */
    boolean isSet() {
      return !equals(NONE);
    }

    /** {@return whether the figures of a cell keep it} */
    boolean isMet(SpeedCell cell) {
      return cell.seconds() <= seconds && cell.vectorsPerSecond() >= vectorsPerSecond;
    }
  }

  private static final long MILLION = 1_000_000;

  /** All trials, in the order of the page: a cached simulator is that of the trial before. */
  static final List<SpeedTrial> ALL =
      List.of(
          new SpeedTrial(Kind.EMIT, 20, 0, Goal.NONE),
          new SpeedTrial(Kind.EMIT_WARM, 20, 0, Goal.seconds(0.5)),
          new SpeedTrial(Kind.EMIT, 200, 0, Goal.NONE),
          new SpeedTrial(Kind.EMIT_WARM, 200, 0, Goal.NONE),
          new SpeedTrial(Kind.EMIT, 900, 0, Goal.seconds(8)),
          new SpeedTrial(Kind.EMIT, 2000, 0, Goal.seconds(8)),
          new SpeedTrial(Kind.VERIFY_NEW, 20, MILLION, Goal.seconds(15)),
          new SpeedTrial(Kind.VERIFY, 20, MILLION, Goal.seconds(2)),
          new SpeedTrial(Kind.STREAM, 20, 10 * MILLION, new Goal(Double.POSITIVE_INFINITY, 5e6)),
          new SpeedTrial(Kind.STREAM, 200, 5 * MILLION, Goal.NONE),
          new SpeedTrial(Kind.VERIFY_NEW, 900, 100_000, Goal.seconds(30)),
          new SpeedTrial(Kind.VERIFY_NEW, 2000, 100_000, Goal.seconds(30)),
          new SpeedTrial(Kind.VERIFY, 2000, 100_000, Goal.seconds(30)));

  /** {@return the name in the file of cells and on the command line} */
  String name() {
    return kind.name().toLowerCase(Locale.ROOT) + "-" + nodes;
  }

  /** {@return the trial of a name} */
  static Optional<SpeedTrial> of(String name) {
    return ALL.stream().filter(t -> t.name().equals(name)).findFirst();
  }
}
