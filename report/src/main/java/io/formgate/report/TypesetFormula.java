package io.formgate.report;

import io.formgate.expression.Expr;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Operator;
import io.formgate.expression.SignedSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Typesets formulas, with the numbers of their parts. */
public final class TypesetFormula {
  /** Nesting beyond which a typeset formula helps no one. */
  private static final int MOST_DEPTH = 60;

  private static final int SIGNIFICANT_DIGITS = 5;

  private static final int CHOICE = 0;
  private static final int SUM = 1;
  private static final int PRODUCT = 2;
  private static final int FACTOR = 3;
  private static final int ATOM = 4;

  private static final Map<String, String> GREEK =
      Map.ofEntries(
          Map.entry("alpha", "α"),
          Map.entry("beta", "β"),
          Map.entry("gamma", "γ"),
          Map.entry("delta", "δ"),
          Map.entry("epsilon", "ε"),
          Map.entry("eta", "η"),
          Map.entry("theta", "θ"),
          Map.entry("lambda", "λ"),
          Map.entry("mu", "μ"),
          Map.entry("nu", "ν"),
          Map.entry("xi", "ξ"),
          Map.entry("pi", "π"),
          Map.entry("rho", "ρ"),
          Map.entry("sigma", "σ"),
          Map.entry("tau", "τ"),
          Map.entry("phi", "φ"),
          Map.entry("chi", "χ"),
          Map.entry("psi", "ψ"),
          Map.entry("omega", "ω"));

  private final ToIntFunction<Expr> parts;

  private TypesetFormula(ToIntFunction<Expr> parts) {
    this.parts = parts;
  }

  /**
   * {@return an equation, typeset; empty where it is too deep to be legible}
   *
   * @param output left side
   * @param formula right side
   * @param parts the number of a part of it, or a negative number
   */
  public static Optional<MathMl> equation(String output, Expr formula, ToIntFunction<Expr> parts) {
    return depth(formula) > MOST_DEPTH
        ? Optional.empty()
        : Optional.of(
            MathMl.of(
                "mrow", name(output), sign("="), new TypesetFormula(parts).write(formula, CHOICE)));
  }

  private static MathMl sign(String text) {
    return MathMl.leaf("mo", text);
  }

  /** The stack holds what is still to be looked at: a formula may be of any depth. */
  private static int depth(Expr formula) {
    record Open(Expr e, int depth) {}
    List<Open> open = new ArrayList<>(List.of(new Open(formula, 1)));
    int deepest = 0;
    while (!open.isEmpty() && deepest <= MOST_DEPTH) {
      Open next = open.removeLast();
      deepest = Math.max(deepest, next.depth());
      List<Expr> arguments =
          switch (next.e()) {
            case Expr.Constant _, Expr.Variable _ -> List.of();
            case Expr.Apply a -> a.arguments();
            case Expr.Call c -> c.arguments();
          };
      arguments.forEach(a -> open.add(new Open(a, next.depth() + 1)));
    }
    return deepest;
  }

  /** Digits at the end and parts after an underscore are an index. */
  private static MathMl name(String name) {
    int at = name.indexOf('_');
    String stem = at > 0 ? name.substring(0, at) : name;
    String index = at > 0 ? name.substring(at + 1) : "";
    if (at <= 0) {
      int digits = stem.length();
      while (digits > 1 && Character.isDigit(stem.charAt(digits - 1))) {
        digits--;
      }
      index = stem.substring(digits);
      stem = stem.substring(0, digits);
    }
    MathMl base = MathMl.leaf("mi", GREEK.getOrDefault(stem, stem));
    return index.isEmpty() ? base : MathMl.of("msub", base, MathMl.leaf("mi", index));
  }

  private MathMl write(Expr e, int context) {
    MathMl written = written(e, context);
    return written.of(parts.applyAsInt(e));
  }

  private MathMl written(Expr e, int context) {
    return switch (e) {
      case Expr.Constant(double value) -> number(value, context);
      case Expr.Variable(String name) -> name(name);
      case Expr.Call call -> call(MathMl.leaf("mi", call.name()), call.arguments());
      case Expr.Apply apply -> apply(apply, context);
    };
  }

  private static MathMl number(double value, int context) {
    String text = FormulaPrinter.print(Expr.constant(Math.abs(value)), SIGNIFICANT_DIGITS);
    int exponent = text.indexOf('E');
    MathMl magnitude =
        exponent < 0
            ? MathMl.leaf("mn", text)
            : MathMl.of(
                "mrow",
                MathMl.leaf("mn", text.substring(0, exponent)),
                sign("·"),
                MathMl.of(
                    "msup",
                    MathMl.leaf("mn", "10"),
                    MathMl.leaf("mn", text.substring(exponent + 1).replace('-', '−'))));
    return value < 0
        ? grouped(MathMl.of("mrow", sign("−"), magnitude), SUM, context)
        : grouped(magnitude, exponent < 0 ? ATOM : PRODUCT, context);
  }

