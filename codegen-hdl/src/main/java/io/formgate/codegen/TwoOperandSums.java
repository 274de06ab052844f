package io.formgate.codegen;

import chisel3.Bits;
import chisel3.SInt;
import chisel3.UInt;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.Operation;
import io.formgate.hwcost.Pipeline;
import java.util.BitSet;

/**
 * Sums that stay sums of two operands in synthesis.
 *
 * <p>yosys makes one sum of several operands of a sum that only another sum reads: a carry-save
 * tree, whose look-up tables have no input left for the tables that a sum of two {@linkplain
 * io.formgate.hwcost.LutFabric#sumInputs takes in}. It leaves them apart where the second sum does
 * not read the first one whole, so these have a bit or two below the last one, whose sum is a
 * constant that carries nothing.
 */
final class TwoOperandSums {
  private final BitSet apart = new BitSet();

  /**
   * Finds the sums of a circuit that only a sum of the same stage reads.
   *
   * @param pipeline the circuit
   */
  TwoOperandSums(Pipeline pipeline) {
    if (pipeline.device().fabric().sumInputs() == 0) {
      return;
    }
    Datapath d = pipeline.datapath();
    int size = d.nodes().size();
    int[] readers = new int[size];
    boolean[] onlySums = new boolean[size];
    for (int i = size - 1; i >= 0; i--) {
      Operation operation = d.node(i).operation();
      boolean isWire =
          operation instanceof Operation.Align
              || operation instanceof Operation.Reinterpret
              || operation instanceof Operation.Bits;
      boolean isSum = isSum(operation);
      if (isSum && readers[i] == 1 && onlySums[i]) {
        apart.set(i);
      }
      for (int o : operation.operands()) {
        boolean isSameStage =
            pipeline.isConstant(o)
                || pipeline.slots().get(o).availableStage() == pipeline.slots().get(i).stage();
        readers[o] += isWire ? readers[i] : 1;
        onlySums[o] = isSameStage && (isWire ? onlySums[i] : isSum);
      }
    }
    d.outputs().forEach(o -> apart.clear(o.node()));
  }

  private static boolean isSum(Operation operation) {
    return operation instanceof Operation.Add
        || operation instanceof Operation.Subtract
        || operation instanceof Operation.Negate;
  }

  /** {@return whether a sum is written with bits below the last one} */
  boolean contains(int node) {
    return apart.get(node);
  }

  /** {@return a difference; 1 - 1 below it is 0} */
  static SInt difference(SInt a, SInt b) {
    SInt whole = Chisel.subtract(withBelow(a, 1), withBelow(b, 1));
    return Chisel.asSigned(Chisel.bits(whole, whole.getWidth() - 1, 1));
  }

  /** {@return a sum; 1 + 1 below it is 2, which a second bit holds} */
  static SInt sum(SInt a, SInt b) {
    SInt whole = Chisel.add(withBelow(a, 2), withBelow(b, 2));
    return Chisel.asSigned(Chisel.bits(whole, whole.getWidth() - 1, 2));
  }

  private static SInt withBelow(Bits value, int bits) {
    UInt below = Chisel.uint(1, bits);
    return Chisel.asSigned(Chisel.concat(Chisel.asUnsigned(value), below));
  }
}
