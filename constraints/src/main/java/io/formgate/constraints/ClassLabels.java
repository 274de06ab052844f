package io.formgate.constraints;

import io.formgate.constraints.StatementCursor.Word;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the data calls classes whose names in the spec are others. */
public final class ClassLabels {
  private static final String MADE_BEFORE = "x_";

  private final Mistakes mistakes;
  private final Names names;
  private final Map<String, String> labels = new LinkedHashMap<>();

  ClassLabels(Mistakes mistakes, Names names) {
    this.mistakes = mistakes;
    this.names = names;
  }

  /** {@return the labels by the names of their classes} */
  Map<String, String> labels() {
    return labels;
  }

  /**
   * {@return the name of a class, which is declared, with its label behind it if there is one}
   *
   * @param c before the name
   */
  Word read(StatementCursor c) {
    Word name = c.name("a name");
    boolean isLabeled = c.accept(SpecLexer.ASSIGN);
    String label = "";
    if (isLabeled) {
      int mark = c.mark();
      String sign = c.accept(SpecLexer.MINUS) ? "-" : "";
      Word word = c.name("what the data calls the class");
      label = (sign + ColumnName.read(word.text())).strip();
      if (label.isEmpty()) {
        mistakes.add(
            DiagnosticCode.SPEC_VALUE,
            c.spanSince(mark),
            Mistakes.quote(word.text()) + " cannot be what the data calls a class",
            "write the text of its cells; rows without a class are left out with 'missing drop'");
      }
      labels.putIfAbsent(name.text(), label);
    }
    String data = isLabeled ? label : ColumnName.read(name.text()).strip();
    names.declare(
        name,
        Names.Kind.OUTPUT,
        data.isEmpty()
            ? "choose another name"
            : "choose another name, and write what the data calls the class behind it: "
                + name(data)
                + " = "
                + ColumnName.quoted(data));
    return name;
  }

  /** Checks that no two classes are called the same in the data. */
  void check(List<Word> declared) {
    Map<String, String> first = new LinkedHashMap<>();
    for (Word name : declared) {
      String label = labels.getOrDefault(name.text(), name.text());
      String other = first.putIfAbsent(label, name.text());
      if (other != null && !other.equals(name.text())) {
        mistakes.add(
            DiagnosticCode.SPEC_REPEATED,
            name.span(),
            Mistakes.quote(label)
                + " is what the data calls "
                + Mistakes.quote(other)
                + " and "
                + Mistakes.quote(name.text()),
            "give each class a label of its own");
      }
    }
  }

  /**
   * {@return a legal name for a class}
   *
   * @param label what the data calls it
   */
  public static String name(String label) {
    String signed = label.matches("-[0-9].*") ? "minus_" + label.substring(1) : label;
    String name = SignalNames.resembling(signed);
    boolean isMade = name.startsWith(MADE_BEFORE) && !signed.startsWith(MADE_BEFORE);
    return isMade
        ? "class_" + name.substring(MADE_BEFORE.length())
        : signed.equals(label) ? name : "class_" + name;
  }

  /** {@return a class as a spec declares it: with its label, if that is not its name} */
  public static String declared(String name, String label) {
    return name.equals(label) ? name : name + " = " + ColumnName.quoted(label);
  }
}
