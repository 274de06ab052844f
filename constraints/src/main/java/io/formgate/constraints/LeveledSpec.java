package io.formgate.constraints;

import io.formgate.expression.Expansion;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import io.formgate.expression.Ratio;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes parameters with a value for each level of a column as plain parameters, one for each
 * level, and their uses in forms as a choice by the level's code: {@code cond(column < 2, ...)}, a
 * balanced tree, which the quantizer makes a table of.
 */
public final class LeveledSpec {
  private LeveledSpec() {}

  /**
   * {@return the spec with plain parameters}; a column that is no input becomes one, behind the
   * others
   *
   * @param spec as it was read
   * @param found the levels of each of its level columns
   */
  public static Spec of(Spec spec, List<Levels> found) {
    if (found.isEmpty()) {
      return spec;
    }
    Map<String, Levels> byColumn = new HashMap<>();
    found.forEach(levels -> byColumn.put(levels.column(), levels));
    List<InputDeclaration> inputs = new ArrayList<>(spec.inputs());
    for (LevelColumn column : spec.levelColumns()) {
      Levels levels = levels(byColumn, column.name());
      if (levels.isOwnPort()) {
        inputs.add(port(column, levels));
      }
    }
    List<Parameter> parameters = new ArrayList<>();
    Map<String, List<String>> written = new LinkedHashMap<>();
    Map<String, Expr> choices = new HashMap<>();
    for (Parameter p : spec.parameters()) {
      if (p.column().isEmpty()) {
        parameters.add(p);
        continue;
      }
      Levels levels = levels(byColumn, p.column().get());
      List<String> names = levels.names().stream().map(l -> p.name() + "[" + l + "]").toList();
      for (String name : names) {
        parameters.add(new Parameter(name, p.span(), p.unit(), p.range(), p.column()));
      }
      written.put(p.name(), names);
      choices.put(p.name(), choice(levels, names, 0, names.size()));
    }
    return SpecDraft.builder(spec)
        .inputs(inputs)
        .parameters(parameters)
        .levels(found)
        .constraints(spec.constraints().stream().map(c -> constraint(c, spec, written)).toList())
        .forms(spec.forms().stream().map(form -> form(form, choices)).toList())
        .complexity(complexity(spec.complexity(), written))
        .build();
  }

  private static Levels levels(Map<String, Levels> byColumn, String column) {
    Levels levels = byColumn.get(column);
    if (levels == null) {
      throw new IllegalArgumentException("the levels of '" + column + "' are not known");
    }
    return levels;
  }

  private static InputDeclaration port(LevelColumn column, Levels levels) {
    long last = levels.codes().getLast();
    int bits = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(last));
    return new InputDeclaration(
        column.name(),
        column.span(),
        UnitExpression.ONE,
        new FixedFormat(false, bits, bits),
        new Interval(0, last));
  }

  /** A balanced tree, so that no text nests deep; what lies between two codes is the lower one. */
  private static Expr choice(Levels levels, List<String> names, int from, int to) {
    if (to - from == 1) {
      return Expr.variable(names.get(from));
    }
    int middle = (from + to + 1) / 2;
    Expr isLower =
        new Expr.Apply(
            Operator.LESS,
            List.of(Expr.variable(levels.column()), Expr.constant(levels.codes().get(middle))));
    return new Expr.Apply(
        Operator.COND,
        List.of(isLower, choice(levels, names, from, middle), choice(levels, names, middle, to)));
  }

  private static Form form(Form form, Map<String, Expr> choices) {
    List<String> names = new ArrayList<>(choices.keySet());
    List<Expr> values = names.stream().map(choices::get).toList();
    return new Form(
        form.output(), form.span(), Expansion.substitute(form.body(), names, values), form.holes());
  }

  private static Constraint.Declared constraint(
      Constraint.Declared d, Spec spec, Map<String, List<String>> written) {
    Constraint constraint =
        switch (d.constraint()) {
          case Constraint.VariableCount(var variables, var comparison, int bound) -> {
            // Where the parameter stands, each of its levels stands once.
            Set<String> firsts = new LinkedHashSet<>();
            variables.forEach(v -> firsts.add(written.getOrDefault(v, List.of(v)).getFirst()));
            yield new Constraint.VariableCount(firsts, comparison, bound);
          }
          case Constraint.Uses(var variables) -> new Constraint.Uses(all(variables, written));
          case Constraint.Excludes(var variables) ->
              new Constraint.Excludes(all(variables, written));
          case Constraint.OnlyOf(var operators, var variables) -> {
            Set<String> allowed = new LinkedHashSet<>(all(variables, written));
            spec.parameters().stream()
                .filter(p -> variables.contains(p.name()))
                .forEach(p -> p.column().ifPresent(allowed::add));
            yield new Constraint.OnlyOf(operators, allowed);
          }
          case Constraint.OperatorCount c -> c;
          case Constraint.ConstantCount c -> c;
          case Constraint.Depth c -> c;
          case Constraint.Size c -> c;
          case Constraint.ArgumentSize c -> c;
          case Constraint.Nesting c -> c;
          case Constraint.Exponents c -> c;
          case Constraint.ConstantRange c -> c;
          case Constraint.ConstantGrid c -> c;
          case Constraint.Shape c -> c;
        };
    return new Constraint.Declared(constraint, d.output(), d.softWeight(), d.text());
  }

  private static Set<String> all(Set<String> variables, Map<String, List<String>> written) {
    Set<String> all = new LinkedHashSet<>();
    variables.forEach(v -> all.addAll(written.getOrDefault(v, List.of(v))));
    return all;
  }

  private static Complexity complexity(Complexity c, Map<String, List<String>> written) {
    Map<String, Ratio> variables = new LinkedHashMap<>(c.variables());
    written.forEach((name, levels) -> {
      Ratio weight = variables.remove(name);
      if (weight != null) {
        levels.forEach(level -> variables.put(level, weight));
      }
    });
    return new Complexity(
        c.mode(),
        c.published(),
        c.fractional(),
        c.rounded(),
        c.operators(),
        variables,
        c.constant());
  }
}
