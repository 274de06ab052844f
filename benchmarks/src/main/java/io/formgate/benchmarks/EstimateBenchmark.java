package io.formgate.benchmarks;

import io.formgate.expression.FormulaParser;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tape;
import io.formgate.hwcost.ComplexityMeasure;
import io.formgate.hwcost.HardwareCost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The estimate of candidates of about 20 nodes, as a search makes them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EstimateBenchmark {
  /** Fewest nodes of a candidate. */
  static final int SHORTEST = 18;

  /** Most nodes of a candidate. */
  static final int LONGEST = 22;

  /** Candidates of a run. */
  static final int CANDIDATES = 1024;

  /** Structures whose constants change in a run. */
  private static final int STRUCTURES = 64;

  private final Tape[] asAsked;
  private final Tape[] distinct;
  private final Tape[] mutated;
  private final ComplexityMeasure measure = SearchedCandidates.measure(LONGEST);

  /** The law, times a factor that differs at the start, so that nothing is known of one before. */
  private final Tape[] laws = {scaled("0.5"), scaled("0.75")};

  private int law;

  /** Searches the candidates. */
  public EstimateBenchmark() {
    List<Tape> found = SearchedCandidates.ofLength(SHORTEST, LONGEST);
    asAsked = found.subList(found.size() - CANDIDATES, found.size()).toArray(Tape[]::new);
    List<Tape> shapes = shapes(found);
    distinct = new Tape[CANDIDATES];
    mutated = new Tape[CANDIDATES];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < CANDIDATES; i++) {
      distinct[i] = shapes.get((int) ((long) i * shapes.size() / CANDIDATES));
      int structure = i % STRUCTURES;
      Tape changed = shapes.get((int) ((long) structure * shapes.size() / STRUCTURES)).copy();
      for (int p = 0; p < changed.length(); p++) {
        if (changed.isConstant(p)) {
          changed.setConstant(p, changed.constantAt(p) * random.nextDouble(0.5, 2));
        }
      }
      mutated[i] = changed;
    }
  }

  /** {@return the first candidate of each structure} */
  private static List<Tape> shapes(List<Tape> candidates) {
    Map<Tape, Tape> first = new HashMap<>();
    List<Tape> shapes = new ArrayList<>();
    for (Tape candidate : candidates) {
      Tape shape = candidate.copy();
      for (int p = 0; p < shape.length(); p++) {
        if (shape.isConstant(p)) {
          shape.setConstant(p, 1);
        }
      }
      if (first.putIfAbsent(shape, candidate) == null) {
        shapes.add(candidate);
      }
    }
    if (shapes.size() < CANDIDATES) {
      throw new IllegalStateException("the search made only " + shapes.size() + " structures");
    }
    return shapes;
  }

  private static Tape scaled(String factor) {
    String formula = factor + "*" + DimuonLaw.FORMULA + " + 3";
    return Tape.of(FormulaParser.parse(new SourceText("<formula>", formula)), DimuonLaw.COLUMNS);
  }

  private double run(Tape[] candidates) {
    double sum = 0;
    for (Tape candidate : candidates) {
      measure.measure(candidate);
      HardwareCost cost = measure.cost();
      sum += cost.pathPs() + cost.lutEquivalents();
    }
    return sum;
  }

  /** {@return what the formula with a factor and a term, 20 nodes, is estimated to cost} */
  @Benchmark
  public HardwareCost ofTheFormula() {
    law = 1 - law;
    measure.measure(laws[law]);
    return measure.cost();
  }

  /** {@return a sum of what the estimates say of candidates in the order in which they came} */
  @Benchmark
  @OperationsPerInvocation(CANDIDATES)
  public double asASearchAsks() {
    return run(asAsked);
  }

  /** {@return a sum of what the estimates say of candidates no two of which have one structure} */
  @Benchmark
  @OperationsPerInvocation(CANDIDATES)
  public double ofDistinctStructures() {
    return run(distinct);
  }

  /** {@return a sum of what the estimates say of few structures with ever other constants} */
  @Benchmark
  @OperationsPerInvocation(CANDIDATES)
  public double ofChangedConstants() {
    return run(mutated);
  }
}
