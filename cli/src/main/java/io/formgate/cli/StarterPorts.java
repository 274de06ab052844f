package io.formgate.cli;

import io.formgate.constraints.SignalNames;
import io.formgate.constraints.SpecParser;
import io.formgate.expression.ColumnProfile;
import io.formgate.expression.ColumnStatistics;
import io.formgate.expression.DataProfile;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a data file as ports of a circuit.
 *
 * @param rows of the file
 * @param columns of the file
 * @param output the column as a number to be computed; empty where it holds texts of classes
 * @param inputs the others that can be ports, in the order of the file, at least one
 * @param leftOut the rest but for the column of classes, in the order of the file
 * @param classes what is to be told apart instead of a number, if the column's values can be
 *     classes
 */
record StarterPorts(
    long rows,
    int columns,
    Optional<Port> output,
    List<Port> inputs,
    List<LeftOut> leftOut,
    Optional<StarterClasses> classes) {

  /** Columns that a message lists. */
  private static final int LISTED = 10;

  /** Fewest values of a column of classes. */
  private static final int MIN_CLASSES = 2;

  /**
   * A column that is a port.
   *
   * @param name of the port
   * @param column its name in the data
   * @param statistics of its values
   * @param suggested its format
   * @param range that is declared
   */
  record Port(
      String name,
      String column,
      ColumnStatistics statistics,
      SuggestedFormat suggested,
      NiceNumbers.Range range) {
    /** {@return its name as a spec declares it} */
    String declared() {
      return PortNames.declared(name, column);
    }
  }

  /**
   * A column that is no port.
   *
   * @param name of the column
   * @param why it is none, as the end of a sentence that begins with its name
   * @param mend what would make it one
   * @param code of the mistake that it would be to declare it
   * @param twin the port that it could be all the same, because only its values are not new
   */
  record LeftOut(String name, String why, String mend, DiagnosticCode code, Optional<Port> twin) {}

  /**
   * {@return the ports}
   *
   * @param profile of the data
   * @param target the column to be computed, null for the last that can be
   * @throws DiagnosticException if the target cannot be computed or nothing is left for an input
   */
  static StarterPorts of(DataProfile profile, @Nullable String target) {
    Map<String, LeftOut> objections = objections(profile);
    Map<String, String> names =
        PortNames.of(profile.columns().stream().map(ColumnProfile::name).toList());
    List<ColumnProfile> usable =
        profile.columns().stream().filter(c -> !objections.containsKey(c.name())).toList();
    Optional<ColumnProfile> named = Optional.ofNullable(target).map(t -> named(profile, t));
    if (named.isEmpty() && usable.size() < 2) {
      throw tooFew(usable, objections);
    }
    ColumnProfile goal = named.orElseGet(usable::getLast);
    Optional<StarterClasses> classes =
        PortNames.objection(goal.name()).isPresent()
            ? Optional.empty()
            : StarterClasses.of(goal, profile.rows(), names.values());
    boolean isNumber = usable.contains(goal);
    if (!isNumber && classes.isEmpty()) {
      throw noTarget(goal, Objects.requireNonNull(objections.get(goal.name())));
    }
    List<Port> inputs = new ArrayList<>();
    Map<String, String> firstOf = new LinkedHashMap<>();
    if (isNumber) {
      firstOf.put(original(goal), goal.name());
    }
    for (ColumnProfile column : usable) {
      if (column.equals(goal)) {
        continue;
      }
      Port port = port(names, column, SuggestedFormat.ofInput(statistics(column)));
      String first = firstOf.putIfAbsent(original(column), column.name());
      if (first == null) {
        inputs.add(port);
      } else {
        objections.put(
            column.name(),
            new LeftOut(
                column.name(),
                "equals '" + first + "' in every row",
                "declare it if that is chance",
                DiagnosticCode.DATA_UNSUITED,
                Optional.of(port)));
      }
    }
    if (inputs.isEmpty()) {
      throw tooFew(isNumber ? List.of(goal) : List.of(), objections);
    }
    List<LeftOut> leftOut =
        profile.columns().stream()
            .filter(c -> !c.equals(goal))
            .flatMap(c -> Optional.ofNullable(objections.get(c.name())).stream())
            .toList();
    return new StarterPorts(
        profile.rows(),
        profile.columns().size(),
        isNumber
            ? Optional.of(port(names, goal, SuggestedFormat.ofOutput(statistics(goal))))
            : Optional.empty(),
        List.copyOf(inputs),
        leftOut,
        classes);
  }

  private static ColumnStatistics statistics(ColumnProfile usable) {
    return Objects.requireNonNull(usable.statistics());
  }

  private static String original(ColumnProfile column) {
    return column.sameAs().orElse(column.name());
  }

  private static Port port(
      Map<String, String> names, ColumnProfile column, Optional<SuggestedFormat> suggested) {
    ColumnStatistics s = statistics(column);
    SuggestedFormat format = suggested.orElseThrow();
    return new Port(
        names.getOrDefault(column.name(), column.name()),
        column.name(),
        s,
        format,
        NiceNumbers.around(s.min(), s.max(), format.format().range()));
  }

  private static ColumnProfile named(DataProfile profile, String target) {
    List<String> names = profile.columns().stream().map(ColumnProfile::name).toList();
    return profile.columns().stream()
        .filter(c -> c.name().equals(target))
        .findFirst()
        .orElseThrow(() ->
            new DiagnosticException(
                Diagnostic.of(
                    DiagnosticCode.DATA_COLUMN_MISSING,
                    "the data has no column '" + target + "' for --target",
                    Suggestions.mend(
                        target,
                        names,
                        "its columns are "
                            + String.join(
                                ", ", listed(names.stream().map(StarterText::shown).toList()))))));
  }

  private static List<String> listed(List<String> names) {
    return names.size() <= LISTED
        ? names
        : Stream.concat(names.stream().limit(LISTED), Stream.of((names.size() - LISTED) + " more"))
            .toList();
  }

  private static DiagnosticException noTarget(ColumnProfile goal, LeftOut why) {
    boolean isTooMany = goal.distinct() > ColumnProfile.MAX_VALUES;
    return new DiagnosticException(
        Diagnostic.of(
            why.code(),
            "column '" + why.name() + "' cannot be the output: it " + why.why(),
            goal.textRows() == 0
                ? why.mend()
                : isTooMany
                    ? "a number can be computed, or 2 to "
                        + ColumnProfile.MAX_VALUES
                        + " classes told apart: join classes, or code the column in numbers"
                    : "give the column a visible name and at least two classes of visible characters,"
                        + " or code it in numbers"));
  }

  private static DiagnosticException tooFew(
      List<ColumnProfile> usable, Map<String, LeftOut> objections) {
    boolean noNumber =
        usable.isEmpty()
            && objections.values().stream()
                .allMatch(o -> o.code() == DiagnosticCode.DATA_NOT_NUMERIC);
    String message =
        noNumber
            ? "no column of the data holds numbers"
            : "a spec needs an input and an output, but "
                + (usable.isEmpty()
                    ? "no column can be either"
                    : "only column '" + usable.getFirst().name() + "' can be either");
    List<String> reasons =
        objections.values().stream()
            .map(o -> "'" + StarterText.shown(o.name()) + "' " + o.why())
            .toList();
    return new DiagnosticException(
        Diagnostic.of(
            noNumber ? DiagnosticCode.DATA_NOT_NUMERIC : DiagnosticCode.DATA_UNSUITED,
            message,
            reasons.isEmpty()
                ? "give a file with two columns of numbers at least"
                : "mend a column: " + String.join("; ", listed(reasons))));
  }

  private static Map<String, LeftOut> objections(DataProfile profile) {
    Map<String, LeftOut> objections = new LinkedHashMap<>();
    for (ColumnProfile c : profile.columns()) {
      objection(c, profile.rows()).ifPresent(o -> objections.put(c.name(), o));
    }
    return objections;
  }

  private static Optional<LeftOut> objection(ColumnProfile c, long rows) {
    ColumnStatistics s = c.statistics();
    if (s == null) {
      return Optional.of(badCells(c, rows));
    }
    if (s.isConstant()) {
      return Optional.of(
          leftOut(
              c,
              "is " + NiceNumbers.text(s.min()) + " in every row",
              "a constant needs no port; vary it in the data if it can vary",
              DiagnosticCode.DATA_UNSUITED));
    }
    Optional<String> name = PortNames.objection(c.name());
    if (name.isPresent()) {
      return Optional.of(
          leftOut(
              c,
              name.get(),
              "rename the column in the data file, for instance to '"
                  + SignalNames.resembling(c.name())
                  + "'",
              DiagnosticCode.SPEC_NAME));
    }
    if (SuggestedFormat.ofInput(s).isEmpty() || SuggestedFormat.ofOutput(s).isEmpty()) {
      return Optional.of(
          leftOut(
              c,
              "varies by "
                  + Numbers.digits(SuggestedFormat.spread(s), 3)
                  + " about "
                  + Numbers.digits(s.mean(), 3)
                  + ", which no format of "
                  + SpecParser.MAX_PORT_BITS
                  + " bits holds",
              "subtract a constant from it, or scale it",
              DiagnosticCode.DATA_UNSUITED));
    }
    return Optional.empty();
  }

  private static LeftOut badCells(ColumnProfile c, long rows) {
    long bad = c.emptyRows() + c.textRows() + c.notFiniteRows();
    if (c.textRows() == rows - c.emptyRows()) {
      return leftOut(
          c,
          c.distinct() == 0
              ? "is empty in every row"
              : "holds "
                  + (c.type().equals("VARCHAR") ? "text" : c.type() + " values")
                  + ", "
                  + Numbers.count(c.distinct())
                  + " different",
          c.values().size() >= MIN_CLASSES
              ? "code it in numbers, or name it with --target if it is the class to be told"
              : "code it in numbers if the output depends on it",
          DiagnosticCode.DATA_NOT_NUMERIC);
    }
    List<String> kinds = new ArrayList<>();
    addRows(kinds, "empty", c.emptyRows());
    addRows(kinds, "text", c.textRows());
    addRows(kinds, "NaN or infinite", c.notFiniteRows());
    return leftOut(
        c,
        "is no finite number in "
            + Numbers.count(bad)
            + " of "
            + Numbers.count(rows)
            + " rows ("
            + String.join(", ", kinds)
            + "; the first is row "
            + c.firstBadRow()
            + ")",
        "drop these rows from the data file, or fill them",
        c.textRows() > 0 ? DiagnosticCode.DATA_NOT_NUMERIC : DiagnosticCode.DATA_NOT_FINITE);
  }

  private static void addRows(List<String> kinds, String kind, long rows) {
    if (rows > 0) {
      kinds.add(Numbers.count(rows) + " " + kind);
    }
  }

  private static LeftOut leftOut(ColumnProfile c, String why, String mend, DiagnosticCode code) {
    return new LeftOut(c.name(), why, mend, code, Optional.empty());
  }
}
