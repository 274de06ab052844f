package io.formgate.cli;

import io.formgate.constraints.Spec;

/**
 * What the formulas of a front are called: in the printed table, in its CSV files, in the report,
 * and by {@code --candidate} of the commands that take one.
 */
final class CandidateNumber {
  private CandidateNumber() {}

  /**
   * {@return the number of a formula, behind the name of its output if a run has several}
   *
   * @param spec of the run
   * @param output its name
   * @param index of the formula in the rows of its front, from 0
   */
  static String of(Spec spec, String output, int index) {
    return (spec.outputs().size() == 1 ? "" : output + " ") + (index + 1);
  }

  /** {@return the line below a table that says what its numbers are for} */
  static String use(Spec spec, String output) {
    String example = of(spec, output, 0);
    return example.equals("1")
        ? "  # is what --candidate of export, predict and resume takes"
        : "  # is what --candidate of export and predict takes, as " + EmitLine.quoted(example);
  }
}
