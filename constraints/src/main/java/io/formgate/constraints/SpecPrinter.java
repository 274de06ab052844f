package io.formgate.constraints;

import io.formgate.expression.Definition;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Interval;
import io.formgate.expression.LearnedFunction;
import io.formgate.expression.Least;
import io.formgate.expression.Operator;
import io.formgate.expression.Ratio;
import io.formgate.expression.Tolerance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a spec as text that {@link SpecParser} reads back to an equal one, but for places: one
 * statement a line, all defaults written out, custom operators in their order.
 */
public final class SpecPrinter {
  private final Spec spec;
  private final List<String> lines = new ArrayList<>();

  private SpecPrinter(Spec spec) {
    this.spec = spec;
  }

  /**
   * {@return the spec as text, the data file named as in its source}
   *
   * @param spec a spec that was read from a text
   */
  public static String print(Spec spec) {
    String text = spec.source().text();
    return print(spec, text.substring(spec.dataSpan().start() + 1, spec.dataSpan().end() - 1));
  }

  /**
   * {@return the spec as text}
   *
   * @param spec the spec
   * @param dataFile name of the data file, from the folder in which the text will stand
   */
  public static String print(Spec spec, String dataFile) {
    SpecPrinter printer = new SpecPrinter(spec);
    printer.rows(dataFile);
    printer.ports();
    printer.operators();
    printer.wishes();
    printer.settings();
    printer.selection();
    return String.join("\n", printer.lines) + "\n";
  }

  private void rows(String dataFile) {
    lines.add("data \"" + dataFile + "\"" + (spec.missingDrop() ? ", missing drop" : ""));
    spec.unitDefinitions()
        .forEach(u -> lines.add("define unit " + u.name() + " = " + u.unit().text()));
    spec.where().ifPresent(w -> lines.add("where " + FormulaPrinter.print(w.formula())));
    spec.weight().ifPresent(w -> lines.add("weight " + FormulaPrinter.print(w.formula())));
    if (!spec.split().equals(Split.NONE)) {
      lines.add(
          "split validation "
              + ValueReader.show(spec.split().validationShare())
              + ", seed "
              + spec.split().seed());
    }
    if (spec.isDenoised()) {
      lines.add("denoise gaussian process");
    }
    spec.features().ifPresent(count -> lines.add("features " + count));
    spec.teacher().ifPresent(t -> lines.add(teacher(t)));
  }

  private static String teacher(Teacher t) {
    return "teacher \""
        + t.fileText()
        + "\""
        + t.tensor().map(name -> ", tensor \"" + name + "\"").orElse("")
        + t.values().map(v -> ", gives " + v.word()).orElse("")
        + t.testText().map(file -> ", test \"" + file + "\"").orElse("")
        + t.apart().map(a -> ", apart " + FormulaPrinter.print(a.formula())).orElse("");
  }

  private void ports() {
    for (InputDeclaration i : spec.inputs()) {
      lines.add(
          "input "
              + named(i.name())
              + unit(i.unit())
              + " as "
              + i.format()
              + " in "
              + range(i.range()));
    }
    if (spec.classes().isPresent()) {
      Classes classes = spec.classes().get();
      lines.add(
          "classes "
              + classes.names().stream()
                  .map(name -> classWithLabel(classes, name))
                  .collect(Collectors.joining(", "))
              + classes.column().map(c -> " from " + ColumnName.written(c)).orElse("")
              + accuracy(spec.output(), spec.agreement())
              + (classes.showsScores() ? " with scores" : ""));
    } else {
      for (OutputDeclaration o : spec.outputs()) {
        lines.add(
            "output " + named(o.name()) + unit(o.unit()) + accuracy(o, OptionalDouble.empty()));
      }
    }
    spec.columns().keySet().stream()
        .filter(name -> !spec.inputNames().contains(name) && !spec.outputNames().contains(name))
        .forEach(name -> lines.add("column " + named(name)));
    for (Threshold t : spec.thresholds()) {
      lines.add(
          "threshold "
              + t.output()
              + switch (t.point()) {
                case Threshold.At(double value) -> " at " + ValueReader.show(value);
                case Threshold.Passing(boolean isAtLeast, double share, RowFormula rows) ->
                    (isAtLeast ? " passes at least " : " passes at most ")
                        + ValueReader.show(percent(share))
                        + " % of "
                        + FormulaPrinter.print(rows.formula());
              });
    }
    for (Parameter p : spec.parameters()) {
      lines.add(
          "parameter "
              + p.name()
              + p.column().map(column -> "[" + column + "]").orElse("")
              + unit(p.unit())
              + " in "
              + range(p.range()));
    }
  }

