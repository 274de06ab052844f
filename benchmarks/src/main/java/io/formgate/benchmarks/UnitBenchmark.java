package io.formgate.benchmarks;

import io.formgate.constraints.ConstantUnits;
import io.formgate.constraints.Dimension;
import io.formgate.constraints.UnitChecker;
import io.formgate.constraints.UnitSolution;
import io.formgate.constraints.Units;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The units of a candidate of 20 nodes: the shared formula with a factor and a term more. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
public class UnitBenchmark {
  private static final int NODES = 20;

  private final Expr formula =
      FormulaParser.parse(new SourceText("<formula>", "0.5*" + DimuonLaw.FORMULA + " + 3"));
  private final Tape tape = tape();
  private final Dimension momentum = Units.parse("GeV").dimension();
  private final List<Dimension> columns =
      List.of(momentum, momentum, Dimension.NONE, Dimension.NONE, Dimension.NONE, Dimension.NONE);
  private final Map<String, Dimension> variables = variables();
  private final UnitChecker open = new UnitChecker(columns, momentum, ConstantUnits.ANY);
  private final UnitChecker closed = new UnitChecker(columns, momentum, ConstantUnits.NONE);

  private Tape tape() {
    Tape ofFormula = Tape.of(formula, DimuonLaw.COLUMNS);
    if (ofFormula.length() != NODES) {
      throw new IllegalStateException("the tape has " + ofFormula.length() + " positions");
    }
    return ofFormula;
  }

  private Map<String, Dimension> variables() {
    Map<String, Dimension> map = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      map.put(DimuonLaw.COLUMNS.get(i), columns.get(i));
    }
    return map;
  }

  /** {@return the violations of a candidate whose constants may carry units} */
  @Benchmark
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public int violationsWithOpenConstants() {
    return open.violations(tape);
  }

  /** {@return the violations of a candidate whose constants are pure numbers} */
  @Benchmark
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public int violationsWithPureNumbers() {
    return closed.violations(tape);
  }

  /** {@return the units of the constants of a formula} */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public UnitSolution unitsOfConstants() {
    return UnitSolution.of(formula, variables, momentum, ConstantUnits.ANY);
  }
}
