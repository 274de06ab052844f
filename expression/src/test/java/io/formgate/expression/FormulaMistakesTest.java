package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Every mistake in a formula points at its place, and no text breaks the reader. */
class FormulaMistakesTest {
  private static List<Diagnostic> mistakes(String text) {
    return catchThrowableOfType(
            DiagnosticException.class, () -> FormulaParser.parse(new SourceText("f", text)))
        .diagnostics();
  }

  private static void assertMistake(String text, DiagnosticCode code, int line, int column) {
    List<Diagnostic> found = mistakes(text);
    assertThat(found).as(text).isNotEmpty();
    Diagnostic first = found.getFirst();
    assertThat(first.code()).as(text).isEqualTo(code);
    SourceSpan span = first.span();
    assertThat(span).isNotNull();
    if (span != null) {
      assertThat(span.line()).as(text).isEqualTo(line);
      assertThat(span.column()).as(text).isEqualTo(column);
    }
  }

  @Test
  void everyMistakeIsLocated() {
    assertMistake("x +\r\n  * y", DiagnosticCode.FORMULA_SYNTAX, 2, 3);
    assertMistake("x + ", DiagnosticCode.FORMULA_SYNTAX, 1, 5);
    assertMistake("", DiagnosticCode.FORMULA_SYNTAX, 1, 1);
    assertMistake("x y", DiagnosticCode.FORMULA_SYNTAX, 1, 3);
    assertMistake("x = y", DiagnosticCode.FORMULA_SYNTAX, 1, 3);
    assertMistake("sin()", DiagnosticCode.FORMULA_SYNTAX, 1, 5);
    assertMistake("(x))", DiagnosticCode.FORMULA_SYNTAX, 1, 4);
    assertMistake("1..2", DiagnosticCode.FORMULA_SYNTAX, 1, 3);
    assertMistake("x + \uD835\uDC65", DiagnosticCode.FORMULA_SYNTAX, 1, 5);
    assertMistake("\uD835\uDC65 + x", DiagnosticCode.FORMULA_SYNTAX, 1, 1);
    assertMistake("x + \u0007y", DiagnosticCode.FORMULA_SYNTAX, 1, 5);
    assertMistake("x \u202E+ y", DiagnosticCode.FORMULA_SYNTAX, 1, 3);
    assertMistake("x + \uD835", DiagnosticCode.FORMULA_SYNTAX, 1, 5);
    assertMistake("x\n + tan(y)", DiagnosticCode.FORMULA_FUNCTION, 2, 4);
    assertMistake("1 + max(x)", DiagnosticCode.FORMULA_ARITY, 1, 5);
    assertMistake("sin(x, y)", DiagnosticCode.FORMULA_ARITY, 1, 1);
    assertMistake("# note\nx^(y + 1)", DiagnosticCode.FORMULA_EXPONENT, 2, 3);
    assertMistake("x^5", DiagnosticCode.FORMULA_EXPONENT, 1, 3);
    assertMistake("x + 1e400", DiagnosticCode.FORMULA_NUMBER, 1, 5);
    assertMistake("x + 1e-400", DiagnosticCode.FORMULA_NUMBER, 1, 5);
    assertMistake("-0.0001e-400", DiagnosticCode.FORMULA_NUMBER, 1, 2);
  }

  @Test
  void noughtsOfEveryWritingAreNumbers() {
    for (String nought : List.of("0", "0.0", ".0", "0e9", "-0", "0.000e-999")) {
      assertThat(FormulaParser.parse(new SourceText("f", nought)))
          .as(nought)
          .isEqualTo(Expr.constant(0));
    }
  }

  @Test
  void allMistakesOfAFormulaAreShownWithCarets() {
    assertThat(
            catchThrowableOfType(
                DiagnosticException.class,
                () -> FormulaParser.parse(new SourceText("f", "tan(x) + max(y)"))))
        .hasMessage(
            """
            f:1:1: error FG401: there is no function 'tan'
              | tan(x) + max(y)
              | ^^^
              mend: functions are abs, square, sqrt, min, max, sin, cos, exp, cosh
            f:1:10: error FG402: max takes 2 arguments, not 1
              | tan(x) + max(y)
              |          ^^^
              mend: give it the arguments it needs
            """);
  }

  @Test
  void oversizedTextsAreRefused() {
    String open = "(".repeat(100_000);
    assertMistake(open, DiagnosticCode.FORMULA_SIZE, 1, FormulaParser.MAX_NESTING + 1);
    assertMistake(
        open + "x" + ")".repeat(100_000),
        DiagnosticCode.FORMULA_SIZE,
        1,
        FormulaParser.MAX_NESTING + 1);
    assertMistake(
        ")".repeat(100_000) + open,
        DiagnosticCode.FORMULA_SIZE,
        1,
        100_000 + FormulaParser.MAX_NESTING + 1);
    assertMistake(
        "x" + "+x".repeat(100_000),
        DiagnosticCode.FORMULA_SIZE,
        1,
        2 * FormulaParser.MAX_OPERATORS + 2);
    assertMistake(
        "-".repeat(100_000) + "x", DiagnosticCode.FORMULA_SIZE, 1, FormulaParser.MAX_OPERATORS + 1);
    assertMistake(
        "x + ".repeat(1_000_000), DiagnosticCode.FORMULA_SIZE, 1, FormulaParser.MAX_CHARACTERS + 1);
    assertThat(mistakes("x ".repeat(100_000))).isNotEmpty();
    assertThat(mistakes("\uD83D\uDE00".repeat(50_000))).isNotEmpty();
  }

