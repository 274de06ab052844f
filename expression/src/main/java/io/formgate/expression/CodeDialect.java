package io.formgate.expression;

import static io.formgate.expression.TreePrinter.form;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the printers for programming languages share: names, numbers, calls, helpers in use. */
abstract class CodeDialect implements TreePrinter.Dialect {
  private final Map<String, String> variables;
  private final Map<String, String> calls;
  private final Set<String> helpers = new TreeSet<>();

  /**
   * Chooses the names.
   *
   * @param names of all variables, in order
   * @param whole what will be printed
   * @param reserved names that no variable may have
   */
  CodeDialect(Collection<String> names, Expr whole, Set<String> reserved) {
    variables = Identifiers.of(names, reserved);
    Set<String> taken = new HashSet<>(reserved);
    taken.addAll(variables.values());
    calls = Identifiers.of(callNames(whole), taken);
  }

  private static Set<String> callNames(Expr whole) {
    Set<String> names = new LinkedHashSet<>();
    List<Expr> open = new ArrayList<>(List.of(whole));
    while (!open.isEmpty()) {
      Expr e = open.removeLast();
      if (e instanceof Expr.Call(String name, _)) {
        names.add(callName(name));
      }
      open.addAll(e.children().reversed());
    }
    return names;
  }

  /** A hole is called so: {@code ?1} becomes {@code hole_1}. */
  private static String callName(String name) {
    return name.equals("?") ? "hole" : name.startsWith("?") ? "hole_" + name.substring(1) : name;
  }

  /** {@return the name of a variable in the printed text} */
  String name(String variable) {
    String name = variables.get(variable);
    if (name == null) {
      throw new IllegalArgumentException(variable + " is not among the parameters");
    }
    return name;
  }

  /** {@return the helpers that the printed text calls} */
  Set<String> helpers() {
    return helpers;
  }

  /** {@return a call of a function that the printed text needs besides the language's own} */
  TreePrinter.Form helper(String name, List<Expr> arguments) {
    helpers.add(name);
    return TreePrinter.call(name, arguments);
  }

  /** Notes the use of a helper that a form names itself. */
  String use(String helper) {
    helpers.add(helper);
    return helper;
  }

  @Override
  public TreePrinter.Form variable(String name) {
    return form(TreePrinter.ATOM, name(name));
  }

  @Override
  public TreePrinter.Form call(Expr.Call e) {
    String name = calls.get(callName(e.name()));
    if (name == null) {
      throw new IllegalStateException("the call of " + e.name() + " was not named");
    }
    return TreePrinter.call(name, e.arguments());
  }

  /** The shortest decimal digits that mean the same double. */
  @Override
  public TreePrinter.Form constant(double value) {
    return TreePrinter.number(value, Double.toString(value));
  }

  @Override
  public String open() {
    return "(";
  }

  @Override
  public String close() {
    return ")";
  }
}
