package io.formgate.hwcost;

import io.formgate.expression.Expr;
import io.formgate.expression.Operator;
import io.formgate.expression.Ratio;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Complexity that is added up over the nodes of the tree, as PySR does: what several nodes share,
 * or do in one cycle, counts in full. With {@link OperatorCycles#ONE} it counts nodes.
 *
 * @param cycles what an operator counts
 * @param operators what an operator counts instead
 * @param variables what a variable counts, by name; the others count 1
 * @param constant what a constant counts
 * @param rounded whether the sum is rounded to a whole number, once and half to even, as PySR does
 */
public record AdditiveComplexity(
    OperatorCycles cycles,
    Map<Operator, Ratio> operators,
    Map<String, Ratio> variables,
    Ratio constant,
    boolean rounded) {

  /**
   * A kind of node of a formula.
   *
   * @param symbol of the operator, {@code variables} or {@code constants}
   * @param count nodes of the kind, or of variables and constants those that count alike
   * @param each what one of them counts
   */
  public record Term(String symbol, int count, Ratio each) {
    /** {@return what all of them count} */
    public Ratio total() {
      return each.times(count);
    }
  }

  /** Copies the maps. */
  public AdditiveComplexity {
    operators = Map.copyOf(operators);
    variables = Map.copyOf(variables);
  }

  /**
   * {@return the sum over a formula's nodes, in which variables and constants count 1}
   *
   * @param formula without calls of custom operators
   * @param cycles what an operator counts
   * @throws io.formgate.expression.DiagnosticException if an operator has no figure
   */
  public static Ratio of(Expr formula, OperatorCycles cycles) {
    return new AdditiveComplexity(cycles, Map.of(), Map.of(), Ratio.ONE, false).of(formula);
  }

  /**
   * {@return the complexity of a formula}
   *
   * @param formula without calls of custom operators
   * @throws io.formgate.expression.DiagnosticException if an operator has no figure
   */
  public Ratio of(Expr formula) {
    List<String> names = List.copyOf(formula.variables());
    NodeWeights weights = weights(operatorsOf(formula), names);
    Ratio sum = new Ratio(weights.parts(Tape.of(formula, names)), weights.partsPerUnit());
    return rounded ? sum.rounded() : sum;
  }

  /**
   * {@return what the nodes of a formula count, kind by kind: variables, constants, operators; the
   * complexity is their sum, rounded if this is}
   *
   * @param formula without calls of custom operators
   * @throws io.formgate.expression.DiagnosticException if an operator has no figure
   */
  public List<Term> terms(Expr formula) {
    List<String> names = List.copyOf(formula.variables());
    Tape tape = Tape.of(formula, names);
    Map<Ratio, Integer> ofVariables = new LinkedHashMap<>();
    Map<Operator, Integer> ofOperators = new EnumMap<>(Operator.class);
    int constants = 0;
    for (int i = 0; i < tape.length(); i++) {
      if (tape.isConstant(i)) {
        constants++;
      } else if (tape.isVariable(i)) {
        String name = names.get(tape.variableAt(i));
        ofVariables.merge(variables.getOrDefault(name, Ratio.ONE), 1, Integer::sum);
      } else {
        ofOperators.merge(tape.operatorAt(i), 1, Integer::sum);
      }
    }
    List<Term> terms = new ArrayList<>();
    ofVariables.forEach((each, count) -> terms.add(new Term("variables", count, each)));
    if (constants > 0) {
      terms.add(new Term("constants", constants, constant));
    }
    ofOperators.forEach((o, count) -> terms.add(new Term(o.symbol(), count, weight(o))));
    return terms;
  }

  /**
   * {@return the operators of a formula, calls aside}
   *
   * @param formula any
   */
  public static Set<Operator> operatorsOf(Expr formula) {
    Set<Operator> found = EnumSet.noneOf(Operator.class);
    if (formula instanceof Expr.Apply(Operator operator, _)) {
      found.add(operator);
    }
    formula.children().forEach(child -> found.addAll(operatorsOf(child)));
    return found;
  }

  /**
   * {@return what an operator counts}
   *
   * @param operator any
   * @throws io.formgate.expression.DiagnosticException if it has no figure
   */
  public Ratio weight(Operator operator) {
    Ratio own = operators.get(operator);
    return own == null ? cycles.of(operator) : own;
  }

  /**
   * {@return the weights of the nodes of some formulas}
   *
   * @param used the operators that the formulas may have
   * @param names of the variables, in the order of their indices
   * @throws io.formgate.expression.DiagnosticException if an operator has no figure
   */
  public NodeWeights weights(Collection<Operator> used, List<String> names) {
    Map<Operator, Ratio> each = new EnumMap<>(Operator.class);
    used.forEach(operator -> each.put(operator, weight(operator)));
    return new NodeWeights(
        each,
        names.stream().map(name -> variables.getOrDefault(name, Ratio.ONE)).toList(),
        constant);
  }
}
