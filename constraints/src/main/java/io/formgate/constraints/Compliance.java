package io.formgate.constraints;

import io.formgate.expression.Expansion;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Interval;
import io.formgate.expression.RowBlocks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Says of one formula how it keeps everything that a spec demands of an output: units, structure,
 * shape.
 *
 * <p>Operators are counted on the simplified formula, and only those that the data show to have
 * influence. Not for use by several threads.
 */
public final class Compliance {
  private final Spec spec;
  private final OutputDeclaration output;
  private final List<String> columns = new ArrayList<>();
  private final Map<String, Dimension> dimensions = new HashMap<>();
  private final List<Constraint.Declared> declared;
  private final StructuralChecker structure;
  private final ShapeChecker shapes;
  private final RowBlocks data;

  /**
   * How one demand is kept.
   *
   * @param demand the constraint as the spec writes it, or {@code units}
   * @param isHard whether a formula that violates it is no solution
   * @param distance 0 if it is kept
   * @param weightedDistance cost of the violation if it is soft
   * @param status one word: kept, proved, sampled, unproved, violated, undefined
   * @param detail more about it; empty if there is no more
   */
  public record Finding(
      String demand,
      boolean isHard,
      double distance,
      double weightedDistance,
      String status,
      String detail) {}

  /**
   * Takes the demands on an output.
   *
   * @param spec the spec
   * @param output one of its outputs
   * @param data rows that show which operators have influence; their columns are the inputs
   */
  public Compliance(Spec spec, OutputDeclaration output, RowBlocks data) {
    this.spec = spec;
    this.output = output;
    this.data = data;
    declared = spec.constraintsOf(output.name());
    columns.addAll(spec.inputNames());
    Map<String, Interval> ranges = new HashMap<>();
    spec.inputs().forEach(i -> ranges.put(i.name(), i.range()));
    spec.inputs().forEach(i -> dimensions.put(i.name(), i.unit().dimension()));
    for (Parameter parameter : spec.parameters()) {
      columns.add(parameter.name());
      dimensions.put(parameter.name(), parameter.unit().dimension());
    }
    structure = new StructuralChecker(declared, columns, new LinkedHashSet<>(spec.inputNames()));
    shapes = new ShapeChecker(ranges);
  }

  /**
   * {@return how a formula keeps each demand, units first, then the constraints in their order}
   *
   * @param formula without calls; its variables are inputs and parameters
   * @param roles which units its constants may carry, in the order of their occurrence
   * @param parameters values of the parameters, by name
   */
  public List<Finding> check(
      Expr formula, List<ConstantRole> roles, Map<String, Double> parameters) {
    List<Finding> findings = new ArrayList<>();
    if (spec.hasDimensions()) {
      findings.add(units(formula, roles));
    }
    Expr counted = CountedForm.of(formula);
    structure.measure(counted);
    int structural = 0;
    for (Constraint.Declared d : declared) {
      findings.add(
          switch (d.constraint()) {
            case Constraint.OperatorCount c -> influence(d, c, bound(counted, parameters));
            case Constraint.Uses u ->
                uses(d, u, structure.distance(structural), bound(counted, parameters));
            case Constraint.Structural _ -> finding(d, structure.distance(structural), "kept", "");
            case Constraint.Shape shape -> shape(d, shape, formula, parameters);
          });
      structural += d.constraint() instanceof Constraint.Structural ? 1 : 0;
    }
    return findings;
  }

