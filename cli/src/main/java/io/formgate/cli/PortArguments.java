package io.formgate.cli;

import io.formgate.constraints.SignalNames;
import io.formgate.constraints.SpecParser;
import io.formgate.constraints.UnitExpression;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ports, tolerances and clocks as command-line options write them. */
final class PortArguments {
  private static final String NUMBER = "[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?";
  private static final Pattern PORT =
      Pattern.compile(
          "(?<name>[^:]*):(?<format>[^:]*)(?::(?<unit>[^:\\[]*))?"
              + "(?::?\\[\\s*(?<lo>"
              + NUMBER
              + ")\\s*,\\s*(?<hi>"
              + NUMBER
              + ")\\s*\\])?");
  private static final Pattern CLOCK =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ps|ns|MHz)", Pattern.CASE_INSENSITIVE);
  private static final Pattern TOLERANCE =
      Pattern.compile(
          "(?<percent>"
              + NUMBER
              + ")\\s*%|(?<absolute>"
              + NUMBER
              + ")|max\\(\\s*(?<p>"
              + NUMBER
              + ")\\s*%\\s*,\\s*(?<a>"
              + NUMBER
              + ")\\s*\\)");

  private PortArguments() {}

  /** A port as the user describes it. */
  record Port(String name, FixedFormat format, UnitExpression unit, Interval range) {}

  /** {@return the port of an option, null if it has a mistake} */
  static @Nullable Port port(String option, String text, List<Diagnostic> diagnostics) {
    Matcher m = PORT.matcher(text.strip());
    if (!m.matches()) {
      diagnostics.add(
          Diagnostic.of(
              DiagnosticCode.USAGE,
              option + " '" + text + "' is not NAME:FORMAT[:UNIT][:[LO,HI]]",
              "write it like 'et:ufixed<12,9>:GeV:[5,400]'"));
      return null;
    }
    String name = m.group("name").strip();
    Optional<String> objection = SignalNames.objection(name);
    objection.ifPresent(why ->
        diagnostics.add(
            Diagnostic.of(
                DiagnosticCode.SPEC_NAME, option + " '" + name + "': " + why, "rename it")));
    FixedFormat format = format(option, m.group("format").strip(), diagnostics);
    UnitExpression unit = unit(option, m.group("unit"), diagnostics);
    if (format == null || unit == null || objection.isPresent()) {
      return null;
    }
    Interval range = format.range();
    if (m.group("lo") != null) {
      double lo = Double.parseDouble(m.group("lo"));
      double hi = Double.parseDouble(m.group("hi"));
      if (lo > hi || !range.contains(new Interval(lo, Math.max(lo, hi)))) {
        diagnostics.add(
            Diagnostic.of(
                DiagnosticCode.SPEC_RANGE,
                option
                    + " "
                    + name
                    + ": the range ["
                    + m.group("lo")
                    + ", "
                    + m.group("hi")
                    + "] is empty or not within "
                    + format,
                format
                    + " holds ["
                    + Numbers.digits(range.lo(), 8)
                    + ", "
                    + Numbers.digits(range.hi(), 8)
                    + "]"));
        return null;
      }
      range = new Interval(lo, hi);
      QuantizerRequest.InputPort declared = new QuantizerRequest.InputPort(name, format, range);
      if (ErrorStatistics.rawLo(declared) > ErrorStatistics.rawHi(declared)) {
        diagnostics.add(
            Diagnostic.of(
                DiagnosticCode.SPEC_RANGE,
                option + " " + name + ": the range holds no value of " + format,
                "its values are " + Numbers.digits(format.lsb(), 6) + " apart; widen the range"));
        return null;
      }
    }
    return new Port(name, format, unit, range);
  }

  /** {@return the format of an option, null if it has a mistake} */
  static @Nullable FixedFormat format(String option, String text, List<Diagnostic> diagnostics) {
    Optional<FixedFormat> format =
        FixedFormat.parse(text).filter(f -> f.widthBits() <= SpecParser.MAX_PORT_BITS);
    if (format.isEmpty()) {
      diagnostics.add(
          Diagnostic.of(
              DiagnosticCode.SPEC_FORMAT,
              option + ": '" + text + "' is no format of a port",
              "write fixed<W,I> or ufixed<W,I> with W from 1 to " + SpecParser.MAX_PORT_BITS));
      return null;
    }
    return format.get();
  }

  private static @Nullable UnitExpression unit(
      String option, @Nullable String text, List<Diagnostic> diagnostics) {
    if (text == null || text.isBlank()) {
      return UnitExpression.ONE;
    }
    try {
      return io.formgate.constraints.Units.parse(new SourceText(option, text.strip()));
    } catch (DiagnosticException e) {
      diagnostics.addAll(e.diagnostics());
      return null;
    }
  }

  /** {@return the tolerance of an option, null if it has a mistake} */
  static @Nullable Tolerance tolerance(String text, List<Diagnostic> diagnostics) {
    Matcher m = TOLERANCE.matcher(text.strip());
    try {
      if (m.matches()) {
        if (m.group("percent") != null) {
          return new Tolerance(Double.parseDouble(m.group("percent")) / 100, 0);
        }
        if (m.group("absolute") != null) {
          return new Tolerance(0, Double.parseDouble(m.group("absolute")));
        }
        return new Tolerance(
            Double.parseDouble(m.group("p")) / 100, Double.parseDouble(m.group("a")));
      }
    } catch (IllegalArgumentException e) {
      // A tolerance that allows no error is refused below.
    }
    diagnostics.add(
        Diagnostic.of(
            DiagnosticCode.SPEC_VALUE,
            "--tolerance '" + text + "' is no tolerance above 0",
            "write 0.5, '1 %' or 'max(1 %, 0.5)'"));
    return null;
  }

  /** {@return the period of a clock in ps} */
  static int clockPeriodPs(String text) {
    Matcher m = CLOCK.matcher(text.strip());
    if (m.matches()) {
      BigDecimal value = new BigDecimal(m.group(1));
      double ps =
          switch (m.group(2).toLowerCase(java.util.Locale.ROOT)) {
            case "ps" -> value.doubleValue();
            case "ns" -> value.doubleValue() * 1e3;
            default -> 1e6 / value.doubleValue();
          };
      if (ps >= 500 && ps <= 1e6) {
        return (int) Math.floor(ps + 1e-6);
      }
    }
    throw Arguments.usage(
        "--clock '" + text + "' is no clock between 500 ps and 1 us",
        "write '5ns', '3125ps' or '200MHz'");
  }
}
