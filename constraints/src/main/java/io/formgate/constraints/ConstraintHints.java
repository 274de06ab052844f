package io.formgate.constraints;

import io.formgate.expression.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The constraint that a phrase means which is nearly one, such as {@code y is defined}. A rule
 * holds only where its names are what they have to be, so that what is proposed can be written.
 */
final class ConstraintHints {
  /**
   * A phrase, and the constraint that it means. Words in capitals stand for names and numbers: OUT
   * an output, X and Y inputs, VAR an input or parameter, OP and IN operators, ANY anything that is
   * counted, N and M numbers, LESS the whole number below N.
   */
  private record Rule(Pattern phrase, String constraint) {
    static Rule of(String phrase, String constraint) {
      String pattern =
          HOLE.matcher(phrase)
              .replaceAll(hole ->
                  Matcher.quoteReplacement(
                      "(?<" + hole.group() + ">" + (isNumber(hole) ? NUMBER : "\\S+") + ")"));
      return new Rule(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), constraint);
    }

    private static boolean isNumber(MatchResult hole) {
      return hole.group().equals("N") || hole.group().equals("M");
    }
  }

  private static final Pattern HOLE =
      Pattern.compile("\\b(?:OUT|X|Y|VAR|VAR2|OP|IN|ANY|N|M|LESS)\\b");
  private static final String NUMBER = "(?:- ?)?[0-9.]+(?:[eE][-+]?[0-9]+)?";
  private static final Pattern FILLER =
      Pattern.compile(
          "(?i)(\\S+) (?:(?:is|are|be|must|should|shall|has to|have to|always|everywhere|strictly|the|a|of) )+(.*)");
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");

  private static final List<Rule> RULES =
      List.of(
          Rule.of("OUT (?:well )?(?:defined|finite)(?: everywhere)?", "OUT defined"),
          Rule.of(
              "OUT (?:has |with |have )?(?:no|without) (?:poles?|singularit\\w+|nan)",
              "OUT defined"),
          Rule.of(
              "OUT (?:rises|grows|increases|increasing|(?:non|not) ?-? ?decreasing|does not (?:fall|decrease)"
                  + "|monoton\\w+ increasing|non-decreasing|rising) (?:in|with|of|over|for) X",
              "OUT increasing in X"),
          Rule.of(
              "OUT (?:falls|sinks|decreases|decreasing|(?:non|not) ?-? ?increasing|does not (?:rise|grow|increase)"
                  + "|monoton\\w+ decreasing|non-increasing|falling) (?:in|with|of|over|for) X",
              "OUT decreasing in X"),
          Rule.of("OUT monoton\\w+ (?:in|with|of|over|for) X", "OUT increasing in X"),
          Rule.of("OUT convex (?:in|with|of|over|for) X", "OUT convex in X"),
          Rule.of("OUT concave (?:in|with|of|over|for) X", "OUT concave in X"),
          Rule.of("OUT even (?:in|with|of|over|for) X", "OUT even in X"),
          Rule.of("OUT odd (?:in|with|of|over|for) X", "OUT odd in X"),
          Rule.of("OUT symmetric (?:in|with|of|over|for) X (?:,|and) Y", "OUT symmetric in X, Y"),
          Rule.of("OUT (?:>=|>|(?:at )?least|above|over) N", "OUT in [N, inf]"),
          Rule.of("OUT (?:<=|<|(?:at )?most|below|under) N", "OUT in [-inf, N]"),
          Rule.of("OUT (?:positive|non ?-? ?negative|not negative)", "OUT in [0, inf]"),
          Rule.of("OUT (?:negative|non ?-? ?positive|not positive)", "OUT in [-inf, 0]"),
          Rule.of(
              "OUT (?:between|in|from|is|is in)(?: [(\\[])? N (?:and|to|,|\\. \\.|-)? ?M(?: [)\\]])?",
              "OUT in [N, M]"),
          Rule.of("N (?:<=|<) OUT (?:<=|<) M", "OUT in [N, M]"),
          Rule.of("(?:max|maximum|maximal|most) depth (?:of |is |<= |= )?N", "depth <= N"),
          Rule.of(
              "(?:max|maximum|maximal|most) (?:size|nodes|complexity) (?:of |is |<= |= )?N",
              "size <= N"),
          Rule.of("depth (?:at most |max |maximum |up to )?N", "depth <= N"),
          Rule.of(
              "(?:size|nodes|complexity|length) (?:<= |at most |max |maximum |up to )?N",
              "size <= N"),
          Rule.of("depth (?:<|below|under) N", "depth <= LESS"),
          Rule.of("(?:size|nodes|complexity|length) (?:<|below|under) N", "size <= LESS"),
          Rule.of("depth = N", "depth == N"),
          Rule.of("size = N", "size == N"),
          Rule.of("count(?: of)?(?: \\()? ANY(?: \\))? (?:<=|at most) N", "count(ANY) <= N"),
          Rule.of("count(?: of)?(?: \\()? ANY(?: \\))? < N", "count(ANY) <= LESS"),
          Rule.of("count(?: of)?(?: \\()? ANY(?: \\))? (?:>=|at least) N", "count(ANY) >= N"),
          Rule.of("count(?: of)?(?: \\()? ANY(?: \\))? (?:=|==|is|exactly) N", "count(ANY) == N"),
          Rule.of("(?:at most|max|maximum|up to) N ANY", "count(ANY) <= N"),
          Rule.of("at least N ANY", "count(ANY) >= N"),
          Rule.of("(?:exactly |only |just )?N ANY", "count(ANY) == N"),
          Rule.of(
              "(?:no|without|exclude|excludes) OP (?:in|within|of|inside|under|below) IN",
              "no OP inside IN"),
          Rule.of(
              "(?:no|without|not|excludes?) (?:the )?VAR(?: (?:,|and|or) VAR2)?",
              "excludes VAR, VAR2"),
          Rule.of("(?:no|without|not|excludes?) ANY", "count(ANY) == 0"),
          Rule.of(
              "(?:must |has to |should )?(?:use|uses|using|depend on|depends on|contain|contains) VAR(?: (?:,|and) VAR2)?",
              "uses VAR, VAR2"),
          Rule.of("const(?:ants)? (?:between|from) N (?:and|to) M", "constants in [N, M]"),
          Rule.of(
              "const(?:ants)? (?:>=|>|positive|non ?-? ?negative)(?: 0)?",
              "constants in [0, 1000]"),
          Rule.of(
              "(?:integer|whole) exponents|exponents (?:integer|whole)", "exponents in {1, 2, 3}"));

  private final Names names;

  ConstraintHints(Names names) {
    this.names = names;
  }

  /**
   * {@return the constraint that is meant, if a phrase nearly says one}
   *
   * @param phrase words and signs with a blank between each
   */
  Optional<String> of(String phrase) {
    List<String> phrases = new ArrayList<>(List.of(phrase));
    Matcher filler = FILLER.matcher(phrase);
    if (filler.matches()) {
      phrases.add(filler.group(1) + " " + filler.group(2));
    }
    for (String said : phrases) {
      for (Rule rule : RULES) {
        Matcher matcher = rule.phrase.matcher(said);
        Optional<String> meant = matcher.matches() ? filled(rule, matcher) : Optional.empty();
        if (meant.isPresent()) {
          return meant;
        }
      }
    }
    return Optional.empty();
  }

  /** The constraint of a rule with its names and numbers; empty if one of them is none. */
  private Optional<String> filled(Rule rule, Matcher said) {
    StringBuilder out = new StringBuilder();
    Matcher hole = HOLE.matcher(rule.constraint);
    while (hole.find()) {
      String kind = hole.group();
      String word = kind.equals("LESS") ? less(said.group("N")) : said.group(kind);
      if (word == null && kind.equals("VAR2")) {
        hole.appendReplacement(out, "");
        continue;
      }
      if (word == null || !isOne(kind, word)) {
        return Optional.empty();
      }
      hole.appendReplacement(out, Matcher.quoteReplacement(word.replace(" ", "")));
    }
    hole.appendTail(out);
    return Optional.of(out.toString().replaceFirst(", $", ""));
  }

  private static String less(String number) {
    return WHOLE.matcher(number).matches() ? Integer.toString(Integer.parseInt(number) - 1) : "";
  }

  private boolean isOne(String kind, String word) {
    boolean isVariable = names.is(word, Names.Kind.INPUT) || names.is(word, Names.Kind.PARAMETER);
    boolean isOperator = Operator.bySymbol(word).isPresent();
    return switch (kind) {
      case "OUT" -> names.is(word, Names.Kind.OUTPUT);
      case "X", "Y" -> names.is(word, Names.Kind.INPUT);
      case "VAR", "VAR2" -> isVariable;
      case "OP", "IN" -> isOperator;
      case "ANY" -> isVariable || isOperator || Counted.CONSTANTS_WORDS.contains(word);
      default -> !word.isEmpty();
    };
  }
}
