package io.formgate.constraints;

import io.formgate.constraints.ValueReader.Value;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Least;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.Suggestions;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Builds the hardware target from its statement. */
final class HardwareBuilder {
  /** More of anything than any device has, so certainly a slip. */
  private static final int MAX_LIMIT = 1_000_000_000;

  private static final String LATENCY = "latency";
  private static final String MARGIN = "margin";
  private static final String REGISTERS = "registers";
  private static final String WRAPPER = "wrapper";
  private static final String INTERVAL = "ii";
  private static final String LEAST = "least";

  private static final List<String> LEAST_WORDS =
      Stream.of(Least.values()).map(Least::word).toList();

  /** What a circuit may use at most. */
  static final List<String> LIMITS = List.of(LATENCY, "lut", "dsp", "bram");

  private static final List<String> PARTS =
      Stream.concat(Stream.of(MARGIN, REGISTERS, WRAPPER, INTERVAL, LEAST), LIMITS.stream())
          .toList();

  private static final List<String> CLOCK_UNITS = List.of("ps", "ns", "us", "MHz", "GHz");

  private static final double PS_PER_NS = 1e3;
  private static final double PS_PER_US = 1e6;

  private final Mistakes mistakes;
  private final ValueReader values;
  private final Path folder;

  /**
   * Makes a builder.
   *
   * @param folder from which the file of a device is taken
   */
  HardwareBuilder(Path folder, Mistakes mistakes, ValueReader values) {
    this.folder = folder;
    this.mistakes = mistakes;
    this.values = values;
  }

  /**
   * {@return the target, null after a mistake in its clock}
   *
   * @param c behind the keyword
   */
  @Nullable HardwareTarget target(StatementCursor c) {
    boolean isDevice =
        (c.is(0, SpecLexer.NAME) || c.is(0, SpecLexer.DASHED) || c.is(0, SpecLexer.STRING))
            && !(c.isWord(0, "clock") && !c.isWord(1, "clock"));
    if (!isDevice) {
      c.expecting("a device");
      throw c.broken();
    }
    boolean isFile = c.is(0, SpecLexer.STRING);
    Token device = c.next();
    Optional<String> name = isFile ? file(device) : Optional.of(device.getText());
    c.expect("clock");
    OptionalInt period = clockPeriodPs(c);
    Parts parts = parts(c);
    return period.isEmpty() || name.isEmpty()
        ? null
        : new HardwareTarget(
            name.get(),
            mistakes.span(device),
            period.getAsInt(),
            parts.keptFree.map(KeptFree::percent).orElse(0.0),
            parts.keptFree.map(KeptFree::span).orElse(mistakes.span(device)),
            parts.registers,
            parts.wrapper,
            parts.interval,
            parts.least,
            parts.budget);
  }

  /** {@return the path of a device's file, empty after a mistake} */
  private Optional<String> file(Token quoted) {
    // Taken from the source, where characters outside the basic plane are what the user wrote.
    String text = mistakes.text(quoted);
    String written = text.substring(1, text.length() - 1);
    try {
      if (written.endsWith(HardwareTarget.DEVICE_FILE)) {
        return Optional.of(folder.resolve(written).toString());
      }
    } catch (InvalidPathException illegal) {
      // As wrong as any other.
    }
    mistakes.add(
        DiagnosticCode.SPEC_VALUE,
        quoted,
        Mistakes.quote(text) + " cannot be the name of a device's file",
        "write a name that ends in "
            + HardwareTarget.DEVICE_FILE
            + ", relative to the spec file's folder; names of devices have no quotes");
    return Optional.empty();
  }

  /**
   * A part of a period that is kept free.
   *
   * @param percent of the period, 0 after a mistake
   * @param span its number
   */
  record KeptFree(double percent, SourceSpan span) {}

  private record Parts(
      Optional<KeptFree> keptFree,
      PortRegisters registers,
      StreamWrapper wrapper,
      int interval,
      Least least,
      HardwareBudget budget) {}

  /**
   * {@return which ports have registers}
   *
   * @param c before the word that says it
   */
  static PortRegisters registers(StatementCursor c) {
    if (!c.isWord(0, PortRegisters.WORDS)) {
      c.expecting(PortRegisters.WORDS);
      throw c.broken();
    }
    return PortRegisters.of(c.next().getText());
  }

  /**
   * {@return what makes the circuit wait}
   *
   * @param c before the word that says it
   */
  static StreamWrapper wrapper(StatementCursor c) {
    if (!c.isWord(0, StreamWrapper.WORDS)) {
      c.expecting(StreamWrapper.WORDS);
      throw c.broken();
    }
    return StreamWrapper.of(c.next().getText());
  }

  /**
   * {@return what is to be least of a circuit}
   *
   * @param c before the word that says it
   */
  static Least least(StatementCursor c) {
    if (!c.isWord(0, LEAST_WORDS)) {
      c.expecting(LEAST_WORDS);
      throw c.broken();
    }
    return Least.of(c.next().getText()).orElseThrow();
  }

