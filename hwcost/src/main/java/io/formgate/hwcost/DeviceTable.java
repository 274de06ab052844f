package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.Multiplier;
import io.formgate.datapath.MultiplierBlock;
import io.formgate.datapath.OperationCost;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Suggestions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the statements of a device's table; {@code docs/cost-model.md} explains them. */
final class DeviceTable {
  private static final double MOST_FACTOR = 100;
  private static final double MOST_TABLE_INPUTS = 9;
  private static final double MOST_INDEX_BITS = 24;

  /** Statements of which the last one counts. */
  private static final Set<String> ONCE = Set.of("multiplier", "tables", "sums", "resources");

  private static final List<String> NEEDED_FIGURES =
      List.of(
          "factor",
          "route-factor",
          "block-factor",
          "margin",
          "flip-flop",
          "shortest-period",
          "tables-in-memory-from",
          "memory-choices",
          "sum-inputs",
          "memory-blocks-per-bram");

  private static final List<String> KEYWORDS =
      List.of(
          "device",
          "like",
          "kind",
          "family",
          "factor",
          "route-factor",
          "block-factor",
          "cautious-factor",
          "margin",
          "flip-flop",
          "shortest-period",
          "arc",
          "rows-from",
          "row",
          "same",
          "multiplier",
          "multiplier-variant",
          "tables",
          "table-trees",
          "sums",
          "sum-inputs",
          "memory-from",
          "memory",
          "memory-variant",
          "memory-choices",
          "memory-blocks-per-bram",
          "tables-in-memory-from",
          "resources");

  private String name = "";
  private DeviceModel.@Nullable Kind kind;
  private DeviceModel.@Nullable Family family;
  private final Map<String, Double> figures = new HashMap<>();
  private boolean rowsHaveSource;
  private boolean memoryHasSource;
  private @Nullable Multiplier block;
  private @Nullable LutFabric fabric;
  private DeviceModel.@Nullable Sums sums;
  private DeviceModel.@Nullable Resources resources;
  private final Map<String, Integer> arcs = new HashMap<>();
  private final Map<String, NavigableMap<Integer, DeviceModel.Row>> rows = new TreeMap<>();

  /** Operations that cost what another does. */
  private final Set<String> same = new HashSet<>();

  private final List<OperationCost.Variant> multiplierVariants = new ArrayList<>();
  private final List<OperationCost.Variant> memoryVariants = new ArrayList<>();
  private final List<DeviceModel.MemoryShape> memories = new ArrayList<>();
  private final List<String> provenance = new ArrayList<>();

