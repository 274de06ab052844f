package io.formgate.benchmarks;

import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.expression.Expr;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.SourceText;
import io.formgate.search.Admission;
import io.formgate.search.FrontEntry;
import io.formgate.search.HardwareDemand;
import io.formgate.search.RandomSource;
import io.formgate.search.SearchEngine;
import io.formgate.search.SearchListener;
import io.formgate.search.SearchOptions;
import io.formgate.search.SearchProblem;
import io.formgate.search.SearchResult;
import io.formgate.search.SpecAdmission;
import io.formgate.search.SpecProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * The search of a law and the judgement of what it finds.
 *
 * @param law the law
 * @param problem what is searched
 * @param admissions makes the check of units for a thread
 * @param judge of its formulas
 */
record LawSearch(
    Law law, SearchProblem problem, Supplier<? extends Admission> admissions, LawJudge judge) {
  private static final int POINTS = 200;
  static final int MAX_SIZE = 30;

  /** Alternatives of each complexity. */
  static final int ALTERNATIVES = 1;

  private static final List<Operator> OPERATORS =
      List.of(
          Operator.ADD,
          Operator.SUBTRACT,
          Operator.MULTIPLY,
          Operator.DIVIDE,
          Operator.SQUARE,
          Operator.CUBE,
          Operator.EXP,
          Operator.LOG,
          Operator.SQRT);

  /**
   * What was found of a law.
   *
   * @param verdict about the best entry of the front
   * @param formula the shortest entry with this verdict
   * @param better entries of the front that are as short as it and have a smaller loss
   */
  record Finding(LawJudge.Verdict verdict, Expr formula, int better) {}

  /**
   * {@return the search of a law}
   *
   * @param law the law
   * @param repository folder of the repository
   * @param data folder of the data of EmpiricalBench
   * @param seed of the search
   */
  static LawSearch of(Law law, Path repository, Path data, long seed) throws IOException {
    if (!law.isPublished()) {
      Path folder = DimuonSearch.folder(repository);
      RowBlocks rows = law.rows(folder);
      DimuonSearch dimuon = DimuonSearch.of(folder, rows, seed);
      return new LawSearch(law, dimuon.problem(), dimuon::admission, judge(law, rows));
    }
    RowBlocks rows = law.rows(data);
    if (law.hasUnits()) {
      Spec spec = SpecParser.parse(new SourceText(law.name(), law.spec()), data);
      SearchProblem problem = SpecProblem.of(spec, spec.output(), rows, Integer.MAX_VALUE, seed);
      return new LawSearch(
          law, problem, () -> new SpecAdmission(spec, spec.output(), rows), judge(law, rows));
    }
    SearchOptions options =
        SearchOptions.of(OPERATORS)
            .withIterations(Integer.MAX_VALUE)
            .withMaxSize(MAX_SIZE)
            .withSeed(seed)
            .withAlternatives(ALTERNATIVES);
    return new LawSearch(
        law,
        SearchProblem.leastSquares(rows, law.inputs(), options),
        () -> Admission.ALL,
        judge(law, rows));
  }

  private static LawJudge judge(Law law, RowBlocks rows) {
    RandomSource random = new RandomSource(1);
    List<double[]> points = new ArrayList<>(law.points(rows, POINTS, 1, random));
    points.addAll(law.points(rows, POINTS, 2, random));
    return law.hasUnits()
        ? LawJudge.ofRatios(law.formula(), law.inputs(), points)
        : new LawJudge(law.formula(), law.inputs(), points);
  }

  SearchResult run(int threads, SearchListener listener) {
    return SearchEngine.run(
        problem, NodeCount::new, admissions, HardwareDemand.NONE, threads, listener);
  }

  /** {@return the verdict about an entry of the front} */
  LawJudge.Verdict verdict(FrontEntry entry) {
    return judge.judge(entry.formula().toExpr(law.inputs()));
  }

  /** {@return the verdict about a front} */
  Finding judge(SearchResult result) {
    Finding best =
        new Finding(
            LawJudge.Verdict.FAILED,
            result.best().map(e -> e.formula().toExpr(law.inputs())).orElse(Expr.constant(0)),
            0);
    for (FrontEntry entry :
        result.front().stream()
            .sorted(
                Comparator.comparingDouble(FrontEntry::complexity)
                    .thenComparingDouble(FrontEntry::score))
            .toList()) {
      LawJudge.Verdict verdict = verdict(entry);
      if (verdict.compareTo(best.verdict()) < 0) {
        best =
            new Finding(
                verdict,
                entry.formula().toExpr(law.inputs()),
                (int)
                    result.front().stream()
                        .filter(
                            e -> e.complexity() <= entry.complexity() && e.score() < entry.score())
                        .count());
      }
    }
    return best;
  }
}
