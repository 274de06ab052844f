package io.formgate.hwcost;

import io.formgate.datapath.FunctionTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Which bits of a table's entries have to be stored: those that are the same in all entries, that
 * are always a bit of the index, or that are always another bit of the entry, are wires.
 *
 * @param sources for each bit of an entry, the lowest first, where it comes from
 * @param columns the bits of an entry that are stored, in rising order
 */
public record TableBits(List<Source> sources, List<Integer> columns) {

  /** Where a bit of an entry comes from. */
  public sealed interface Source {
    /**
     * The same bit in all entries.
     *
     * @param value 0 or 1
     */
    record Constant(int value) implements Source {}

    /**
     * A bit of the index.
     *
     * @param bit its position, the lowest is 0
     */
    record Index(int bit) implements Source {}

    /**
     * A bit that is stored.
     *
     * @param number its place among the columns
     */
    record Column(int number) implements Source {}
  }

  /** Schedules that are compared ask for the same table again and again. */
  private static final Map<FunctionTable, TableBits> KNOWN =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** Copies the lists. */
  public TableBits {
    sources = List.copyOf(sources);
    columns = List.copyOf(columns);
  }

  /**
   * {@return the bits of a table}
   *
   * @param table the table
   */
  public static TableBits of(FunctionTable table) {
    return KNOWN.computeIfAbsent(table, TableBits::found);
  }

  /** {@return whether every bit is stored} */
  public boolean isWhole() {
    return columns.size() == sources.size();
  }

  /** {@return how many bits are bits of the index} */
  int ofIndex() {
    return (int) sources.stream().filter(s -> s instanceof Source.Index).count();
  }

  private static TableBits found(FunctionTable table) {
    int size = table.size();
    Map<BitSet, Source> known = new HashMap<>();
    known.put(new BitSet(), new Source.Constant(0));
    BitSet ones = new BitSet();
    ones.set(0, size);
    known.put(ones, new Source.Constant(1));
    for (int bit = 0; bit < table.indexFormat().widthBits(); bit++) {
      BitSet pattern = new BitSet();
      for (int address = 0; address < size; address++) {
        pattern.set(address, (address >>> bit & 1) != 0);
      }
      known.put(pattern, new Source.Index(bit));
    }
    List<Source> sources = new ArrayList<>();
    List<Integer> columns = new ArrayList<>();
    for (int bit = 0; bit < table.valueFormat().widthBits(); bit++) {
      BitSet pattern = new BitSet();
      for (int address = 0; address < size; address++) {
        pattern.set(address, (table.valueFormat().toBits(table.entry(address)) >>> bit & 1) != 0);
      }
      Source source = known.get(pattern);
      if (source == null) {
        source = new Source.Column(columns.size());
        columns.add(bit);
        known.put(pattern, source);
      }
      sources.add(source);
    }
    return new TableBits(sources, columns);
  }
}