  /**
   * Takes a statement.
   *
   * @param s the statement
   * @throws DeviceStatement.Mistake saying what is wrong with it
   */
  void statement(DeviceStatement s) {
    switch (s.keyword()) {
      case "device" -> name = s.word(1);
      case "kind" -> kind = s.constant(1, DeviceModel.Kind.class);
      case "family" -> family = s.constant(1, DeviceModel.Family.class);
      case "like" -> {
        source(s, 2);
        // A row of this file has another source than those of the other device's.
        rowsHaveSource = false;
        memoryHasSource = false;
      }
      case "factor",
          "route-factor",
          "block-factor",
          "cautious-factor",
          "margin",
          "flip-flop",
          "shortest-period",
          "tables-in-memory-from",
          "memory-choices",
          "sum-inputs",
          "table-trees",
          "memory-blocks-per-bram" -> {
        double figure = s.number(1);
        source(s, 2);
        requireLegal(s, figure);
        figures.put(s.keyword(), figure);
      }
      case "arc" -> {
        int ps = s.whole(2);
        source(s, 3);
        if (arcs.put(s.word(1), ps) != null) {
          throw s.mistake(
              1,
              "the arc " + s.word(1) + " has a figure already, and rows were added up with it",
              "change it where it stands; of a shipped device copy the file instead of 'like'");
        }
      }
      case "rows-from" -> {
        source(s, 1);
        rowsHaveSource = true;
      }
      case "row" -> row(s);
      case "same" -> {
        String other = s.word(2);
        source(s, 3);
        NavigableMap<Integer, DeviceModel.Row> known = rows.get(other);
        if (known == null) {
          throw s.mistake(2, "no rows of " + other, "give the rows of " + other + " above");
        }
        rows.put(s.word(1), known);
        same.add(s.word(1));
      }
      case "multiplier" -> {
        boolean none = s.word(1).equals("none");
        forget("multiplier-variant");
        if (none) {
          source(s, 2);
          block = new Multiplier.Adders();
        } else {
          int wide = s.whole(1);
          int narrow = s.whole(2);
          source(s, 3);
          if (narrow < 2 || wide < narrow || wide > FixedFormat.MAX_WIDTH_BITS) {
            throw s.mistake(
                1,
                "no multiplier of " + wide + " x " + narrow + " bits",
                "write the wider operand first, from 2 to " + FixedFormat.MAX_WIDTH_BITS);
          }
          block = new MultiplierBlock(wide, narrow);
        }
        multiplierVariants.clear();
      }
      case "multiplier-variant" -> {
        OperationCost.Variant variant =
            new OperationCost.Variant(
                s.whole(1), s.whole(2), delay(s, 3), 0, delay(s, 4), delay(s, 5));
        source(s, 6);
        multiplierVariants.add(variant);
      }
      case "tables" -> {
        int inputs = s.whole(1);
        int levels = s.whole(2);
        double sharing = s.number(3);
        source(s, 4);
        try {
          fabric = new LutFabric(inputs, levels, sharing, 0, 0);
        } catch (IllegalArgumentException illegal) {
          throw s.mistake(
              1, "no " + illegal.getMessage(), "write 4 or 6 inputs, and a factor above 0");
        }
      }
      case "sums" -> {
        sums = s.constant(1, DeviceModel.Sums.class);
        source(s, 2);
      }
      case "memory-from" -> {
        forget("memory-from");
        forget("memory-variant");
        source(s, 1);
        memoryHasSource = true;
        memories.clear();
        memoryVariants.clear();
      }
      case "memory" -> {
        if (!memoryHasSource) {
          throw s.mistake(
              0, "the memory has no memory-from before it", "write memory-from SOURCE above");
        }
        int depth = s.whole(1);
        int width = s.whole(2);
        if (Integer.bitCount(depth) != 1 || width < 1) {
          throw s.mistake(
              1,
              "no memory of " + depth + " words of " + width + " bits",
              "a depth is a power of 2");
        }
        memories.add(new DeviceModel.MemoryShape(depth, width));
      }
      case "memory-variant" -> {
        OperationCost.Variant variant =
            new OperationCost.Variant(0, s.whole(1), delay(s, 2), 0, 0, delay(s, 3));
        source(s, 4);
        if (variant.ranks() < 1) {
          throw s.mistake(1, "block memory has a rank of registers at least", "write 1 or more");
        }
        memoryVariants.add(variant);
      }
      case "resources" -> {
        DeviceModel.Resources all =
            new DeviceModel.Resources(s.whole(1), s.whole(2), s.whole(3), s.whole(4));
        if (all.lut() < 1) {
          throw s.mistake(1, "a device has look-up tables", "write 1 or more");
        }
        source(s, 5);
        resources = all;
      }
      default ->
          throw s.mistake(
              0,
              "no statement " + s.keyword(),
              Suggestions.mend(s.keyword(), KEYWORDS, "docs/cost-model.md has the statements"));
    }
  }

  private static void requireLegal(DeviceStatement s, double figure) {
    boolean isLegal =
        switch (s.keyword()) {
          case "factor" -> figure > 0 && figure <= MOST_FACTOR;
          case "route-factor", "block-factor", "cautious-factor" -> figure <= MOST_FACTOR;
          case "margin" -> figure < 100;
          case "memory-choices" -> true;
          case "table-trees", "sum-inputs" -> isWhole(figure) && figure <= MOST_TABLE_INPUTS;
          case "tables-in-memory-from" ->
              isWhole(figure) && figure >= 1 && figure <= MOST_INDEX_BITS;
          case "memory-blocks-per-bram" -> isWhole(figure) && figure >= 1;
          default -> isWhole(figure);
        };
    if (!isLegal) {
      throw s.mistake(
          1,
          s.word(1) + " is no " + s.keyword() + " that a device has",
          "docs/cost-model.md says what it means");
    }
  }

  private static boolean isWhole(double figure) {
    return figure == Math.rint(figure);
  }

