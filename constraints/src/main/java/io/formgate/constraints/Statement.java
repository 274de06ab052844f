package io.formgate.constraints;

import io.formgate.constraints.grammar.SpecLexer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;

/** The kinds of statement of a spec file. */
enum Statement {
  DATA("data", true, false, "data \"FILE\""),
  WHERE("where", false, false, "where FORMULA"),
  INPUT("input", true, true, "input NAME, NAME from \"COLUMN\" : UNIT as FORMAT in [LOW, HIGH]"),
  OUTPUT(
      "output",
      true,
      true,
      "output NAME from \"COLUMN\" : UNIT as FORMAT saturate tolerance ERROR"),
  CLASSES(
      "classes", false, false, "classes NAME, NAME = \"LABEL\" from COLUMN as FORMAT with scores"),
  COLUMN("column", false, true, "column NAME from \"COLUMN\""),
  WEIGHT("weight", false, false, "weight FORMULA"),
  DENOISE("denoise", false, false, "denoise gaussian process"),
  FEATURES("features", false, false, "features COUNT"),
  SPLIT("split", false, false, "split validation 20 %, seed NUMBER"),
  TEACHER(
      "teacher", false, false, "teacher \"FILE\", tensor \"NAME\", test \"FILE\", apart FORMULA"),
  PARAMETER("parameter", false, true, "parameter NAME, NAME[COLUMN] : UNIT in [LOW, HIGH]"),
  DEFINE(
      "define",
      false,
      true,
      "define NAME(ARGUMENT, ARGUMENT) = FORMULA or define unit NAME = UNIT"),
  OPERATORS("operators", true, false, "operators + - * sqrt"),
  TABLES("tables", false, false, "tables steps 12, most 3, smooth 1/10, projections 4, increasing"),
  CONSTANTS(
      "constants",
      false,
      false,
      "constants dimensionless, in [LOW, HIGH], on grid STEP, snap, refit"),
  CONSTRAIN("constrain", false, true, "constrain depth <= 8, count(sin, cos) <= 2 soft weight 1"),
  THRESHOLD(
      "threshold",
      false,
      true,
      "threshold OUTPUT at NUMBER or threshold OUTPUT passes at least SHARE of FORMULA"),
  FORM("form", false, true, "form OUTPUT = FORMULA with holes ?(NAME, NAME)"),
  GUESS("guess", false, true, "guess OUTPUT = FORMULA or guess HOLE(NAME, NAME) = FORMULA"),
  LOSS("loss", false, true, "loss NAME or loss FORMULA, possibly with for OUTPUT behind it"),
  COMPLEXITY(
      "complexity",
      false,
      false,
      "complexity additive published FORMAT, rounded, sin 3, constants 2"),
  EVOLUTION("evolution", false, false, "evolution SETTING NUMBER, SETTING NUMBER"),
  FORMAT("format", false, false, "format fixed<16,6> everywhere"),
  HARDWARE(
      "hardware",
      true,
      false,
      "hardware DEVICE clock 5 ns, registers both, latency <= CYCLES, dsp <= COUNT"),
  SEARCH("search", false, false, "search iterations COUNT, seed NUMBER, precision 64"),
  SELECT("select", false, false, "select cycles, best, accuracy, score or knee");

  /** Words that stand behind a name but never behind the keyword of a statement. */
  private static final Set<String> AFTER_NAMES = Set.of("and", "or", "from", "for", "soft", "only");

  private static final List<Integer> NAMES =
      List.of(SpecLexer.NAME, SpecLexer.STRING, SpecLexer.NUMBER, SpecLexer.DASHED);

  private final String keyword;
  private final boolean required;
  private final boolean repeatable;
  private final String pattern;

  Statement(String keyword, boolean required, boolean repeatable, String pattern) {
    this.keyword = keyword;
    this.required = required;
    this.repeatable = repeatable;
    this.pattern = pattern;
  }

  String keyword() {
    return keyword;
  }

  boolean isRequired() {
    return required;
  }

  boolean isRepeatable() {
    return repeatable;
  }

  /** {@return how the statement is written, for messages} */
  String pattern() {
    return pattern;
  }

  /**
   * {@return whether the statement's keyword, with a word or sign behind it, is more likely to
   * begin the statement than to be a name}
   *
   * @param second what stands behind the keyword
   */
  boolean mayGoOnWith(Token second) {
    int type = second.getType();
    boolean isName = NAMES.contains(type) && !AFTER_NAMES.contains(second.getText());
    return switch (this) {
      case DATA, TEACHER -> type == SpecLexer.STRING || type == SpecLexer.UNCLOSED_STRING;
      case INPUT,
          OUTPUT,
          COLUMN,
          CLASSES,
          PARAMETER,
          DEFINE,
          FORM,
          GUESS,
          WHERE,
          WEIGHT,
          LOSS,
          THRESHOLD,
          FORMAT ->
          isName;
      case CONSTRAIN, SPLIT, TABLES, HARDWARE, SEARCH, SELECT, COMPLEXITY, EVOLUTION ->
          isName && type != SpecLexer.NUMBER;
      case CONSTANTS -> type == SpecLexer.IN || (isName && type != SpecLexer.NUMBER);
      case DENOISE -> second.getText().equals("gaussian");
      case FEATURES -> type == SpecLexer.NUMBER;
      case OPERATORS ->
          isName
              || Stream.of(SpecLexer.PLUS, SpecLexer.MINUS, SpecLexer.TIMES, SpecLexer.OVER)
                  .anyMatch(sign -> sign == type);
    };
  }

  static Optional<Statement> byKeyword(String word) {
    return Counted.CONSTANTS_WORDS.contains(word)
        ? Optional.of(CONSTANTS)
        : Stream.of(values()).filter(s -> s.keyword.equals(word)).findFirst();
  }
}
