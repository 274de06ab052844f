package io.formgate.search;

import io.formgate.constraints.Complexity;
import io.formgate.constraints.Form;
import io.formgate.constraints.Parameter;
import io.formgate.constraints.Spec;
import io.formgate.expression.Definition;
import io.formgate.expression.Derivative;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expansion;
import io.formgate.expression.Expr;
import io.formgate.expression.Operator;
import io.formgate.expression.Ratio;
import io.formgate.hwcost.AdditiveComplexity;
import io.formgate.hwcost.ComplexityMeasure;
import io.formgate.hwcost.DeviceCycles;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.NodeComplexity;
import io.formgate.hwcost.NodeWeights;
import io.formgate.hwcost.OperatorCycles;
import io.formgate.hwcost.PublishedCycles;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Makes the complexity of formulas of what a spec says. */
public final class SpecComplexity {
  private SpecComplexity() {}

  /** {@return what a spec asks of complexity and cannot have, each with its mend} */
  static List<Diagnostic> obstacles(Spec spec) {
    Complexity c = spec.complexity();
    return switch (c.mode()) {
      case LATENCY -> latency(spec);
      case NODES -> uncommon(spec);
      case ADDITIVE -> Stream.concat(uncommon(spec).stream(), unpublished(spec).stream()).toList();
    };
  }

  private static boolean hasOverrides(Complexity c) {
    return !c.operators().isEmpty() || !c.variables().isEmpty() || c.constant().isPresent();
  }

  private static List<Diagnostic> latency(Spec spec) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    if (hasOverrides(spec.complexity())) {
      diagnostics.add(overridden(spec));
    }
    if (spec.search().alternatives() > 0) {
      diagnostics.add(
          SpecProblem.unable(
              spec,
              "alternatives are kept of whole complexities, and 'complexity latency' has cycles and"
                  + " areas, of which the front shows many as it is",
              "write 'complexity nodes' or 'complexity additive', or search without 'alternatives'"));
    }
    return diagnostics;
  }

  private static Diagnostic overridden(Spec spec) {
    return SpecProblem.unable(
        spec,
        "the latency is what the schedule says, so no operator can be given another",
        "write 'complexity nodes' to count operators with numbers of your own");
  }

  /** Sums are exact in parts of a unit, which have to be longs. */
  private static List<Diagnostic> uncommon(Spec spec) {
    Complexity c = spec.complexity();
    List<Long> denominators = new ArrayList<>();
    c.operators().values().forEach(ratio -> denominators.add(ratio.denominator()));
    c.variables().values().forEach(ratio -> denominators.add(ratio.denominator()));
    c.constant().ifPresent(ratio -> denominators.add(ratio.denominator()));
    if (c.fractional()) {
      denominators.add((long) spec.hardware().clockPeriodPs());
    }
    long common = 1;
    for (long denominator : denominators) {
      common = Ratio.commonDenominator(common, denominator);
      if (common > NodeWeights.MAX_PARTS_PER_UNIT) {
        return List.of(
            SpecProblem.unable(
                spec,
                "the numbers of 'complexity' have no common denominator up to "
                    + NodeWeights.MAX_PARTS_PER_UNIT
                    + (c.fractional() ? ", the clock period in ps included" : ""),
                "write decimal fractions of few places, which are exact as well"));
      }
    }
    return List.of();
  }

  private static List<Diagnostic> unpublished(Spec spec) {
    Complexity c = spec.complexity();
    if (c.published().isEmpty()) {
      return List.of();
    }
    OperatorCycles cycles;
    try {
      cycles = published(c.published().get());
    } catch (DiagnosticException noSuchFormat) {
      return noSuchFormat.diagnostics();
    }
    AdditiveComplexity additive = additive(c, cycles);
    List<Diagnostic> lacking = new ArrayList<>();
    for (Operator operator : operators(spec)) {
      try {
        additive.weight(operator);
      } catch (DiagnosticException noCycles) {
        lacking.addAll(noCycles.diagnostics());
      }
    }
    return lacking;
  }

  private static PublishedCycles published(Complexity.Published published) {
    return PublishedCycles.load(published.format(), published.span());
  }

  private static AdditiveComplexity additive(Complexity c, OperatorCycles cycles) {
    return new AdditiveComplexity(
        cycles, c.operators(), c.variables(), c.constant().orElse(Ratio.ONE), c.rounded());
  }

  /** {@return the operators that a formula of the search can have} */
  private static Set<Operator> operators(Spec spec) {
    Set<Operator> found = EnumSet.noneOf(Operator.class);
    found.addAll(spec.operators());
    if (spec.tables().isPresent()) {
      found.addAll(List.of(Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY, Operator.SIGMOID));
    }
    for (Definition definition : spec.definitions()) {
      if (spec.searchDefinitions().contains(definition.name())) {
        found.addAll(AdditiveComplexity.operatorsOf(definition.body()));
      }
    }
    boolean differentiates = false;
    for (Form form : spec.forms()) {
      found.addAll(AdditiveComplexity.operatorsOf(form.body()));
      differentiates |= differentiates(form.body());
    }
    if (differentiates) {
      addDerivatives(found);
    }
    return found;
  }

  private static boolean differentiates(Expr e) {
    return (e instanceof Expr.Call(String name, _) && name.equals(Expansion.DERIVATIVE))
        || e.children().stream().anyMatch(SpecComplexity::differentiates);
  }

  /** Adds the operators that derivatives of any order can have: chain rule and partials. */
  private static void addDerivatives(Set<Operator> found) {
    found.add(Operator.ADD);
    found.add(Operator.MULTIPLY);
    Deque<Operator> open = new ArrayDeque<>(found);
    while (!open.isEmpty()) {
      Operator operator = open.remove();
      for (int i = 0; i < operator.arity(); i++) {
        for (Operator more : AdditiveComplexity.operatorsOf(Derivative.partial(operator, i))) {
          if (found.add(more)) {
            open.add(more);
          }
        }
      }
    }
  }

  /**
   * {@return the complexity that a spec asks for}
   *
   * @param spec a spec that {@link SpecProblem#requireAble} lets pass
   * @param device gives the cycles that are added up, unless the spec takes the published ones
   * @param hardware the measure of the hardware
   */
  public static ComplexityMeasure of(Spec spec, DeviceModel device, ComplexityMeasure hardware) {
    Complexity c = spec.complexity();
    return switch (c.mode()) {
      case LATENCY -> hardware;
      case ADDITIVE ->
          sum(
              spec,
              additive(
                  c,
                  c.published().isPresent()
                      ? published(c.published().get())
                      : new DeviceCycles(device, spec.hardware().clockPeriodPs(), c.fractional())),
              hardware);
      case NODES -> sum(spec, additive(c, OperatorCycles.ONE), hardware);
    };
  }

  private static ComplexityMeasure sum(
      Spec spec, AdditiveComplexity additive, ComplexityMeasure hardware) {
    List<String> variables =
        Stream.concat(spec.inputNames().stream(), spec.parameters().stream().map(Parameter::name))
            .toList();
    return new NodeComplexity(
        hardware, additive.weights(operators(spec), variables), additive.rounded());
  }
}
