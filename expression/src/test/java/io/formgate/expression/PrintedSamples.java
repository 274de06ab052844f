package io.formgate.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Random formulas and points at which what printers write is compared with the meaning. */
final class PrintedSamples {
  static final int FORMULAS = 200;
  static final int POINTS = 4;

  /** Names that other languages take for something else. */
  static final List<String> VARIABLES = List.of("x", "phi1", "lambda", "int", "a_b", "größe_2");

  private static final double[] CONSTANTS = {0, 1, 2, 3, -1, -2.5, 0.5, 0.1, -0.3, 1e-3, 1.25e-5};
  private static final List<Operator> OPERATORS = List.of(Operator.values());

  private PrintedSamples() {}

  /** A function and the rows of arguments at which it is called. */
  record Sample(Definition function, List<double[]> points) {}

  /**
   * {@return functions of random formulas, all different, with a variable each}
   *
   * <p>Every operator is the outermost one of some. Each formula has a point at which its value can
   * be compared, see {@link Conditioning}.
   */
  static List<Sample> samples(long seed) {
    Random random = new Random(seed);
    List<Sample> samples = new ArrayList<>();
    for (int tries = 0; samples.size() < FORMULAS; tries++) {
      Operator operator = OPERATORS.get(samples.size() % OPERATORS.size());
      Expr e = apply(operator, random, 1 + tries % 3);
      List<String> names = List.copyOf(e.variables());
      List<double[]> points = points(names.size(), random);
      if (!names.isEmpty()
          && samples.stream().noneMatch(s -> s.function().body().equals(e))
          && points.stream()
              .anyMatch(p ->
                  !Double.isNaN(
                      Conditioning.tolerance(e, Conditioning.inputs(names, p), random)))) {
        samples.add(new Sample(new Definition("f" + samples.size(), names, e), points));
      }
    }
    return samples;
  }

  /** Adds the operators of a formula. */
  static void addOperators(Expr e, Set<Operator> used) {
    if (e instanceof Expr.Apply(Operator operator, List<Expr> arguments)) {
      used.add(operator);
      arguments.forEach(argument -> addOperators(argument, used));
    }
  }

  private static Expr apply(Operator operator, Random random, int depth) {
    Expr[] arguments = new Expr[operator.arity()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = any(random, depth - 1);
    }
    return Expr.apply(operator, arguments);
  }

  private static Expr any(Random random, int depth) {
    int kind = depth == 0 ? random.nextInt(3) : random.nextInt(10);
    if (kind == 0) {
      return Expr.constant(
          random.nextBoolean()
              ? CONSTANTS[random.nextInt(CONSTANTS.length)]
              : random.nextGaussian() * 3);
    } else if (kind <= 2) {
      return Expr.variable(VARIABLES.get(random.nextInt(VARIABLES.size())));
    }
    return apply(OPERATORS.get(random.nextInt(OPERATORS.size())), random, depth);
  }

  private static List<double[]> points(int variables, Random random) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      int range = i;
      points.add(
          random
              .doubles(variables)
              .map(u -> range == 0 ? 0.1 + 0.8 * u : 6 * u - (range == 1 ? 0 : 3))
              .toArray());
    }
    return points;
  }
}
