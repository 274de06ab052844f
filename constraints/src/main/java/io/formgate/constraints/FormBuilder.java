package io.formgate.constraints;

import io.formgate.constraints.StatementCursor.Word;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.Expansion;
import io.formgate.expression.Expr;
import io.formgate.expression.Operator;
import io.formgate.expression.SourceSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds forms from their statements. */
final class FormBuilder {
  /** Most arguments of a hole, so that a formula for it can be searched at all. */
  private static final int MAX_ARITY = 100;

  private final Mistakes mistakes;
  private final Names names;
  private final Formulas formulas;
  private final Map<String, Form> forms = new LinkedHashMap<>();
  private final Map<String, SourceSpan> firsts = new LinkedHashMap<>();

  FormBuilder(Mistakes mistakes, Names names, Formulas formulas) {
    this.mistakes = mistakes;
    this.names = names;
    this.formulas = formulas;
  }

  List<Form> forms() {
    return List.copyOf(forms.values());
  }

  void add(StatementCursor c) {
    Word output = c.name("the name of an output");
    c.expect(SpecLexer.ASSIGN);
    int mark = c.mark();
    SourceSpan span = c.formula(_ -> false);
    List<String> variables = names.of(Names.Kind.INPUT, Names.Kind.PARAMETER);
    Optional<Formulas.Read> read = formulas.read(span, c.tokensSince(mark), variables, true);
    boolean known = names.check(output, Names.Kind.OUTPUT);
    SourceSpan first = firsts.putIfAbsent(output.text(), output.span());
    if (known && first != null) {
      mistakes.add(
          DiagnosticCode.SPEC_REPEATED,
          output.span(),
          Mistakes.quote(output.text()) + " has a form already, on line " + first.line(),
          "an output has at most one form");
    }
    if (read.isEmpty() || !formulas.usesOnly(read.get(), variables, "an input or a parameter")) {
      return;
    }
    Expr body = complete(read.get().formula(), names.of(Names.Kind.INPUT));
    Optional<List<Form.Hole>> holes = holes(body, read.get());
    if (known && first == null && holes.isPresent()) {
      forms.put(output.text(), new Form(output.text(), span, body, holes.get()));
    }
  }

  /** Gives holes without arguments all inputs, and names that need no mark no mark. */
  private Expr complete(Expr e, List<String> inputs) {
    return switch (e) {
      case Expr.Constant constant -> constant;
      case Expr.Variable variable -> variable;
      case Expr.Apply(Operator operator, List<Expr> arguments) ->
          new Expr.Apply(operator, completeAll(arguments, inputs));
      case Expr.Call(String name, List<Expr> arguments) ->
          new Expr.Call(
              holeName(name),
              arguments.isEmpty()
                  ? inputs.stream().map(Expr::variable).toList()
                  : completeAll(arguments, inputs));
    };
  }

  private List<Expr> completeAll(List<Expr> parts, List<String> inputs) {
    List<Expr> complete = new ArrayList<>();
    parts.forEach(part -> complete.add(complete(part, inputs)));
    return complete;
  }

  /** The hole {@code ?f} is the hole f, unless f means, or looks like, a function. */
  private String holeName(String name) {
    String bare = name.startsWith("?") ? name.substring(1) : name;
    boolean isName = bare.matches("[\\p{L}_][\\p{L}\\p{N}_]*");
    return isName && !names.is(bare, Names.Kind.DEFINITION) && formulas.isHole(bare) ? bare : name;
  }

  private Optional<List<Form.Hole>> holes(Expr body, Formulas.Read read) {
    Map<String, Form.Hole> holes = new LinkedHashMap<>();
    boolean sound = true;
    List<Expr> open = new ArrayList<>(List.of(body));
    while (!open.isEmpty()) {
      Expr e = open.removeLast();
      open.addAll(e.children().reversed());
      if (!(e instanceof Expr.Call(String name, List<Expr> arguments))
          || name.equals(Expansion.DERIVATIVE)) {
        continue;
      }
      SourceSpan place = read.place(name.startsWith("?") ? name.substring(1) : name, true);
      Form.Hole first = holes.putIfAbsent(name, new Form.Hole(name, arguments.size(), place));
      if (first != null && first.arity() != arguments.size()) {
        sound = false;
        mistakes.add(
            DiagnosticCode.SPEC_FORM,
            first.span(),
            "the hole "
                + Mistakes.quote(name)
                + " has "
                + first.arity()
                + " arguments in one place and "
                + arguments.size()
                + " in another",
            "give it as many everywhere, or give the holes different names");
      } else if (arguments.size() > MAX_ARITY) {
        sound = false;
        mistakes.add(
            DiagnosticCode.SPEC_FORM,
            place,
            "a hole has at most " + MAX_ARITY + " arguments",
            "name those that matter");
      }
    }
    return sound ? Optional.of(List.copyOf(holes.values())) : Optional.empty();
  }
}
