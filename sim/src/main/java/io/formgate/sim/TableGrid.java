package io.formgate.sim;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Operation;
import io.formgate.expression.FixedFormat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where, along the raw values of an input, the address of a table changes: at {@code offset} and at
 * every multiple of 2<sup>{@code shift}</sup> from there.
 *
 * <p>Followed are the operations that only choose, move or shift bits, and sums with a literal. An
 * address that depends on an input in another way has no such grid.
 *
 * @param shift bits of the input below the last bit of the address
 * @param offset a raw value of the input at which the address changes
 */
record TableGrid(int shift, long offset) {
  /** Multiples on either side of the offset up to which all are taken, and not powers of two. */
  static final int ALL_MULTIPLES = 32;

  /** An offset that no format holds. */
  private static final long BEYOND = 1L << FixedFormat.MAX_WIDTH_BITS;

  /** A node and the grid of its own raw values. */
  private record At(int node, TableGrid grid) {}

  /** {@return the grids of all tables on an input} */
  static Set<TableGrid> of(Datapath datapath, int input) {
    Deque<At> open = new ArrayDeque<>();
    Set<At> seen = new LinkedHashSet<>();
    for (int i = 0; i < datapath.nodes().size(); i++) {
      if (datapath.node(i).operation() instanceof Operation.Lookup(_, int a)) {
        open.add(new At(a, new TableGrid(0, 0)));
      }
    }
    Set<TableGrid> grids = new LinkedHashSet<>();
    while (!open.isEmpty()) {
      At at = open.remove();
      if (seen.add(at)) {
        open.addAll(operands(datapath, at));
        if (at.node() == input && Math.abs(at.grid().offset()) < BEYOND) {
          grids.add(at.grid());
        }
      }
    }
    return grids;
  }

  private static Collection<At> operands(Datapath datapath, At at) {
    TableGrid grid = at.grid();
    int fraction = datapath.node(at.node()).format().fractionBits();
    return switch (datapath.node(at.node()).operation()) {
      case Operation.Bits(int a, int lowBit) -> List.of(new At(a, grid.scaled(lowBit)));
      case Operation.Reinterpret(int a) -> List.of(new At(a, grid));
      case Operation.Saturate(int a) -> List.of(new At(a, grid));
      case Operation.Align(int a) ->
          List.of(new At(a, grid.scaled(datapath.node(a).format().fractionBits() - fraction)));
      case Operation.Round(int a, Operation.Rounding mode) -> {
        int dropped = datapath.node(a).format().fractionBits() - fraction;
        TableGrid floor = grid.scaled(dropped);
        yield List.of(
            new At(
                a,
                switch (mode) {
                  case FLOOR -> floor;
                  case NEAREST ->
                      floor.moved(-(1L << Math.min(dropped - 1, FixedFormat.MAX_WIDTH_BITS)));
                }));
      }
      case Operation.Concat(int high, int low) -> {
        int width = datapath.node(low).format().widthBits();
        yield List.of(new At(high, grid.scaled(-width)), new At(low, grid));
      }
      case Operation.Add(int a, int b) -> {
        List<At> summands = new ArrayList<>();
        if (datapath.node(b).operation() instanceof Operation.Literal(long raw)) {
          summands.add(new At(a, grid.moved(-raw)));
        }
        if (datapath.node(a).operation() instanceof Operation.Literal(long raw)) {
          summands.add(new At(b, grid.moved(-raw)));
        }
        yield summands;
      }
      case Operation.Subtract(int a, int b) ->
          datapath.node(b).operation() instanceof Operation.Literal(long raw)
              ? List.of(new At(a, grid.moved(raw)))
              : List.of();
      case Operation.Input(),
          Operation.Literal(_),
          Operation.Multiply(_, _),
          Operation.Negate(_),
          Operation.Absolute(_),
          Operation.Minimum(_, _),
          Operation.Maximum(_, _),
          Operation.Select(_, _, _),
          Operation.Lookup(_, _),
          Operation.Any(_) ->
          List.of();
    };
  }

  /** The grid of an operand with some more bits below, or with fewer. */
  private TableGrid scaled(int bits) {
    int below = Math.clamp((long) shift + bits, 0, FixedFormat.MAX_WIDTH_BITS);
    double moved = Math.scalb((double) offset, bits);
    if (Math.abs(moved) >= BEYOND) {
      return new TableGrid(below, moved < 0 ? -BEYOND : BEYOND);
    }
    return new TableGrid(
        below,
        bits < 0 ? offset >> Math.min(-bits, Long.SIZE - 1) : offset == 0 ? 0 : offset << bits);
  }

  private TableGrid moved(long by) {
    return new TableGrid(shift, Math.clamp(offset + by, -BEYOND, BEYOND));
  }

  /**
   * {@return raw values with one last bit to either side where the address changes: at all
   * multiples if there are few, else at those that are powers of two}
   *
   * @param format of the input
   */
  List<Long> values(FixedFormat format) {
    List<Long> values = new ArrayList<>();
    long step = 1L << shift;
    long most = Math.max(reach(format.rawMax()), reach(format.rawMin())) / step;
    boolean all = most <= ALL_MULTIPLES;
    // A power of two that overflows is negative and ends the loop.
    for (long m = 0; m >= 0 && m <= most; m = all || m == 0 ? m + 1 : 2 * m) {
      for (long sign : new long[] {1, -1}) {
        for (long bit = -1; bit <= 1; bit++) {
          values.add(offset + sign * m * step + bit);
        }
      }
    }
    return values.stream().filter(format::holds).distinct().toList();
  }

  private long reach(long end) {
    return Math.abs(end - offset);
  }
}
