package io.formgate.cli;

import io.formgate.expression.CPrinter;
import io.formgate.expression.Definition;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.LatexPrinter;
import io.formgate.expression.LearnedFunction;
import io.formgate.expression.NumPyPrinter;
import io.formgate.expression.SymPyPrinter;
import io.formgate.report.Candidate;
import io.formgate.report.Circuit;
import io.formgate.report.ReportData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A candidate's formulas as text for other tools; the texts are those of {@code printers.md}. */
enum ExportText {
  INFIX("infix") {
    @Override
    String of(RunCandidate c) {
      return lines(c, (name, e) -> name + " = " + FormulaPrinter.print(e));
    }
  },
  LATEX("latex") {
    @Override
    String of(RunCandidate c) {
      return lines(
          c,
          (name, e) -> LatexPrinter.names(List.of(name)).get(name) + " = " + LatexPrinter.print(e));
    }
  },
  LATEX_TABLE("latex-table") {
    @Override
    String of(RunCandidate c) {
      return table(c.run());
    }
  },
  SYMPY("sympy") {
    @Override
    String of(RunCandidate c) {
      Map<String, String> names = SymPyPrinter.names(c.inputs());
      String symbols = String.join(" ", names.values());
      return "from sympy import *\n\n"
          + String.join(", ", names.values())
          + (names.size() == 1 ? "" : " ")
          + (names.size() == 1 ? " = symbols(" : "= symbols(")
          + "'"
          + symbols
          + "', real=True)\n"
          + lines(c, (name, e) -> name + " = " + SymPyPrinter.print(e));
    }
  },
  NUMPY("numpy") {
    @Override
    String of(RunCandidate c) {
      return NumPyPrinter.file(functions(c));
    }
  },
  C("c") {
    @Override
    String of(RunCandidate c) {
      return CPrinter.file(functions(c));
    }
  },
  POINTS("points") {
    @Override
    String of(RunCandidate c) {
      List<LearnedFunction> tables = LearnedTables.of(c.formulas().values());
      return tables.isEmpty() ? NO_TABLES : LearnedTables.csv(tables);
    }
  },
  CLOSED("closed") {
    @Override
    String of(RunCandidate c) {
      List<LearnedFunction> tables = LearnedTables.of(c.formulas().values());
      return tables.isEmpty() ? NO_TABLES : ClosedTables.text(tables);
    }
  },
  JSON("json") {
    @Override
    String of(RunCandidate c) {
      return Json.write(Facts.of(c));
    }
  };

  private static final String NO_TABLES = "no learned tables\n";

  private final String word;

  ExportText(String word) {
    this.word = word;
  }

  /** {@return the word of the option} */
  String word() {
    return word;
  }

  /** {@return the text of a candidate, which ends with a line break} */
  abstract String of(RunCandidate candidate);

  private interface Line {
    String of(String output, Expr formula);
  }

  private static String lines(RunCandidate c, Line line) {
    return c.formulas().entrySet().stream()
        .map(e -> line.of(e.getKey(), e.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  /** A function of all inputs for each output, so that their arguments are the same. */
  private static List<Definition> functions(RunCandidate c) {
    return c.formulas().entrySet().stream()
        .map(e -> new Definition(e.getKey(), c.inputs(), e.getValue()))
        .toList();
  }

  /** {@return what the losses of all candidates are; the percent sign stands in each cell} */
  private static String lossTitle(ReportData run) {
    List<String> titles =
        run.candidates().stream().map(c -> c.lossTitle().replace(" (%)", "")).distinct().toList();
    return titles.size() == 1 && !titles.getFirst().isEmpty() ? titles.getFirst() : "loss";
  }

  private static String table(ReportData run) {
    List<String> lines = new ArrayList<>();
    lines.add("\\begin{tabular}{rrrrrl}");
    lines.add("cycles & ns & LUT & DSP & " + lossTitle(run) + " & formula \\\\");
    lines.add("\\hline");
    for (Candidate c : run.candidates()) {
      Circuit circuit = c.circuit();
      Double loss = c.loss();
      if (circuit == null || !c.obstacle().isEmpty()) {
        continue;
      }
      String formulas =
          RunCandidate.formulas(run, c).entrySet().stream()
              .map(e ->
                  "$"
                      + LatexPrinter.names(List.of(e.getKey())).get(e.getKey())
                      + " = "
                      + LatexPrinter.print(e.getValue(), 4)
                      + "$")
              .collect(Collectors.joining(", "));
      lines.add(
          circuit.latencyCycles()
              + " & "
              + Numbers.digits(circuit.latencyCycles() * circuit.clockPeriodPs() / 1000.0, 5)
              + " & "
              + circuit.lut()
              + " & "
              + circuit.dsp()
              + " & "
              + (loss == null
                  ? "--"
                  : Numbers.digits(loss, 3) + (c.lossTitle().endsWith("(%)") ? "\\,\\%" : ""))
              + " & "
              + formulas
              + " \\\\");
    }
    lines.add("\\end{tabular}");
    return String.join("\n", lines) + "\n";
  }

  /**
   * A candidate for programs.
   *
   * @param candidate its number in the run, or its name where it is no number
   * @param formulas by output, as formgate reads them
   * @param ports names, formats, units and ranges of inputs and outputs
   * @param latencyCycles of its circuit, -1 without one
   * @param lut of its circuit, -1 without one
   * @param ff of its circuit, -1 without one
   * @param dsp of its circuit, -1 without one
   * @param bram of its circuit, -1 without one
   */
  record Facts(
      Object candidate,
      Map<String, String> formulas,
      List<ReportData.Port> ports,
      int latencyCycles,
      int lut,
      int ff,
      int dsp,
      double bram) {
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");

    private static Facts of(RunCandidate c) {
      Map<String, String> formulas = new LinkedHashMap<>();
      c.formulas().forEach((name, e) -> formulas.put(name, FormulaPrinter.print(e)));
      Circuit circuit = c.candidate().circuit();
      String id = c.candidate().id();
      return new Facts(
          NUMBER.matcher(id).matches() ? (Object) Integer.valueOf(id) : id,
          formulas,
          c.run().ports(),
          circuit == null ? -1 : circuit.latencyCycles(),
          circuit == null ? -1 : circuit.lut(),
          circuit == null ? -1 : circuit.ff(),
          circuit == null ? -1 : circuit.dsp(),
          circuit == null ? -1 : circuit.bram());
    }
  }
}
