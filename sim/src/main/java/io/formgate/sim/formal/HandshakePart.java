package io.formgate.sim.formal;

import java.util.Locale;

/** A part of the statement that ties the registers of a wrapper to what its protocol says. */
enum HandshakePart {
  /** Vectors in the circuit keep their distance. */
  APART("vectors are nearer to each other than the interval"),
  /** The count of vectors on their way. */
  HELD("the count of the vectors on their way is wrong"),
  /** The count of results that wait. */
  STORED("the count of the results that wait is wrong"),
  /** Where the buffer is read and written. */
  PLACES("the places of the buffer are not in their order"),
  /** When vectors came. */
  LATELY("the wrapper does not know when a vector came"),
  /** The followed vector is in one place. */
  WHERE("a vector is in two places"),
  /** The followed vector's turn while it is in the circuit. */
  INSIDE("a vector in the circuit does not have its turn"),
  /** TLAST beside the circuit. */
  LAST("TLAST of a vector in the circuit is another's"),
  /** The followed vector's result in the buffer. */
  KEPT("a result in the buffer is not in its place"),
  /** Nothing waits where the sink never does. */
  SPEED("results wait although the sink never does");

  private final String wrong;

  HandshakePart(String wrong) {
    this.wrong = wrong;
  }

  /** {@return the bit that is 1 where the part held in a cycle and not in the next} */
  String bit() {
    return "agreement_" + name().toLowerCase(Locale.ROOT);
  }

  /** {@return what is wrong where the part does not hold, in words} */
  String wrong() {
    return "after a cycle " + wrong;
  }
}
