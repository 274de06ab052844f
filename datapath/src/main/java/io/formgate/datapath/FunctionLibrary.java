package io.formgate.datapath;

import io.formgate.expression.Interval;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What has been found out about functions: their shapes, and the ways to compute them. Circuits of
 * one formula in several styles, or with several tolerances, hold the same functions; those that
 * are made with one library look at each only once. What is in it never changes a circuit.
 */
public final class FunctionLibrary {
  private final Map<Identity, Function> functions = new ConcurrentHashMap<>();
  private final Map<ShapeKey, TableShape> shapes = new ConcurrentHashMap<>();
  private final Approximations approximations = new Approximations();
  private final TargetCosts.Known costs = new TargetCosts.Known();

  /** Makes a library in which nothing is yet. */
  public FunctionLibrary() {}

  /**
   * One operation of a function.
   *
   * @param term whose operands are the index (0) and the steps before it (from 1 on)
   * @param constant real values of a number, null for all else
   * @param grids of the operands
   */
  record Step(FormulaGraph.Term term, @Nullable Interval constant, List<Integer> grids) {}

  /**
   * All that the values of a function depend on but for its index's.
   *
   * @param steps in their order, the last one is the function
   * @param grid of the function
   * @param indexRange values of the index
   * @param isPeriodic whether the index is a phase without whole turns
   */
  record Identity(List<Step> steps, int grid, Interval indexRange, boolean isPeriodic) {}

  private record ShapeKey(
      Function function,
      int indexFractionBits,
      int indexGrid,
      double indexBias,
      double indexError) {}

  /** A function of this library; equal to none but itself, which is quickly compared. */
  static final class Function {}

  /** {@return the function of an identity, always the same one} */
  Function function(Identity identity) {
    return functions.computeIfAbsent(identity, _ -> new Function());
  }

  /**
   * {@return the shape of a function}
   *
   * @param function a function of this library
   * @param indexFractionBits fraction bits of the index
   * @param indexGrid of the index if the datapath has it exactly, else {@link Grid#NONE}
   * @param indexBias how far the index is from its real value on average
   * @param indexError how far the index may be from its real value
   * @param made looks at the function where that has not been done
   */
  TableShape shape(
      Function function,
      int indexFractionBits,
      int indexGrid,
      double indexBias,
      double indexError,
      Supplier<TableShape> made) {
    return shapes.computeIfAbsent(
        new ShapeKey(function, indexFractionBits, indexGrid, indexBias, indexError),
        _ -> made.get());
  }

  /** {@return what ways to compute functions, and other small circuits, cost a target} */
  TargetCosts costs(Target target) {
    return costs.of(target);
  }

  Approximations approximations() {
    return approximations;
  }
}
