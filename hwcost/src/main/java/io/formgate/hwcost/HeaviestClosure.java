package io.formgate.hwcost;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The heaviest set of items in which every item has with it all those that it implies.
 *
 * <p>Found as a minimum cut (Picard, Management Science 22, 1976) with Dinic's algorithm: weights
 * above 0 are arcs from the source, those below arcs to the sink, and implications arcs that no cut
 * can afford.
 */
final class HeaviestClosure {
  /** No sum of weights reaches it, and adding one to it does not overflow. */
  private static final int UNCUTTABLE = 1 << 30;

  private final int source;
  private final int sink;
  private final int[] firstArc;
  private final int[] level;
  private final int[] open;
  private int[] target = new int[64];
  private int[] next = new int[64];
  private int[] room = new int[64];
  private int arcs = 0;

  /**
   * Makes items of no weight.
   *
   * @param items how many
   */
  HeaviestClosure(int items) {
    source = items;
    sink = items + 1;
    firstArc = new int[items + 2];
    Arrays.fill(firstArc, -1);
    level = new int[items + 2];
    open = new int[items + 2];
  }

  /**
   * Gives an item weight.
   *
   * @param item the item
   * @param weight what the set gains by it, below 0 for what it costs
   */
  void weigh(int item, int weight) {
    if (weight > 0) {
      arc(source, item, weight);
    } else if (weight < 0) {
      arc(item, sink, -weight);
    }
  }

  /**
   * Keeps an item out of the set.
   *
   * @param item the item
   */
  void exclude(int item) {
    arc(item, sink, UNCUTTABLE);
  }

  /**
   * Puts an item into every set that has another.
   *
   * @param item the other
   * @param implied the item that comes with it
   */
  void implies(int item, int implied) {
    arc(item, implied, UNCUTTABLE);
  }

  private void arc(int from, int to, int capacity) {
    if (arcs + 2 > target.length) {
      target = Arrays.copyOf(target, 2 * target.length);
      next = Arrays.copyOf(next, target.length);
      room = Arrays.copyOf(room, target.length);
    }
    half(from, to, capacity);
    half(to, from, 0);
  }

  private void half(int from, int to, int capacity) {
    target[arcs] = to;
    room[arcs] = capacity;
    next[arcs] = firstArc[from];
    firstArc[from] = arcs++;
  }

  /**
   * {@return the heaviest set; of several the one that all others contain, so that it is empty if
   * no set weighs more than 0}
   */
  BitSet items() {
    while (levels()) {
      System.arraycopy(firstArc, 0, open, 0, open.length);
      fill();
    }
    BitSet reached = new BitSet();
    for (int item = 0; item < source; item++) {
      reached.set(item, level[item] >= 0);
    }
    return reached;
  }

  /** {@return whether the sink can still be reached, after numbering the steps to every item} */
  private boolean levels() {
    Arrays.fill(level, -1);
    int[] queue = new int[level.length];
    int count = 0;
    queue[count++] = source;
    level[source] = 0;
    for (int i = 0; i < count; i++) {
      for (int arc = firstArc[queue[i]]; arc >= 0; arc = next[arc]) {
        if (room[arc] > 0 && level[target[arc]] < 0) {
          level[target[arc]] = level[queue[i]] + 1;
          queue[count++] = target[arc];
        }
      }
    }
    return level[sink] >= 0;
  }

  /** Pushes flow along shortest ways until each is full; the way is a list, not a recursion. */
  private void fill() {
    int[] way = new int[level.length];
    int length = 0;
    int at = source;
    while (true) {
      if (at == sink) {
        length = push(way, length);
        at = target[way[length] ^ 1];
        continue;
      }
      int arc = open[at];
      while (arc >= 0 && (room[arc] == 0 || level[target[arc]] != level[at] + 1)) {
        arc = next[arc];
      }
      open[at] = arc;
      if (arc >= 0) {
        way[length++] = arc;
        at = target[arc];
      } else if (at == source) {
        return;
      } else {
        level[at] = Integer.MAX_VALUE;
        at = target[way[--length] ^ 1];
      }
    }
  }

  /** {@return the position of the first arc of a way that its flow has filled} */
  private int push(int[] way, int length) {
    int flow = UNCUTTABLE;
    for (int i = 0; i < length; i++) {
      flow = Math.min(flow, room[way[i]]);
    }
    int full = -1;
    for (int i = length - 1; i >= 0; i--) {
      room[way[i]] -= flow;
      room[way[i] ^ 1] += flow;
      if (room[way[i]] == 0) {
        full = i;
      }
    }
    return full;
  }
}
