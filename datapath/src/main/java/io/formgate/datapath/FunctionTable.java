package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.Arrays;

/** A function of one narrow value as data: one entry for every pattern of index bits. */
public final class FunctionTable {
  private final String name;
  private final FixedFormat indexFormat;
  private final FixedFormat valueFormat;
  private final long[] entries;
  private final boolean isLogic;

  /** Tables are looked up by their contents for every schedule that is tried. */
  private final int hash;

  /**
   * Makes a table.
   *
   * @param name a legal signal name, unique in its datapath
   * @param indexFormat format of the index
   * @param valueFormat format of the entries
   * @param entries raw values, {@code entries[address]} where the address is the index bits as an
   *     unsigned number; 2 to the index width of them
   */
  public FunctionTable(
      String name, FixedFormat indexFormat, FixedFormat valueFormat, long[] entries) {
    this(name, indexFormat, valueFormat, entries, false);
  }

  private FunctionTable(
      String name,
      FixedFormat indexFormat,
      FixedFormat valueFormat,
      long[] entries,
      boolean isLogic) {
    if (indexFormat.widthBits() > 24 || entries.length != 1 << indexFormat.widthBits()) {
      throw new IllegalArgumentException(
          entries.length + " entries for an index of " + indexFormat.widthBits() + " bits");
    }
    for (long entry : entries) {
      if (!valueFormat.holds(entry)) {
        throw new IllegalArgumentException(entry + " does not fit " + valueFormat);
      }
    }
    this.name = name;
    this.indexFormat = indexFormat;
    this.valueFormat = valueFormat;
    this.entries = entries.clone();
    this.isLogic = isLogic;
    hash = 31 * name.hashCode() + Arrays.hashCode(this.entries);
  }

  /** {@return the name} */
  public String name() {
    return name;
  }

  /** {@return the format of the index} */
  public FixedFormat indexFormat() {
    return indexFormat;
  }

  /** {@return the format of the entries} */
  public FixedFormat valueFormat() {
    return valueFormat;
  }

  /** {@return whether the table is never a block memory, whatever that would save} */
  public boolean isLogic() {
    return isLogic;
  }

  /** {@return the same table, never a block memory} */
  public FunctionTable inLogic() {
    return new FunctionTable(name, indexFormat, valueFormat, entries, true);
  }

  /** {@return the number of entries} */
  public int size() {
    return entries.length;
  }

  /**
   * {@return the raw value at an address}
   *
   * @param address index bits as an unsigned number
   */
  public long entry(int address) {
    return entries[address];
  }

  /**
   * {@return the raw value for a raw index}
   *
   * @param rawIndex a raw value of the index format
   */
  public long lookup(long rawIndex) {
    return entries[(int) indexFormat.toBits(rawIndex)];
  }

  /** Looks up the first n raw indices of an array; the results may replace them. */
  void lookup(long[] rawIndices, long[] results, int n) {
    BlockLoops.lookup(rawIndices, entries, results, n);
  }

  /** {@return the smallest entry} */
  public long rawLo() {
    return Arrays.stream(entries).min().orElseThrow();
  }

  /** {@return the largest entry} */
  public long rawHi() {
    return Arrays.stream(entries).max().orElseThrow();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof FunctionTable t
        && hash == t.hash
        && isLogic == t.isLogic
        && name.equals(t.name)
        && indexFormat.equals(t.indexFormat)
        && valueFormat.equals(t.valueFormat)
        && Arrays.equals(entries, t.entries);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "table " + name + " " + indexFormat + " -> " + valueFormat;
  }
}
