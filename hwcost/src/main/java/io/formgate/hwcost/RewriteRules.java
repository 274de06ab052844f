package io.formgate.hwcost;

import static io.formgate.hwcost.RewriteRule.Condition.A_NOT_NEGATIVE;
import static io.formgate.hwcost.RewriteRule.Condition.B_NOT_NEGATIVE;
import static io.formgate.hwcost.RewriteRule.Condition.B_NOT_ZERO;
import static io.formgate.hwcost.RewriteRule.Condition.C_NOT_ZERO;
import static io.formgate.hwcost.RewriteRule.Condition.K_NOT_ZERO;
import static io.formgate.hwcost.RewriteRule.Condition.N_NOT_ZERO;

import java.util.ArrayList;
import java.util.List;

/**
 * What formulas are equal to. All rules hold over the reals; those with conditions only where the
 * values of their letters keep them, all others wherever the left side is defined.
 */
final class RewriteRules {
  private static final List<RewriteRule> TRIGONOMETRY =
      List.of(
          RewriteRule.of("sin(a)*cos(a)", "0.5*sin(2*a)"),
          RewriteRule.of("square(sin(a))", "0.5 - 0.5*cos(2*a)"),
          RewriteRule.of("square(cos(a))", "0.5 + 0.5*cos(2*a)"),
          RewriteRule.of("sin(a)*cos(b)", "0.5*(sin(a + b) + sin(a - b))"),
          RewriteRule.of("sin(a)*sin(b)", "0.5*(cos(a - b) - cos(a + b))"),
          RewriteRule.of("cos(a)*cos(b)", "0.5*(cos(a - b) + cos(a + b))"),
          RewriteRule.of("sin(neg(a))", "neg(sin(a))"),
          RewriteRule.of("cos(neg(a))", "cos(a)"));

  private static final List<RewriteRule> FUNCTIONS =
      List.of(
          RewriteRule.of("exp(a)*exp(b)", "exp(a + b)"),
          RewriteRule.of("exp(a)/exp(b)", "exp(a - b)"),
          RewriteRule.of("log(a) + log(b)", "log(a*b)"),
          RewriteRule.of("log(a) - log(b)", "log(a/b)"),
          RewriteRule.of("sqrt(a)*sqrt(b)", "sqrt(a*b)", A_NOT_NEGATIVE, B_NOT_NEGATIVE),
          RewriteRule.of(
              "sqrt(a)/sqrt(b)", "sqrt(a/b)", A_NOT_NEGATIVE, B_NOT_NEGATIVE, B_NOT_ZERO),
          RewriteRule.of("square(sqrt(a))", "a", A_NOT_NEGATIVE));

  private static final List<RewriteRule> PRODUCTS =
      List.of(
          RewriteRule.of("a*a", "square(a)"),
          RewriteRule.of("cube(a)", "a*square(a)"),
          RewriteRule.of("square(a)*square(b)", "square(a*b)"),
          RewriteRule.of("square(neg(a))", "square(a)"),
          RewriteRule.of("neg(a)*b", "neg(a*b)"),
          RewriteRule.of("(0 - 1)*a", "neg(a)"),
          RewriteRule.of("k*neg(a)", "neg(k)*a"),
          RewriteRule.of("neg(k*a)", "neg(k)*a"),
          RewriteRule.of("k*(m*a)", "(k*m)*a"),
          RewriteRule.of("(k*a)*b", "k*(a*b)"),
          RewriteRule.of("1*a", "a"),
          RewriteRule.of("a*b", "b*a"),
          RewriteRule.of("a*(b*c)", "(a*b)*c"));

  private static final List<RewriteRule> QUOTIENTS =
      List.of(
          RewriteRule.of("a/k", "(1/k)*a", K_NOT_ZERO),
          RewriteRule.of("(a/b)/c", "a/(b*c)", B_NOT_ZERO, C_NOT_ZERO),
          RewriteRule.of("a/b + c/b", "(a + c)/b", B_NOT_ZERO),
          RewriteRule.of("a/b - c/b", "(a - c)/b", B_NOT_ZERO),
          RewriteRule.of("(a/b)*c", "(a*c)/b", B_NOT_ZERO),
          RewriteRule.of("(k*a)/b", "k*(a/b)", B_NOT_ZERO));

