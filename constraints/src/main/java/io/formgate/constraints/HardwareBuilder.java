package io.formgate.constraints;

import io.formgate.constraints.grammar.SpecParser.HardwareContext;
import io.formgate.constraints.grammar.SpecParser.LimitContext;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.Suggestions;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds the hardware target from its statement. */
final class HardwareBuilder {
  /** More of anything than any device has, so certainly a slip. */
  private static final int MAX_LIMIT = 1_000_000_000;

  private static final double PS_PER_NS = 1e3;
  private static final double PS_PER_US = 1e6;

  private final Mistakes mistakes;
  private final ValueReader values;

  HardwareBuilder(Mistakes mistakes, ValueReader values) {
    this.mistakes = mistakes;
    this.values = values;
  }

  /**
   * {@return the target, null after a mistake in its clock}
   *
   * @param c where it is written
   */
  @Nullable HardwareTarget target(HardwareContext c) {
    OptionalInt period = clockPeriodPs(c);
    HardwareBudget budget = budget(c.limit());
    return period.isEmpty()
        ? null
        : new HardwareTarget(
            c.device().getText(), mistakes.span(c.device()), period.getAsInt(), budget);
  }

  private OptionalInt clockPeriodPs(HardwareContext c) {
    OptionalDouble value = values.real(c.value());
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    double number = value.getAsDouble();
    double periodPs;
    switch (c.clockUnit().getText()) {
      case "ps" -> periodPs = number;
      case "ns" -> periodPs = number * PS_PER_NS;
      case "us" -> periodPs = number * PS_PER_US;
      case "MHz" -> periodPs = PS_PER_US / number;
      case "GHz" -> periodPs = PS_PER_NS / number;
      default -> {
        mistakes.add(
            DiagnosticCode.SPEC_VALUE,
            c.clockUnit(),
            Mistakes.quote(c.clockUnit().getText()) + " is no unit of a clock",
            Suggestions.mend(
                c.clockUnit().getText(),
                List.of("ns", "ps", "us", "MHz", "GHz"),
                "write for example clock 5 ns or clock 200 MHz"));
        return OptionalInt.empty();
      }
    }
    // A fraction of a picosecond is dropped: the circuit is then built for a faster clock. The
    // margin undoes rounding, so that 2.3 ns are 2300 ps.
    double whole = Math.floor(periodPs * (1 + 1e-12));
    if (!(whole >= HardwareTarget.MIN_CLOCK_PERIOD_PS
        && whole <= HardwareTarget.MAX_CLOCK_PERIOD_PS)) {
      mistakes.add(
          DiagnosticCode.SPEC_VALUE,
          c.value(),
          "no circuit runs on a clock of "
              + mistakes.text(c.value())
              + " "
              + c.clockUnit().getText(),
          "a clock period is from "
              + HardwareTarget.MIN_CLOCK_PERIOD_PS
              + " ps (2 GHz) to "
              + HardwareTarget.MAX_CLOCK_PERIOD_PS
              + " ps (1 MHz)");
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) whole);
  }

  private HardwareBudget budget(List<LimitContext> limits) {
    Map<String, Integer> most = new TreeMap<>();
    for (LimitContext limit : limits) {
      String what = limit.getStart().getText();
      OptionalLong value = values.whole(limit.value(), what, 0, MAX_LIMIT);
      if (most.put(what, (int) value.orElse(0)) != null) {
        mistakes.add(
            DiagnosticCode.SPEC_REPEATED,
            limit.getStart(),
            "'" + what + "' is limited twice",
            "give every limit once");
      }
    }
    return new HardwareBudget(
        get(most, "latency"), get(most, "lut"), get(most, "dsp"), get(most, "bram"));
  }

  private static OptionalInt get(Map<String, Integer> limits, String what) {
    Integer limit = limits.get(what);
    return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
  }
}
