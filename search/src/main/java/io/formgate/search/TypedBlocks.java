package io.formgate.search;

import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Building blocks by their kinds: where constants carry no units, a place of a shape takes the
 * blocks of one dimension, and all of a kind or none.
 */
final class TypedBlocks {
  private final List<Tape> blocks;
  private final int[] kindOf;
  private final int[] starts;

  /** The first block of each kind. */
  private final List<Tape> firsts = new ArrayList<>();

  /**
   * Takes blocks.
   *
   * @param blocks short ones first
   * @param worker says of what kind they are
   */
  TypedBlocks(List<Tape> blocks, Worker worker) {
    this.blocks = blocks;
    kindOf = new int[blocks.size()];
    Map<Long, Integer> indices = new HashMap<>();
    for (int i = 0; i < kindOf.length; i++) {
      Integer known = indices.get(worker.kind(blocks.get(i)));
      if (known == null) {
        known = firsts.size();
        indices.put(worker.kind(blocks.get(i)), known);
        firsts.add(blocks.get(i));
      }
      kindOf[i] = known;
    }
    starts = new int[firsts.size() + 1];
    for (int kind : kindOf) {
      starts[kind + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
  }

  /** {@return the number of blocks} */
  int size() {
    return kindOf.length;
  }

  /** {@return whether there are none} */
  boolean isEmpty() {
    return kindOf.length == 0;
  }

  /** {@return a block, not to be changed} */
  Tape get(int index) {
    return blocks.get(index);
  }

  /**
   * {@return for each kind whether its blocks fit; all do where there is but one kind}
   *
   * @param fits asked of one block of each kind
   */
  boolean[] fitting(Predicate<Tape> fits) {
    boolean[] fitting = new boolean[firsts.size()];
    for (int kind = 0; kind < fitting.length; kind++) {
      fitting[kind] = fitting.length == 1 || fits.test(firsts.get(kind));
    }
    return fitting;
  }

  /** {@return the place of each block if those of a kind stand together, in their order} */
  int[] places() {
    int[] next = starts.clone();
    return IntStream.of(kindOf).map(kind -> next[kind]++).toArray();
  }

  /** {@return the first place of a kind; that of the number of kinds is behind the last place} */
  int start(int kind) {
    return starts[kind];
  }

  /** {@return whether a block is of a kind that fits} */
  boolean fits(int index, boolean[] fitting) {
    return fitting[kindOf[index]];
  }
}
