package io.formgate.search;

import io.formgate.expression.Definition;
import io.formgate.expression.Expansion;
import io.formgate.expression.Expr;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the search varies, and how a formula is made of it.
 *
 * <p>A genome is a tape that holds, one after the other, a constant for each parameter and a tree
 * for each hole of a form. A tree's variables are the arguments of its hole; one beyond the hole's
 * last argument stands for another one of them, so that trees can change places. Without a form
 * there is one hole, the formula itself, whose arguments are the inputs.
 *
 * @param inputs names of the data's input columns
 * @param definitions custom operators that trees may call
 * @param parameters the fitted constants of the form
 * @param holes the holes of the form
 * @param body the form, whose calls are the holes or {@code D} of a part with holes; null if there
 *     is no form
 * @param constants values that constants of trees may have
 * @param columns variables that new leaves of trees are drawn from
 * @param tables tables that trees may have, of the variables of trees; a leaf beyond these stands
 *     for one whose constants are still to be fitted, a call beyond the custom operators for one
 *     with its constants as arguments
 * @param mostTables most tables of a genome
 */
public record FormulaTemplate(
    List<String> inputs,
    List<Definition> definitions,
    List<Parameter> parameters,
    List<Hole> holes,
    @Nullable Expr body,
    ConstantRule constants,
    List<Integer> columns,
    List<LearnedBasis> tables,
    int mostTables) {

  /**
   * A fitted constant of a form.
   *
   * @param name as the form calls it
   * @param rule its values
   */
  public record Parameter(String name, ConstantRule rule) {}

  /**
   * A hole of a form.
   *
   * @param name of its calls
   * @param arity number of its arguments
   */
  public record Hole(String name, int arity) {}

  /** Checks that there is something to vary. */
  public FormulaTemplate {
    inputs = List.copyOf(inputs);
    definitions = List.copyOf(definitions);
    parameters = List.copyOf(parameters);
    holes = List.copyOf(holes);
    columns = List.copyOf(columns);
    tables = List.copyOf(tables);
    if (holes.isEmpty() && parameters.isEmpty()) {
      throw new IllegalArgumentException("a template has a hole or a parameter");
    }
    if (definitions.size() + tables.size() > Tape.MAX_DEFINITIONS) {
      throw new IllegalArgumentException(
          definitions.size() + " custom operators, " + tables.size() + " tables");
    }
  }

  /**
   * Makes a template whose trees are of all arguments of their holes.
   *
   * @param inputs names of the data's input columns
   * @param definitions custom operators that trees may call
   * @param parameters the fitted constants of the form
   * @param holes the holes of the form
   * @param body the form, or null
   * @param constants values that constants of trees may have
   */
  public FormulaTemplate(
      List<String> inputs,
      List<Definition> definitions,
      List<Parameter> parameters,
      List<Hole> holes,
      @Nullable Expr body,
      ConstantRule constants) {
    this(
        inputs,
        definitions,
        parameters,
        holes,
        body,
        constants,
        IntStream.range(0, holes.stream().mapToInt(Hole::arity).max().orElse(0)).boxed().toList(),
        List.of(),
        0);
  }

  /**
   * {@return the template of formulas of any form}
   *
   * @param inputs names of the data's input columns
   * @param definitions custom operators that formulas may call
   */
  public static FormulaTemplate free(List<String> inputs, List<Definition> definitions) {
    return new FormulaTemplate(
        inputs,
        definitions,
        List.of(),
        List.of(new Hole("formula", inputs.size())),
        null,
        ConstantRule.ANY);
  }

  /**
   * {@return this template with fewer variables to draw from}
   *
   * @param some of its columns, at least one
   */
  FormulaTemplate withColumns(List<Integer> some) {
    return new FormulaTemplate(
        inputs, definitions, parameters, holes, body, constants, some, tables, mostTables);
  }

  /**
   * {@return this template with tables that are drawn like variables}
   *
   * @param learned at least one
   * @param most most tables of a genome
   */
  public FormulaTemplate withTables(List<LearnedBasis> learned, int most) {
    List<Integer> drawn = new ArrayList<>(columns);
    IntStream.range(0, learned.size()).forEach(t -> drawn.add(variables() + t));
    return new FormulaTemplate(
        inputs, definitions, parameters, holes, body, constants, drawn, learned, most);
  }

  /**
   * {@return this template with other values allowed for constants of trees}
   *
   * @param rule the values
   */
  public FormulaTemplate withConstants(ConstantRule rule) {
    return new FormulaTemplate(
        inputs, definitions, parameters, holes, body, rule, columns, tables, mostTables);
  }

  /** {@return the names of the parameters, in their order} */
  List<String> parameterNames() {
    return parameters.stream().map(Parameter::name).toList();
  }

  /**
   * {@return the rule of a genome's constant}
   *
   * @param genome the genome
   * @param position of the constant in it
   */
  ConstantRule ruleAt(Tape genome, int position) {
    if (position < parameters.size()) {
      return parameters.get(position).rule();
    }
    int call = position + 1;
    while (call < genome.length() && genome.isConstant(call)) {
      call++;
    }
    // Only constants stand between a table's constant and its call.
    if (call < genome.length() && isTable(genome, call)) {
      LearnedBasis basis = tableAt(genome, call);
      int constant = position - (call - basis.constants());
      return constant < 0 ? constants : constants.within(basis.range(constant));
    }
    return constants;
  }

  /** {@return whether a leaf of a genome is a table whose values are still to be fitted} */
  boolean isOpenTable(Tape genome, int position) {
    return !tables.isEmpty()
        && genome.isVariable(position)
        && genome.variableAt(position) >= variables();
  }

  /** {@return whether a position of a genome is the call of a table with its values} */
  boolean isTable(Tape genome, int position) {
    return !tables.isEmpty()
        && genome.isCall(position)
        && genome.definitionAt(position) >= definitions.size();
  }

  /** {@return the table that stands at a position of a genome, open or with its values} */
  LearnedBasis tableAt(Tape genome, int position) {
    return tables.get(tableIndexAt(genome, position));
  }

  /** {@return the index of the table that stands at a position of a genome} */
  int tableIndexAt(Tape genome, int position) {
    return genome.isVariable(position)
        ? genome.variableAt(position) - variables()
        : genome.definitionAt(position) - definitions.size();
  }

  /** {@return the number of tables of a genome, open or with their values} */
  int tablesOf(Tape genome) {
    int count = 0;
    for (int i = 0; !tables.isEmpty() && i < genome.length(); i++) {
      count += isOpenTable(genome, i) || isTable(genome, i) ? 1 : 0;
    }
    return count;
  }

  /** {@return whether a genome has a table whose values are still to be fitted} */
  boolean hasOpenTables(Tape genome) {
    for (int i = 0; !tables.isEmpty() && i < genome.length(); i++) {
      if (isOpenTable(genome, i)) {
        return true;
      }
    }
    return false;
  }

  /**
   * {@return the genome with values for its tables, each 1 everywhere before a fit}; itself if it
   * has none that is open
   */
  Tape closed(Tape genome) {
    if (!hasOpenTables(genome)) {
      return genome;
    }
    int length = genome.length();
    for (int i = 0; i < genome.length(); i++) {
      length += isOpenTable(genome, i) ? tableAt(genome, i).constants() : 0;
    }
    Tape closed = new Tape(length);
    for (int i = 0; i < genome.length(); i++) {
      if (!isOpenTable(genome, i)) {
        closed.addAll(genome, i, i + 1);
        continue;
      }
      LearnedBasis basis = tableAt(genome, i);
      for (int c = 0; c < basis.constants(); c++) {
        closed.addConstant(basis.flat(c));
      }
      closed.addCall(definitions.size() + tableIndexAt(genome, i), basis.constants());
    }
    return closed;
  }

  /** {@return the genome without the values of its tables}; itself if it has none */
  Tape opened(Tape genome) {
    Tape opened = null;
    for (int i = 0; !tables.isEmpty() && i < genome.length(); i++) {
      if (isTable(genome, i)) {
        int table = tableIndexAt(genome, i);
        if (opened == null) {
          opened = new Tape(genome.length());
        }
        opened.clear();
        opened.addAll(genome, 0, genome.subtreeStart(i));
        opened.addVariable(variables() + table);
        int next = opened.length();
        opened.addAll(genome, i + 1, genome.length());
        genome = opened.copy();
        i = next - 1;
      }
    }
    return genome;
  }

  /** {@return whether formulas may have any form} */
  public boolean isFree() {
    return body == null;
  }

  /** {@return the number of leaves at the start of a genome that stay leaves} */
  int fixedLeaves() {
    return parameters.size();
  }

  /** {@return the number of different variables of trees} */
  int variables() {
    if (isFree()) {
      return inputs.size();
    }
    int most = 0;
    for (Hole hole : holes) {
      most = Math.max(most, hole.arity());
    }
    return most;
  }

  /** {@return the names of the custom operators, in their order, and of tables with values} */
  List<String> definitionNames() {
    List<String> names = new ArrayList<>(definitions.stream().map(Definition::name).toList());
    IntStream.range(0, tables.size()).forEach(t -> names.add(tableName(t)));
    return names;
  }

  private static String tableName(int table) {
    return "#t" + table;
  }

  /** {@return the names under which trees know their variables} */
  List<String> variableNames() {
    List<String> names = new ArrayList<>(argumentNames());
    IntStream.range(0, tables.size()).forEach(t -> names.add(tableName(t)));
    return names;
  }

  /** {@return the names under which trees know the arguments of their holes} */
  List<String> argumentNames() {
    return isFree()
        ? inputs
        : IntStream.range(0, variables()).mapToObj(FormulaTemplate::argumentName).toList();
  }

  private static String argumentName(int index) {
    return "#a" + index;
  }

  /**
   * {@return the formula of a genome, custom operators left as calls}
   *
   * @param genome parameters and trees
   */
  public Expr formula(Tape genome) {
    return formula(trees(genome));
  }

  /**
   * {@return the formula of the trees of a genome}
   *
   * @param trees parameters and trees, in the order of the genome
   */
  Expr formula(List<Expr> trees) {
    if (body == null) {
      return trees.getFirst();
    }
    Expr filled = Expansion.substitute(body, parameterNames(), trees.subList(0, parameters.size()));
    return fill(filled, trees);
  }

  private Expr fill(Expr e, List<Expr> trees) {
    return switch (e) {
      case Expr.Constant c -> c;
      case Expr.Variable v -> v;
      case Expr.Apply(var operator, var arguments) ->
          new Expr.Apply(operator, arguments.stream().map(a -> fill(a, trees)).toList());
      case Expr.Call(String name, List<Expr> arguments) -> {
        List<Expr> filled = arguments.stream().map(a -> fill(a, trees)).toList();
        for (int i = 0; i < holes.size(); i++) {
          if (holes.get(i).name().equals(name)) {
            yield place(trees.get(parameters.size() + i), filled);
          }
        }
        yield new Expr.Call(name, filled);
      }
    };
  }

  private Expr place(Expr tree, List<Expr> arguments) {
    List<Expr> values = new ArrayList<>();
    for (int i = 0; i < variables(); i++) {
      values.add(arguments.isEmpty() ? Expr.constant(1) : arguments.get(i % arguments.size()));
    }
    return Expansion.substitute(tree, argumentNames(), values);
  }

  /** {@return the trees of a genome as expressions of their variables} */
  List<Expr> trees(Tape genome) {
    List<Expr> trees = new ArrayList<>();
    int end = genome.length();
    while (end > 0) {
      int start = genome.subtreeStart(end - 1);
      Tape tree = new Tape(end - start);
      tree.addAll(genome, start, end);
      trees.addFirst(tree.toExpr(variableNames(), definitionNames()));
      end = start;
    }
    return trees;
  }
}