  private static final List<RewriteRule> SUMS =
      List.of(
          RewriteRule.of("neg(neg(a))", "a"),
          RewriteRule.of("a - neg(b)", "a + b"),
          RewriteRule.of("a + neg(b)", "a - b"),
          RewriteRule.of("neg(a) + b", "b - a"),
          RewriteRule.of("neg(a - b)", "b - a"),
          RewriteRule.of("neg(a) - b", "neg(a + b)"),
          RewriteRule.of("a + a", "2*a"),
          RewriteRule.of("a - a", "0"),
          RewriteRule.of("a + 0", "a"),
          RewriteRule.of("k - (m - a)", "(k - m) + a"),
          RewriteRule.of("(a + k) + m", "a + (k + m)"),
          RewriteRule.of("(a - k) + m", "a + (m - k)"),
          RewriteRule.of("(a + k) - m", "a + (k - m)"),
          RewriteRule.of("(a - k) - m", "a - (k + m)"));

  private static final List<RewriteRule> FACTORING =
      List.of(
          RewriteRule.of("a*b + a*c", "a*(b + c)"),
          RewriteRule.of("a*b - a*c", "a*(b - c)"),
          RewriteRule.of("a*b + a", "a*(b + 1)"),
          RewriteRule.of("a*b - a", "a*(b - 1)"),
          RewriteRule.of("a - a*b", "a*(1 - b)"),
          RewriteRule.of("k*(a + m)", "k*a + k*m"),
          RewriteRule.of("k*(a - m)", "k*a - k*m"),
          RewriteRule.of("k*(m - a)", "k*m - k*a"),
          RewriteRule.of("k*(a + b)", "k*a + k*b"),
          RewriteRule.of("k*(a - b)", "k*a - k*b"),
          RewriteRule.of("a*(b + c)", "a*b + a*c"),
          RewriteRule.of("a*(b - c)", "a*b - a*c"),
          RewriteRule.of("(a + b)*(a - b)", "square(a) - square(b)"));

  /** A product and a multiple of one of its factors are one product. */
  private static final List<RewriteRule> COMPLETION =
      List.of(
          RewriteRule.of("k*a - b*(a - m)", "(k - b)*(a - m) + k*m"),
          RewriteRule.of("k*a - b*(a + m)", "(k - b)*(a + m) - k*m"),
          RewriteRule.of("k*a + b*(a - m)", "(k + b)*(a - m) + k*m"),
          RewriteRule.of("k*a + b*(a + m)", "(k + b)*(a + m) - k*m"),
          RewriteRule.of("a - b*(a - m)", "(1 - b)*(a - m) + m"),
          RewriteRule.of("a - b*(a + m)", "(1 - b)*(a + m) - m"),
          RewriteRule.of("a + b*(a - m)", "(1 + b)*(a - m) + m"),
          RewriteRule.of("a + b*(a + m)", "(1 + b)*(a + m) - m"),
          RewriteRule.of("a + k*(b*c)", "k*((1/k)*a + b*c)", K_NOT_ZERO),
          RewriteRule.of(
              "k*a + (m*b + n*(a*b))",
              "n*((a + (1/n)*m)*(b + (1/n)*k)) - (k*m)*(1/n)",
              N_NOT_ZERO));

  /** Orders of sums: many, so last. */
  private static final List<RewriteRule> ORDER =
      List.of(
          RewriteRule.of("a + b", "b + a"),
          RewriteRule.of("(a + b) + c", "a + (b + c)"),
          RewriteRule.of("(a - b) + c", "(a + c) - b"),
          RewriteRule.of("(a + b) - c", "(a - c) + b"),
          RewriteRule.of("(a - b) - c", "(a - c) - b"),
          RewriteRule.of("(a - b) - c", "a - (b + c)"),
          RewriteRule.of("a - (b - c)", "(a + c) - b"),
          RewriteRule.of("a + (b - c)", "(a + b) - c"));

  private RewriteRules() {}

  /** {@return all rules, those that cost least to look for and save most first} */
  static List<RewriteRule> all() {
    List<RewriteRule> all = new ArrayList<>();
    all.addAll(TRIGONOMETRY);
    all.addAll(FUNCTIONS);
    all.addAll(PRODUCTS);
    all.addAll(QUOTIENTS);
    all.addAll(SUMS);
    all.addAll(FACTORING);
    all.addAll(COMPLETION);
    all.addAll(ORDER);
    return List.copyOf(all);
  }
}
