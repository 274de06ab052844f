package io.formgate.search;

import io.formgate.expression.Definition;
import io.formgate.expression.Expansion;
import io.formgate.expression.Expr;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the formulas of genomes: holes filled, custom operators expanded, and for each constant of
 * the genome the positions at which it stands in the formula. One instance per thread: it owns the
 * formula until the next genome.
 *
 * <p>The formula of a genome without form and calls is the genome itself.
 */
final class Development {
  /** Nodes by which the longest formula exceeds the genome; a longer one is not looked at. */
  private static final int GROWTH = 8;

  private static final int NO_GROUP = Candidate.LITERAL;

  /** What a tape that is being copied is. */
  private enum Origin {
    GENOME,
    FORM,
    DEFINITION
  }

  /** Where the variables of a tape that is being copied come from: the subtrees of another. */
  private static final class Frame {
    private final Origin origin;
    private final Tape tape;
    private final int[] roots;
    private final @Nullable Frame outer;

    Frame(Origin origin, Tape tape, int[] roots, @Nullable Frame outer) {
      this.origin = origin;
      this.tape = tape;
      this.roots = roots;
      this.outer = outer;
    }
  }

  private final FormulaTemplate template;
  private final List<Tape> bodies = new ArrayList<>();
  private final List<Tape> tables;
  private final @Nullable Tape form;
  private final Map<String, Definition> definitions;
  private final Tape formula;
  private final Tape open;
  private final int[] groupAt;
  private final int[] treeRoot;
  private Tape source;
  private boolean fits;

  /**
   * Makes an instance.
   *
   * @param template how formulas are made
   * @param longestGenome most nodes of a genome
   */
  Development(FormulaTemplate template, int longestGenome) {
    this.template = template;
    for (Definition definition : template.definitions()) {
      bodies.add(Tape.of(definition.body(), definition.parameters()));
    }
    tables = template.tables().stream().map(basis -> pattern(template, basis)).toList();
    definitions =
        template.definitions().stream().collect(Collectors.toMap(Definition::name, d -> d));
    form = hasDerivative(template.body()) ? null : formTape(template);
    formula = new Tape(longestFormula(template, longestGenome));
    open = new Tape(formula.capacity());
    source = formula;
    groupAt = new int[Math.max(formula.capacity(), longestGenome)];
    treeRoot = new int[template.fixedLeaves() + template.holes().size()];
  }

  /**
   * {@return the nodes of the longest formula that is looked at}
   *
   * @param template how formulas are made
   * @param longestGenome most nodes of a genome
   */
  static int longestFormula(FormulaTemplate template, int longestGenome) {
    int longest = 0;
    for (LearnedBasis basis : template.tables()) {
      longest = Math.max(longest, longest(template, pattern(template, basis)));
    }
    return template.mostTables() * longest
        + (template.isFree() && template.definitions().isEmpty()
            ? longestGenome
            : Math.max(GROWTH, calls(template)) * longestGenome
                + (template.body() == null ? 0 : template.body().size()));
  }

  /** The formula of a table, its constants as variables that follow those of trees. */
  private static Tape pattern(FormulaTemplate template, LearnedBasis basis) {
    List<String> names = new ArrayList<>(template.argumentNames());
    for (int c = 0; c < basis.constants(); c++) {
      names.add(constantName(c));
    }
    return Tape.of(basis.formula(c -> Expr.variable(constantName(c))), names);
  }

  private static String constantName(int index) {
    return "#c" + index;
  }

  /** {@return the nodes of a table in all calls of a hole} */
  private static int longest(FormulaTemplate template, Tape pattern) {
    if (template.isFree()) {
      return pattern.length();
    }
    int arguments = 0;
    for (int i = 0; i < pattern.length(); i++) {
      boolean isArgument =
          pattern.isVariable(i) && pattern.variableAt(i) < template.argumentNames().size();
      arguments += isArgument ? 1 : 0;
    }
    int longest = 1;
    for (Expr.Call call : callsOf(template)) {
      for (Expr argument : call.arguments()) {
        longest = Math.max(longest, argument.size());
      }
    }
    return calls(template) * (pattern.length() + arguments * (longest - 1));
  }

