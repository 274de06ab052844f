package io.formgate.datapath;

/**
 * Makes the tables of mantissas as the target finds them cheapest.
 *
 * @param target what they are built for
 */
record MantissaTables(Target target) {

  /**
   * {@return a node with a function of a mantissa}
   *
   * @param b where nodes go
   * @param function of the mantissa
   * @param mantissaBits bits of the mantissa
   * @param index node with the table's index
   * @param name what names of tables begin with
   */
  int build(
      DatapathBuilder b, MantissaFunction function, int mantissaBits, int index, String name) {
    Samples samples = function.samples(mantissaBits);
    FunctionChoice choice =
        FunctionChoice.of(
                samples,
                samples.index(),
                MantissaFunction.fractionBits(mantissaBits),
                function.allowedError(mantissaBits),
                target)
            .orElseThrow(
                () -> new WidthException("the table of a mantissa of " + mantissaBits + " bits"));
    return choice.approximation().build(b, b.zeroExtended(index, samples.indexBits()), name);
  }
}
