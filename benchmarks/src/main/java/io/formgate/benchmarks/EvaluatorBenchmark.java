package io.formgate.benchmarks;

import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Tape;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Evaluation of a candidate on a data set; an operation is one node on one row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EvaluatorBenchmark {
  static final int ROWS = 4096;

  private final Tape tape = DimuonLaw.tape();
  private final BatchEvaluator evaluator =
      new BatchEvaluator(DimuonLaw.rows(ROWS), DimuonLaw.NODES);

  /** {@return the loss, so that nothing of the work can be left out} */
  @Benchmark
  @OperationsPerInvocation(ROWS * DimuonLaw.NODES)
  public double nodeRows() {
    return evaluator.loss(tape);
  }
}