  /**
   * {@return the period of a clock in ps, empty after a mistake}
   *
   * @param c before its number
   */
  OptionalInt clockPeriodPs(StatementCursor c) {
    Value written = c.value();
    OptionalDouble value = values.real(written);
    if (!c.is(0, SpecLexer.NAME)) {
      c.expecting(CLOCK_UNITS);
      throw c.broken();
    }
    Token unit = c.next();
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    double number = value.getAsDouble();
    double periodPs;
    switch (unit.getText()) {
      case "ps" -> periodPs = number;
      case "ns" -> periodPs = number * PS_PER_NS;
      case "us" -> periodPs = number * PS_PER_US;
      case "MHz" -> periodPs = PS_PER_US / number;
      case "GHz" -> periodPs = PS_PER_NS / number;
      default -> {
        mistakes.add(
            DiagnosticCode.SPEC_VALUE,
            unit,
            Mistakes.quote(unit.getText()) + " is no unit of a clock",
            Suggestions.mend(
                unit.getText(), CLOCK_UNITS, "write for example clock 5 ns or clock 200 MHz"));
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
          written.span(),
          "no circuit runs on a clock of " + written.text() + " " + unit.getText(),
          "a clock period is from "
              + HardwareTarget.MIN_CLOCK_PERIOD_PS
              + " ps (2 GHz) to "
              + HardwareTarget.MAX_CLOCK_PERIOD_PS
              + " ps (1 MHz)");
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) whole);
  }

  private Parts parts(StatementCursor c) {
    Map<String, Integer> most = new TreeMap<>();
    Optional<KeptFree> keptFree = Optional.empty();
    Optional<PortRegisters> registers = Optional.empty();
    Optional<StreamWrapper> wrapper = Optional.empty();
    Optional<Integer> interval = Optional.empty();
    Optional<Least> least = Optional.empty();
    while (c.accept(SpecLexer.COMMA)) {
      if (!c.isWord(0, PARTS)) {
        c.expecting(PARTS);
        throw c.broken();
      }
      if (c.isWord(0, MARGIN)) {
        keptFree = once(c, keptFree, this::keptFree, "give the part of the period once");
      } else if (c.isWord(0, REGISTERS)) {
        registers =
            once(
                c,
                registers,
                HardwareBuilder::registers,
                "write 'registers both' for registers at inputs and outputs");
      } else if (c.isWord(0, WRAPPER)) {
        wrapper =
            once(
                c,
                wrapper,
                HardwareBuilder::wrapper,
                "a circuit has one wrapper; leave the other out");
      } else if (c.isWord(0, INTERVAL)) {
        interval =
            once(c, interval, this::interval, "vectors come at one interval; leave the other out");
      } else if (c.isWord(0, LEAST)) {
        least =
            once(
                c,
                least,
                HardwareBuilder::least,
                "one thing alone is least: write 'least area' or 'least cycles'");
      } else {
        limit(c, most);
      }
    }
    c.end();
    return new Parts(
        keptFree,
        registers.orElse(PortRegisters.NONE),
        wrapper.orElse(StreamWrapper.NONE),
        interval.orElse(1),
        least.orElse(Least.CYCLES),
        new HardwareBudget(
            get(most, LATENCY), get(most, "lut"), get(most, "dsp"), get(most, "bram")));
  }

  /** {@return what stands behind a word that may stand once} */
  private <T> Optional<T> once(
      StatementCursor c, Optional<T> former, Function<StatementCursor, T> read, String mend) {
    Token word = c.next();
    T given = read.apply(c);
    if (former.isPresent()) {
      mistakes.add(
          DiagnosticCode.SPEC_REPEATED, word, "'" + word.getText() + "' stands twice", mend);
    }
    return Optional.of(given);
  }

  private void limit(StatementCursor c, Map<String, Integer> most) {
    Token limit = c.next();
    String what = limit.getText();
    c.expect(SpecLexer.LESS_EQUAL);
    OptionalLong value = values.whole(c.value(), what, 0, MAX_LIMIT);
    if (what.equals(LATENCY) && !c.accept("cycles")) {
      c.accept("cycle");
    }
    if (most.put(what, (int) value.orElse(0)) != null) {
      mistakes.add(
          DiagnosticCode.SPEC_REPEATED,
          limit,
          "'" + what + "' is limited twice",
          "give every limit once");
    }
  }

  /**
   * {@return the part of a period that is kept free}
   *
   * @param c before its number
   */
  KeptFree keptFree(StatementCursor c) {
    Value written = c.value();
    OptionalDouble percent = values.real(written);
    c.accept(SpecLexer.PERCENT);
    if (percent.isPresent()
        && !(percent.getAsDouble() >= 0
            && percent.getAsDouble() <= HardwareTarget.MAX_KEPT_FREE_PERCENT)) {
      mistakes.add(
          DiagnosticCode.SPEC_VALUE,
          written.span(),
          "no circuit keeps " + written.text() + " % of its clock period free",
          "write from 0 to " + HardwareTarget.MAX_KEPT_FREE_PERCENT + " %, such as 'margin 10 %'");
      return new KeptFree(0, written.span());
    }
    return new KeptFree(percent.orElse(0), written.span());
  }

  /** {@return the cycles between vectors, 1 after a mistake} */
  private int interval(StatementCursor c) {
    Value written = c.value();
    if (written.text().matches("-[0-9]{1,9}")) {
      InitiationInterval.objection(INTERVAL, Long.parseLong(written.text()), written.span())
          .ifPresent(d -> mistakes.addAll(new DiagnosticException(d)));
      return 1;
    }
    OptionalLong cycles = values.whole(written, INTERVAL, 0, MAX_LIMIT);
    if (cycles.isEmpty()) {
      return 1;
    }
    Optional<Diagnostic> objection =
        InitiationInterval.objection(INTERVAL, cycles.getAsLong(), written.span());
    objection.ifPresent(d -> mistakes.addAll(new DiagnosticException(d)));
    return objection.isPresent() ? 1 : (int) cycles.getAsLong();
  }

  private static OptionalInt get(Map<String, Integer> limits, String what) {
    Integer limit = limits.get(what);
    return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
  }
}
