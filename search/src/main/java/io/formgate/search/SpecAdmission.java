package io.formgate.search;

import io.formgate.constraints.Compliance;
import io.formgate.constraints.ConstantRole;
import io.formgate.constraints.Constraint;
import io.formgate.constraints.Dimension;
import io.formgate.constraints.OutputDeclaration;
import io.formgate.constraints.Parameter;
import io.formgate.constraints.Spec;
import io.formgate.constraints.StructuralChecker;
import io.formgate.constraints.UnitChecker;
import io.formgate.expression.Expr;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What a spec demands of the formula of an output. One instance per thread. */
public final class SpecAdmission implements Admission {
  private final Spec spec;
  private final List<String> columns = new ArrayList<>();
  private final UnitChecker units;
  private final StructuralChecker structure;
  private final boolean hasStructure;
  private final Compliance compliance;

  /**
   * Takes the demands on an output.
   *
   * @param spec the spec
   * @param output one of its outputs
   * @param data rows that show which operators have influence
   */
  public SpecAdmission(Spec spec, OutputDeclaration output, RowBlocks data) {
    this.spec = spec;
    columns.addAll(spec.inputNames());
    columns.addAll(spec.parameters().stream().map(Parameter::name).toList());
    List<Dimension> dimensions = new ArrayList<>(spec.inputDimensions());
    spec.parameters().forEach(p -> dimensions.add(p.unit().dimension()));
    units = new UnitChecker(dimensions, output.unit().dimension(), spec.constantUnits());
    structure =
        new StructuralChecker(
            spec.constraintsOf(output.name()).stream().filter(SpecAdmission::isWalkedTo).toList(),
            columns,
            new HashSet<>(spec.inputNames()));
    hasStructure = !structure.constraints().isEmpty();
    compliance = new Compliance(spec, output, data);
  }

  /** Constants are moved into their range and onto their grid when they are fitted. */
  private static boolean isWalkedTo(Constraint.Declared d) {
    return !(d.isHard()
        && (d.constraint() instanceof Constraint.ConstantRange
            || d.constraint() instanceof Constraint.ConstantGrid));
  }

  @Override
  public double distance(Tape formula) {
    if (!hasStructure) {
      return units.violations(formula);
    }
    structure.measure(formula);
    return units.violations(formula) + structure.hardDistance();
  }

  @Override
  public double partDistance(Tape part) {
    if (!hasStructure) {
      return units.partViolations(part);
    }
    structure.measure(part);
    return units.partViolations(part) + structure.hardDistance();
  }

  @Override
  public long kind(Tape part) {
    return units.dimensionHash(part);
  }

  @Override
  public double softCost(Tape formula) {
    if (!hasStructure) {
      return 0;
    }
    structure.measure(formula);
    return structure.softCost();
  }

  @Override
  public OptionalDouble entryCost(Candidate candidate) {
    double cost = 0;
    for (Compliance.Finding finding : findings(candidate)) {
      if (finding.isHard() && finding.distance() > 0) {
        return OptionalDouble.empty();
      }
      cost += finding.weightedDistance();
    }
    return OptionalDouble.of(cost);
  }

  /**
   * {@return how a candidate keeps each demand}
   *
   * @param candidate the candidate
   */
  public List<Compliance.Finding> findings(Candidate candidate) {
    Expr formula = candidate.formula().toExpr(columns);
    Map<String, Double> parameters = new HashMap<>();
    for (int i = 0; i < spec.parameters().size(); i++) {
      if (i < candidate.parameters().size()) {
        parameters.put(spec.parameters().get(i).name(), candidate.parameters().get(i));
      }
    }
    return compliance.check(formula, roles(candidate), parameters);
  }

  private List<ConstantRole> roles(Candidate candidate) {
    return candidate.constantGroups().stream()
        .map(group ->
            switch (spec.constantUnits()) {
              case NONE -> ConstantRole.LITERAL;
              case ANY ->
                  group == Candidate.LITERAL
                      ? ConstantRole.LITERAL
                      : (ConstantRole) new ConstantRole.Shared(group);
            })
        .toList();
  }
}
