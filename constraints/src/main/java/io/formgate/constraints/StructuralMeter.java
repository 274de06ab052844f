package io.formgate.constraints;

import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/** A structural constraint made ready for tapes: sets are tables, names are columns. */
@FunctionalInterface
interface StructuralMeter {
  /**
   * {@return 0 if the constraint is kept, else how far it is from that}
   *
   * @param shape of a tape
   */
  double distance(TapeShape shape);

  /** Exponents of the operators that are powers with a constant exponent. */
  Map<Operator, Double> FIXED_POWERS =
      Map.of(
          Operator.SQUARE, 2.0,
          Operator.CUBE, 3.0,
          Operator.SQRT, 0.5,
          Operator.SQRT_ABS, 0.5,
          Operator.CBRT, 1.0 / 3,
          Operator.INVERSE, -1.0);

  /**
   * {@return the meter of a constraint}
   *
   * @param constraint its variables are among the columns
   * @param columns names of the columns that tapes index
   */
  static StructuralMeter of(Constraint.Structural constraint, List<String> columns) {
    return switch (constraint) {
      case Constraint.OperatorCount c -> operatorCount(c);
      case Constraint.VariableCount c -> {
        int[] counted = indices(c.variables(), columns);
        yield s -> c.comparison().distance(sum(s.columnCount, counted), c.bound());
      }
      case Constraint.ConstantCount c -> s -> c.comparison().distance(s.constants, c.bound());
      case Constraint.Depth c -> s -> c.comparison().distance(s.depth, c.bound());
      case Constraint.Size c -> s -> c.comparison().distance(s.length, c.bound());
      case Constraint.ArgumentSize c -> argumentSize(c);
      case Constraint.Nesting c -> nesting(c);
      case Constraint.Uses c -> {
        int[] needed = indices(c.variables(), columns);
        yield s -> missing(s.columnCount, needed);
      }
      case Constraint.Excludes c -> {
        int[] refused = indices(c.variables(), columns);
        yield s -> sum(s.columnCount, refused);
      }
      case Constraint.OnlyOf c -> onlyOf(c, columns);
      case Constraint.Exponents c -> exponents(c);
      case Constraint.ConstantRange c -> constants(v -> excess(v, c.range()));
      case Constraint.ConstantGrid c -> constants(new Grid(c.step())::distance);
    };
  }

  private static int[] indices(Set<String> names, List<String> columns) {
    return names.stream()
        .mapToInt(name -> {
          int index = columns.indexOf(name);
          if (index < 0) {
            throw new IllegalArgumentException("no column " + name);
          }
          return index;
        })
        .sorted()
        .toArray();
  }

  private static int sum(int[] counts, int[] chosen) {
    int sum = 0;
    for (int i : chosen) {
      sum += counts[i];
    }
    return sum;
  }

  private static int missing(int[] counts, int[] needed) {
    int missing = 0;
    for (int i : needed) {
      missing += counts[i] == 0 ? 1 : 0;
    }
    return missing;
  }

  private static StructuralMeter operatorCount(Constraint.OperatorCount c) {
    int[] counted = c.operators().stream().mapToInt(TapeShape::indexOf).sorted().toArray();
    return s -> c.comparison().distance(sum(s.operatorCount, counted), c.bound());
  }

  private static StructuralMeter argumentSize(Constraint.ArgumentSize c) {
    boolean[] limited = TapeShape.table(c.operators());
    int wanted = c.argument().orElse(-1);
    return s -> {
      int excess = 0;
      for (int i = 0; i < s.length; i++) {
        if (s.operator[i] < 0 || !limited[s.operator[i]]) {
          continue;
        }
        // The last argument ends before its operator, each other one before the next begins.
        int end = i - 1;
        for (int left = arguments(s, i) - 1; left >= 0; left--) {
          if (wanted < 0 || left == wanted) {
            excess += c.comparison().distance(end - s.start[end] + 1, c.bound());
          }
          end = s.start[end] - 1;
        }
      }
      return excess;
    };
  }

