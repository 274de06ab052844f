package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the LaTeX and the SymPy printer write means the formula. */
class SymPyComparisonTest {
  /** Both texts are evaluated with 30 digits; a few of them are lost to the last roundings. */
  private static final BigDecimal SAME = new BigDecimal("1e-25");

  @TempDir Path folder;

  @Test
  void latexAndSymPyEvaluateEqualInSymPyAndAsTheFormula() throws Exception {
    List<PrintedSamples.Sample> samples = PrintedSamples.samples(11);
    List<String> jobs =
        samples.stream().map(sample -> job(sample.function().body(), sample.points())).toList();
    Random random = new Random(12);
    List<String> lines =
        ForeignProgram.run(
            folder, jobs, ForeignProgram.python(), ForeignProgram.script("compare_in_sympy.py"));
    assertThat(lines).hasSameSizeAs(samples);
    int same = 0;
    Set<Expr> formulas = new HashSet<>();
    Set<Operator> compared = EnumSet.noneOf(Operator.class);
    for (int i = 0; i < samples.size(); i++) {
      Expr e = samples.get(i).function().body();
      String what = FormulaPrinter.print(e) + " printed as " + jobs.get(i);
      String[] values = lines.get(i).split("\t", -1);
      List<String> names = List.copyOf(e.variables());
      assertThat(values).hasSize(2 * PrintedSamples.POINTS);
      for (int p = 0; p < PrintedSamples.POINTS; p++) {
        double[] point = samples.get(i).points().get(p);
        String sympy = values[2 * p];
        String latex = values[2 * p + 1];
        Map<String, Double> inputs = Conditioning.inputs(names, point);
        double tolerance = Conditioning.tolerance(e, inputs, random);
        double value = ReferenceEvaluator.evaluate(e, inputs);
        if (Double.isNaN(tolerance)) {
          continue;
        }
        assertThat(List.of(sympy, latex)).as("%s at %s", what, inputs).doesNotContain("none");
        BigDecimal a = new BigDecimal(sympy);
        BigDecimal b = new BigDecimal(latex);
        assertThat(a.subtract(b).abs())
            .as("%s at %s: %s, %s", what, inputs, a, b)
            .isLessThanOrEqualTo(a.abs().multiply(SAME, MathContext.DECIMAL128));
        same++;
        assertThat(a.subtract(new BigDecimal(value)).abs().doubleValue())
            .as("%s at %s: %s, not %s", what, inputs, a, value)
            .isLessThanOrEqualTo(tolerance);
        formulas.add(e);
        PrintedSamples.addOperators(e, compared);
      }
    }
    assertThat(same).isGreaterThan(2 * PrintedSamples.FORMULAS);
    assertThat(formulas)
        .containsExactlyInAnyOrderElementsOf(
            samples.stream().map(s -> s.function().body()).collect(Collectors.toSet()));
    assertThat(EnumSet.complementOf(EnumSet.copyOf(compared))).isEmpty();
  }

  private static String job(Expr e, List<double[]> points) {
    List<String> names = List.copyOf(e.variables());
    Map<String, String> sympy = SymPyPrinter.names(names);
    Map<String, String> latex = LatexPrinter.names(names);
    return "{\"sympy\": %s, \"latex\": %s, \"variables\": [%s], \"points\": [%s]}"
        .formatted(
            json(SymPyPrinter.print(e)),
            json(LatexPrinter.print(e)),
            names.stream()
                .map(n ->
                    "["
                        + json(sympy.getOrDefault(n, ""))
                        + ", "
                        + json(latex.getOrDefault(n, ""))
                        + "]")
                .collect(Collectors.joining(", ")),
            points.stream()
                .map(p ->
                    DoubleStream.of(p)
                        .mapToObj(Double::toString)
                        .collect(Collectors.joining(", ", "[", "]")))
                .collect(Collectors.joining(", ")));
  }

  private static String json(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
