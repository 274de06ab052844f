package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.List;

/**
 * A classifier of learned tables: the score of a class is a sum of tables, each read at two narrow
 * codes, and the last class has the score 0.
 *
 * <p>Its meaning is written in {@code docs/table-sums.md}; {@link #scores} computes it as written.
 * Text form: {@link TableSumText}. Circuit: {@link TableSumLowering}.
 *
 * @param name name of the module, a legal signal name
 * @param inputs the input ports
 * @param classes names of the classes, at least two
 * @param encoders what makes codes of inputs
 * @param terms the summands, at least one
 */
public record TableSum(
    String name,
    List<Input> inputs,
    List<String> classes,
    List<Encoder> encoders,
    List<Term> terms) {

  /** Bits of a view: what one look-up table of six inputs takes. */
  public static final int VIEW_BITS = 6;

  /** Values of a view. */
  public static final int VIEW_VALUES = 1 << VIEW_BITS;

  /** Bits of a code: two of them are the index of one look-up table of six inputs. */
  public static final int CODE_BITS = 3;

  /** Different codes. */
  public static final int CODES = 1 << CODE_BITS;

  /** Entries of a table. */
  public static final int CELLS = CODES * CODES;

  /** Copies the lists. */
  public TableSum {
    inputs = List.copyOf(inputs);
    classes = List.copyOf(classes);
    encoders = List.copyOf(encoders);
    terms = List.copyOf(terms);
  }

  /**
   * An input port.
   *
   * @param name of the port
   * @param format its bits
   */
  public record Input(String name, FixedFormat format) {}

  /**
   * An input, halved some times and rounded down, to be added or subtracted.
   *
   * @param input its index
   * @param shift how many of its lowest bits are left out
   * @param negative whether it is subtracted
   */
  public record Tap(int input, int shift, boolean negative) {}

  /**
   * The lowest {@value TableSum#VIEW_BITS} bits of a sum of taps, as an unsigned number.
   *
   * @param taps at least one; the first is added
   */
  public record View(List<Tap> taps) {
    /** Copies the list. */
    public View {
      taps = List.copyOf(taps);
    }

    /**
     * {@return the value of the view}
     *
     * @param rawInputs raw values of the inputs
     */
    public int value(long... rawInputs) {
      long sum = 0;
      for (Tap tap : taps) {
        long part = rawInputs[tap.input()] >> tap.shift();
        sum += tap.negative() ? -part : part;
      }
      return (int) sum & VIEW_VALUES - 1;
    }
  }

  /**
   * A code for every value of a view.
   *
   * @param view what it reads
   * @param codes from 0 to {@value TableSum#CODES} - 1, {@value TableSum#VIEW_VALUES} of them
   */
  public record Encoder(View view, List<Integer> codes) {
    /** Copies the list. */
    public Encoder {
      codes = List.copyOf(codes);
    }
  }

  /**
   * A summand of every score but that of the last class.
   *
   * @param first index of the encoder whose code is the upper half of the address
   * @param second index of the encoder whose code is the lower half
   * @param entries {@code entries.get(class).get(address)}, for all classes but the last
   */
  public record Term(int first, int second, List<List<Integer>> entries) {
    /** Copies the lists. */
    public Term {
      entries = entries.stream().map(List::copyOf).toList();
    }
  }

  /**
   * {@return the scores of all classes; that of the last is 0}
   *
   * @param rawInputs raw values of the inputs
   */
  public long[] scores(long... rawInputs) {
    int[] codes =
        encoders.stream().mapToInt(e -> e.codes().get(e.view().value(rawInputs))).toArray();
    long[] scores = new long[classes.size()];
    for (Term term : terms) {
      int address = codes[term.first()] * CODES + codes[term.second()];
      for (int k = 0; k < term.entries().size(); k++) {
        scores[k] += term.entries().get(k).get(address);
      }
    }
    return scores;
  }

  /**
   * {@return the index of the largest score, of equal ones the first}
   *
   * @param rawInputs raw values of the inputs
   */
  public int classIndex(long... rawInputs) {
    long[] scores = scores(rawInputs);
    int best = 0;
    for (int k = 1; k < scores.length; k++) {
      best = scores[k] > scores[best] ? k : best;
    }
    return best;
  }

  /**
   * Checks every rule of {@code docs/table-sums.md}.
   *
   * @return this
   * @throws IllegalStateException naming the rule that is broken
   */
  public TableSum verify() {
    require(!inputs.isEmpty(), "a table sum has an input");
    require(classes.size() >= 2, "a table sum has two classes or more");
    require(!terms.isEmpty(), "a table sum has a term");
    for (Encoder e : encoders) {
      List<Tap> taps = e.view().taps();
      require(!taps.isEmpty() && !taps.getFirst().negative(), "the first tap is added");
      for (Tap tap : taps) {
        require(tap.input() >= 0 && tap.input() < inputs.size(), "a tap has an input");
        require(
            tap.shift() >= 0 && tap.shift() < inputs.get(tap.input()).format().widthBits(),
            "a tap leaves a bit of its input");
      }
      require(e.codes().size() == VIEW_VALUES, "an encoder has a code for every value");
      require(e.codes().stream().allMatch(c -> c >= 0 && c < CODES), "a code is in range");
    }
    for (Term t : terms) {
      require(isEncoder(t.first()) && isEncoder(t.second()), "a term reads two encoders");
      require(t.entries().size() == classes.size() - 1, "a term has a table for each score");
      require(t.entries().stream().allMatch(e -> e.size() == CELLS), "a table is complete");
    }
    return this;
  }

  private boolean isEncoder(int index) {
    return index >= 0 && index < encoders.size();
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalStateException(rule);
    }
  }
}
