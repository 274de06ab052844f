package io.formgate.benchmarks;

import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import io.formgate.hwcost.ComplexityMeasure;
import io.formgate.search.Admission;
import io.formgate.search.FrontEntry;
import io.formgate.search.HardwareDemand;
import io.formgate.search.SearchEngine;
import io.formgate.search.SearchOptions;
import io.formgate.search.SearchProblem;
import io.formgate.search.SearchProgress;
import io.formgate.search.SearchResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** Searches a formula in a process of its own and tells how it goes, as {@code search.py} does. */
public final class PeerSearch {
  private static final int MAX_LENGTH = 30;
  private static final List<Operator> OPERATORS =
      List.of(
          Operator.ADD,
          Operator.SUBTRACT,
          Operator.MULTIPLY,
          Operator.DIVIDE,
          Operator.SIN,
          Operator.EXP,
          Operator.LOG,
          Operator.SQRT);

  private final BatchEvaluator validation;
  private final BatchEvaluator test;
  private final List<String> inputs;
  private double best = Double.POSITIVE_INFINITY;
  private String end = "";

  private PeerSearch(RowBlocks validation, RowBlocks test, int longest) {
    this.validation = new BatchEvaluator(validation, longest);
    this.test = new BatchEvaluator(test, longest);
    inputs = IntStream.rangeClosed(1, validation.inputs()).mapToObj(i -> "x" + i).toList();
  }

  /**
   * Searches.
   *
   * @param arguments as those of {@code search.py} behind the program
   * @throws IOException if the rows cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    long startNanos = System.nanoTime();
    Path folder = Path.of(arguments[0]);
    int columns = Integer.parseInt(arguments[4]);
    RowBlocks train = part(folder, "train", columns, arguments[1]);
    RowBlocks validation = part(folder, "validation", columns, arguments[2]);
    RowBlocks test = part(folder, "test", columns, arguments[3]);
    long limitNanos = Integer.parseInt(arguments[5]) * 1_000_000_000L;
    SearchOptions options =
        SearchOptions.of(OPERATORS)
            .withIterations(Integer.MAX_VALUE)
            .withMaxSize(MAX_LENGTH)
            .withSeed(Long.parseLong(arguments[6]));
    List<String> inputs = IntStream.range(1, columns).mapToObj(i -> "x" + i).toList();
    SearchProblem problem = SearchProblem.leastSquares(train, inputs, options);
    PeerSearch search = new PeerSearch(validation, test, problem.longestFormula());
    LongAdder measured = new LongAdder();
    LongAdder nodes = new LongAdder();
    SearchResult result =
        SearchEngine.run(
            problem,
            () -> counting(measured, nodes),
            () -> Admission.ALL,
            HardwareDemand.NONE,
            Integer.parseInt(arguments[7]),
            progress -> {
              search.look(progress);
              return System.nanoTime() - startNanos < limitNanos;
            });
    double mean = nodes.sum() / (double) Math.max(1, measured.sum());
    // Most candidates are scored on some rows only; those that are scored on all count no more.
    double nodeRows = result.evaluations() * mean * Math.min(options.screenRows(), train.rows());
    System.out.println(String.format(Locale.ROOT, search.end, result.evaluations(), nodeRows));
  }

  private static RowBlocks part(Path folder, String name, int columns, String rows)
      throws IOException {
    return RegressionSet.readRows(folder.resolve(name), columns, Integer.parseInt(rows));
  }

  private static ComplexityMeasure counting(LongAdder measured, LongAdder nodes) {
    return new NodeCount(tape -> {
      measured.increment();
      nodes.add(tape.length());
    });
  }

  private void look(SearchProgress progress) {
    for (FrontEntry entry : progress.front()) {
      Tape formula = entry.formula();
      double loss = validation.loss(formula) / validation.data().rows();
      if (loss < best) {
        best = loss;
        String shown = FormulaPrinter.print(formula.toExpr(inputs), 6).replace("%", "%%");
        end =
            "end "
                + test.loss(formula) / test.data().rows()
                + " "
                + formula.length()
                + " %d %.0f "
                + shown;
        System.out.println("v " + loss);
      }
    }
  }
}
