package io.formgate.benchmarks;

import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import io.formgate.hwcost.ComplexityMeasure;
import io.formgate.search.FrontEntry;
import io.formgate.search.HardwareDemand;
import io.formgate.search.SearchEngine;
import io.formgate.search.SearchListener;
import io.formgate.search.SearchOptions;
import io.formgate.search.SearchProblem;
import io.formgate.search.SearchProgress;
import io.formgate.search.SearchResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** Searches a formula in a process of its own and tells how it goes, as {@code search.py} does. */
public final class PeerSearch {
  /** With weights, slope and offset. */
  private static final int MAX_NODES = 50;

  private static final int SCREEN_PART = 4;
  private static final int LEAST_SCREEN_ROWS = 256;
  private static final int MOST_SCREEN_ROWS = 1024;

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

  /** The least losses on the rows to fit, by complexity. */
  private final NavigableMap<Double, Double> front = new TreeMap<>();

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
            .withMaxSize(MAX_NODES)
            .withScreenRows(screenRows(train.rows()))
            .withSeed(Long.parseLong(arguments[6]));
    List<String> inputs = IntStream.range(1, columns).mapToObj(i -> "x" + i).toList();
    List<RowBlocks> all = List.of(train, validation, test);
    SearchProblem problem = SearchProblem.leastSquares(train, inputs, options);
    PeerSearch search = new PeerSearch(validation, test, problem.longestFormula());
    LongAdder measured = new LongAdder();
    LongAdder nodes = new LongAdder();
    SearchResult result =
        SearchEngine.run(
            problem,
            () -> counting(measured, nodes),
            () -> new PeerAdmission(inputs, all),
            HardwareDemand.NONE,
            Integer.parseInt(arguments[7]),
            new SearchListener() {
              @Override
              public boolean onEpoch(SearchProgress progress) {
                return System.nanoTime() - startNanos < limitNanos;
              }

              @Override
              public void onProposals(List<FrontEntry> proposals) {
                proposals.forEach(search::look);
              }
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

  /** A quarter of the rows: in noise, what a small term gains is seen on many rows only. */
  private static int screenRows(int rows) {
    return Math.clamp(rows / SCREEN_PART, LEAST_SCREEN_ROWS, MOST_SCREEN_ROWS);
  }

  /** Looks at a formula if it is on the front of those proposed so far. */
  private void look(FrontEntry entry) {
    Map.Entry<Double, Double> smaller = front.floorEntry(entry.complexity());
    if (smaller != null && smaller.getValue() <= entry.loss()) {
      return;
    }
    front.put(entry.complexity(), entry.loss());
    front.tailMap(entry.complexity(), false).values().removeIf(loss -> loss >= entry.loss());
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
