package io.formgate.benchmarks;

import io.formgate.constraints.Constraint;
import io.formgate.constraints.ShapeChecker;
import io.formgate.constraints.ShapeVerdict;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.SourceText;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the search asks of a candidate about to enter the front: its shape, on 22 nodes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ShapeBenchmark {
  /** Nodes of the formula. */
  static final int NODES = 22;

  private final Expr formula = formula();
  private final ShapeChecker checker =
      new ShapeChecker(
          Map.of(
              "p", new Interval(3, 300),
              "q", new Interval(3, 300),
              "a", new Interval(-2.5, 2.5),
              "b", new Interval(-2.5, 2.5)));

  /** {@return the formula} */
  static Expr formula() {
    return FormulaParser.parse(
        new SourceText("benchmark", "max(sqrt(2*p*q*(cosh(a - b) - cos(exp(-a)*b) + 1)), p)"));
  }

  /** {@return the verdict} */
  @Benchmark
  public ShapeVerdict increasing() {
    return checker.check(new Constraint.Monotone("p", true), formula, Map.of());
  }

  /** {@return the verdict} */
  @Benchmark
  public ShapeVerdict convex() {
    return checker.check(new Constraint.Curvature("a", true), formula, Map.of());
  }

  /** {@return the verdict} */
  @Benchmark
  public ShapeVerdict inRange() {
    return checker.check(new Constraint.OutputRange(new Interval(0, 1e5)), formula, Map.of());
  }

  /** {@return the verdict} */
  @Benchmark
  public ShapeVerdict symmetric() {
    return checker.check(new Constraint.Symmetric("p", "q"), formula, Map.of());
  }
}