  private void row(DeviceStatement s) {
    if (!rowsHaveSource) {
      throw s.mistake(
          0, "the row has no rows-from before it", "write rows-from SOURCE above the rows");
    }
    if (s.words().size() != 11) {
      throw s.mistake(
          s.words().size(),
          "a row has ten words",
          "write row OPERATION WIDTH LOGIC RIPPLE ROUTE LUT FF DSP CARRY BRAM");
    }
    String operation = s.word(1);
    int width = s.whole(2);
    Area area = new Area(s.whole(6), s.whole(7), s.whole(8), s.whole(9), s.whole(10));
    DeviceModel.Row row = new DeviceModel.Row(delay(s, 3), delay(s, 4), delay(s, 5), area);
    if (same.remove(operation)) {
      // From here on it costs something else than the operation that it was like.
      rows.put(operation, new TreeMap<>(Objects.requireNonNull(rows.get(operation))));
    }
    rows.computeIfAbsent(operation, k -> new TreeMap<>()).put(width, row);
  }

  /** A figure without a source is refused; one that is given again takes the place of the other. */
  private void source(DeviceStatement s, int from) {
    s.requireSource(from);
    boolean isNamed = s.keyword().equals("arc") || s.keyword().equals("same");
    boolean isOne = figures.containsKey(s.keyword()) || isNamed || ONCE.contains(s.keyword());
    if (isOne) {
      forget(s.keyword() + (isNamed ? " " + s.word(1) : ""));
    }
    provenance.add(s.text());
  }

  /** Removes the sources of figures that no longer count. */
  private void forget(String statement) {
    provenance.removeIf(p -> p.replaceAll("\\s+", " ").startsWith(statement + " "));
  }

  private int delay(DeviceStatement s, int index) {
    return s.delayPs(index, arcs);
  }

  private double figure(String file, String statement) {
    Double value = figures.get(statement);
    if (value == null) {
      throw lacks(file, statement);
    }
    return value;
  }

  private static IllegalStateException lacks(String file, String statement) {
    return new IllegalStateException(file + " lacks the statement " + statement);
  }

  /** {@return the statements that every device needs and that are missing} */
  List<String> lacking() {
    List<String> lacking = new ArrayList<>();
    note(name.isEmpty(), "device", lacking);
    note(kind == null, "kind", lacking);
    note(family == null, "family", lacking);
    NEEDED_FIGURES.forEach(f -> note(!figures.containsKey(f), f, lacking));
    note(block == null, "multiplier", lacking);
    note(fabric == null, "tables", lacking);
    note(sums == null, "sums", lacking);
    note(memories.isEmpty(), "memory", lacking);
    note(memoryVariants.isEmpty(), "memory-variant", lacking);
    note(resources == null, "resources", lacking);
    return lacking;
  }

  private static void note(boolean isLacking, String statement, List<String> lacking) {
    if (isLacking) {
      lacking.add(statement);
    }
  }

  /** {@return the family that the statements say} */
  DeviceModel.Family family(String file) {
    if (family == null) {
      throw lacks(file, "family");
    }
    return family;
  }

  /**
   * {@return the device}
   *
   * @param file its name, for messages
   * @throws IllegalStateException if a statement that every device needs is missing
   */
  DeviceModel build(String file) {
    List<String> lacking = lacking();
    if (!lacking.isEmpty()) {
      throw lacks(file, lacking.getFirst());
    }
    LutFabric cells = Objects.requireNonNull(fabric);
    Double cautious = figures.get("cautious-factor");
    int sumInputs = (int) figure(file, "sum-inputs");
    DeviceTiming timing =
        new DeviceTiming(
            figure(file, "factor"),
            figure(file, "route-factor"),
            figure(file, "block-factor"),
            cautious == null ? OptionalDouble.empty() : OptionalDouble.of(cautious),
            (int) figure(file, "flip-flop"),
            (int) figure(file, "shortest-period"),
            figure(file, "margin"),
            0);
    return new DeviceModel(
        name,
        Objects.requireNonNull(kind),
        Objects.requireNonNull(family),
        timing,
        rows,
        Objects.requireNonNull(resources).dsp() == 0
            ? new DeviceModel.Dsp(new Multiplier.Adders(), List.of())
            : new DeviceModel.Dsp(Objects.requireNonNull(block), List.copyOf(multiplierVariants)),
        new LutFabric(
            cells.lutInputs(),
            cells.wideLevels(),
            cells.sharing(),
            sumInputs,
            figures.getOrDefault("table-trees", 0.0).intValue()),
        Objects.requireNonNull(sums),
        new DeviceModel.Memory(
            List.copyOf(memories),
            List.copyOf(memoryVariants),
            (int) figure(file, "tables-in-memory-from"),
            figure(file, "memory-choices"),
            (int) figure(file, "memory-blocks-per-bram")),
        Objects.requireNonNull(resources),
        List.copyOf(provenance),
        Optional.empty());
  }
}
