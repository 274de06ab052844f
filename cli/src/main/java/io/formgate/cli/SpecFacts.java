package io.formgate.cli;

import io.formgate.constraints.Constraint;
import io.formgate.constraints.Form;
import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecPrinter;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticException;
import io.formgate.search.SpecProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a spec says and what its data are, for people and for programs.
 *
 * @param spec the spec file
 * @param data the rows
 * @param statements text of every statement behind its keyword, by keyword, defaults written out
 * @param constraints one for each constraint
 * @param holes of the forms, in the order of the forms
 * @param clockMhz frequency of the clock
 * @param notes what compile cannot do with the spec, and targets beyond the formats of outputs
 */
record SpecFacts(
    String spec,
    Rows data,
    Map<String, List<String>> statements,
    List<Demand> constraints,
    List<Hole> holes,
    double clockMhz,
    List<String> notes) {

  /**
   * Rows of the data.
   *
   * @param file the data file
   * @param inFile rows of the file
   * @param notTaken left out by the condition
   * @param missing left out because they lack a value
   * @param training to fit
   * @param validation kept apart
   * @param outsideRanges with an input outside its declared range
   * @param classes rows of each class, if there are classes
   * @param levels of each column that parameters depend on, with their codes
   */
  record Rows(
      String file,
      long inFile,
      long notTaken,
      long missing,
      int training,
      int validation,
      long outsideRanges,
      Map<String, Long> classes,
      List<String> levels) {}

  /**
   * A constraint.
   *
   * @param text as the spec writes it
   * @param output the output whose formula has to keep it; all if null
   * @param softWeight cost per unit of distance; hard if null
   * @param isShape whether it is about the function, so that its text names the output
   */
  record Demand(
      String text, @Nullable String output, @Nullable Double softWeight, boolean isShape) {
    private String line() {
      return text
          + (output == null || isShape ? "" : " for " + output)
          + (softWeight == null ? ", hard" : ", soft weight " + Numbers.digits(softWeight, 6));
    }
  }

  /**
   * A hole of a form.
   *
   * @param output the output whose form has it
   * @param name of its calls
   * @param arguments their number
   */
  record Hole(String output, String name, int arguments) {
    private String line() {
      return name
          + " of "
          + output
          + " takes "
          + arguments
          + (arguments == 1 ? " argument" : " arguments");
    }
  }

  /** {@return the facts of a spec and its rows} */
  static SpecFacts of(Path file, Spec spec, TrainingData data) {
    Map<String, List<String>> statements = new LinkedHashMap<>();
    SpecPrinter.print(spec)
        .lines()
        .filter(line -> !line.startsWith("data ") && !line.startsWith("constrain "))
        .forEach(line -> {
          String[] parts = line.split(" ", 2);
          statements.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(parts[1]);
        });
    List<Hole> holes = new ArrayList<>();
    for (Form form : spec.forms()) {
      form.holes().forEach(h -> holes.add(new Hole(form.output(), h.name(), h.arity())));
    }
    return new SpecFacts(
        file.toString(),
        rows(spec, data),
        statements,
        spec.constraints().stream().map(SpecFacts::demand).toList(),
        holes,
        1e6 / spec.hardware().clockPeriodPs(),
        Stream.of(
                notes(spec).stream(),
                ColumnNotes.of(spec).stream(),
                TargetsBeyond.notes(spec, data.columns()).stream())
            .flatMap(notes -> notes)
            .toList());
  }

  private static Rows rows(Spec spec, TrainingData data) {
    Map<String, Long> classes = new LinkedHashMap<>();
    spec.classes()
        .filter(c -> c.column().isPresent())
        .ifPresent(c ->
            c.names()
                .forEach(name -> {
                  long rows = 0;
                  for (double score : data.columns().column(name)) {
                    rows += score > 0 ? 1 : 0;
                  }
                  classes.put(name, rows);
                }));
    return new Rows(
        spec.dataFile().toString(),
        data.rowsInFile(),
        data.rowsFiltered(),
        data.rowsMissing(),
        data.training().size(),
        data.validation().size(),
        DataRows.outsideRanges(data.columns(), SpecPorts.inputs(spec)),
        classes,
        data.levels().stream().map(LevelCodes::line).toList());
  }

  private static Demand demand(Constraint.Declared c) {
    return new Demand(
        c.text(),
        c.output().orElse(null),
        c.softWeight().orElse(null),
        c.constraint() instanceof Constraint.Shape);
  }

  private static List<String> notes(Spec spec) {
    if (TeacherSpecs.teacher(spec).isPresent()) {
      return List.of("the spec names a teacher and no operators: it is for distill");
    }
    try {
      SpecProblem.requireAble(spec);
      return List.of();
    } catch (DiagnosticException unable) {
      return unable.diagnostics().stream()
          .map(Diagnostic::message)
          .map(m -> "compile cannot search this: " + m)
          .toList();
    }
  }

  /** {@return the facts as lines} */
  List<String> lines() {
    List<String> lines = new ArrayList<>(List.of(spec + ": no mistakes"));
    add(lines, "data", dataText());
    if (!data.classes.isEmpty()) {
      List<String> counts = new ArrayList<>();
      data.classes.forEach((name, rows) -> counts.add(name + " " + Numbers.count(rows)));
      add(lines, "", "rows of each class: " + String.join(", ", counts));
    }
    data.levels.forEach(line -> add(lines, "", "levels of " + line));
    statements.forEach((keyword, texts) -> {
      if (keyword.equals(statements.containsKey("form") ? "form" : "loss")) {
        constraints.forEach(c -> add(lines, "constrain", c.line()));
      }
      for (String text : texts) {
        add(lines, keyword, text + (keyword.equals("hardware") ? clock() : ""));
      }
      if (keyword.equals("form")) {
        holes.forEach(h -> add(lines, "hole", h.line()));
      }
    });
    notes.forEach(note -> lines.add("  note: " + note));
    return lines;
  }

  private String clock() {
    return " (" + Numbers.digits(clockMhz, 4) + " MHz)";
  }

  private String dataText() {
    List<String> parts = new ArrayList<>();
    int taken = data.training + data.validation;
    parts.add(
        Numbers.count(taken)
            + " rows"
            + (taken == data.inFile ? "" : " of " + Numbers.count(data.inFile))
            + " of "
            + data.file);
    if (data.notTaken > 0) {
      parts.add(Numbers.count(data.notTaken) + " not taken by the condition");
    }
    if (data.missing > 0) {
      parts.add(Numbers.count(data.missing) + " lack a value");
    }
    if (data.validation > 0) {
      parts.add(
          Numbers.count(data.training)
              + " for training, "
              + Numbers.count(data.validation)
              + " for validation");
    }
    if (data.outsideRanges > 0) {
      parts.add(DataRows.lie(data.outsideRanges) + " outside the declared input ranges");
    }
    return String.join("; ", parts);
  }

  private static void add(List<String> lines, String keyword, String text) {
    lines.add("  %-10s %s".formatted(keyword, text));
  }
}
