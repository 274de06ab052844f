package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The circuit of a {@link TableSum}: tables, sums, and what is asked of the scores. */
public final class TableSumLowering {
  private static final FixedFormat VIEW =
      new FixedFormat(false, TableSum.VIEW_BITS, TableSum.VIEW_BITS);
  private static final FixedFormat CODE =
      new FixedFormat(false, TableSum.CODE_BITS, TableSum.CODE_BITS);
  private static final FixedFormat ADDRESS =
      new FixedFormat(false, 2 * TableSum.CODE_BITS, 2 * TableSum.CODE_BITS);
  private static final Set<String> RESERVED = Set.of("clock", "reset", "valid_in", "valid_out");

  private final TableSum sum;
  private final DatapathBuilder b;

  private TableSumLowering(TableSum sum, Ports ports) {
    this.sum = sum;
    Set<String> reserved = new HashSet<>(RESERVED);
    sum.inputs().forEach(i -> reserved.add(i.name()));
    reserved.addAll(sum.classes());
    reserved.add(ports.index());
    b = new DatapathBuilder(sum.name(), reserved, new Multiplier.Adders());
  }

  /**
   * The output ports.
   *
   * @param index name of the port of the class index or, of two classes, of the bit
   * @param showsIndex whether it is there
   * @param showsScores whether every score but the last has a port, named as its class
   * @param atLeast of two classes: the bit is 1 where the first score is at least this; empty for
   *     the class index
   */
  public record Ports(String index, boolean showsIndex, boolean showsScores, OptionalLong atLeast) {
    /** Checks that there is a port. */
    public Ports {
      if (!showsIndex && !showsScores) {
        throw new IllegalArgumentException("a circuit without output ports");
      }
    }
  }

  /**
   * {@return the circuit}
   *
   * @param sum a verified table sum
   * @param ports what it shows
   * @param form how the largest score is found
   */
  public static Datapath of(TableSum sum, Ports ports, ArgmaxForm form) {
    return new TableSumLowering(sum, ports).lower(ports, form);
  }

  private Datapath lower(Ports ports, ArgmaxForm form) {
    List<Integer> inputs = new ArrayList<>();
    sum.inputs().forEach(i -> inputs.add(b.input(i.name(), i.format())));
    List<Integer> codes = new ArrayList<>();
    for (int e = 0; e < sum.encoders().size(); e++) {
      TableSum.Encoder encoder = sum.encoders().get(e);
      codes.add(
          b.lookup(table("enc" + e, VIEW, CODE, encoder.codes()), view(inputs, encoder.view())));
    }
    List<Integer> scores = new ArrayList<>();
    for (int k = 0; k < sum.classes().size() - 1; k++) {
      scores.add(score(k, codes));
    }
    if (ports.showsScores()) {
      for (int k = 0; k < scores.size(); k++) {
        b.output(sum.classes().get(k), scores.get(k));
      }
    }
    scores.add(b.literal(0, 0));
    if (ports.showsIndex()) {
      b.output(ports.index(), decision(ports, scores, form));
    }
    return b.build();
  }

  private int decision(Ports ports, List<Integer> scores, ArgmaxForm form) {
    if (ports.atLeast().isPresent()) {
      return b.less(b.literal(ports.atLeast().getAsLong() - 1, 0), scores.getFirst());
    }
    List<Integer> all = IntStream.range(0, scores.size()).boxed().toList();
    return new HeadLowering(b, form).lower(new Head.Argmax(ports.index(), all), scores);
  }

  private int view(List<Integer> inputs, TableSum.View view) {
    int total = -1;
    for (TableSum.Tap tap : view.taps()) {
      int node = inputs.get(tap.input());
      FixedFormat format = b.format(node);
      int width = Math.min(TableSum.VIEW_BITS, format.widthBits() - tap.shift());
      int bits = b.reinterpret(b.bits(node, tap.shift(), width), format.signed(), 0);
      int part = b.lowBits(bits, VIEW);
      total = total < 0 ? part : tap.negative() ? b.subtract(total, part) : b.add(total, part);
    }
    return b.lowBits(total, VIEW);
  }

  private int score(int k, List<Integer> codes) {
    int score = b.literal(0, 0);
    boolean isFirst = true;
    for (int t = 0; t < sum.terms().size(); t++) {
      TableSum.Term term = sum.terms().get(t);
      List<Integer> entries = term.entries().get(k);
      long lo = entries.stream().mapToLong(e -> e).min().orElseThrow();
      long hi = entries.stream().mapToLong(e -> e).max().orElseThrow();
      FixedFormat value = FixedFormat.holding(lo, hi, 0);
      int address = b.concat(codes.get(term.first()), codes.get(term.second()));
      int part = b.lookup(table("tab" + t + "_" + k, ADDRESS, value, entries), address);
      score = isFirst ? part : b.add(score, part);
      isFirst = false;
    }
    return score;
  }

  private FunctionTable table(
      String hint, FixedFormat index, FixedFormat value, List<Integer> entries) {
    return new FunctionTable(
        b.sharedTableName(hint),
        index,
        value,
        entries.stream().mapToLong(Integer::longValue).toArray());
  }

  /**
   * {@return the scores as sums of {@code tab} of inputs, one line a class, for people}
   *
   * @param sum any
   */
  public static List<String> formulas(TableSum sum) {
    List<String> lines = new ArrayList<>();
    for (int k = 0; k < sum.classes().size() - 1; k++) {
      int of = k;
      lines.add(
          sum.classes().get(k)
              + " = "
              + IntStream.range(0, sum.terms().size())
                  .mapToObj(t -> {
                    TableSum.Term term = sum.terms().get(t);
                    return "tab%d_%d(%s, %s)"
                        .formatted(
                            t, of, argument(sum, term.first()), argument(sum, term.second()));
                  })
                  .collect(Collectors.joining(" + ")));
    }
    lines.add(sum.classes().getLast() + " = 0");
    return lines;
  }

  /**
   * {@return what an encoder looks at, in the units of the inputs}
   *
   * @param sum any
   * @param encoder index of one of its encoders
   */
  public static String argument(TableSum sum, int encoder) {
    StringBuilder out = new StringBuilder();
    for (TableSum.Tap tap : sum.encoders().get(encoder).view().taps()) {
      TableSum.Input input = sum.inputs().get(tap.input());
      int exponent = tap.shift() - input.format().fractionBits();
      out.append(out.isEmpty() ? "" : tap.negative() ? " - " : " + ")
          .append("2^" + -exponent + "*" + input.name());
    }
    return out.toString();
  }
}