  private static int arguments(TapeShape s, int i) {
    int count = 0;
    for (int end = i - 1; end >= s.start[i]; end = s.start[end] - 1) {
      count++;
    }
    return count;
  }

  private static StructuralMeter nesting(Constraint.Nesting c) {
    boolean[] inner = TapeShape.table(c.inner());
    boolean[] outer = TapeShape.table(c.outer());
    return s -> {
      int excess = 0;
      for (int i = 0; i < s.length; i++) {
        if (s.operator[i] >= 0 && outer[s.operator[i]]) {
          int inside = 0;
          for (int k = s.start[i]; k < i; k++) {
            inside += s.operator[k] >= 0 && inner[s.operator[k]] ? 1 : 0;
          }
          excess += Math.max(0, inside - c.atMost());
        }
      }
      return excess;
    };
  }

  private static StructuralMeter onlyOf(Constraint.OnlyOf c, List<String> columns) {
    boolean[] limited = TapeShape.table(c.operators());
    boolean[] allowed = new boolean[columns.size()];
    for (int i = 0; i < allowed.length; i++) {
      allowed[i] = c.variables().contains(columns.get(i));
    }
    return s -> {
      int forbidden = 0;
      // From the root down: what an outer node has counted is not looked at again.
      int i = s.length - 1;
      while (i >= 0) {
        if (s.operator[i] < 0 || !limited[s.operator[i]]) {
          i--;
          continue;
        }
        for (int k = s.start[i]; k < i; k++) {
          forbidden += s.operator[k] == TapeShape.VARIABLE && !allowed[s.column[k]] ? 1 : 0;
        }
        i = s.start[i] - 1;
      }
      return forbidden;
    };
  }

  private static StructuralMeter exponents(Constraint.Exponents c) {
    double[] allowed = c.allowed().stream().mapToDouble(Double::doubleValue).sorted().toArray();
    boolean[] isPower = TapeShape.table(Set.of(Operator.POWER, Operator.POW_ABS));
    double[] fixed = new double[isPower.length];
    FIXED_POWERS.forEach((o, e) -> fixed[TapeShape.indexOf(o)] = exponentDistance(e, allowed));
    return s -> {
      double total = 0;
      for (int i = 0; i < s.length; i++) {
        int operator = s.operator[i];
        if (operator >= 0) {
          boolean isOpen = s.operator[i - 1] != TapeShape.CONSTANT;
          total +=
              !isPower[operator]
                  ? fixed[operator]
                  : isOpen ? 1 : exponentDistance(s.value[i - 1], allowed);
        }
      }
      return total;
    };
  }

  /** {@return 0 for an allowed exponent, else from 0.5 to 1 with the distance to the nearest} */
  private static double exponentDistance(double exponent, double[] allowed) {
    double nearest = Double.POSITIVE_INFINITY;
    for (double a : allowed) {
      if (a == exponent) {
        return 0;
      }
      nearest = Math.min(nearest, Math.abs(a - exponent));
    }
    return nearest < Double.POSITIVE_INFINITY ? 0.5 + 0.5 * (nearest / (1 + nearest)) : 1;
  }

  private static StructuralMeter constants(DoubleUnaryOperator distance) {
    return s -> {
      double total = 0;
      for (int i = 0; i < s.length; i++) {
        if (s.operator[i] == TapeShape.CONSTANT) {
          total += distance.applyAsDouble(s.value[i]);
        }
      }
      return total;
    };
  }

  /** {@return 0 inside a range, else above 0 up to 1 with the excess relative to the range} */
  private static double excess(double value, Interval range) {
    if (range.contains(value)) {
      return 0;
    }
    double scale = range.magnitude() > 0 ? range.magnitude() : 1;
    double excess = Math.abs(value - range.clamp(value)) / scale;
    return excess < Double.MAX_VALUE ? Math.max(excess / (1 + excess), Double.MIN_VALUE) : 1;
  }
}