  /** {@return how often the form calls the hole that it calls most} */
  private static int calls(FormulaTemplate template) {
    Map<String, Integer> counts = new HashMap<>();
    callsOf(template).forEach(call -> counts.merge(call.name(), 1, Integer::sum));
    return counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  private static List<Expr.Call> callsOf(FormulaTemplate template) {
    List<Expr.Call> calls = new ArrayList<>();
    List<Expr> open = new ArrayList<>();
    if (template.body() != null) {
      open.add(template.body());
    }
    while (!open.isEmpty()) {
      Expr e = open.removeLast();
      if (e instanceof Expr.Call call) {
        calls.add(call);
      }
      open.addAll(e.children());
    }
    return calls;
  }

  private static boolean hasDerivative(@Nullable Expr e) {
    if (e == null) {
      return false;
    }
    boolean own = e instanceof Expr.Call(String name, _) && name.equals(Expansion.DERIVATIVE);
    return own || e.children().stream().anyMatch(Development::hasDerivative);
  }

  /** Variables of the form's tape are the inputs, then the parameters; its calls are the holes. */
  private static @Nullable Tape formTape(FormulaTemplate template) {
    if (template.body() == null) {
      return null;
    }
    List<String> names = new ArrayList<>(template.inputs());
    names.addAll(template.parameterNames());
    return Tape.of(
        template.body(), names, template.holes().stream().map(FormulaTemplate.Hole::name).toList());
  }

  /**
   * {@return the formula, not to be changed but for its constants; null if it is too long}
   *
   * @param genome parameters and trees
   */
  @Nullable Tape formula(Tape genome) {
    int tables = template.tablesOf(genome);
    if (template.isFree() && !genome.hasCalls() && tables == 0) {
      for (int i = 0; i < genome.length(); i++) {
        groupAt[i] = genome.isConstant(i) ? i : NO_GROUP;
      }
      source = genome;
      return genome;
    }
    source = formula;
    formula.clear();
    fits = tables <= template.mostTables();
    if (!fits) {
      return null;
    }
    if (template.isFree()) {
      copy(Origin.GENOME, genome, genome.length() - 1, null, genome);
    } else {
      int end = genome.length();
      for (int k = treeRoot.length - 1; k >= 0; k--) {
        treeRoot[k] = end - 1;
        end = genome.subtreeStart(end - 1);
      }
      if (form == null) {
        differentiated(genome);
      } else {
        copy(Origin.FORM, form, form.length() - 1, null, genome);
      }
    }
    return fits ? formula : null;
  }

  /**
   * {@return for each constant of the last genome, in its order, its positions in the formula}
   *
   * @param genome the last genome
   */
  int[][] groups(Tape genome) {
    int[] sizes = new int[genome.length()];
    for (int i = 0; i < source.length(); i++) {
      if (groupAt[i] != NO_GROUP) {
        sizes[groupAt[i]]++;
      }
    }
    int[][] groups = new int[genome.constants()][];
    int[] index = new int[genome.length()];
    int found = 0;
    for (int g = 0; g < genome.length(); g++) {
      if (genome.isConstant(g)) {
        groups[found] = new int[sizes[g]];
        index[g] = found++;
      }
    }
    Arrays.fill(sizes, 0);
    for (int i = 0; i < source.length(); i++) {
      int g = groupAt[i];
      if (g != NO_GROUP) {
        groups[index[g]][sizes[g]++] = i;
      }
    }
    return groups;
  }

  /** {@return the last formula with its parameters as variables, which follow the inputs} */
  Tape open() {
    if (template.fixedLeaves() == 0) {
      return source;
    }
    open.clear();
    for (int i = 0; i < source.length(); i++) {
      if (groupAt[i] != NO_GROUP && groupAt[i] < template.fixedLeaves()) {
        open.addVariable(template.inputs().size() + groupAt[i]);
      } else {
        open.addAll(source, i, i + 1);
      }
    }
    return open;
  }

  /**
   * {@return the last formula with what it was made of}
   *
   * @param genome the last genome
   */
  Candidate candidate(Tape genome) {
    Tape typed = open().copy();
    List<Integer> groups = new ArrayList<>();
    for (int i = 0; i < typed.length(); i++) {
      if (typed.isConstant(i)) {
        groups.add(groupAt[i]);
      }
    }
    List<Double> parameters = new ArrayList<>();
    for (int i = 0; i < template.fixedLeaves(); i++) {
      parameters.add(genome.constantAt(i));
    }
    return new Candidate(typed, groups, parameters);
  }

  /**
   * {@return the rule of a genome's constant}
   *
   * @param genome the genome
   * @param position of the constant in it
   */
  ConstantRule ruleAt(Tape genome, int position) {
    return template.ruleAt(genome, position);
  }

  FormulaTemplate template() {
    return template;
  }

  /** Appends a subtree of a tape, its variables replaced as its frame says. */
  private void copy(Origin origin, Tape tape, int root, @Nullable Frame frame, Tape genome) {
    if (!fits || formula.length() >= formula.capacity()) {
      fits = false;
      return;
    }
    if (origin == Origin.GENOME
        && (template.isOpenTable(tape, root) || template.isTable(tape, root))) {
      table(tape, root, frame);
    } else if (tape.isConstant(root)) {
      append(tape.constantAt(root), origin == Origin.GENOME ? root : NO_GROUP);
    } else if (tape.isVariable(root)) {
      variable(origin, tape.variableAt(root), frame, genome);
    } else {
      int[] roots = arguments(tape, root);
      if (origin == Origin.FORM && tape.isCall(root)) {
        int tree = treeRoot[template.fixedLeaves() + tape.definitionAt(root)];
        copy(Origin.GENOME, genome, tree, new Frame(origin, tape, roots, null), genome);
      } else if (tape.isCall(root)) {
        Tape body = bodies.get(tape.definitionAt(root));
        Frame inner = new Frame(origin, tape, roots, frame);
        copy(Origin.DEFINITION, body, body.length() - 1, inner, genome);
      } else {
        for (int argument : roots) {
          copy(origin, tape, argument, frame, genome);
        }
        if (formula.length() >= formula.capacity()) {
          fits = false;
        }
        if (fits) {
          groupAt[formula.length()] = NO_GROUP;
          formula.addOperator(tape.operatorAt(root));
        }
      }
    }
  }

  private void variable(Origin origin, int index, @Nullable Frame frame, Tape genome) {
    if (frame != null) {
      if (frame.roots.length == 0) {
        append(1, NO_GROUP);
      } else {
        copy(
            frame.origin, frame.tape, frame.roots[index % frame.roots.length], frame.outer, genome);
      }
    } else if (origin == Origin.FORM && index >= template.inputs().size()) {
      int leaf = treeRoot[index - template.inputs().size()];
      append(genome.constantAt(leaf), leaf);
    } else {
      groupAt[formula.length()] = NO_GROUP;
      formula.addVariable(index);
    }
  }

  /** Appends the formula of a table. */
  private void table(Tape genome, int root, @Nullable Frame frame) {
    LearnedBasis basis = template.tableAt(genome, root);
    Tape pattern = tables.get(template.tableIndexAt(genome, root));
    boolean isOpen = template.isOpenTable(genome, root);
    int first = root - basis.constants();
    int arguments = template.variables();
    for (int i = 0; i < pattern.length(); i++) {
      if (!fits || formula.length() >= formula.capacity()) {
        fits = false;
        return;
      }
      if (!pattern.isVariable(i)) {
        groupAt[formula.length()] = NO_GROUP;
        formula.addAll(pattern, i, i + 1);
      } else if (pattern.variableAt(i) < arguments) {
        variable(Origin.GENOME, pattern.variableAt(i), frame, genome);
      } else {
        int constant = pattern.variableAt(i) - arguments;
        append(
            isOpen ? basis.typical(constant) : genome.constantAt(first + constant),
            isOpen ? NO_GROUP : first + constant);
      }
    }
  }

  private void append(double constant, int group) {
    groupAt[formula.length()] = group;
    formula.addConstant(constant);
  }

  private static int[] arguments(Tape tape, int root) {
    int[] roots = new int[tape.arityAt(root)];
    int at = root - 1;
    for (int k = roots.length - 1; k >= 0; k--) {
      roots[k] = at;
      at = tape.subtreeStart(at) - 1;
    }
    return roots;
  }

  /** A form with derivatives is filled as an expression, its constants as named variables. */
  private void differentiated(Tape genome) {
    Tape open = new Tape(genome.length());
    List<String> names = new ArrayList<>(template.variableNames());
    int first = names.size();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < genome.length(); i++) {
      if (genome.isConstant(i)) {
        open.addVariable(names.size());
        names.add("#c" + i);
        places.add(i);
      } else {
        open.addAll(genome, i, i + 1);
      }
    }
    List<Expr> trees = new ArrayList<>();
    int from = 0;
    for (int root : treeRoot) {
      Tape tree = new Tape(root + 1 - from);
      tree.addAll(open, from, root + 1);
      trees.add(tree.toExpr(names, template.definitionNames()));
      from = root + 1;
    }
    Tape filled;
    List<String> columns = new ArrayList<>(template.inputs());
    columns.addAll(names.subList(first, names.size()));
    try {
      Expr whole = Expansion.expand(template.formula(trees), definitions);
      if (whole.size() > formula.capacity()) {
        fits = false;
        return;
      }
      filled = Tape.of(whole, columns);
    } catch (ArithmeticException tooLarge) {
      fits = false;
      return;
    }
    for (int i = 0; i < filled.length(); i++) {
      if (filled.isVariable(i) && filled.variableAt(i) >= template.inputs().size()) {
        int place = places.get(filled.variableAt(i) - template.inputs().size());
        append(genome.constantAt(place), place);
      } else {
        groupAt[formula.length()] = NO_GROUP;
        formula.addAll(filled, i, i + 1);
      }
    }
  }
}
