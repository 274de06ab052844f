package io.formgate.expression;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Functions that other tools print and that are formulas of the language's own operators. */
final class ForeignFunctions {
  private static final Map<String, Definition> ALL = new TreeMap<>();

  static {
    // The meaning that PySR gives them.
    add("plus", "x + y");
    add("sub", "x - y");
    add("mult", "x*y");
    add("div", "x/y");
    add("atanh_clip", "atanh(mod(x + 1, 2) - 1)");
    add("acosh_abs", "acosh(abs(x) + 1)");
    add("log2_abs", "log2(abs(x))");
    add("log10_abs", "log10(abs(x))");
    add("log1p_abs", "log1p(abs(x))");
    // SymPy's value at 0 is 1/2.
    add("Heaviside", "0.5*(1 + sign(x))");
  }

  private ForeignFunctions() {}

  private static void add(String name, String formula) {
    Expr body = FormulaParser.parse(new SourceText(name, formula));
    ALL.put(name, new Definition(name, List.copyOf(body.variables()), body));
  }

  /** {@return the functions by name} */
  static Map<String, Definition> all() {
    return ALL;
  }
}
