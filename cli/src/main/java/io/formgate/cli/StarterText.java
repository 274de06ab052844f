package io.formgate.cli;

import io.formgate.constraints.SearchSettings;
import io.formgate.constraints.SelectionRule;
import io.formgate.expression.ColumnStatistics;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.LearnedFunction;
import io.formgate.expression.Operator;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes a starter spec: statements with all defaults chosen, and comments that say from what. */
final class StarterText {
  /** Cheap in a circuit, and enough for polynomials and lengths. */
  private static final List<Operator> OPERATORS =
      List.of(Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY, Operator.SQUARE, Operator.SQRT);

  /** Characters of a line of operators. */
  private static final int OPERATORS_WIDTH = 90;

  /** Share of the spread that the output may be off, as a divisor. */
  private static final int TOLERANCES_IN_SPREAD = 64;

  /** Characters of a column's name or value in a comment. */
  private static final int SHOWN_CHARACTERS = 60;

  private final StringBuilder out = new StringBuilder();
  private final StarterPorts ports;

  private StarterText(StarterPorts ports) {
    this.ports = ports;
  }

  /**
   * {@return the text of a spec}
   *
   * @param ports its inputs and its output
   * @param notes on the columns
   * @param data the data file as the spec names it
   * @param dataName the data file as a comment names it
   * @param hardware device and clock
   */
  static String of(
      StarterPorts ports, List<String> notes, String data, String dataName, String hardware) {
    StarterText text = new StarterText(ports);
    text.comment(
        "Starter spec for %s (%s rows, %s columns). docs/spec-language.md explains every statement."
            .formatted(dataName, Numbers.count(ports.rows()), Numbers.count(ports.columns())));
    text.comment(
        "Ports, formats and ranges come from the data. What data cannot say is left to do:");
    text.comment(
        "units, ranges in operation, the tolerance, operators that the law may need, the device.");
    notes.forEach(text::comment);
    text.data(data);
    text.inputs();
    text.goal();
    text.leftOut();
    text.operators();
    text.line("");
    text.comment(
        "Constants of formulas may carry any unit. If the law has no constants of nature, say");
    text.comment("constants dimensionless");
    text.hardware(hardware);
    text.search();
    return text.out.toString();
  }

  private void data(String file) {
    long empty = ports.classes().map(StarterClasses::emptyRows).orElse(0L);
    if (empty > 0) {
      comment(
          "Left out are %s rows that are of no class, and those that lack an input."
              .formatted(Numbers.count(empty)));
    }
    line("data \"" + file + "\"" + (empty > 0 ? ", missing drop" : ""));
  }

  private void inputs() {
    line("");
    comment(
        "Inputs: each a column of the data and a port of the circuit; the line above says why.");
    comment(
        "  : 1        no unit; write GeV, mm, rad, m/s ... for the 1, and formulas keep the units");
    comment(
        "  as FORMAT  fixed<W,I> signed, ufixed<W,I> unsigned: W bits, I of them before the point");
    comment(
        "  in [A, B]  the data, rounded outwards; widen it to what can occur, within the format");
    int name = width(ports.inputs().stream().map(StarterPorts.Port::declared).toList());
    int format =
        width(ports.inputs().stream().map(p -> p.suggested().format().toString()).toList());
    for (StarterPorts.Port p : ports.inputs()) {
      comment(values(p));
      line(statement(p, name, format));
    }
  }

