package io.formgate.cli;

import io.formgate.constraints.Loss;
import io.formgate.constraints.OutputDeclaration;
import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.expression.Dataset;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.UniformFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Targets that the format of their output does not hold: a formula that is right for them cannot be
 * built.
 *
 * @param output that has them
 * @param format of its values
 * @param isEverywhere whether it is that of every value
 * @param saturates whether values beyond become the nearest end
 * @param rows of the data
 * @param beyond how many of them have a target beyond the format, by more than half its last bit
 * @param lo smallest target
 * @param hi largest target
 */
record TargetsBeyond(
    OutputDeclaration output,
    FixedFormat format,
    boolean isEverywhere,
    boolean saturates,
    int rows,
    long beyond,
    double lo,
    double hi) {

  /** Share of the rows from which on the format is taken for a mistake. */
  private static final double MISTAKEN_SHARE = 0.5;

  private static final int DIGITS = 6;
  private static final int MAX_INTEGER_BITS = 1000;

  /**
   * {@return the outputs with such targets; scores of classes have none}
   *
   * @param spec the spec
   * @param data with a column for each output
   */
  static List<TargetsBeyond> of(Spec spec, Dataset data) {
    List<TargetsBeyond> found = new ArrayList<>();
    if (spec.classes().isPresent()) {
      return found;
    }
    for (OutputDeclaration output : spec.outputs()) {
      if (isAimedAtTarget(spec.lossOf(output.name()))) {
        FixedFormat format = spec.everywhere().map(UniformFormat::format).orElseGet(output::format);
        boolean saturates =
            output.saturate() || spec.everywhere().stream().anyMatch(UniformFormat::saturates);
        double[] targets = data.column(output.name());
        long beyond = Arrays.stream(targets).filter(t -> !holds(format, t)).count();
        if (beyond > 0) {
          found.add(
              new TargetsBeyond(
                  output,
                  format,
                  spec.everywhere().isPresent(),
                  saturates,
                  data.rows(),
                  beyond,
                  Arrays.stream(targets).min().orElseThrow(),
                  Arrays.stream(targets).max().orElseThrow()));
        }
      }
    }
    return found;
  }

  /**
   * Refuses formats that are mistaken.
   *
   * @throws DiagnosticException with an entry for each output most of whose targets are beyond a
   *     format that does not saturate
   */
  static void refuse(Spec spec, Dataset data) {
    List<Diagnostic> mistakes =
        of(spec, data).stream()
            .filter(TargetsBeyond::isMistaken)
            .map(TargetsBeyond::diagnostic)
            .toList();
    if (!mistakes.isEmpty()) {
      throw new DiagnosticException(mistakes);
    }
  }

  /** {@return a line for each output with such targets} */
  static List<String> notes(Spec spec, Dataset data) {
    return of(spec, data).stream().map(TargetsBeyond::note).toList();
  }

  /** Whether no value has a smaller loss than the target itself, as losses of a margin have. */
  private static boolean isAimedAtTarget(Loss loss) {
    return switch (loss) {
      case Loss.CrossEntropy _ -> false;
      case Loss.Pointwise p ->
          List.of(-3.0, -1.0, -0.25, 0.25, 1.0, 3.0).stream()
              .allMatch(target ->
                  List.of(-2.0, 0.0, 0.5, 2.0, 8.0).stream()
                      .noneMatch(factor -> of(p, factor * target, target) < of(p, target, target)));
    };
  }

  private static double of(Loss.Pointwise loss, double prediction, double target) {
    return ReferenceEvaluator.evaluate(
        loss.formula(), Map.of(Loss.PREDICTION, prediction, Loss.TARGET, target, Loss.WEIGHT, 1.0));
  }

  private static boolean holds(FixedFormat format, double value) {
    double half = format.lsb() / 2;
    return value >= format.range().lo() - half && value <= format.range().hi() + half;
  }

  private boolean isMistaken() {
    return !saturates && beyond > MISTAKEN_SHARE * rows;
  }

  private Diagnostic diagnostic() {
    String name = isEverywhere ? "'format'" : "'" + output.name() + "'";
    return Diagnostic.at(
        DiagnosticCode.DATA_BEYOND_FORMAT,
        output.span(),
        what(),
        wider()
                .map(w -> "give " + name + " more integer bits, such as " + w + ", or")
                .orElse("give " + name + " in another unit, or")
            + " write 'saturate' if such values may become the nearest that the format holds");
  }

  private String what() {
    return "the column '"
        + output.name()
        + "' spans ["
        + Numbers.digits(lo, DIGITS)
        + ", "
        + Numbers.digits(hi, DIGITS)
        + "]: "
        + Numbers.count(beyond)
        + " of "
        + Numbers.count(rows)
        + " rows lie beyond "
        + format
        + ", which holds ["
        + Numbers.digits(format.range().lo(), DIGITS)
        + ", "
        + Numbers.digits(format.range().hi(), DIGITS)
        + "]";
  }

  private String note() {
    return what()
        + (saturates ? ", and saturate" : wider().map(w -> "; " + w + " holds all").orElse(""));
  }

  /** The format with the fewest more integer bits that holds all targets, if a port can have it. */
  private Optional<FixedFormat> wider() {
    boolean signed = format.signed() || lo < 0;
    for (int integer = format.integerBits(); integer <= MAX_INTEGER_BITS; integer++) {
      int width = Math.min(SpecParser.MAX_PORT_BITS, integer + format.fractionBits());
      FixedFormat w = new FixedFormat(signed, width, integer);
      if (holds(w, lo) && holds(w, hi)) {
        return Optional.of(w);
      }
    }
    return Optional.empty();
  }
}