  private MathMl apply(Expr.Apply e, int context) {
    Operator operator = e.operator();
    return switch (operator) {
      case ADD, SUBTRACT -> grouped(sum(e), SUM, context);
      case MULTIPLY -> grouped(infix(e, "·", PRODUCT, FACTOR), PRODUCT, context);
      case NEGATE ->
          grouped(MathMl.of("mrow", sign("−"), write(e.argument(0), PRODUCT)), SUM, context);
      case DIVIDE -> fraction(write(e.argument(0), CHOICE), write(e.argument(1), CHOICE));
      case INVERSE -> fraction(MathMl.leaf("mn", "1"), write(e.argument(0), CHOICE));
      case POWER -> power(e.argument(0), write(e.argument(1), CHOICE));
      case SQUARE -> power(e.argument(0), MathMl.leaf("mn", "2"));
      case CUBE -> power(e.argument(0), MathMl.leaf("mn", "3"));
      case SQRT -> MathMl.of("msqrt", write(e.argument(0), CHOICE));
      case CBRT -> MathMl.of("mroot", write(e.argument(0), CHOICE), MathMl.leaf("mn", "3"));
      case EXP -> MathMl.of("msup", MathMl.leaf("mi", "e"), write(e.argument(0), CHOICE));
      case ABS -> fenced("|", write(e.argument(0), CHOICE), "|");
      case FLOOR -> fenced("⌊", write(e.argument(0), CHOICE), "⌋");
      case CEIL -> fenced("⌈", write(e.argument(0), CHOICE), "⌉");
      case SQRT_ABS -> MathMl.of("msqrt", fenced("|", write(e.argument(0), CHOICE), "|"));
      case LESS -> fenced("[", infix(e, "<", SUM, SUM), "]");
      case LESS_EQUAL -> fenced("[", infix(e, "≤", SUM, SUM), "]");
      case GREATER -> fenced("[", infix(e, ">", SUM, SUM), "]");
      case GREATER_EQUAL -> fenced("[", infix(e, "≥", SUM, SUM), "]");
      case EQUAL -> fenced("[", infix(e, "=", SUM, SUM), "]");
      case NOT_EQUAL -> fenced("[", infix(e, "≠", SUM, SUM), "]");
      case LOG -> function("ln", e);
      case LOG2, LOG10 ->
          call(
              MathMl.of(
                  "msub",
                  MathMl.leaf("mi", "log"),
                  MathMl.leaf("mn", operator == Operator.LOG2 ? "2" : "10")),
              e.arguments());
      case AND,
          OR,
          NOT,
          COND,
          SIGN,
          LOG1P,
          LOG_ABS,
          POW_ABS,
          SIN,
          COS,
          TAN,
          ASIN,
          ACOS,
          ATAN,
          SINH,
          COSH,
          TANH,
          ASINH,
          ACOSH,
          ATANH,
          ERF,
          ERFC,
          SIGMOID,
          GAUSS,
          SINC,
          RELU,
          ROUND,
          MIN,
          MAX,
          MOD,
          ATAN2,
          CLAMP,
          FMA ->
          function(operator.symbol(), e);
    };
  }

  private MathMl function(String name, Expr.Apply e) {
    return call(MathMl.leaf("mi", name), e.arguments());
  }

  private MathMl call(MathMl name, List<Expr> arguments) {
    List<MathMl> inside = new ArrayList<>();
    for (Expr argument : arguments) {
      if (!inside.isEmpty()) {
        inside.add(sign(","));
      }
      inside.add(write(argument, CHOICE));
    }
    return MathMl.of("mrow", name, fenced("(", new MathMl("mrow", "", inside, null), ")"));
  }

  private MathMl infix(Expr.Apply e, String sign, int left, int right) {
    return MathMl.of("mrow", write(e.argument(0), left), sign(sign), write(e.argument(1), right));
  }

  private MathMl sum(Expr.Apply e) {
    Expr.Apply signed = SignedSum.of(e);
    boolean isPlus = signed.operator() == Operator.ADD;
    MathMl second = write(signed.argument(1), isPlus ? SUM : PRODUCT);
    return MathMl.of(
        "mrow",
        write(e.argument(0), SUM),
        sign(isPlus ? "+" : "−"),
        second.of(parts.applyAsInt(e.argument(1))));
  }

  private static MathMl fraction(MathMl over, MathMl under) {
    return MathMl.of("mfrac", over, under);
  }

  private MathMl power(Expr base, MathMl exponent) {
    boolean isAtom =
        base instanceof Expr.Variable || (base instanceof Expr.Constant(double v) && v >= 0);
    MathMl written = write(base, CHOICE);
    return MathMl.of("msup", isAtom ? written : fenced("(", written, ")"), exponent);
  }

  private static MathMl grouped(MathMl inside, int level, int context) {
    return level < context ? fenced("(", inside, ")") : inside;
  }

  private static MathMl fenced(String open, MathMl inside, String close) {
    return MathMl.of("mrow", sign(open), inside, sign(close));
  }
}
