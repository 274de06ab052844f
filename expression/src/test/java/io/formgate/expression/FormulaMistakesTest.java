package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
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
    assertMistake("x\u00B2", DiagnosticCode.FORMULA_SYNTAX, 1, 2);
    assertMistake("a < b < c", DiagnosticCode.FORMULA_SYNTAX, 1, 7);
    assertMistake("1 + not x", DiagnosticCode.FORMULA_SYNTAX, 1, 5);
    assertMistake("1 + ?(x)", DiagnosticCode.FORMULA_SYNTAX, 1, 5);
    assertMistake("x + (y, z)", DiagnosticCode.FORMULA_SYNTAX, 1, 5);
    assertMistake("\uD835\uDC65\uD835\uDC65", DiagnosticCode.FORMULA_SYNTAX, 1, 1);
    assertMistake("x\n + sec(y)", DiagnosticCode.FORMULA_FUNCTION, 2, 4);
    assertMistake("1 + max(x)", DiagnosticCode.FORMULA_ARITY, 1, 5);
    assertMistake("sin(x, y)", DiagnosticCode.FORMULA_ARITY, 1, 1);
    assertMistake("cond(x)", DiagnosticCode.FORMULA_ARITY, 1, 1);
    assertMistake("D(x, 2)", DiagnosticCode.FORMULA_ARITY, 1, 1);
    assertMistake("D(x)", DiagnosticCode.FORMULA_ARITY, 1, 1);
    assertMistake("Piecewise((1, x > 0))", DiagnosticCode.FORMULA_ARITY, 1, 1);
    assertMistake("Piecewise((1, x > 0), x)", DiagnosticCode.FORMULA_ARITY, 1, 23);
    assertMistake("x + oo", DiagnosticCode.FORMULA_NUMBER, 1, 5);
    assertMistake("nan", DiagnosticCode.FORMULA_NUMBER, 1, 1);
    assertMistake("zoo*x", DiagnosticCode.FORMULA_NUMBER, 1, 1);
    assertMistake("x*I", DiagnosticCode.FORMULA_NUMBER, 1, 3);
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
                () -> FormulaParser.parse(new SourceText("f", "sine(x) + max(y)"))))
        .hasMessage(
            """
            f:1:1: error FG401: there is no function 'sine'
              | sine(x) + max(y)
              | ^^^^
              mend: did you mean 'sin'?
            f:1:11: error FG402: max takes 2 or more arguments, not 1
              | sine(x) + max(y)
              |           ^^^
              mend: write max(x, y)
            """);
  }

  @Test
  void everyCodeOfFormulasIsMet() {
    Set<DiagnosticCode> met = EnumSet.noneOf(DiagnosticCode.class);
    for (String text : List.of("x +", "f(x)", "sin(x, y)", "(".repeat(1_000), "1e999")) {
      mistakes(text).forEach(d -> met.add(d.code()));
    }
    // Which variables a formula may have is for those who declare them to say.
    assertThat(met)
        .containsExactlyElementsOf(
            Stream.of(DiagnosticCode.values())
                .filter(c -> c.id().startsWith("FG4") && c != DiagnosticCode.FORMULA_VARIABLE)
                .toList());
  }

  @Test
  void mendsNameWhatWasMeant() {
    Map<String, String> mends =
        Map.of(
            "sqr(x)", "did you mean 'sqrt'?",
            "Maximum(x, y)", "did you mean 'maximum'?",
            "arcsine(x)", "did you mean 'arcsin'?",
            "sec(x)", "write 1/cos(x)",
            "atan(y, x)", "write atan2(y, x)",
            "clamp(x)", "write clamp(x, y, z)",
            "x = 1", "write == to compare two values",
            "2 x", "an operator is missing before it, such as *",
            "a < b < c", "comparisons are not chained: write a < b and b < c");
    mends.forEach(
        (text, mend) -> assertThat(mistakes(text).getFirst().mend()).as(text).isEqualTo(mend));
    assertThat(mistakes("gamma_function(x)").getFirst().mend())
        .startsWith("functions are abs, sign, square, cube, sqrt,");
  }

  @Test
  void formsTellHolesFromMisspeltFunctions() {
    Vocabulary form = RandomExprs.VOCABULARY;
    assertThat(parse("g(x) + ?(y)", form).calls().keySet()).containsExactly("g", "?1");
    assertThat(parse("corr(x)*?sine(y)", new Vocabulary(Set.of(), Map.of(), true)).calls())
        .hasSize(2)
        .satisfies(calls -> assertThat(calls.get("?sine")).isNotNull());
    for (String text : List.of("sine(x)", "1 + g(x)*g(x, y)", "twice(x, y)", "twic(x)")) {
      assertThatThrownBy(() -> parse(text, form)).as(text).isInstanceOf(DiagnosticException.class);
    }
    assertThatThrownBy(() -> parse("Sin(x)", form))
        .hasMessageContaining("write sin(...), or ?Sin(...) for a hole of this name");
  }

  private static FormulaParser.Parsed parse(String text, Vocabulary vocabulary) {
    return FormulaParser.parsed(new SourceText("f", text), 0, text.length(), vocabulary);
  }

  @Test
  void firstUsesOfVariablesAreKnown() {
    FormulaParser.Parsed parsed = parse("b + pi\n + a*b", Vocabulary.NONE);
    assertThat(parsed.variables().keySet()).containsExactly("b", "a");
    assertThat(parsed.variables().values())
        .extracting(SourceSpan::location)
        .containsExactly("f:1:1", "f:2:4");
    Vocabulary declared = new Vocabulary(Set.of("I", "e", "x\u2081"), Map.of(), false);
    assertThat(parse("I*e + x\u2081 - x\u2082", declared).variables().keySet())
        .containsExactly("I", "e", "x\u2081", "x2");
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
        "not ".repeat(100_000) + "x",
        DiagnosticCode.FORMULA_SIZE,
        1,
        4 * FormulaParser.MAX_OPERATORS + 1);
    assertMistake(
        "x" + "^x".repeat(100_000),
        DiagnosticCode.FORMULA_SIZE,
        1,
        2 * FormulaParser.MAX_OPERATORS + 2);
    assertMistake(
        "max(x" + ",x".repeat(100_000) + ")",
        DiagnosticCode.FORMULA_SIZE,
        1,
        2 * FormulaParser.MAX_OPERATORS + 6);
    assertMistake(
        "(".repeat(FormulaParser.MAX_NESTING),
        DiagnosticCode.FORMULA_SYNTAX,
        1,
        FormulaParser.MAX_NESTING + 1);
    assertMistake("(x".repeat(150), DiagnosticCode.FORMULA_SYNTAX, 1, 301);
    assertMistake(
        "x".repeat(50_000_000), DiagnosticCode.FORMULA_SIZE, 1, FormulaParser.MAX_CHARACTERS + 1);
    assertMistake(
        "x + ".repeat(1_000_000), DiagnosticCode.FORMULA_SIZE, 1, FormulaParser.MAX_CHARACTERS + 1);
    assertThat(mistakes("x ".repeat(100_000))).isNotEmpty();
    assertThat(mistakes("\uD83D\uDE00".repeat(50_000))).isNotEmpty();
  }

  @Test
  void veryManyMistakesAreNotAllShown() {
    String sum = "f(".repeat(199) + "x" + ")".repeat(199);
    assertThat(mistakes(sum + ("+" + sum).repeat(1_600)))
        .hasSize(FormulaParser.MAX_MISTAKES + 1)
        .last()
        .satisfies(d -> assertThat(d.message()).contains("more than 100 mistakes"));
    assertThatThrownBy(
            () -> FormulaFile.parse(new SourceText("f", "1 +\n".repeat(200_000)), Vocabulary.NONE))
        .hasMessageContaining("more than 100 mistakes");
    assertThatThrownBy(() ->
            FormulaFile.parse(new SourceText("f", "a = 1 +\n".repeat(100_000)), Vocabulary.NONE))
        .isInstanceOf(DiagnosticException.class);
  }

  @Test
  void formulasThatMeanLargeOnesAreRefusedBeforeTheyFillTheMemory() {
    String deep = "D(".repeat(100) + "sin(".repeat(90) + "x" + ")".repeat(90) + ",x)".repeat(100);
    assertMistake(deep, DiagnosticCode.FORMULA_SIZE, 1, 197);
    String wide = "sin(".repeat(100) + "x" + ")".repeat(100);
    assertMistake(wide + ("+" + wide).repeat(150), DiagnosticCode.FORMULA_SIZE, 1, 1);
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
        List.of(
            "x" + "+x".repeat(n),
            "-".repeat(n) + "x",
            "not ".repeat(n) + "x",
            "x" + "^x".repeat(n),
            "x" + " or x".repeat(n),
            "max(x" + ", x".repeat(n) + ")",
            nested,
            "Heaviside(".repeat(199) + "-".repeat(n) + "x" + ")".repeat(199),
            "x" + "^1".repeat(n),
            "x" + "^-x".repeat(n / 2),
            "(".repeat(199) + "-".repeat(n) + "x" + ")".repeat(199))) {
      onDefaultStack(() -> {
        Expr e = FormulaParser.parse(new SourceText("f", text));
        Expr again = FormulaParser.parse(new SourceText("f", text));
        assertThat(e.equals(again)).isTrue();
        assertThat(e.hashCode()).isEqualTo(again.hashCode());
        // What these print has more parentheses than are read.
        if (!text.contains("^") && !text.contains("Heaviside")) {
          assertThat(FormulaParser.parse(new SourceText("f", FormulaPrinter.print(e))).equals(e))
              .isTrue();
        }
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
    String alphabet =
        "()+-*/^,=.eE019xy_#?<>&|~!\n\r\t \u0000\u202E\uD835\uDC65\u00B2\u2081sinmax'\"\\";
    int good = 0;
    int bad = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text =
          new StringBuilder(FormulaPrinter.print(RandomExprs.withCalls(random, 3)));
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + 1 + random.nextInt(5));
        char c = alphabet.charAt(random.nextInt(alphabet.length()));
        switch (random.nextInt(4)) {
          case 0 -> text.insert(at, c);
          case 1 -> text.delete(at, to);
          case 2 -> text.insert(at, text.substring(at, to));
          default -> text.replace(at, Math.min(text.length(), at + 1), String.valueOf(c));
        }
      }
      String part = "<" + text + ">";
      SourceText source = new SourceText("f", part);
      try {
        FormulaParser.parse(
            source, 1, part.length() - 1, i % 2 == 0 ? Vocabulary.NONE : RandomExprs.VOCABULARY);
        good++;
      } catch (DiagnosticException e) {
        for (Diagnostic d : e.diagnostics()) {
          SourceSpan span = d.span();
          if (span == null || span.start() < 1 || span.end() > part.length() - 1) {
            assertThat(d).as(part).isNull();
          }
        }
        assertThat(e.diagnostics().getFirst().render()).contains("^");
        bad++;
      }
    }
    assertThat(List.of(good, bad)).allSatisfy(n -> assertThat(n).isGreaterThan(2_000));
  }

  @Test
  void definitionsKeepTheirOrder() {
    FormulaFile file =
        FormulaFile.parse(
            new SourceText("f", "# two outputs\nsum = x\n  + y // over two lines\nabout=-1\n"),
            Vocabulary.NONE);
    assertThat(file.names()).containsExactly("sum", "about");
    assertThat(file.formulas())
        .containsExactly(
            Expr.apply(Operator.ADD, Expr.variable("x"), Expr.variable("y")), Expr.constant(-1));
    assertThat(file.places().stream().map(SourceSpan::text))
        .containsExactly("sum = x\n  + y", "about=-1");
    assertThat(file.variables().values().stream().map(SourceSpan::location))
        .containsExactly("f:2:7", "f:3:5");
  }

  @Test
  void definitionsReportMistakes() {
    assertThat(
            catchThrowableOfType(
                    DiagnosticException.class,
                    () ->
                        FormulaFile.parse(
                            new SourceText("f", "a = x\nb = sec(x)\na = y"), Vocabulary.NONE))
                .diagnostics())
        .extracting(d -> d.code() + " " + (d.span() == null ? "" : d.span().location()))
        .containsExactly("FORMULA_FUNCTION f:2:5", "SPEC_NAME f:3:1");
    for (String text : List.of("", "a =", "x + y", "a = x = y", "= x")) {
      assertThat(
              catchThrowableOfType(
                  DiagnosticException.class,
                  () -> FormulaParser.parseDefinitions(new SourceText("f", text), Vocabulary.NONE)))
          .as(text)
          .isNotNull();
    }
    // The operators of a formula count, not those of the file.
    String many = ("a%d = x" + "+x".repeat(1_500) + "\n");
    assertThat(
            FormulaFile.parse(
                    new SourceText("f", many.formatted(1) + many.formatted(2)), Vocabulary.NONE)
                .formulas())
        .hasSize(2);
  }
}
