package io.formgate.sim;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A file with the signals of some cycles.
 *
 * @param file in the format FST; a cycle takes 1 ns, and the first of the run, with reset, is at 0
 * @param run which run
 * @param firstCycle first cycle in the file, counted from 0 after reset
 * @param lastCycle last cycle in the file
 * @param wrongCycle the cycle that it was written for, if anything is wrong
 */
public record WaveFile(
    Path file, String run, long firstCycle, long lastCycle, OptionalLong wrongCycle) {

  /** What to write, and when. */
  public enum When {
    /** If something is wrong. */
    WRONG,
    /** In any case. */
    ALWAYS
  }

  /**
   * What is asked for.
   *
   * @param file where it is written
   * @param when in which case
   */
  public record Wanted(Path file, When when) {}

  /** {@return when a cycle begins, in ns} */
  static long timeNs(long cycle) {
    return cycle + InputPacker.RESET_CYCLES;
  }

  /** {@return the name of the file in its folder} */
  public String name() {
    return String.valueOf(file.getFileName());
  }

  /**
   * {@return what is in the file, for people}
   *
   * @param folder of the file, as the text says it; may be empty
   */
  public String text(Path folder) {
    return String.format(
        Locale.ROOT,
        "%s: cycles %,d to %,d of the run %s, 1 ns each%s",
        folder.resolve(name()),
        firstCycle,
        lastCycle,
        run,
        wrongCycle.isPresent()
            ? String.format(
                Locale.ROOT,
                "; cycle %,d begins at %,d ns",
                wrongCycle.getAsLong(),
                timeNs(wrongCycle.getAsLong()))
            : "");
  }
}
