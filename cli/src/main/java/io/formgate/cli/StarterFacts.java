package io.formgate.cli;

import io.formgate.constraints.Classes;
import io.formgate.expression.ColumnStatistics;
import io.formgate.expression.FixedFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code init} found in a data file and chose, for programs.
 *
 * @param spec the file that was written
 * @param data the data file as the spec names it
 * @param rows of the data
 * @param output name of the output; where classes are told apart, the port of their index
 * @param tolerance of the output: allowed is the larger of 1 % and this; of classes that of their
 *     scores
 * @param ports the output unless classes are told apart, then the inputs
 * @param leftOut columns that are no ports
 * @param classes what is told apart, in the order of the indices; none where a number is computed
 */
record StarterFacts(
    String spec,
    String data,
    long rows,
    String output,
    String tolerance,
    List<Port> ports,
    List<LeftOut> leftOut,
    List<ClassRows> classes) {

  /**
   * A port.
   *
   * @param name of the port
   * @param column its name in the data
   * @param min smallest value of the data
   * @param max largest value of the data
   * @param mean of the data
   * @param distinct number of different values
   * @param spread smaller of standard deviation and interquartile range
   * @param format suggested
   * @param lo lower end of the range declared
   * @param hi upper end of the range declared
   * @param rule why the format has its last bit
   */
  record Port(
      String name,
      String column,
      double min,
      double max,
      double mean,
      long distinct,
      double spread,
      String format,
      String lo,
      String hi,
      String rule) {}

  /**
   * A column that is no port.
   *
   * @param name of the column
   * @param why it is none
   * @param mend what would make it one
   */
  record LeftOut(String name, String why, String mend) {}

  /**
   * A class of the target.
   *
   * @param name in the spec
   * @param label in the data
   * @param rows that are of it
   */
  record ClassRows(String name, String label, long rows) {}

  /** {@return the facts} */
  static StarterFacts of(StarterPorts ports, String spec, String data) {
    Optional<StarterPorts.Port> output =
        ports.classes().isPresent() ? Optional.empty() : ports.output();
    return new StarterFacts(
        spec,
        data,
        ports.rows(),
        output.map(StarterPorts.Port::name).orElse(Classes.PORT),
        output
            .map(o -> NiceNumbers.text(StarterText.tolerance(o.suggested())))
            .orElse(StarterClasses.TOLERANCE),
        Stream.concat(output.stream(), ports.inputs().stream()).map(StarterFacts::port).toList(),
        ports.leftOut().stream().map(o -> new LeftOut(o.name(), o.why(), o.mend())).toList(),
        ports.classes().stream()
            .flatMap(c -> c.classes().stream())
            .map(c -> new ClassRows(c.name(), c.label(), c.rows()))
            .toList());
  }

  private static Port port(StarterPorts.Port p) {
    ColumnStatistics s = p.statistics();
    FixedFormat format = p.suggested().format();
    return new Port(
        p.name(),
        p.column(),
        s.min(),
        s.max(),
        s.mean(),
        s.distinct(),
        p.suggested().spread(),
        format.toString(),
        NiceNumbers.text(p.range().lo()),
        NiceNumbers.text(p.range().hi()),
        StarterText.why(p));
  }
}
