package io.formgate.hwcost;

/**
 * How stages and latency of a schedule belong together, for people: the latency counts the ranks of
 * registers, and there is one stage more than those, because the last one ends at the output ports.
 */
public final class StageWords {
  private StageWords() {}

  /**
   * {@return behind which stages registers stand, and which hold logic, as part of a sentence}
   *
   * @param pipeline the schedule
   */
  public static String of(Pipeline pipeline) {
    ScheduleOptions options = pipeline.options();
    int ranks = pipeline.latencyCycles();
    int first = options.inputRegisters() ? 1 : 0;
    int last = options.outputRegisters() ? ranks - 1 : ranks;
    String registers = ranks == 0 ? "no registers" : "registers after " + stages(0, ranks - 1);
    return last < first ? registers : registers + ", logic in " + stages(first, last);
  }

  private static String stages(int first, int last) {
    return first == last
        ? "stage " + first
        : "stages " + first + (last == first + 1 ? " and " : " to ") + last;
  }
}
