package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.PrintedSamples.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The functions that the NumPy and the C printer write compute the formula. */
class PrintedProgramsTest {
  /** Zero, ties, whole numbers, ends of domains, overflow. */
  private static final double[] CORNERS = {
    0, 0.25, 0.5, 1, 1.5, 2, 2.5, 3, 7, 27, 750, 1e300, -0.25, -0.5, -1, -1.5, -2, -2.5, -8, -750
  };

  private static final int CORNER_POINTS = 60;

  @TempDir Path folder;

  @Test
  void numpyComputesRandomFormulas() throws Exception {
    List<Sample> samples = PrintedSamples.samples(21);
    compareWithinConditioning(samples, numpy(samples));
  }

  @Test
  void cComputesRandomFormulas() throws Exception {
    List<Sample> samples = PrintedSamples.samples(21);
    compareWithinConditioning(samples, c(samples));
  }

  @Test
  void numpyComputesEveryOperatorAtCorners() throws Exception {
    List<Sample> samples = operatorsAtCorners();
    compareOperators(samples, numpy(samples));
  }

  @Test
  void cComputesEveryOperatorAtCorners() throws Exception {
    List<Sample> samples = operatorsAtCorners();
    compareOperators(samples, c(samples));
  }

  /** Each operator of variables, and of arguments that can have no value. */
  private static List<Sample> operatorsAtCorners() {
    Random random = new Random(23);
    List<Sample> samples = new ArrayList<>();
    for (Operator operator : Operator.values()) {
      List<Expr> variables =
          operator.parameters().stream().map(Expr::variable).collect(Collectors.toList());
      List<double[]> points = new ArrayList<>();
      for (int i = 0; i < CORNER_POINTS; i++) {
        int index = i;
        points.add(
            IntStream.range(0, operator.arity())
                .mapToDouble(a ->
                    a == 0
                        ? CORNERS[index % CORNERS.length]
                        : CORNERS[random.nextInt(CORNERS.length)])
                .toArray());
      }
      samples.add(sample(samples.size(), new Expr.Apply(operator, variables), points));
      for (int i = 0; i < operator.arity(); i++) {
        List<Expr> partial = new ArrayList<>(variables);
        partial.set(i, Expr.apply(Operator.SQRT, variables.get(i)));
        samples.add(sample(samples.size(), new Expr.Apply(operator, partial), points));
      }
    }
    return samples;
  }

  private static Sample sample(int number, Expr e, List<double[]> points) {
    return new Sample(new Definition("f" + number, List.copyOf(e.variables()), e), points);
  }

  private static void compareWithinConditioning(List<Sample> samples, List<double[]> results) {
    Random random = new Random(24);
    int compared = 0;
    int withoutValue = 0;
    Set<Operator> operators = EnumSet.noneOf(Operator.class);
    for (int i = 0; i < samples.size(); i++) {
      Definition f = samples.get(i).function();
      for (int p = 0; p < results.get(i).length; p++) {
        Map<String, Double> inputs =
            Conditioning.inputs(f.parameters(), samples.get(i).points().get(p));
        double value = ReferenceEvaluator.evaluate(f.body(), inputs);
        double result = results.get(i)[p];
        double tolerance = Conditioning.tolerance(f.body(), inputs, random);
        if (Double.isNaN(value)) {
          assertThat(result).as("%s at %s", FormulaPrinter.print(f.body()), inputs).isNaN();
          withoutValue++;
        } else if (!Double.isNaN(tolerance)) {
          assertThat(Math.abs(result - value))
              .as("%s at %s: %s, not %s", FormulaPrinter.print(f.body()), inputs, result, value)
              .isLessThanOrEqualTo(tolerance);
          compared++;
          PrintedSamples.addOperators(f.body(), operators);
        }
      }
    }
    assertThat(compared).isGreaterThan(PrintedSamples.FORMULAS);
    assertThat(withoutValue).isGreaterThan(20);
    assertThat(EnumSet.complementOf(EnumSet.copyOf(operators))).isEmpty();
  }