  private Finding units(Expr formula, List<ConstantRole> roles) {
    UnitSolution solution =
        UnitSolution.of(
            List.of(new UnitFormula(formula, output.unit().dimension(), roles)), dimensions);
    UnitNames names =
        new UnitNames(
            Stream.concat(
                    Stream.of(output.unit()), spec.inputs().stream().map(InputDeclaration::unit))
                .toList());
    return switch (solution) {
      case UnitSolution.Agreement(var constants) -> {
        Set<String> carried = new LinkedHashSet<>();
        for (UnitSolution.ConstantUnit c : constants.getFirst()) {
          if (!c.dimension().isNone()) {
            carried.add(
                "%s carries %s%s"
                    .formatted(
                        FormulaPrinter.print(Expr.constant(c.value()), UnitSolution.MESSAGE_DIGITS),
                        names.describe(c.dimension()),
                        c.isUnique() ? "" : " (one choice)"));
          }
        }
        yield new Finding("units", true, 0, 0, "kept", String.join(", ", carried));
      }
      case UnitSolution.Conflict conflict ->
          new Finding("units", true, 1, 0, "violated", conflict.describe(names));
    };
  }

  /** {@return the formula with the values of its parameters} */
  private static Expr bound(Expr formula, Map<String, Double> parameters) {
    List<String> names = new ArrayList<>();
    List<Expr> values = new ArrayList<>();
    parameters.forEach((name, value) -> {
      names.add(name);
      values.add(Expr.constant(value));
    });
    return Expansion.substitute(formula, names, values);
  }

  private Influence influenceOnData() {
    return new Influence(data, spec.inputNames(), new LinkedHashSet<>(spec.inputNames()));
  }

  /** An operator counts only if its mean in its place would change the prediction. */
  private Finding influence(Constraint.Declared d, Constraint.OperatorCount c, Expr bound) {
    int found = influenceOnData().count(bound, c.operators());
    long printed = printed(bound, c);
    String idle = (printed - found) + " of the " + printed + " printed compute nothing";
    return finding(
        d,
        c.comparison().distance(found, c.bound()),
        "kept",
        "counted " + found + (printed == found ? "" : "; " + idle));
  }

  private static long printed(Expr e, Constraint.OperatorCount c) {
    long own = e instanceof Expr.Apply(var operator, _) && c.operators().contains(operator) ? 1 : 0;
    return own + e.children().stream().mapToLong(part -> printed(part, c)).sum();
  }

  /** An input is used only if its mean in its place would change the prediction. */
  private Finding uses(Constraint.Declared d, Constraint.Uses u, double distance, Expr bound) {
    List<String> idle =
        u.variables().stream()
            .filter(v -> spec.inputNames().contains(v))
            .filter(v -> bound.variables().contains(v) && !influenceOnData().uses(bound, v))
            .toList();
    return finding(
        d,
        distance + idle.size(),
        "kept",
        idle.isEmpty() ? "" : String.join(", ", idle) + " cancelled out");
  }

  private Finding shape(
      Constraint.Declared d, Constraint.Shape shape, Expr formula, Map<String, Double> parameters) {
    ShapeVerdict verdict = shapes.check(shape, formula, parameters);
    String status = verdict.status().name().toLowerCase(Locale.ROOT);
    String detail =
        switch (verdict.status()) {
          case PROVED -> "by intervals";
          case SAMPLED -> "no violation at " + verdict.points() + " points";
          case UNPROVED -> "no violation at " + verdict.points() + " points, and no proof";
          case VIOLATED, UNDEFINED ->
              verdict.witness().map(w -> "at " + at(w.at())).orElse("at a sampled point");
        };
    return finding(d, verdict.distance(), status, detail);
  }

  private static String at(Map<String, Double> point) {
    return String.join(
        ", ",
        point.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e -> e.getKey() + " = " + FormulaPrinter.print(Expr.constant(e.getValue()), 4))
            .toList());
  }

  private static Finding finding(
      Constraint.Declared d, double distance, String statusIfKept, String detail) {
    boolean kept = distance == 0;
    String status = kept || !statusIfKept.equals("kept") ? statusIfKept : "violated";
    double cost = d.softWeight().isPresent() ? d.softWeight().get() * distance : 0;
    return new Finding(d.text(), d.isHard(), distance, cost, status, detail);
  }
}
