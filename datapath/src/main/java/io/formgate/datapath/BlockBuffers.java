package io.formgate.datapath;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Gives nodes arrays for their values; nodes that are not needed at one time share one. */
final class BlockBuffers {
  private BlockBuffers() {}

  /**
   * {@return the array of each node}
   *
   * <p>A node may have that of an operand that it is the last to use. Literals, which are written
   * once, have arrays of their own, and those of outputs last to the end.
   *
   * @param datapath a verified datapath
   * @param length of each array
   */
  static long[][] of(Datapath datapath, int length) {
    List<Node> nodes = datapath.nodes();
    int[] lastUse = new int[nodes.size()];
    for (int i = 0; i < nodes.size(); i++) {
      lastUse[i] = i;
      for (int operand : nodes.get(i).operation().operands()) {
        lastUse[operand] = i;
      }
    }
    for (int i = 0; i < lastUse.length; i++) {
      if (nodes.get(i).operation() instanceof Operation.Literal) {
        lastUse[i] = Integer.MAX_VALUE;
      }
    }
    datapath.outputs().forEach(o -> lastUse[o.node()] = Integer.MAX_VALUE);
    long[][] buffers = new long[nodes.size()][];
    Deque<long[]> free = new ArrayDeque<>();
    for (int i = 0; i < buffers.length; i++) {
      Operation operation = nodes.get(i).operation();
      for (int operand : operation.operands().stream().distinct().toList()) {
        if (lastUse[operand] == i) {
          free.push(buffers[operand]);
        }
      }
      boolean isFresh = free.isEmpty() || operation instanceof Operation.Literal;
      buffers[i] = isFresh ? new long[length] : free.pop();
      if (lastUse[i] == i) {
        free.push(buffers[i]);
      }
    }
    return buffers;
  }
}