  @Test
  void cubesOfCubesAreRefusedBeforeTheyFillTheMemory() {
    assertMistake("(".repeat(100) + "x" + "^3)".repeat(100), DiagnosticCode.FORMULA_SIZE, 1, 90);
    String large = "(".repeat(11) + "x" + "^3)".repeat(11);
    assertMistake(large + ("+" + large).repeat(100), DiagnosticCode.FORMULA_SIZE, 1, 1);
  }

  @Test
  void theLargestFormulasPassEveryRecursionOnADefaultStack() throws InterruptedException {
    int n = FormulaParser.MAX_OPERATORS;
    String nested =
        "sin(".repeat(FormulaParser.MAX_NESTING)
            + "-".repeat(n)
            + "x"
            + ")".repeat(FormulaParser.MAX_NESTING);
    for (String text :
        List.of("x" + "+x".repeat(n), "-".repeat(n) + "x", nested, "x" + "^1".repeat(n))) {
      onDefaultStack(() -> {
        Expr e = FormulaParser.parse(new SourceText("f", text));
        Expr again = FormulaParser.parse(new SourceText("f", text));
        assertThat(e.equals(again)).isTrue();
        assertThat(e.hashCode()).isEqualTo(again.hashCode());
        String printed = FormulaPrinter.print(e);
        Expr back =
            e.size() > 4_000 || !printed.contains("(-(")
                ? FormulaParser.parse(new SourceText("f", printed))
                : e;
        assertThat(back.equals(e)).isTrue();
        double value = ReferenceEvaluator.evaluate(e, Map.of("x", 0.5));
        Tape tape = Tape.of(e, List.of("x"));
        assertThat(tape.length()).isEqualTo(e.size());
        assertThat(tape.toExpr(List.of("x")).equals(e)).isTrue();
        RowBlocks rows =
            new RowBlocks(
                new Dataset(List.of("x", "y"), new double[][] {{0.5}, {0}}), List.of("x"), "y");
        double[] out = new double[1];
        new BatchEvaluator(rows, tape.length()).evaluate(tape, out);
        assertThat(out[0]).isCloseTo(value, org.assertj.core.data.Offset.offset(1e-9));
      });
    }
  }

  /** A thread of stack size 0 has the machine's default, as main and pool threads do. */
  private static void onDefaultStack(Runnable task) throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread = new Thread(null, task, "default stack", 0);
    thread.setUncaughtExceptionHandler((_, e) -> failure.set(e));
    thread.start();
    thread.join();
    assertThat(failure.get()).isNull();
  }

  @Test
  void mutatedFormulasGiveAResultOrDiagnostics() {
    Random random = new Random(3);
    String alphabet = "()+-*/^,=.eE019xy_#\n\r\t \u0000\u202E\uD835\uDC65\u00B2sinmax'\"\\";
    int good = 0;
    int bad = 0;
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder(FormulaPrinter.print(RandomExprs.any(random, 4)));
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = random.nextInt(text.length() + 1);
        char c = alphabet.charAt(random.nextInt(alphabet.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.insert(at, c);
          case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(3)));
          default -> text.replace(at, Math.min(text.length(), at + 1), String.valueOf(c));
        }
      }
      SourceText source = new SourceText("f", text.toString());
      try {
        FormulaParser.parse(source);
        good++;
      } catch (DiagnosticException e) {
        assertThat(e.diagnostics()).allSatisfy(d -> assertThat(d.span()).isNotNull());
        bad++;
      }
    }
    assertThat(List.of(good, bad)).allSatisfy(n -> assertThat(n).isGreaterThan(200));
  }

  @Test
  void definitionsKeepTheirOrder() {
    Map<String, Expr> definitions =
        FormulaParser.parseDefinitions(
            new SourceText("f", "# two outputs\nsum = x\n  + y // over two lines\nabout=-1\n"));
    assertThat(new ArrayList<>(definitions.keySet())).containsExactly("sum", "about");
    assertThat(definitions)
        .containsEntry("about", Expr.constant(-1))
        .containsEntry("sum", Expr.apply(Operator.ADD, Expr.variable("x"), Expr.variable("y")));
  }

  @Test
  void definitionsReportMistakes() {
    assertThat(
            catchThrowableOfType(
                    DiagnosticException.class,
                    () ->
                        FormulaParser.parseDefinitions(
                            new SourceText("f", "a = x\nb = tan(x)\na = y")))
                .diagnostics())
        .extracting(d -> d.code() + " " + (d.span() == null ? "" : d.span().location()))
        .containsExactly("FORMULA_FUNCTION f:2:5", "SPEC_NAME f:3:1");
    for (String text : List.of("", "a =", "x + y", "a = x = y", "= x")) {
      assertThat(
              catchThrowableOfType(
                  DiagnosticException.class,
                  () -> FormulaParser.parseDefinitions(new SourceText("f", text))))
          .as(text)
          .isNotNull();
    }
    // The operators of a formula count, not those of the file.
    String many = ("a%d = x" + "+x".repeat(1_500) + "\n");
    assertThat(
            FormulaParser.parseDefinitions(
                new SourceText("f", many.formatted(1) + many.formatted(2))))
        .hasSize(2);
  }
}