  private static void compareOperators(List<Sample> samples, List<double[]> results) {
    int compared = 0;
    for (int i = 0; i < samples.size(); i++) {
      Definition f = samples.get(i).function();
      for (int p = 0; p < results.get(i).length; p++) {
        Map<String, Double> inputs =
            Conditioning.inputs(f.parameters(), samples.get(i).points().get(p));
        double value = ReferenceEvaluator.evaluate(f.body(), inputs);
        double result = results.get(i)[p];
        String what = FormulaPrinter.print(f.body()) + " at " + inputs + ": " + result;
        if (Double.isFinite(value)) {
          Expr.Apply body = (Expr.Apply) f.body();
          double[] arguments =
              body.arguments().stream()
                  .mapToDouble(a -> ReferenceEvaluator.evaluate(a, inputs))
                  .toArray();
          assertThat(Math.abs(result - value))
              .as("%s, not %s", what, value)
              .isLessThanOrEqualTo(Conditioning.operatorTolerance(body.operator(), arguments));
        } else {
          assertThat(result).as(what).isEqualTo(Double.valueOf(value));
        }
        compared++;
      }
    }
    assertThat(compared).isEqualTo(CORNER_POINTS * samples.size());
  }

  private List<double[]> numpy(List<Sample> samples) throws Exception {
    Path module = folder.resolve("printed.py");
    Files.writeString(module, NumPyPrinter.file(samples.stream().map(Sample::function).toList()));
    List<String> jobs =
        samples.stream()
            .map(s ->
                "{\"name\": \"%s\", \"columns\": [%s]}"
                    .formatted(
                        s.function().name(),
                        IntStream.range(0, s.function().arity())
                            .mapToObj(c ->
                                s.points().stream()
                                    .map(p -> Double.toString(p[c]))
                                    .collect(Collectors.joining(", ", "[", "]")))
                            .collect(Collectors.joining(", "))))
            .toList();
    return results(
        samples,
        ForeignProgram.run(
                folder,
                jobs,
                ForeignProgram.python(),
                ForeignProgram.script("run_numpy.py"),
                module.toString())
            .stream()
            .flatMap(line -> Stream.of(line.split("\t", -1)))
            .toList());
  }

  private List<double[]> c(List<Sample> samples) throws Exception {
    Path source = folder.resolve("printed.c");
    Path main = folder.resolve("main.c");
    Path program = folder.resolve("main");
    Files.writeString(source, CPrinter.file(samples.stream().map(Sample::function).toList()));
    StringBuilder prototypes = new StringBuilder("#include <stdio.h>\n");
    StringBuilder calls = new StringBuilder("int main(void) {\n");
    for (Sample s : samples) {
      String name = s.function().name();
      int arity = s.function().arity();
      prototypes.append("double %s(%s);\n".formatted(name, list(arity, _ -> "double")));
      calls.append("  static const double x%s[][%d] = {".formatted(name, arity));
      s.points()
          .forEach(
              p -> calls.append("{%s},\n".formatted(list(arity, i -> Double.toHexString(p[i])))));
      calls.append(
          "};\n  for (int i = 0; i < %d; i++) printf(\"%%a\\n\", %s(%s));\n"
              .formatted(s.points().size(), name, list(arity, a -> "x" + name + "[i][" + a + "]")));
    }
    calls.insert(0, prototypes);
    Files.writeString(main, calls.append("  return 0;\n}\n"));
    ForeignProgram.run(
        folder,
        List.of(),
        "gcc",
        "-std=c99",
        "-Wall",
        "-Werror",
        "-O1",
        source.toString(),
        main.toString(),
        "-o",
        program.toString(),
        "-lm");
    return results(samples, ForeignProgram.run(folder, List.of(), program.toString()));
  }

  private static String list(int size, IntFunction<String> part) {
    return IntStream.range(0, size).mapToObj(part).collect(Collectors.joining(", "));
  }

  private static List<double[]> results(List<Sample> samples, List<String> values) {
    assertThat(values).hasSize(samples.stream().mapToInt(s -> s.points().size()).sum());
    List<double[]> results = new ArrayList<>();
    int next = 0;
    for (Sample s : samples) {
      double[] row = new double[s.points().size()];
      for (int i = 0; i < row.length; i++) {
        row[i] = number(values.get(next++));
      }
      results.add(row);
    }
    return results;
  }

  private static double number(String text) {
    return switch (text) {
      case "nan", "-nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
