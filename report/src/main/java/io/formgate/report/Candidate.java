package io.formgate.report;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A formula, or several that make one circuit, and all that is known of it.
 *
 * @param id unique in its run
 * @param outputs names of the outputs
 * @param formulas one for each output
 * @param decisions ports that decide on formulas, as text
 * @param isPicked whether it was built and verified
 * @param obstacle why it cannot be built; empty if it can
 * @param lossTitle what the losses count, with the unit, such as {@code RMS error (%)}
 * @param loss of the formula on the data; null without data
 * @param validationLoss on the rows kept apart; null if there are none
 * @param hardwareLoss of the circuit on the data; null where it was not measured
 * @param circuit what is built; null if it cannot be
 * @param fits how each output does
 * @param confusion how classes are told apart; null without classes
 * @param rates how each class is told from the others, by its score
 * @param demands units and constraints, with their status
 * @param parameters that were fitted
 * @param verification what Verilator showed; null if the circuit was not emitted
 * @param waves the first vectors in time; null without a circuit
 * @param reproduce commands that make it again
 * @param files of its own folder
 */
@RecordBuilder
@RecordBuilder.Options(suffix = "Draft")
public record Candidate(
    String id,
    List<String> outputs,
    List<Formula> formulas,
    List<String> decisions,
    boolean isPicked,
    String obstacle,
    String lossTitle,
    @Nullable Double loss,
    @Nullable Double validationLoss,
    @Nullable Double hardwareLoss,
    @Nullable Circuit circuit,
    List<Fit> fits,
    @Nullable Confusion confusion,
    List<Rates> rates,
    List<Demand> demands,
    List<ReportData.Fact> parameters,
    @Nullable Verification verification,
    @Nullable Waves waves,
    List<String> reproduce,
    List<ReportData.Download> files)
    implements CandidateDraft.With {

  /** Copies the lists. */
  public Candidate {
    outputs = List.copyOf(outputs);
    formulas = List.copyOf(formulas);
    decisions = List.copyOf(decisions);
    fits = List.copyOf(fits);
    rates = List.copyOf(rates);
    demands = List.copyOf(demands);
    parameters = List.copyOf(parameters);
    reproduce = List.copyOf(reproduce);
    files = List.copyOf(files);
  }

  /**
   * A formula.
   *
   * @param output its port
   * @param infix with all digits, of which formgate makes the same circuit again
   * @param shown with all digits, as people write it, of the same value; null in a report of former
   *     times
   * @param brief with a few digits, for tables
   * @param mathMl typeset, with a few digits; null where it is too deep to be legible
   * @param exports the same formula for other tools: name and text
   * @param tables its learned tables
   */
  public record Formula(
      String output,
      String infix,
      @Nullable String shown,
      String brief,
      @Nullable MathMl mathMl,
      List<ReportData.Fact> exports,
      List<Learned> tables) {
    /** Copies the lists; a report of former times has no tables. */
    public Formula {
      exports = List.copyOf(exports);
      tables = tables == null ? List.of() : List.copyOf(tables);
    }
  }

  /**
   * A function that was learned from data.
   *
   * @param name as formulas for people show it
   * @param argument what it is of
   * @param x arguments of points of it, none of a function of two values
   * @param y values there, or the entries of a function of two values
   * @param codes of a function of two values, null for one of one
   */
  public record Learned(
      String name, String argument, List<Double> x, List<Double> y, @Nullable Codes codes) {
    /** Copies the lists. */
    public Learned {
      x = List.copyOf(x);
      y = List.copyOf(y);
    }
  }

  /**
   * The codes of a learned function of two values; within each of the first one its entries stand
   * in the order of those of the second one.
   *
   * @param first those of the first value
   * @param second those of the second value
   */
  public record Codes(CodeAxis first, CodeAxis second) {}

  /**
   * The codes of a value.
   *
   * @param of the value
   * @param codes where each is, as text
   */
  public record CodeAxis(String of, List<String> codes) {
    /** Copies the list. */
    public CodeAxis {
      codes = List.copyOf(codes);
    }
  }

  /**
   * How an output does.
   *
   * @param output its name
   * @param unit its unit
   * @param facts errors as text
   * @param truth targets of some rows, evenly spaced over all
   * @param hardware what the circuit gives for the same rows
   * @param rows of the data set in all
   * @param histograms distributions of errors
   */
  public record Fit(
      String output,
      String unit,
      List<ReportData.Fact> facts,
      List<Double> truth,
      List<Double> hardware,
      long rows,
      List<Histogram> histograms) {
    /** Copies the lists. */
    public Fit {
      facts = List.copyOf(facts);
      truth = List.copyOf(truth);
      hardware = List.copyOf(hardware);
      histograms = List.copyOf(histograms);
    }
  }

  /**
   * How often each class is taken for which.
   *
   * @param names of the classes
   * @param counts {@code [true class][class of the largest score]}
   */
  public record Confusion(List<String> names, List<List<Long>> counts) {
    /** Copies the lists. */
    public Confusion {
      names = List.copyOf(names);
      counts = List.copyOf(counts);
    }
  }

  /**
   * Shares of rows above a threshold that moves over the values of a score.
   *
   * @param name of the class
   * @param source whose score it is, such as {@code circuit} or {@code teacher}
   * @param others share of the other classes' rows, rising from 0 to 1
   * @param own share of the class's rows at the same thresholds
   * @param area under the curve
   */
  public record Rates(
      String name, String source, List<Double> others, List<Double> own, double area) {
    /** Copies the lists. */
    public Rates {
      others = List.copyOf(others);
      own = List.copyOf(own);
    }
  }

  /**
   * A demand of the spec.
   *
   * @param output on which output
   * @param text the constraint as the spec writes it, or {@code units}
   * @param isHard whether a formula that violates it is no solution
   * @param status kept, proved, sampled, violated or undefined
   * @param detail more about it; may be empty
   */
  public record Demand(String output, String text, boolean isHard, String status, String detail) {}

  /**
   * What Verilator showed.
   *
   * @param isPassed whether the circuit and its wrapper do what they shall
   * @param vectors compared
   * @param facts counts of each origin, latency, versions
   */
  public record Verification(boolean isPassed, long vectors, List<ReportData.Fact> facts) {
    /** Copies the list. */
    public Verification {
      facts = List.copyOf(facts);
    }
  }
}
