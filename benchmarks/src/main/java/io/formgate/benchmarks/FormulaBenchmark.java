package io.formgate.benchmarks;

import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.SourceText;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reading of formulas as other tools print them; an operation is one formula. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class FormulaBenchmark {
  private final SourceText formula = new SourceText("<formula>", DimuonLaw.FORMULA);

  /** {@return the formula, so that nothing of the work can be left out} */
  @Benchmark
  public Expr parse() {
    return FormulaParser.parse(formula);
  }
}