  /** A name with its column, if the data calls it otherwise. */
  private String named(String name) {
    ColumnName column = spec.columns().get(name);
    return column == null ? name : name + " from " + ColumnName.written(column.text());
  }

  /** A label is written where the spec has one, even if it is the name. */
  private static String classWithLabel(Classes classes, String name) {
    String label = classes.labels().get(name);
    return label == null ? name : name + " = " + ColumnName.quoted(label);
  }

  private static String unit(UnitExpression unit) {
    return " : " + unit.text();
  }

  /** With one format everywhere, there is no tolerance but those on data. */
  private String accuracy(OutputDeclaration o, OptionalDouble agreement) {
    String port = " as " + o.format() + (o.saturate() ? " saturate" : "");
    if (agreement.isPresent()) {
      return port
          + " agreement >= "
          + ValueReader.show(percent(agreement.getAsDouble()))
          + " % on data";
    }
    return port
        + switch (o.promise()) {
          case PROVED ->
              spec.everywhere().isPresent() ? "" : " tolerance " + tolerance(o.tolerance());
          case ON_DATA -> " tolerance " + tolerance(o.tolerance()) + " on data";
        };
  }

  private static String tolerance(Tolerance t) {
    if (t.relative() == 0) {
      return ValueReader.show(t.absolute());
    }
    String percent = ValueReader.show(percent(t.relative())) + " %";
    return t.absolute() == 0
        ? percent
        : "max(" + percent + ", " + ValueReader.show(t.absolute()) + ")";
  }

  /** {@return the number of which a hundredth is a ratio, in doubles} */
  private static double percent(double ratio) {
    double percent = ratio * 100;
    return Stream.of(percent, Math.nextUp(percent), Math.nextDown(percent))
        .filter(p -> p / 100 == ratio)
        .findFirst()
        .orElse(percent);
  }

  private static String range(Interval range) {
    return "[" + bound(range.lo()) + ", " + bound(range.hi()) + "]";
  }

  private static String bound(double value) {
    return Double.isInfinite(value) ? (value < 0 ? "-inf" : "inf") : ValueReader.show(value);
  }

  private void operators() {
    for (Definition d : spec.definitions()) {
      lines.add(
          "define "
              + d.name()
              + "("
              + String.join(", ", d.parameters())
              + ") = "
              + FormulaPrinter.print(d.body()));
    }
    if (!spec.operators().isEmpty() || !spec.searchDefinitions().isEmpty()) {
      lines.add(operatorLine());
    }
    spec.tables().ifPresent(t -> lines.add(tableLine(t)));
    List<String> constants = new ArrayList<>();
    if (spec.constantUnits() == ConstantUnits.NONE) {
      constants.add("dimensionless");
    }
    if (spec.snapsConstants()) {
      constants.add("snap");
    }
    if (spec.refitsConstants()) {
      constants.add("refit");
    }
    if (!constants.isEmpty()) {
      lines.add("constants " + String.join(", ", constants));
    }
  }

  private String operatorLine() {
    return "operators "
        + Stream.concat(
                spec.operators().stream().map(Operator::symbol), spec.searchDefinitions().stream())
            .collect(Collectors.joining(" "))
        + (spec.tables().isPresent() ? " " + LearnedFunction.NAME : "");
  }

  private static String tableLine(TableSettings t) {
    return "tables "
        + TableSettingsReader.STEPS
        + " "
        + t.steps()
        + ", "
        + TableSettingsReader.MOST
        + " "
        + t.most()
        + ", "
        + TableSettingsReader.SMOOTH
        + " "
        + ValueReader.show(t.smoothness())
        + ", "
        + TableSettingsReader.PROJECTIONS
        + " "
        + t.projections()
        + ", "
        + TableSettingsReader.PAIRS
        + " "
        + t.pairs()
        + ", "
        + TableSettingsReader.CODES
        + " "
        + t.codes()
        + (t.direction() == TableSettings.Direction.ANY ? "" : ", " + t.direction().word());
  }

