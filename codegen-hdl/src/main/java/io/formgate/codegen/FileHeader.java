package io.formgate.codegen;

import io.formgate.datapath.Datapath;
import io.formgate.expression.FixedFormat;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.Pipeline;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The comment at the top of every emitted file. */
public final class FileHeader {
  /** Columns of the longest line, unless a word is longer. */
  private static final int MAX_COLUMNS = 110;

  private FileHeader() {}

  /**
   * {@return the comment, ending with a line break}
   *
   * @param mark what begins a comment in the file's language
   * @param title what the file is, in one line
   * @param request the circuit
   */
  public static String of(String mark, String title, HdlRequest request) {
    StringBuilder out = new StringBuilder();
    lines(title, request).forEach(line -> comment(out, mark, line));
    return out.toString();
  }

  private static List<String> lines(String title, HdlRequest request) {
    HdlDescription description = request.description();
    Pipeline pipeline = request.pipeline();
    Datapath datapath = pipeline.datapath();
    List<String> lines = new ArrayList<>(List.of(title));
    if (!description.toolVersion().isEmpty()) {
      lines.add("Written by formgate " + description.toolVersion() + ".");
    }
    lines.add("");
    lines.addAll(description.formulas());
    int longest =
        request.core().of(ModuleInterface.Role.DATA).stream()
            .mapToInt(p -> p.name().length())
            .max()
            .orElse(1);
    for (int input : datapath.inputs()) {
      lines.add(port("input", datapath.node(input).name(), longest, datapath, input, description));
    }
    for (Datapath.Output output : datapath.outputs()) {
      lines.add(port("output", output.name(), longest, datapath, output.node(), description));
    }
    lines.add(label("latency") + latency(pipeline));
    if (pipeline.sharing().isShared()) {
      lines.add(
          label("sharing")
              + "a vector at most every "
              + pipeline.initiationInterval()
              + " cycles, one that comes sooner is ignored; "
              + pipeline.sharing().multipliers().stream()
                  .map(m ->
                      "one multiplier for "
                          + m.products().stream()
                              .map(p -> datapath.node(p).name())
                              .collect(Collectors.joining(", ")))
                  .collect(Collectors.joining("; ")));
    }
    switch (request.wrapper()) {
      case NONE -> {}
      case READY_VALID, AXI_STREAM ->
          lines.add(
              label("wrapper")
                  + request.top().name()
                  + ", "
                  + cycles(request.topLatencyCycles())
                  + " where nobody waits");
    }
    DeviceModel device = pipeline.device();
    lines.add(
        label("device")
            + device.name()
            + device.file().map(f -> ", file SHA-256 " + f.sha256()).orElse("")
            + (device.timing().keptFreePercent() == 0
                ? ""
                : ", " + device.timing().keptFree() + " of the period kept free"));
    if (!description.specHash().isEmpty()) {
      lines.add(label("spec") + "SHA-256 " + description.specHash());
    }
    return lines;
  }

  private static String latency(Pipeline pipeline) {
    int periodPs = pipeline.clockPeriodPs();
    return cycles(pipeline.latencyCycles())
        + " = "
        + ns((long) pipeline.latencyCycles() * periodPs)
        + " ns at "
        + mhz(periodPs)
        + " MHz ("
        + ns(periodPs)
        + " ns), II = "
        + pipeline.initiationInterval();
  }

  private static String cycles(int n) {
    return n == 1 ? "1 cycle" : n + " cycles";
  }

  private static String port(
      String direction,
      String name,
      int longest,
      Datapath datapath,
      int node,
      HdlDescription description) {
    FixedFormat format = datapath.node(node).format();
    String unit = description.units().getOrDefault(name, "1");
    return label(direction)
        + name
        + " ".repeat(longest - name.length())
        + " : "
        + format
        + (unit.equals("1") ? "" : " " + unit)
        + ", "
        + (format.signed() ? "two's complement" : "unsigned")
        + scale(format.fractionBits());
  }

  private static String scale(int fractionBits) {
    if (fractionBits == 0) {
      return "";
    }
    return fractionBits > 0 ? " / 2^" + fractionBits : " * 2^" + -fractionBits;
  }

  private static String label(String word) {
    return "%-9s".formatted(word);
  }

  /** {@return a time in ns, exact} */
  static String ns(long ps) {
    return BigDecimal.valueOf(ps, 3).stripTrailingZeros().toPlainString();
  }

  private static String mhz(int periodPs) {
    return new BigDecimal(1e6 / periodPs, new MathContext(6)).stripTrailingZeros().toPlainString();
  }

  /** Lines of a comment; whatever could end it or hide in it is replaced. */
  private static void comment(StringBuilder out, String mark, String text) {
    String rest = text.replaceAll("[^\\x20-\\x7e]|\\\\", "?");
    String indent = "";
    while (true) {
      int room = MAX_COLUMNS - mark.length() - 1 - indent.length();
      int end = rest.length();
      if (end > room) {
        int space = rest.lastIndexOf(' ', room);
        end = space > 0 ? space : Math.max(room, rest.indexOf(' ', room));
      }
      out.append((mark + " " + indent + rest.substring(0, end)).stripTrailing()).append('\n');
      rest = rest.substring(end).stripLeading();
      if (rest.isEmpty()) {
        return;
      }
      indent = "  ";
    }
  }
}
