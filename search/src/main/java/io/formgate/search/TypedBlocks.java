package io.formgate.search;

import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Building blocks by their kinds: where constants carry no units, a place of a shape takes the
 * blocks of one dimension, and all of a kind or none. Those of a kind stand together, short ones
 * first.
 */
final class TypedBlocks {
  private final List<Tape> blocks;
  private final int[] kindOf;

  /** The first block of each kind, and what is behind the last one. */
  private final int[] starts;

  /**
   * Takes blocks.
   *
   * @param blocks short ones first
   * @param worker says of what kind they are
   */
  TypedBlocks(List<Tape> blocks, Worker worker) {
    Map<Long, List<Tape>> byKind = new LinkedHashMap<>();
    for (Tape block : blocks) {
      byKind.computeIfAbsent(worker.kind(block), _ -> new ArrayList<>()).add(block);
    }
    this.blocks = byKind.values().stream().flatMap(List::stream).toList();
    starts = new int[byKind.size() + 1];
    kindOf = new int[blocks.size()];
    int kind = 0;
    for (List<Tape> same : byKind.values()) {
      starts[kind + 1] = starts[kind] + same.size();
      Arrays.fill(kindOf, starts[kind], starts[kind + 1], kind);
      kind++;
    }
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
    boolean[] fitting = new boolean[starts.length - 1];
    for (int kind = 0; kind < fitting.length; kind++) {
      fitting[kind] = fitting.length == 1 || fits.test(blocks.get(starts[kind]));
    }
    return fitting;
  }

  /** {@return the first block of a kind; that of the number of kinds is behind the last block} */
  int start(int kind) {
    return starts[kind];
  }

  /** {@return whether a block is of a kind that fits} */
  boolean fits(int index, boolean[] fitting) {
    return fitting[kindOf[index]];
  }
}
