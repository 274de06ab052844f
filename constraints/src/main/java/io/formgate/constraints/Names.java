package io.formgate.constraints;

import io.formgate.constraints.StatementCursor.Word;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.LearnedFunction;
import io.formgate.expression.Operator;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import io.formgate.expression.Suggestions;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The names that a spec declares, and the mistakes of declaring and using them. */
final class Names {
  /** What a name stands for. */
  enum Kind {
    /** An input. */
    INPUT("input"),
    /** An output or the score of a class. */
    OUTPUT("output"),
    /** A port that decides on outputs. */
    HEAD("decision"),
    /** A parameter. */
    PARAMETER("parameter"),
    /** A column of levels that is no input. */
    LEVELS("column of levels"),
    /** A column that is no port. */
    COLUMN("column"),
    /** A custom operator. */
    DEFINITION("custom operator");

    private final String noun;

    Kind(String noun) {
      this.noun = noun;
    }
  }

  /** Names that formulas give a meaning of their own, besides those of operators. */
  private static final Set<String> FORMULA_WORDS =
      Set.of("D", "Piecewise", LearnedFunction.NAME, "pi", "e", "E", "True", "False");

  private static final String OTHER_NAME = "choose another name";

  private record Declared(String name, Kind kind, SourceSpan span) {}

  private final Mistakes mistakes;
  private final boolean ofSpec;
  private final Map<String, Declared> byLowerCase = new LinkedHashMap<>();
  private final Set<Kind> incomplete = EnumSet.noneOf(Kind.class);

  /**
   * Makes names of which none is declared.
   *
   * @param mistakes takes the mistakes
   * @param ofSpec whether they stand in a spec, so that inputs and outputs are columns of data
   */
  Names(Mistakes mistakes, boolean ofSpec) {
    this.mistakes = mistakes;
    this.ofSpec = ofSpec;
  }

  /**
   * Notes that a statement could not be read, so that a name that is unknown may be declared there.
   */
  void markIncomplete(Statement statement) {
    switch (statement) {
      case INPUT -> incomplete.add(Kind.INPUT);
      case OUTPUT, CLASSES -> incomplete.add(Kind.OUTPUT);
      case PARAMETER -> incomplete.add(Kind.PARAMETER);
      case COLUMN -> incomplete.add(Kind.COLUMN);
      case DEFINE -> incomplete.add(Kind.DEFINITION);
      case DATA, WHERE, WEIGHT, SPLIT, OPERATORS, CONSTANTS, CONSTRAIN, FORM, LOSS, THRESHOLD -> {}
      case FORMAT, GUESS, DENOISE, FEATURES, SELECT, TABLES -> {}
      case TEACHER, COMPLEXITY, EVOLUTION, HARDWARE, SEARCH -> {}
    }
  }

  /** Declares a name, with a mistake if it is illegal or taken. */
  void declare(Word word, Kind kind) {
    declare(
        word,
        kind,
        switch (kind) {
          case INPUT, OUTPUT -> ofSpec ? otherName(word.text()) : OTHER_NAME;
          case HEAD, PARAMETER, LEVELS, COLUMN, DEFINITION -> OTHER_NAME;
        });
  }

  /** A port may have another name than its column. */
  private static String otherName(String name) {
    String column = ColumnName.read(name);
    return column.isBlank()
        ? OTHER_NAME
        : "choose another name, and write the column behind it: "
            + SignalNames.resembling(column)
            + " from "
            + ColumnName.written(column);
  }

  /**
   * Declares a name, with a mistake if it is illegal or taken.
   *
   * @param word the name
   * @param kind what it stands for
   * @param mend of an illegal name
   */
  void declare(Word word, Kind kind, String mend) {
    String name = word.text();
    Optional<String> objection = SignalNames.objection(name);
    boolean taken =
        kind == Kind.DEFINITION
            && (Operator.bySymbol(name).isPresent() || FORMULA_WORDS.contains(name));
    if (objection.isPresent() || taken) {
      mistakes.add(
          DiagnosticCode.SPEC_NAME,
          word.span(),
          Mistakes.quote(name) + " " + objection.orElse("has a meaning of its own in formulas"),
          mend);
    }
    Declared first =
        byLowerCase.putIfAbsent(
            name.toLowerCase(Locale.ROOT), new Declared(name, kind, word.span()));
    if (first != null) {
      mistakes.add(
          DiagnosticCode.SPEC_NAME,
          word.span(),
          Mistakes.quote(name) + " is declared twice; the first time " + place(first),
          "give everything a name of its own; upper and lower case are not told apart");
    }
  }

  private String place(Declared first) {
    return place(first.span, " as " + Mistakes.quote(first.name));
  }

  /** {@return a place as the end of a sentence: a line of the spec, or the option} */
  String place(SourceSpan span) {
    return place(span, "");
  }

  private String place(SourceSpan span, String there) {
    SourceText text = span.source();
    String where = text.nameAt(span.start());
    return ofSpec && where.equals(text.name()) ? "on line " + span.line() : "in " + where + there;
  }

  boolean is(String name, Kind kind) {
    Declared declared = byLowerCase.get(name.toLowerCase(Locale.ROOT));
    return declared != null && declared.name.equals(name) && declared.kind == kind;
  }

  /** {@return the names of some kinds, in the order of their declaration} */
  List<String> of(Kind... kinds) {
    Set<Kind> wanted = EnumSet.noneOf(Kind.class);
    wanted.addAll(List.of(kinds));
    return byLowerCase.values().stream()
        .filter(d -> wanted.contains(d.kind))
        .map(Declared::name)
        .toList();
  }

  /**
   * {@return whether a word names one of some kinds, with a mistake if not}
   *
   * @param word as written
   * @param kinds what it may name
   */
  boolean check(Word word, Kind... kinds) {
    if (Stream.of(kinds).anyMatch(kind -> is(word.text(), kind))) {
      return true;
    }
    unknown(word, String.join(" or ", Stream.of(kinds).map(k -> k.noun).toList()), of(kinds));
    return false;
  }

  /** Notes that nothing that may stand at a place has a name. */
  void unknown(Word word, String noun, Collection<String> candidates) {
    Declared other = byLowerCase.get(word.text().toLowerCase(Locale.ROOT));
    String message;
    if (other != null && other.name.equals(word.text())) {
      message =
          Mistakes.quote(word.text()) + " is " + article(other.kind.noun) + ", not an " + noun;
    } else if (isIncomplete()) {
      // A declaration with a mistake may have meant it.
      return;
    } else {
      message = "there is no " + noun + " " + Mistakes.quote(word.text());
    }
    mistakes.add(
        DiagnosticCode.SPEC_REFERENCE,
        word.span(),
        message,
        Suggestions.mend(
            word.text(),
            candidates,
            candidates.isEmpty()
                ? "declare it first"
                : "those that there are: " + String.join(", ", candidates)));
  }

  /** {@return whether a name that is not declared may stem from a declaration with a mistake} */
  boolean isIncomplete() {
    return !incomplete.isEmpty();
  }

  /** {@return the same of names of one kind} */
  boolean isIncomplete(Kind kind) {
    return incomplete.contains(kind);
  }

  private static String article(String noun) {
    return (noun.startsWith("i") || noun.startsWith("o") ? "an " : "a ") + noun;
  }
}
