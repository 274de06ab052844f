package io.formgate.constraints;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import java.nio.file.Path;
import java.util.List;

/** Specs that the tests share, and a short form of their diagnostics. */
final class SpecTexts {
  static final String DIMUON =
      """
      // The invariant mass of two muons.
      data "dimuon.csv"
      input  pt1, pt2   : GeV  as ufixed<12,9>  in [3, 300]
      input  eta1, eta2 : 1    as fixed<12,3>   in [-2.5, 2.5]
      input  phi1, phi2 : rad  as fixed<12,3>   in [-3.2, 3.2]
      output M          : GeV  as ufixed<14,9> saturate  tolerance max(1 %, 1/32 GeV)

      operators + - * / sqrt square cos cosh exp   # nine of them
      hardware xcvu9p-2 clock 5 ns, latency <= 6 cycles, dsp <= 10
      search iterations 200, seed 1
      """;

  static final String SMALL =
      """
      data "d.csv"
      input x as fixed<8,4>
      output y as fixed<8,4>
      operators +
      hardware dev clock 5 ns
      """;

  private SpecTexts() {}

  static Spec parse(String text) {
    return SpecParser.parse(new SourceText("a.fg", text), Path.of("folder"));
  }

  /** The small spec with one of its lines replaced. */
  static String with(String keyword, String line) {
    return SMALL.replaceAll(
        "(?m)^" + keyword + " .*$", java.util.regex.Matcher.quoteReplacement(line));
  }

  /** Every diagnostic of a text as {@code line:column CODE marked text}. */
  static List<String> mistakes(String text) {
    return diagnostics(text).stream().map(SpecTexts::shorten).toList();
  }

  static List<Diagnostic> diagnostics(String text) {
    try {
      parse(text);
      return List.of();
    } catch (DiagnosticException e) {
      return e.diagnostics();
    }
  }

  private static String shorten(Diagnostic d) {
    SourceSpan span = d.span();
    return span == null
        ? d.code() + ""
        : span.line()
            + ":"
            + span.column()
            + " "
            + d.code()
            + " "
            + span.source().text().substring(span.start(), span.end());
  }
}
