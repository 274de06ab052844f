package io.formgate.benchmarks;

import io.formgate.constraints.ConstantUnits;
import io.formgate.constraints.Constraint;
import io.formgate.constraints.StructuralChecker;
import io.formgate.constraints.UnitChecker;
import io.formgate.constraints.Units;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the search asks of every candidate: units and structural constraints, on 20 nodes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ConstraintBenchmark {
  /** Nodes of the candidate. */
  static final int NODES = 20;

  private static final List<String> COLUMNS = List.of("p", "q", "a", "b");

  private final Tape tape = tape();
  private final UnitChecker units =
      new UnitChecker(
          Stream.of("GeV", "MeV", "rad", "1").map(u -> Units.parse(u).dimension()).toList(),
          Units.parse("GeV").dimension(),
          ConstantUnits.NONE);
  private final StructuralChecker structure =
      new StructuralChecker(constraints(), COLUMNS, Set.copyOf(COLUMNS));

  /** {@return the candidate} */
  static Tape tape() {
    return Tape.of(
        FormulaParser.parse(
            new SourceText("benchmark", "max(sqrt(2*p*q*(cosh(a - b) - cos(exp(-a)*b))), p)")),
        COLUMNS);
  }

  private static List<Constraint.Declared> constraints() {
    Set<Operator> waves = Set.of(Operator.SIN, Operator.COS);
    return Stream.of(
            new Constraint.OperatorCount(waves, Constraint.Comparison.AT_MOST, 1),
            new Constraint.OperatorCount(Set.of(Operator.DIVIDE), Constraint.Comparison.EXACTLY, 0),
            new Constraint.Nesting(waves, waves, 0),
            new Constraint.Nesting(Set.of(Operator.EXP), waves, 1),
            new Constraint.Depth(Constraint.Comparison.AT_MOST, 9),
            new Constraint.Size(Constraint.Comparison.AT_MOST, NODES),
            new Constraint.Uses(Set.of("p", "q")),
            new Constraint.OnlyOf(waves, Set.of("a", "b")),
            new Constraint.ConstantCount(Constraint.Comparison.AT_MOST, 3),
            new Constraint.ConstantRange(new Interval(-10, 10)))
        .map(c -> new Constraint.Declared(c, Optional.empty(), Optional.empty(), ""))
        .toList();
  }

  /** {@return violations and distance, so that nothing of the work can be left out} */
  @Benchmark
  public double unitsAndStructure() {
    structure.measure(tape);
    return units.violations(tape) + structure.hardDistance();
  }
}
