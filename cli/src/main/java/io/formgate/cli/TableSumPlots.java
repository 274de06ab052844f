package io.formgate.cli;

import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.TableSum;
import io.formgate.datapath.TableSumLowering;
import io.formgate.report.Circuit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The tables of a table sum for a page: what each is of, in words of its inputs, and where it
 * stands in the sum. Their names are those of {@link TableSumLowering}.
 */
final class TableSumPlots {
  private static final Pattern ENCODER = Pattern.compile("enc(\\d+)");
  private static final Pattern TABLE = Pattern.compile("tab(\\d+)_(\\d+)");

  private final TableSum sum;
  private final Units units;

  /**
   * Takes what all tables have in common.
   *
   * @param sum the tables
   * @param units of the inputs
   */
  TableSumPlots(TableSum sum, Units units) {
    this.sum = sum;
    this.units = units;
  }

  /** {@return a table of the circuit as a page shows it} */
  Circuit.Table of(FunctionTable table) {
    Matcher encoder = ENCODER.matcher(table.name());
    if (encoder.matches()) {
      return encoder(table, Integer.parseInt(encoder.group(1)));
    }
    Matcher tab = TABLE.matcher(table.name());
    if (!tab.matches() || table.size() != TableSum.CELLS) {
      return ReportCircuit.table(table, 0, "", List.of());
    }
    TableSum.Term term = sum.terms().get(Integer.parseInt(tab.group(1)));
    return ReportCircuit.table(
        table,
        TableSum.CODES,
        "summand of the score "
            + sum.classes().get(Integer.parseInt(tab.group(2)))
            + ", of the codes of "
            + argument(term.first())
            + " and "
            + argument(term.second()),
        List.of(axis(term.first()), axis(term.second())));
  }

  private Circuit.Table encoder(FunctionTable table, int encoder) {
    Circuit.Table plain =
        ReportCircuit.table(
            table, 0, "code of " + inputs(encoder) + uses(encoder), List.of(argument(encoder)));
    List<TableSum.Tap> taps = sum.encoders().get(encoder).view().taps();
    if (taps.size() > 1) {
      return plain;
    }
    // In the order of the input, whose lowest bits a view leaves out, at the middle of what it
    // sees.
    TableSum.Tap tap = taps.getFirst();
    boolean isSigned = isWhole(tap) && input(tap).format().signed();
    List<double[]> points = new ArrayList<>();
    for (int view = 0; view < TableSum.VIEW_VALUES; view++) {
      int value = isSigned && view >= TableSum.VIEW_VALUES / 2 ? view - TableSum.VIEW_VALUES : view;
      double lsb = input(tap).format().lsb();
      points.add(new double[] {(value + 0.5) * step(tap) - 0.5 * lsb, plain.y().get(view)});
    }
    points.sort(Comparator.comparingDouble(p -> p[0]));
    return new Circuit.Table(
        plain.name(),
        plain.indexFormat(),
        plain.valueFormat(),
        plain.entries(),
        plain.columns(),
        plain.caption(),
        List.of(
            isWhole(tap)
                ? named(tap)
                : named(tap) + " modulo " + Numbers.digits(TableSum.VIEW_VALUES * step(tap), 6)),
        points.stream().map(p -> p[0]).toList(),
        points.stream().map(p -> p[1]).toList());
  }

  private TableSum.Input input(TableSum.Tap tap) {
    return sum.inputs().get(tap.input());
  }

  private double step(TableSum.Tap tap) {
    return Math.scalb(input(tap).format().lsb(), tap.shift());
  }

  /** Whether no two values of the input that a view tells apart fall on one of its values. */
  private boolean isWhole(TableSum.Tap tap) {
    return input(tap).format().widthBits() - tap.shift() <= TableSum.VIEW_BITS;
  }

  private String named(TableSum.Tap tap) {
    String unit = units.of(input(tap).name());
    return input(tap).name() + (unit.equals("1") ? "" : " (" + unit + ")");
  }

  /** What an encoder looks at; of one input its name, of several their sum. */
  private String argument(int encoder) {
    List<TableSum.Tap> taps = sum.encoders().get(encoder).view().taps();
    return taps.size() == 1
        ? input(taps.getFirst()).name()
        : TableSumLowering.argument(sum, encoder) + ", modulo " + TableSum.VIEW_VALUES;
  }

  private String axis(int encoder) {
    return "code enc" + encoder + " of " + argument(encoder);
  }

  /** The inputs of an encoder with units and formats, and what is looked at of them. */
  private String inputs(int encoder) {
    List<TableSum.Tap> taps = sum.encoders().get(encoder).view().taps();
    String named =
        taps.stream()
            .map(tap -> named(tap) + " as " + input(tap).format())
            .distinct()
            .collect(Collectors.joining(", "));
    return taps.size() == 1 ? named : TableSumLowering.argument(sum, encoder) + " (" + named + ")";
  }

  /** Which tables of the sum read the code of an encoder. */
  private String uses(int encoder) {
    return IntStream.range(0, sum.terms().size())
        .filter(
            t -> sum.terms().get(t).first() == encoder || sum.terms().get(t).second() == encoder)
        .mapToObj(t ->
            (sum.terms().get(t).first() == encoder ? "first" : "second")
                + " argument of tab"
                + t
                + (sum.classes().size() > 2
                    ? "_0 to tab" + t + "_" + (sum.classes().size() - 2)
                    : "_0"))
        .map(use -> ", " + use)
        .collect(Collectors.joining());
  }
}
