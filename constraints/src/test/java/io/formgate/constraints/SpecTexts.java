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

  /** Five specs that have every statement and every form of it between them. */
  static final List<String> RICH =
      List.of(
          """
          // Rows, several outputs, definitions of units and operators.
          data "stars.csv", missing drop
          where mass > 0.1 * Mtop and not (flag == 1)
          weight 1/(sigma^2 + 0.01)
          split validation 20 %, seed 7
          define unit Msun = 1.989e30 kg
          define unit Lrel = 3 Lsun
          define unit Lsun = 3.828e26 W
          input mass : Msun as ufixed<16,6> in [0.1, 40.]
          input radius as ufixed<16,8> in [1/10, 100]
          input count, depth as fixed<8,4>
          output lum : Lrel as ufixed<24,18> saturate tolerance max(1 %, 1/4)
          output temp : K as ufixed<20,18> tolerance 25 K saturate
          parameter k, q : kg/m^3 in [0, 10]
          parameter s[count], u[site] : K
          parameter t in [-inf, 3]
          define cuberoot(x) = x^(1/3)
          define soft2(x, y) = log(exp(cuberoot(x)) + exp(y))
          operators + - * / ^ < <= > >= == != and or not sqrt soft2 exp
          constants dimensionless, in [-10, 10], on grid 2^-10
          constrain count(exp, log) <= 2, count(mass, k) >= 1 soft weight 3/2 for lum,
            count(constants) == 3, depth <= 8, size <= 20, argument of exp <= 5,
            argument 2 of / <= 3, arguments of (exp, sqrt) <= 4
          constrain no exp inside exp, no (sin, cos) inside (sin, cos), at most 1 sqrt inside exp
          constrain uses mass, radius, depth <= 9, excludes count soft weight 1
          constrain log only of mass, radius, (exp, sqrt) only of mass, exponents in {1, 2, 1/2, -1}
          constrain lum in [0, inf], lum increasing in mass, temp decreasing in radius,
            temp convex in mass, temp concave in radius
          complexity additive, rounded, fractional, sqrt 3, mass 2, / 3/2, constants 2, - 0.5
          evolution crossover 0.25, constant 0.3
          guess lum = 3.5*mass^3 + 1 - radius/mass
          guess temp = sqrt(mass)
          loss huber(1.5) for lum
          loss abs(prediction - target)^3 * weight for temp
          hardware xcvu9p-2 clock 5 ns, registers in, wrapper axi-stream, latency <= 6 cycles
          search iterations 5, warmup 2, evaluations 1000000, stoploss 1e-6, alternatives 2, precision 32
          """,
          """
          # Classes and a loss over all of them.
          data "jets.csv"
          input pt, eta as fixed<16,6> in [-8, 8]
          classes g, q = "light ""q"" jet", t = t, w = 3, z from "jet class" as fixed<18,8> saturate tolerance 1/64
          operators + * min max tanh
          constrain depth <= 6 for g, count(pt) >= 1 for q, g even in eta, z odd in pt
          loss cross_entropy
          complexity nodes, pt 2, rounded
          hardware dev-1 clock 200 MHz, dsp <= 4, registers both, wrapper ready-valid, least area, bram <= 0, lut <= 500
          evolution randomize 0, optimize 2, nothing 0.3, adaptive 0.1
          select knee
          """,
          """
          data "muons.csv"
          input pt1, pt2 : GeV as ufixed<12,9> in [3, 300]
          input eta1, eta2, phi1, phi2 as fixed<12,3> in [-2.5, 2.5]
          output M : GeV as ufixed<14,9>
          parameter a : 1 in [0, 4]
          form M = sqrt(2 * pt1 * pt2 * ?(eta1, eta2)) + a * f(pt1) - ?f(pt2)
          operators + - * cosh cos
          constrain M symmetric in pt1, pt2, M in [0, 600], constants in [-4, 4], constants on grid 0.125
          loss logcosh
          complexity additive published fixed<16, 6>, rounded, cosh 8
          where pt1 > 5 and pt2 > 5
          hardware dev clock 3125 ps, registers out
          """,
          """
          data "wave.csv"
          input x as fixed<8,4>
          input t as fixed<8,4>
          output u as fixed<8,4>
          output v as fixed<8,4>
          define wave(x, t, k) = sin(k*x -
            t)
          form u = D(?(x, t), x) + wave(x, t, 2)
          form v = ? + ?wave(x) + ?cosine(t)
          const in [-1, 1]
          operators sin cos + wave
          loss quantile(0.9)
          loss (prediction - target)^2 for v
          split validation 0.1
          denoise gaussian process
          features 1
          hardware dev clock 5 ns
          """,
          """
          data "margin.csv"
          input weight, loss, form, size as fixed<8,4>
          output side as fixed<4,4>
          weight weight
          operators + - * pow_abs
          loss hinge
          hardware dev clock 5 ns
          """);

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