  private static int width(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String statement(StarterPorts.Port p, int nameWidth, int formatWidth) {
    return "input "
        + padded(p.declared(), nameWidth)
        + " : 1 as "
        + padded(p.suggested().format().toString(), formatWidth)
        + " in "
        + p.range();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /** What the values of a port are, and where its format comes from. */
  private static String values(StarterPorts.Port p) {
    ColumnStatistics s = p.statistics();
    return "%s: %s to %s, mean %s, %s values; %s"
        .formatted(
            p.name(),
            NiceNumbers.text(s.min()),
            NiceNumbers.text(s.max()),
            Numbers.digits(s.mean(), 4),
            Numbers.count(s.distinct()),
            why(p));
  }

  /** {@return why the last bit of a port is what it is} */
  static String why(StarterPorts.Port p) {
    FixedFormat format = p.suggested().format();
    int exponent = -format.fractionBits();
    String bit = NiceNumbers.powerOfTwo(exponent);
    String spread = "the spread " + Numbers.digits(p.suggested().spread(), 3);
    return switch (p.suggested().reason()) {
      case STEP -> "every value is a multiple of " + bit + " and is held exactly";
      case DECIMALS -> {
        int decimals = p.statistics().decimals();
        yield "last bit "
            + bit
            + (decimals > 0
                ? " tells " + decimals + (decimals == 1 ? " decimal" : " decimals") + " apart"
                : " tells multiples of "
                    + NiceNumbers.text(BigDecimal.ONE.scaleByPowerOfTen(-decimals))
                    + " apart");
      }
      case SPREAD -> "last bit " + bit + " is at most 1/" + SuggestedFormat.FINE + " of " + spread;
      case USUAL_BITS ->
          "last bit " + bit + " is what " + SuggestedFormat.USUAL_BITS + " bits leave of " + spread;
      case MANY_BITS ->
          format.widthBits()
              + " bits, because its last bit "
              + bit
              + " has to be at most 1/"
              + SuggestedFormat.COARSE
              + " of "
              + spread;
    };
  }

  private void goal() {
    line("");
    if (ports.classes().isPresent()) {
      classes(ports.classes().get());
    } else {
      output(ports.output().orElseThrow());
    }
  }

  private void classes(StarterClasses classes) {
    comment(
        "Output: the class of a row. Each class gets a formula, its score, and the circuit gives the place");
    comment(
        "of the largest score, 'class_index', from 0 in this order; 'predict' gives what the data call it.");
    comment("Rows of each in '" + shown(classes.column()) + "':");
    classes.classes().forEach(c -> comment("  " + classRows(c)));
    comment("Scores are compared in this format, within the tolerance; a wider one saves bits.");
    comment("'with scores' at the end of the line makes them ports, and in place of the tolerance");
    comment(
        "'agreement >= 98 % on data' leaves them free, as long as the class is that of the formulas.");
    classes.statement().forEach(this::line);
    comment("How scores learn: each by itself, unless they are to compete, which takes longer:");
    comment("loss cross_entropy");
    ports
        .output()
        .ifPresent(number -> {
          comment(
              "If '"
                  + shown(classes.column())
                  + "' counts or measures something, compute the number:");
          comment("in place of the classes write the line");
          comment(statement(number));
        });
  }

  private static String classRows(StarterClasses.OneClass c) {
    return shown(c.label())
        + ": "
        + Numbers.count(c.rows())
        + (c.name().equals(c.label()) ? "" : ", here called " + c.name());
  }

  private void output(StarterPorts.Port p) {
    comment(
        "Output: what formulas compute. Beyond the format it saturates at the nearest end. The circuit");
    comment(
        "is proved to stay within the tolerance of its formula; a wider one saves bits. This one is");
    comment(
        "1 % or a "
            + TOLERANCES_IN_SPREAD
            + "th of the spread, rounded down, whichever is larger.");
    comment(values(p));
    line(statement(p));
  }

  private static String statement(StarterPorts.Port output) {
    return "output "
        + output.declared()
        + " : 1 as "
        + output.suggested().format()
        + " saturate tolerance max(1 %, "
        + NiceNumbers.text(tolerance(output.suggested()))
        + ")";
  }

  /** {@return the absolute error that is allowed: nice, and at least two last bits} */
  static BigDecimal tolerance(SuggestedFormat output) {
    BigDecimal share = NiceNumbers.atMost(new BigDecimal(output.spread() / TOLERANCES_IN_SPREAD));
    BigDecimal bits = new BigDecimal(2 * output.format().lsb());
    BigDecimal nice = NiceNumbers.atMost(bits);
    // The next nice number is at most two and a half times this one.
    return share.compareTo(bits) >= 0
        ? share
        : NiceNumbers.atMost(nice.multiply(new BigDecimal("2.5")));
  }

  private void leftOut() {
    if (ports.leftOut().isEmpty()) {
      return;
    }
    line("");
    comment("Columns that are no ports:");
    int name = width(ports.leftOut().stream().map(o -> shown(o.name())).toList());
    for (StarterPorts.LeftOut o : ports.leftOut()) {
      comment("  " + padded(shown(o.name()), name) + "  " + o.why() + ": " + o.mend());
      o.twin().ifPresent(p -> comment(statement(p, 0, 0)));
    }
  }

  private void operators() {
    Set<Operator> chosen = Set.copyOf(OPERATORS);
    line("");
    comment("Operators of formulas. Each more makes the search wider; there are also");
    StringBuilder others = new StringBuilder();
    for (Operator o : Operator.values()) {
      if (others.length() + o.symbol().length() > OPERATORS_WIDTH) {
        comment(others.toString().strip());
        others.setLength(0);
      }
      others.append(chosen.contains(o) ? "" : " " + o.symbol());
    }
    comment(others.toString().strip());
    comment("and " + LearnedFunction.NAME + ", by which formulas learn tables.");
    line("operators " + OPERATORS.stream().map(Operator::symbol).collect(Collectors.joining(" ")));
  }

  private void hardware(String target) {
    String line = "hardware " + target;
    line("");
    comment("Device and clock. All that can stand behind them, each optional:");
    comment(
        line
            + (line.contains(", margin ") ? "" : ", margin 10 %")
            + ", registers both, wrapper ready-valid, ii 2,");
    more("least area, latency <= 10 cycles, lut <= 5000, dsp <= 10, bram <= 10");
    line(line);
  }

  private void search() {
    SearchSettings s = SearchSettings.DEFAULTS;
    line("");
    comment(
        "How long to search; the same seed gives the same circuit. All settings, of which the last two");
    comment("end a search early and have no default:");
    comment(
        "search iterations %d, seed %d, populations %d, population %d, maxsize %d, warmup %d,"
            .formatted(
                s.iterations(),
                s.seed(),
                s.populations(),
                s.populationSize(),
                s.maxSize(),
                s.warmup()));
    more(
        "alternatives %d, precision %d, evaluations 1000000, stoploss 1e-9"
            .formatted(s.alternatives(), s.precision().bits()));
    line("search iterations " + s.iterations() + ", seed " + s.seed());
    if (ports.classes().isPresent()) {
      line("");
      comment(
          "Built is the formula of the smallest loss. Without this line it is the one of the fewest");
      comment("cycles among those within 1.5 times that loss, which is much for classes.");
      line("select " + SelectionRule.ACCURACY.word());
    }
  }

  /** A name or value of the data, short enough for a comment. */
  static String shown(String text) {
    int[] points = text.codePoints().limit(SHOWN_CHARACTERS + 1L).toArray();
    return points.length <= SHOWN_CHARACTERS
        ? text
        : new String(points, 0, SHOWN_CHARACTERS) + "...";
  }

  /** The second line of a statement in a comment, behind a comma. */
  private void more(String text) {
    comment("       " + text);
  }

  private void comment(String text) {
    line(("// " + Diagnostic.visible(text)).stripTrailing());
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
