package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Places in texts and what a user sees of them. */
class DiagnosticTest {
  private static Diagnostic at(String text, int start, int end) {
    return Diagnostic.at(
        DiagnosticCode.FORMULA_SYNTAX,
        new SourceText("f", text).span(start, end),
        "wrong",
        "mend it");
  }

  private static String[] lines(String text, int start, int end) {
    return at(text, start, end).render().split("\n", -1);
  }

  private static int column(@Nullable SourceSpan span) {
    return span == null ? 0 : span.column();
  }

  @Test
  void placesCountLinesAndColumnsFromOne() {
    SourceText text = new SourceText("f", "ab\r\ncd\n\nx");
    assertThat(text.span(0, 1).location()).isEqualTo("f:1:1");
    assertThat(text.span(2, 2).location()).isEqualTo("f:1:3");
    assertThat(text.span(3, 3).location()).isEqualTo("f:1:4");
    assertThat(text.span(4, 5).location()).isEqualTo("f:2:1");
    assertThat(text.span(6, 6).location()).isEqualTo("f:2:3");
    assertThat(text.span(7, 7).location()).isEqualTo("f:3:1");
    assertThat(text.span(9, 9).location()).isEqualTo("f:4:2");
    assertThat(text.lineTextAt(3)).isEqualTo("ab");
    assertThat(text.lineTextAt(7)).isEmpty();
    assertThat(text.lineTextAt(9)).isEqualTo("x");
    assertThat(new SourceText("f", "a\n").span(2, 2).location()).isEqualTo("f:2:1");
    assertThat(new SourceText("f", "").span(0, 0).location()).isEqualTo("f:1:1");
    assertThatThrownBy(() -> text.span(3, 10)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> text.span(3, 2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theCaretStandsUnderThePlace() {
    assertThat(at("one\r\ntwo three\r\n", 9, 14).render())
        .isEqualTo(
            """
            f:2:5: error FG400: wrong
              | two three
              |     ^^^^^
              mend: mend it
            """);
    assertThat(lines("ab\ncd", 1, 5)[2]).isEqualTo("  |  ^");
    assertThat(lines("ab", 2, 2)[2]).isEqualTo("  |   ^");
    assertThat(lines("ab\r\n", 3, 4)[2]).isEqualTo("  |   ^");
    assertThat(lines("", 0, 0)[2]).isEqualTo("  | ^");
    assertThat(lines("\ta", 1, 2)).contains("  |  a", "  |  ^");
    // Pairs of units count as one character; what is two columns wide has two carets.
    String wide = "\uD835\uDC65 + \u5BF8e\u0301 = \uD83D\uDE00";
    assertThat(at(wide, 3, 4).span()).satisfies(s -> assertThat(column(s)).isEqualTo(3));
    assertThat(lines(wide, 3, 4)[2]).isEqualTo("  |   ^");
    assertThat(lines(wide, 5, 6)[2]).isEqualTo("  |     ^^");
    assertThat(lines(wide, 9, 10)[2]).isEqualTo("  |         ^");
    assertThat(lines(wide, 11, 13)[2]).isEqualTo("  |           ^^");
    assertThat(Diagnostic.of(DiagnosticCode.USAGE, "wrong", "mend it").render())
        .isEqualTo("error FG100: wrong\n  mend: mend it\n");
  }

  @Test
  void longLinesAreCutAroundThePlace() {
    String text = "a".repeat(500) + "HERE" + "b".repeat(500);
    String[] shown = lines(text, 500, 504);
    assertThat(shown[1].length()).isLessThan(180);
    int caret = shown[2].indexOf('^');
    assertThat(shown[1].substring(caret, caret + 4)).isEqualTo("HERE");
    assertThat(shown[2]).endsWith("^^^^").doesNotContain("^^^^^");
    String[] wide = lines(text, 10, 900);
    assertThat(wide[2].length()).isLessThanOrEqualTo(wide[1].length());
    String pairs = "\uD835\uDC65".repeat(300) + "!" + "\uD835\uDC65".repeat(300);
    String[] cut = lines(pairs, 600, 601);
    assertThat(cut[1]).doesNotContain("\uFFFD");
    assertThat(cut[1].codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE))
        .isTrue();
    int before = cut[2].indexOf('^');
    assertThat(cut[1].codePoints().skip(before).findFirst().orElse(0)).isEqualTo('!');
  }

  @Test
  void hostileCharactersDoNotReachATerminal() {
    String hostile =
        "\u001B[2J \u202E \u200B \u2028 \u2029 \u0085 \u0000 \uD835 \uDB40\uDC41 \b \u009B";
    String rendered =
        new Diagnostic(
                DiagnosticCode.FORMULA_SYNTAX,
                new SourceText(hostile, hostile).span(5, 6),
                hostile,
                hostile)
            .render();
    assertThat(rendered.lines()).hasSize(4);
    rendered
        .replace("\n", "")
        .codePoints()
        .forEach(c ->
            assertThat(Character.getType(c))
                .as("U+%04X", c)
                .isNotIn(
                    (int) Character.CONTROL,
                    (int) Character.FORMAT,
                    (int) Character.LINE_SEPARATOR,
                    (int) Character.PARAGRAPH_SEPARATOR,
                    (int) Character.SURROGATE));
  }

  @Test
  void identitiesAreUnique() {
    assertThat(java.util.Arrays.stream(DiagnosticCode.values()).map(DiagnosticCode::id))
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("FG[1-9]\\d\\d"));
    assertThatThrownBy(() -> new DiagnosticException(java.util.List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
