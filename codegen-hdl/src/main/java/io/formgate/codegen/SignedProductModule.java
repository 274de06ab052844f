package io.formgate.codegen;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Operation;

/**
 * The product of two signed numbers as a module of its own.
 *
 * <p>firtool prints a signed product as an unsigned one of operands that are extended to the width
 * of the result, for which synthesis takes several multiplier blocks where one is enough (issue
 * 4549 of llvm/circt). Written so, it is what synthesis maps to one block.
 */
final class SignedProductModule {
  /** Parameter: bits of the first operand. */
  static final String A_BITS = "A_BITS";

  /** Parameter: bits of the second operand. */
  static final String B_BITS = "B_BITS";

  private SignedProductModule() {}

  /** {@return the name of the module in a circuit} */
  static String name(Datapath datapath) {
    return datapath.name() + "_signed_product";
  }

  /** {@return whether a circuit has a signed product} */
  static boolean isUsed(Datapath datapath) {
    return datapath.nodes().stream()
        .anyMatch(n ->
            n.operation() instanceof Operation.Multiply(int a, int b)
                && (datapath.node(a).format().signed() || datapath.node(b).format().signed()));
  }

  /** {@return the text of the module} */
  static String text(Datapath datapath) {
    return """
    // A signed product: an operator of its own, so that synthesis maps it to a signed multiplier.
    module %s #(
      parameter %2$s = 1,
      parameter %3$s = 1
    ) (
      input  signed [%2$s-1:0] a,
      input  signed [%3$s-1:0] b,
      output signed [%2$s+%3$s-1:0] product
    );
      // A block whatever its width: the clock was met with one.
      (* keep, use_dsp = "yes" *) wire signed [%2$s+%3$s-1:0] whole;
      assign whole = a * b;
      assign product = whole;
    endmodule
    """
        .formatted(name(datapath), A_BITS, B_BITS);
  }
}
