package io.formgate.constraints;

import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.Definition;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expansion;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.Suggestions;
import io.formgate.expression.Vocabulary;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/** Reads the formulas that stand in a spec, and puts custom operators' bodies in their place. */
final class Formulas {
  /** Most operators and operands of a formula: five times those of any that the search makes. */
  static final int MAX_NODES = 5 * SearchSettings.MAX_FORMULA_SIZE;

  private final Mistakes mistakes;
  private final Names names;
  private final Map<String, Definition> definitions = new LinkedHashMap<>();

  Formulas(Mistakes mistakes, Names names) {
    this.mistakes = mistakes;
    this.names = names;
  }

  /** Makes a custom operator known to the formulas that are read from here on. */
  void define(Definition definition) {
    definitions.putIfAbsent(definition.name(), definition);
  }

  /** {@return the custom operators so far, in their order} */
  List<Definition> definitions() {
    return List.copyOf(definitions.values());
  }

  /** {@return whether a call of a name is one of a hole without a mark before the name} */
  boolean isHole(String name) {
    return new Vocabulary(Set.of(), definitions, true).isHole(name);
  }

  /**
   * A formula with the words of the spec that it was read from.
   *
   * @param formula custom operators expanded; calls only of holes
   * @param span where it stands
   * @param tokens its words and signs
   */
  record Read(Expr formula, SourceSpan span, List<Token> tokens) {
    /** {@return where a name stands first, else the whole} */
    SourceSpan place(String name, boolean isCall) {
      for (int i = 0; i < tokens.size(); i++) {
        Token token = tokens.get(i);
        int type = token.getType();
        boolean called = i + 1 < tokens.size() && tokens.get(i + 1).getType() == SpecLexer.OPEN;
        if (type == SpecLexer.NAME || type == SpecLexer.DASHED) {
          // A difference without blanks is one word of the spec.
          String[] parts = token.getText().split("-", -1);
          int start = token.getStartIndex();
          for (int k = 0; k < parts.length; k++) {
            boolean isLast = k == parts.length - 1;
            if (parts[k].equals(name) && isCall == (called && isLast)) {
              return span.source().span(start, start + parts[k].length());
            }
            start += parts[k].length() + 1;
          }
        }
      }
      return span;
    }
  }

  /**
   * {@return the formula up to the end of the statement, empty after a mistake}
   *
   * @param c before the formula
   * @param variables names that are variables whatever they mean elsewhere
   */
  Optional<Read> toTheEnd(StatementCursor c, Collection<String> variables) {
    int mark = c.mark();
    SourceSpan span = c.formula(_ -> false);
    return read(span, c.tokensSince(mark), variables, false);
  }

  /**
   * {@return a formula, empty after a mistake}
   *
   * @param span where it stands
   * @param tokens its words
   * @param variables names that are variables whatever they mean elsewhere
   * @param holes whether it is a form
   */
  Optional<Read> read(
      SourceSpan span, List<Token> tokens, Collection<String> variables, boolean holes) {
    return read(span, tokens, variables, holes, Set.of());
  }

  /**
   * {@return a formula in which some custom operators stay calls, empty after a mistake}
   *
   * @param span where it stands
   * @param tokens its words
   * @param variables names that are variables whatever they mean elsewhere
   * @param kept names of these custom operators
   */
  Optional<Read> readCalling(
      SourceSpan span, List<Token> tokens, Collection<String> variables, Set<String> kept) {
    return read(span, tokens, variables, false, kept);
  }

  private Optional<Read> read(
      SourceSpan span,
      List<Token> tokens,
      Collection<String> variables,
      boolean holes,
      Set<String> kept) {
    Vocabulary vocabulary = new Vocabulary(Set.copyOf(variables), definitions, holes);
    try {
      if (nodes(tokens) > MAX_NODES) {
        throw tooLarge(span, "the formula is too large");
      }
      Expr formula = FormulaParser.parse(span.source(), span.start(), span.end(), vocabulary);
      return Optional.of(new Read(expanded(formula, span, kept), span, tokens));
    } catch (DiagnosticException e) {
      mistakes.addAll(e);
    } catch (ArithmeticException overTheLimit) {
      mistakes.addAll(tooLarge(span, "a derivative in the formula is too large"));
    }
    return Optional.empty();
  }

  /** {@return at least the number of nodes of a formula's tree, before it is read} */
  private static int nodes(List<Token> tokens) {
    int nodes = 0;
    for (Token token : tokens) {
      int type = token.getType();
      nodes +=
          type == SpecLexer.OPEN || type == SpecLexer.CLOSE || type == SpecLexer.COMMA
              ? 0
              : 1 + 2 * (int) token.getText().chars().filter(c -> c == '-').count();
    }
    return nodes;
  }

  private static DiagnosticException tooLarge(SourceSpan span, String what) {
    return new DiagnosticException(
        Diagnostic.at(
            DiagnosticCode.FORMULA_SIZE,
            span,
            what,
            "a formula has at most "
                + MAX_NODES
                + " operators and operands, nested at most "
                + FormulaParser.MAX_NESTING
                + " deep"));
  }

  /** Definitions that call each other grow fast; what is allowed can be printed and read again. */
  private Expr expanded(Expr formula, SourceSpan span, Set<String> kept) {
    boolean tooLarge;
    Expr expanded = formula;
    try {
      Map<String, Definition> written = new LinkedHashMap<>(definitions);
      written.keySet().removeAll(kept);
      expanded = Expansion.expand(formula, written);
      tooLarge =
          expanded.size() > MAX_NODES
              || nesting(FormulaPrinter.print(expanded)) > FormulaParser.MAX_NESTING;
    } catch (ArithmeticException overTheLimit) {
      tooLarge = true;
    }
    if (tooLarge) {
      throw tooLarge(span, "with its custom operators written out, the formula is too large");
    }
    return expanded;
  }

  private static int nesting(String text) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  /**
   * {@return whether all variables of a formula may stand in it, with a mistake for each that may
   * not}
   *
   * @param read the formula
   * @param allowed the variables that may
   * @param what these are, for the message
   */
  boolean usesOnly(Read read, Collection<String> allowed, String what) {
    List<String> unknown =
        read.formula().variables().stream().filter(name -> !allowed.contains(name)).toList();
    for (String name : unknown) {
      if (names.isIncomplete() && names.of(Names.Kind.values()).stream().noneMatch(name::equals)) {
        // A declaration with a mistake may have meant it.
        continue;
      }
      mistakes.add(
          DiagnosticCode.FORMULA_VARIABLE,
          read.place(name, false),
          Mistakes.quote(name) + " is not " + what,
          Suggestions.mend(name, allowed, "the formula may use " + String.join(", ", allowed)));
    }
    return unknown.isEmpty();
  }
}
