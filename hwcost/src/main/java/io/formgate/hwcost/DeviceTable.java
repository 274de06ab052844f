package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.Multiplier;
import io.formgate.datapath.MultiplierBlock;
import io.formgate.datapath.OperationCost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the statements of a device's table; {@code docs/cost-model.md} explains them. */
final class DeviceTable {
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
  private final List<OperationCost.Variant> multiplierVariants = new ArrayList<>();
  private final List<OperationCost.Variant> memoryVariants = new ArrayList<>();
  private final List<DeviceModel.MemoryShape> memories = new ArrayList<>();
  private final List<String> provenance = new ArrayList<>();

  /**
   * Takes a statement.
   *
   * @param text the statement
   * @param w its words
   * @throws RuntimeException saying what is wrong with it
   */
  void statement(String text, List<String> w) {
    switch (w.getFirst()) {
      case "device" -> name = w.get(1);
      case "kind" -> kind = DeviceModel.Kind.valueOf(w.get(1).toUpperCase(Locale.ROOT));
      case "family" -> family = DeviceModel.Family.valueOf(w.get(1).toUpperCase(Locale.ROOT));
      case "like" -> source(text, w, 2);
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
        source(text, w, 2);
        figures.put(w.getFirst(), Double.parseDouble(w.get(1)));
      }
      case "arc" -> {
        source(text, w, 3);
        arcs.put(w.get(1), Integer.parseInt(w.get(2)));
      }
      case "rows-from" -> {
        rowsHaveSource = true;
        source(text, w, 1);
      }
      case "row" -> row(w);
      case "same" -> {
        source(text, w, 3);
        rows.put(w.get(1), Objects.requireNonNull(rows.get(w.get(2)), "no rows of " + w.get(2)));
      }
      case "multiplier" -> {
        boolean none = w.get(1).equals("none");
        source(text, w, none ? 2 : 3);
        block = none ? new Multiplier.Adders() : new MultiplierBlock(whole(w, 1), whole(w, 2));
      }
      case "multiplier-variant" -> {
        source(text, w, 6);
        multiplierVariants.add(
            new OperationCost.Variant(
                whole(w, 1), whole(w, 2), delay(w.get(3)), 0, delay(w.get(4)), delay(w.get(5))));
      }
      case "tables" -> {
        source(text, w, 4);
        fabric = new LutFabric(whole(w, 1), whole(w, 2), Double.parseDouble(w.get(3)), 0, 0);
      }
      case "sums" -> {
        source(text, w, 2);
        sums = DeviceModel.Sums.valueOf(w.get(1).toUpperCase(Locale.ROOT));
      }
      case "memory-from" -> {
        memoryHasSource = true;
        source(text, w, 1);
      }
      case "memory" -> {
        if (!memoryHasSource) {
          throw new IllegalArgumentException("the memory has no memory-from before it");
        }
        memories.add(new DeviceModel.MemoryShape(whole(w, 1), whole(w, 2)));
      }
      case "memory-variant" -> {
        source(text, w, 4);
        memoryVariants.add(
            new OperationCost.Variant(0, whole(w, 1), delay(w.get(2)), 0, 0, delay(w.get(3))));
      }
      case "resources" -> {
        source(text, w, 5);
        resources = new DeviceModel.Resources(whole(w, 1), whole(w, 2), whole(w, 3), whole(w, 4));
      }
      default -> throw new IllegalArgumentException("no statement " + w.getFirst());
    }
  }

  private void row(List<String> w) {
    if (!rowsHaveSource) {
      throw new IllegalArgumentException("the row has no rows-from before it");
    }
    if (w.size() != 11) {
      throw new IllegalArgumentException("a row has ten words");
    }
    Area area = new Area(whole(w, 6), whole(w, 7), whole(w, 8), whole(w, 9), whole(w, 10));
    rows.computeIfAbsent(w.get(1), k -> new TreeMap<>())
        .put(
            whole(w, 2),
            new DeviceModel.Row(delay(w.get(3)), delay(w.get(4)), delay(w.get(5)), area));
  }

  private static int whole(List<String> words, int index) {
    return Integer.parseInt(words.get(index));
  }

  /** A figure without a source is refused. */
  private void source(String text, List<String> words, int from) {
    if (words.size() <= from) {
      throw new IllegalArgumentException("the figure has no source");
    }
    provenance.add(text);
  }

  /** A number of ps, or a sum of arcs with whole factors. */
  private int delay(String sum) {
    int total = 0;
    for (String term : sum.split("\\+")) {
      String[] factors = term.split("\\*");
      String last = factors[factors.length - 1];
      Integer ps =
          Character.isDigit(last.charAt(0)) ? (Integer) Integer.parseInt(last) : arcs.get(last);
      if (ps == null) {
        throw new IllegalArgumentException("no arc " + last);
      }
      total += factors.length == 1 ? ps : Integer.parseInt(factors[0]) * ps;
    }
    return total;
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
    if (name.isEmpty()) {
      throw lacks(file, "device");
    }
    if (kind == null) {
      throw lacks(file, "kind");
    }
    if (family == null) {
      throw lacks(file, "family");
    }
    if (block == null) {
      throw lacks(file, "multiplier");
    }
    if (fabric == null) {
      throw lacks(file, "tables");
    }
    if (sums == null) {
      throw lacks(file, "sums");
    }
    if (memories.isEmpty()) {
      throw lacks(file, "memory");
    }
    if (memoryVariants.isEmpty()) {
      throw lacks(file, "memory-variant");
    }
    if (resources == null) {
      throw lacks(file, "resources");
    }
    Double cautious = figures.get("cautious-factor");
    int sumInputs = (int) figure(file, "sum-inputs");
    DeviceModel.Timing timing =
        new DeviceModel.Timing(
            figure(file, "factor"),
            figure(file, "route-factor"),
            figure(file, "block-factor"),
            cautious == null ? OptionalDouble.empty() : OptionalDouble.of(cautious),
            (int) figure(file, "flip-flop"),
            (int) figure(file, "shortest-period"),
            figure(file, "margin"));
    if (!(timing.factor() > 0) || !(timing.marginPercent() >= 0 && timing.marginPercent() < 100)) {
      throw new IllegalStateException(file + " has a factor or margin that no delay allows");
    }
    return new DeviceModel(
        name,
        kind,
        family,
        timing,
        rows,
        new DeviceModel.Dsp(block, List.copyOf(multiplierVariants)),
        new LutFabric(
            fabric.lutInputs(),
            fabric.wideLevels(),
            fabric.sharing(),
            sumInputs,
            figures.getOrDefault("table-trees", 0.0).intValue()),
        sums,
        new DeviceModel.Memory(
            List.copyOf(memories),
            List.copyOf(memoryVariants),
            (int) figure(file, "tables-in-memory-from"),
            figure(file, "memory-choices"),
            (int) figure(file, "memory-blocks-per-bram")),
        resources,
        List.copyOf(provenance));
  }
}
