package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Turns heads into comparisons, choices and small tables. */
final class HeadLowering {
  /** Scores of which the comparisons of one with all others are the index of a table. */
  static final int MOST_PAIRED = 8;

  private final DatapathBuilder builder;
  private final ArgmaxForm form;

  HeadLowering(DatapathBuilder builder, ArgmaxForm form) {
    this.builder = builder;
    this.form = form;
  }

  /**
   * {@return the node of a head's port}
   *
   * @param head the head
   * @param values the node of each formula, in the fraction bits of its format
   */
  int lower(Head head, List<Integer> values) {
    int node =
        switch (head) {
          case Head.Argmax argmax -> argmax(argmax.formulas().stream().map(values::get).toList());
          case Head.Threshold(_, int formula, double atLeast) ->
              isAtLeast(values.get(formula), atLeast);
        };
    return builder.format(node).equals(head.format())
        ? node
        : builder.saturate(node, head.format());
  }

  /** A value on a grid is at least a number where it is above the grid's last value below it. */
  private int isAtLeast(int value, double atLeast) {
    int fraction = builder.fractionBits(value);
    long raw = (long) Math.ceil(Math.scalb(atLeast, fraction));
    return builder.less(builder.literal(raw - 1, fraction), value);
  }

  private int argmax(List<Integer> scores) {
    return switch (form) {
      case TREE -> tree(scores);
      case PAIRS -> scores.size() <= MOST_PAIRED ? pairs(scores) : tree(scores);
    };
  }

  /** A score that is in the lead, with its index. */
  private record Leader(int score, int index) {}

  private int tree(List<Integer> scores) {
    List<Leader> round =
        IntStream.range(0, scores.size())
            .mapToObj(i -> new Leader(scores.get(i), number(i)))
            .toList();
    while (round.size() > 1) {
      List<Leader> next = new ArrayList<>();
      for (int i = 0; i + 1 < round.size(); i += 2) {
        next.add(leader(round.get(i), round.get(i + 1)));
      }
      if (round.size() % 2 == 1) {
        next.add(round.getLast());
      }
      round = next;
    }
    return round.getFirst().index();
  }

  /** The second one only if it is larger, so that of equal ones the lower index leads. */
  private Leader leader(Leader first, Leader second) {
    int isSecond = builder.less(first.score(), second.score());
    OptionalLong known = known(isSecond);
    if (known.isPresent()) {
      return known.getAsLong() == 0 ? first : second;
    }
    return new Leader(
        builder.select(isSecond, second.score(), first.score()),
        builder.select(isSecond, second.index(), first.index()));
  }

  private int pairs(List<Integer> scores) {
    List<Integer> leads =
        IntStream.range(0, scores.size()).mapToObj(i -> leads(scores, i)).toList();
    int bits = FixedFormat.bitsFor(0, scores.size() - 1);
    int index = bit(leads, bits - 1);
    for (int k = bits - 2; k >= 0; k--) {
      index = builder.concat(index, bit(leads, k));
    }
    return index;
  }

  /** {@return one bit: whether a score is above all before it and below none behind it} */
  private int leads(List<Integer> scores, int own) {
    List<Integer> bits = new ArrayList<>();
    int wanted = 0;
    for (int other = 0; other < scores.size(); other++) {
      boolean isBefore = other < own;
      int first = scores.get(isBefore ? other : own);
      int isHigher =
          other == own ? number(0) : builder.less(first, scores.get(isBefore ? own : other));
      OptionalLong known = known(isHigher);
      if (known.isPresent() && known.getAsLong() != (isBefore ? 1 : 0)) {
        return number(0);
      }
      if (known.isEmpty()) {
        bits.add(isHigher);
        wanted = 2 * wanted + (isBefore ? 1 : 0);
      }
    }
    return bits.isEmpty() ? number(1) : builder.lookup(pattern(wanted, bits.size()), joined(bits));
  }

  /** {@return a table that is 1 for one pattern of bits} */
  private FunctionTable pattern(int wanted, int count) {
    long[] entries = new long[1 << count];
    entries[wanted] = 1;
    String digits = Integer.toBinaryString(1 << count | wanted).substring(1);
    return new FunctionTable(
        builder.sharedTableName("is_" + digits),
        new FixedFormat(false, count, count),
        new FixedFormat(false, 1, 1),
        entries);
  }

  /** {@return a bit of the index: whether a score leads whose index has it} */
  private int bit(List<Integer> leads, int k) {
    List<Integer> having =
        IntStream.range(0, leads.size())
            .filter(i -> (i >> k & 1) == 1)
            .mapToObj(leads::get)
            .filter(lead -> known(lead).orElse(1) != 0)
            .toList();
    boolean isOne = having.stream().anyMatch(lead -> known(lead).isPresent());
    return isOne || having.isEmpty() ? number(isOne ? 1 : 0) : builder.any(joined(having));
  }

  private int joined(List<Integer> bits) {
    return bits.stream().reduce(builder::concat).orElseThrow();
  }

  private int number(int value) {
    return builder.literal(value, 0);
  }

  private OptionalLong known(int node) {
    return builder.node(node).operation() instanceof Operation.Literal(long raw)
        ? OptionalLong.of(raw)
        : OptionalLong.empty();
  }
}
