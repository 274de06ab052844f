package io.formgate.report;

import io.formgate.expression.Expr;
import io.formgate.expression.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A report of so many candidates, with everything a report can hold. */
final class SampleReport {
  private SampleReport() {}

  /** {@return the report} */
  static ReportData of(int candidates, List<String> names) {
    List<Candidate> list = new ArrayList<>();
    for (int i = 0; i < candidates; i++) {
      list.add(candidate(i, name(names, i), i == 3));
    }
    list.add(refused(candidates, name(names, 7)));
    String any = name(names, 5);
    return new ReportData(
        "0.1",
        any,
        "compile " + any,
        names.stream().limit(50).reduce("", (a, b) -> a + b + "\n"),
        List.of(new ReportData.Fact(any, any)),
        new ReportData.Device(any, "measured", List.of(new ReportData.Fact(any, any)), names),
        names.stream().map(n -> new ReportData.Port(n, "input", n, n, -1, 1, n)).toList(),
        list,
        List.of(new ReportData.Download(any, any)));
  }

  private static String name(List<String> names, int i) {
    return names.get(i % names.size());
  }

  private static Candidate refused(int i, String name) {
    return new Candidate(
        "" + (i + 1),
        List.of(name),
        List.of(new Candidate.Formula(name, name, name, name, null, List.of(), List.of())),
        List.of(),
        false,
        name,
        "RMS error (%)",
        0.5,
        null,
        null,
        null,
        List.of(),
        null,
        List.of(),
        List.of(),
        List.of(),
        null,
        null,
        List.of(),
        List.of());
  }

  private static Candidate candidate(int i, String name, boolean isPicked) {
    Expr formula = Expr.apply(Operator.SQRT, product(i));
    // Rounded as those of a run.
    List<Double> truth =
        IntStream.range(0, 600).mapToObj(k -> Math.round(Math.sin(k) * 4e6) / 1e5).toList();
    List<Double> hardware = IntStream.range(0, 600).mapToObj(k -> Math.sin(k) * 41).toList();
    double[] errors = IntStream.range(0, 600).mapToDouble(k -> Math.sin(k)).toArray();
    return new Candidate(
        "" + (i + 1),
        List.of(name),
        List.of(
            new Candidate.Formula(
                name,
                name + " + -1",
                name + " - 1",
                name,
                TypesetFormula.equation(name, formula, List.of(product(i), formula)::indexOf)
                    .orElseThrow(),
                List.of(new ReportData.Fact(name, name)),
                List.of(
                    new Candidate.Learned(name, name, List.of(0.0, 1.0), List.of(2.0, 3.0), null),
                    new Candidate.Learned(
                        name,
                        name,
                        List.of(),
                        List.of(2.0, 3.0),
                        new Candidate.Codes(
                            new Candidate.CodeAxis(name, List.of(name)),
                            new Candidate.CodeAxis(name, List.of(name, name))))))),
        List.of(name),
        isPicked,
        "",
        "RMS error (%)",
        20.0 / (1 + i),
        20.5 / (1 + i),
        21.0 / (1 + i),
        circuit(i, name),
        List.of(
            new Candidate.Fit(
                name,
                name,
                List.of(new ReportData.Fact(name, name)),
                truth,
                hardware,
                4000,
                List.of(
                    Histogram.of("circuit minus formula", name, name, errors),
                    Histogram.of("circuit minus data", name, name, errors)))),
        i % 2 == 0
            ? new Candidate.Confusion(List.of(name, "b"), List.of(List.of(9L, 1L), List.of(2L, 8L)))
            : null,
        i % 2 == 0
            ? List.of(
                new Candidate.Rates(
                    name, "circuit", List.of(0.0, 0.1, 1.0), List.of(0.0, 0.9, 1.0), 0.9),
                new Candidate.Rates(
                    name,
                    i % 4 == 0 ? "circuit" : "teacher",
                    List.of(0.0, 0.2, 1.0),
                    List.of(0.0, 0.8, 1.0),
                    0.8))
            : List.of(),
        List.of(new Candidate.Demand(name, name, true, i % 2 == 0 ? "kept" : "violated", name)),
        List.of(new ReportData.Fact(name, name)),
        isPicked
            ? new Candidate.Verification(true, 1000, List.of(new ReportData.Fact(name, name)))
            : null,
        new Waves(
            name,
            3,
            List.of(
                new Waves.Signal("valid_in", true, List.of("1", "0", "0")),
                new Waves.Signal(name, false, List.of(name, "", "1.25")))),
        List.of(name),
        List.of(new ReportData.Download(name, name)));
  }

  private static Expr product(int i) {
    return Expr.apply(Operator.MULTIPLY, Expr.variable("x"), Expr.constant(i));
  }

  private static Circuit circuit(int i, String name) {
    List<Circuit.GraphNode> nodes = new ArrayList<>();
    nodes.add(node(name, "input", List.of(), 0, 0, -1));
    nodes.add(node("c", "literal", List.of(), 0, 0, -1));
    int output = 99 + i;
    for (int k = 2; k < 100 + i; k++) {
      String operation = k % 7 == 0 ? "align" : k % 5 == 0 ? "lookup" : "add";
      nodes.add(
          node(
              k == 9 ? name : operation + k,
              operation,
              operation.equals("add") ? List.of(k - 1, Math.max(0, k - 9)) : List.of(k - 1),
              k / 20,
              k % 20 * 200,
              operation.equals("lookup") ? k % 12 : -1));
    }
    if (i == 20) {
      nodes.add(node("idle1", "input", List.of(), 0, 0, -1));
      nodes.add(node("idle2", "input", List.of(), 0, 0, -1));
    }
    List<Double> x = IntStream.range(0, 256).mapToObj(k -> k / 16.0).toList();
    List<Double> y = x.stream().map(v -> Math.sin(v) * 1.23456).toList();
    List<Circuit.Table> tables =
        IntStream.range(0, 14)
            .mapToObj(k ->
                new Circuit.Table(
                    k == 0 ? name : "f" + k,
                    "ufixed<8,4>",
                    name,
                    256,
                    k == 1 ? 16 : 0,
                    k < 2 ? name : "",
                    k < 2 ? List.of(name, name) : List.of(),
                    x,
                    y))
            .toList();
    return new Circuit(
        i,
        1 + i % 3,
        5000,
        4850,
        4700,
        null,
        2.0,
        "no registers at the ports",
        i == 0 ? 0 : 40 + i * i * 40,
        30 * i,
        i % 4,
        i / 2.0,
        5,
        List.of("x*" + name, "sqrt(x*" + name + ")"),
        nodes,
        List.of(new Circuit.Output(name, output)),
        tables,
        List.of(name),
        List.of(name));
  }

  private static Circuit.GraphNode node(
      String name, String operation, List<Integer> operands, int stage, int startPs, int table) {
    return new Circuit.GraphNode(
        name,
        operation,
        "fixed<12,4>",
        -8,
        7.998,
        operands,
        stage,
        startPs,
        stage,
        startPs + 150,
        400,
        startPs == 600,
        operation.equals("add") ? 12 : 0,
        12,
        0,
        0,
        0,
        table,
        operation.equals("input") || operation.equals("literal") ? -1 : stage == 0 ? 0 : 1,
        startPs % 400 == 200);
  }
}