  private void wishes() {
    for (Constraint.Declared c : spec.constraints()) {
      boolean namesOutput =
          switch (c.constraint()) {
            case Constraint.Shape _ -> true;
            case Constraint.Structural _ -> false;
          };
      lines.add(
          "constrain "
              + c.text()
              + c.softWeight().map(w -> " soft weight " + ValueReader.show(w)).orElse("")
              + c.output().filter(_ -> !namesOutput).map(o -> " for " + o).orElse(""));
    }
    for (Form form : spec.forms()) {
      lines.add("form " + form.output() + " = " + FormulaPrinter.print(form.body()));
    }
    for (Guess guess : spec.guesses()) {
      String of =
          guess
              .hole()
              .map(h -> h.name() + "(" + String.join(", ", h.arguments()) + ")")
              .orElse(guess.output());
      lines.add("guess " + of + " = " + FormulaPrinter.print(guess.formula()));
    }
    if (new HashSet<>(spec.losses().values()).size() == 1) {
      lines.add("loss " + loss(spec.losses().values().iterator().next()));
    } else {
      spec.losses().forEach((output, loss) -> lines.add("loss " + loss(loss) + " for " + output));
    }
  }

  private static String loss(Loss loss) {
    return switch (loss) {
      case Loss.Pointwise(String name, _, _) -> name;
      case Loss.CrossEntropy() -> BuiltInLoss.CROSS_ENTROPY.symbol();
    };
  }

  private void settings() {
    complexity();
    if (!spec.evolution().values().isEmpty()) {
      Map<EvolutionSettings.Setting, Double> values = spec.evolution().values();
      lines.add(
          "evolution "
              + Stream.of(EvolutionSettings.Setting.values())
                  .filter(values::containsKey)
                  .map(s -> s.symbol() + " " + ValueReader.show(values.getOrDefault(s, 0.0)))
                  .collect(Collectors.joining(", ")));
    }
    spec.everywhere().ifPresent(u -> lines.add("format " + u));
    HardwareTarget hardware = spec.hardware();
    HardwareBudget budget = hardware.budget();
    lines.add(
        "hardware "
            // A path is taken from the folder of the spec, so that the text has it as written.
            + (hardware.device().endsWith(HardwareTarget.DEVICE_FILE)
                ? hardware.deviceSpan().text()
                : hardware.device())
            + " clock "
            + hardware.clockPeriodPs()
            + " ps"
            + (hardware.keptFreePercent() == 0
                ? ""
                : ", margin " + ValueReader.show(hardware.keptFreePercent()) + " %")
            + ", registers "
            + hardware.registers().word()
            + ", wrapper "
            + hardware.wrapper().word()
            + (hardware.initiationInterval() == 1 ? "" : ", ii " + hardware.initiationInterval())
            + (hardware.least() == Least.CYCLES ? "" : ", least " + hardware.least().word())
            + limit("latency", budget.latencyCycles())
            + limit("lut", budget.lut())
            + limit("dsp", budget.dsp())
            + limit("bram", budget.bram()));
    SearchSettings s = spec.search();
    lines.add(
        "search iterations %d, seed %d, populations %d, population %d, maxsize %d, warmup %d"
                .formatted(
                    s.iterations(),
                    s.seed(),
                    s.populations(),
                    s.populationSize(),
                    s.maxSize(),
                    s.warmup())
            + (s.stop().evaluations().isEmpty()
                ? ""
                : ", evaluations " + s.stop().evaluations().getAsLong())
            + (s.stop().loss().isEmpty()
                ? ""
                : ", stoploss " + ValueReader.show(s.stop().loss().getAsDouble()))
            + (s.alternatives() == 0 ? "" : ", alternatives " + s.alternatives())
            + (s.precision() == SearchSettings.DEFAULTS.precision()
                ? ""
                : ", " + SearchBuilder.PRECISION + " " + s.precision().bits()));
  }

  private void selection() {
    lines.add("select " + spec.selection().word());
  }

  private static String limit(String what, OptionalInt most) {
    return most.isEmpty() ? "" : ", " + what + " <= " + most.getAsInt();
  }

  private void complexity() {
    Complexity c = spec.complexity();
    String source =
        c.published().map(p -> " " + ComplexityBuilder.PUBLISHED + " " + p.format()).orElse("");
    List<String> parts = new ArrayList<>(List.of(ComplexityBuilder.symbol(c.mode()) + source));
    if (c.fractional()) {
      parts.add(ComplexityBuilder.FRACTIONAL);
    }
    if (c.rounded()) {
      parts.add(ComplexityBuilder.ROUNDED);
    }
    Stream.of(Operator.values())
        .filter(c.operators()::containsKey)
        .forEach(o -> parts.add(o.symbol() + " " + c.operators().get(o)));
    c.variables().keySet().stream()
        .sorted()
        .forEach(name -> parts.add(name + " " + c.variables().get(name)));
    Optional<Ratio> constant = c.constant();
    constant.ifPresent(ratio -> parts.add("constants " + ratio));
    lines.add("complexity " + String.join(", ", parts));
  }
}
