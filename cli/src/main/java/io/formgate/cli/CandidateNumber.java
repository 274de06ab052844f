package io.formgate.cli;

import io.formgate.constraints.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the formulas of a front are called: in the printed table, in its CSV files, in the report,
 * and by {@code --candidate} of the commands that take one.
 */
final class CandidateNumber {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

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

  /**
   * {@return the names of formulas for a sentence} Three or more numbers in a row are named by the
   * first and the last, such as {@code 1 to 32}.
   *
   * @param names in the order of the front
   */
  static String list(List<String> names) {
    List<String> parts = new ArrayList<>();
    int first = 0;
    while (first < names.size()) {
      int last = first;
      while (last + 1 < names.size() && follows(names.get(last), names.get(last + 1))) {
        last++;
      }
      if (last > first + 1) {
        parts.add(names.get(first) + " to " + names.get(last));
      } else {
        parts.addAll(names.subList(first, last + 1));
      }
      first = last + 1;
    }
    return String.join(", ", parts);
  }

  private static boolean follows(String number, String other) {
    return NUMBER.matcher(number).matches()
        && other.equals(Integer.toString(Integer.parseInt(number) + 1));
  }
}
