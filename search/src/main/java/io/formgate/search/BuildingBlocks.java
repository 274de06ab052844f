package io.formgate.search;

import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * All small shapes without constants that are admissible as parts and differ by more than slope and
 * offset on a sample of the rows, and {@link Monomials}: what mutations graft into candidates.
 *
 * <p>They are made from the bottom up, each size from the different ones of smaller sizes, so that
 * what can be written in many ways is drawn no more often than the rest.
 */
final class BuildingBlocks {
  private static final int LARGEST = 4;
  private static final int MOST_EVALUATIONS = 20_000;

  private final List<List<Tape>> bySize = new ArrayList<>();

  private BuildingBlocks() {}

  /**
   * {@return the blocks of a search; none if a form is given, whose holes have arguments of their
   * own}
   *
   * @param worker scratch memory
   * @param rows the sample
   */
  static BuildingBlocks enumerate(Worker worker, RowBlocks rows) {
    BuildingBlocks blocks = new BuildingBlocks();
    if (!worker.template().isFree()) {
      return blocks;
    }
    Screen screen = Screen.ofParts(worker, rows);
    Set<Long> seen = new HashSet<>();
    int evaluations = 0;
    Tape shape = new Tape(LARGEST);
    for (int size = 1; size <= Math.min(LARGEST, worker.options().maxSize()); size++) {
      List<Tape> level = new ArrayList<>();
      for (Tape candidate : blocks.candidates(size, worker)) {
        if (evaluations++ == MOST_EVALUATIONS) {
          break;
        }
        shape.set(candidate);
        if (screen.evaluate(shape)
            && screen.slope(Scaling.AFFINE) != 0
            && worker.isAdmissiblePart(shape)
            && seen.add(rounded(screen.loss(Scaling.AFFINE)))) {
          level.add(candidate);
        }
      }
      blocks.bySize.add(level);
    }
    List<Tape> monomials = new ArrayList<>();
    for (Tape product : Monomials.of(worker)) {
      if (screen.evaluate(product) && seen.add(rounded(screen.loss(Scaling.AFFINE)))) {
        monomials.add(product);
      }
    }
    blocks.bySize.add(monomials);
    blocks.bySize.removeIf(List::isEmpty);
    return blocks;
  }

  private List<Tape> candidates(int size, Worker worker) {
    List<Tape> candidates = new ArrayList<>();
    if (size == 1) {
      List<Integer> columns =
          worker.template().isFree()
              ? worker.template().columns()
              : IntStream.range(0, worker.data().inputs()).boxed().toList();
      for (int v : columns) {
        if (v >= worker.data().inputs()) {
          // What a table is depends on the formula that it stands in.
          continue;
        }
        Tape leaf = new Tape(1);
        leaf.addVariable(v);
        candidates.add(leaf);
      }
      return candidates;
    }
    for (TreeGrower.Symbol symbol : worker.grower().symbols()) {
      for (List<Tape> arguments : argumentLists(symbol.arity(), size - 1)) {
        candidates.add(applied(size, symbol, arguments));
      }
    }
    return candidates;
  }

  /** {@return all lists of so many blocks that have so many nodes together} */
  private List<List<Tape>> argumentLists(int count, int nodes) {
    List<List<Tape>> lists = new ArrayList<>();
    if (count == 1) {
      ofSize(nodes).forEach(last -> lists.add(List.of(last)));
      return lists;
    }
    for (int first = 1; first <= nodes - (count - 1); first++) {
      List<List<Tape>> rests = argumentLists(count - 1, nodes - first);
      for (Tape argument : ofSize(first)) {
        for (List<Tape> rest : rests) {
          List<Tape> list = new ArrayList<>(List.of(argument));
          list.addAll(rest);
          lists.add(list);
        }
      }
    }
    return lists;
  }

  private List<Tape> ofSize(int size) {
    return size <= bySize.size() ? bySize.get(size - 1) : List.of();
  }

  private static Tape applied(int size, TreeGrower.Symbol symbol, List<Tape> arguments) {
    Tape tape = new Tape(size);
    for (Tape argument : arguments) {
      tape.addAll(argument, 0, argument.length());
    }
    symbol.append(tape);
    return tape;
  }

  /** Drops the last 16 bits, in which rounding makes equal shapes differ. */
  private static long rounded(double loss) {
    return (Double.doubleToLongBits(loss) + 0x8000) >> 16;
  }

  /** Appends a random block: a random size or the monomials, then any of it. */
  void append(Tape out, RandomGenerator random) {
    List<Tape> level = bySize.get(random.nextInt(bySize.size()));
    Tape block = level.get(random.nextInt(level.size()));
    out.addAll(block, 0, block.length());
  }

  /** {@return whether there are none} */
  boolean isEmpty() {
    return bySize.isEmpty();
  }

  /** {@return all blocks, small ones first} */
  List<Tape> all() {
    return bySize.stream().flatMap(List::stream).toList();
  }
}
