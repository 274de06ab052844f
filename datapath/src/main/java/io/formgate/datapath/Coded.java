package io.formgate.datapath;

import io.formgate.expression.Interval;
import io.formgate.expression.PairTable;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * What a {@link PairTable} is made of in a circuit: the codes of two values, an address that joins
 * them, and the entry there. Values of codes and addresses are whole numbers.
 */
sealed interface Coded extends FormulaGraph.Term {

  /** {@return the same of other vertices} */
  Coded mapped(IntUnaryOperator vertex);

  /**
   * {@return the values for values of the operands}
   *
   * @param operands in their order, on their grids
   */
  Interval evaluate(List<Interval> operands);

  /** {@return whether the value jumps where an operand moves a little} */
  boolean jumps();

  /** {@return F if all values are multiples of 2^-F, or {@link Grid#NONE}} */
  default int grid() {
    return 0;
  }

  /**
   * The code of a value: how many cuts are not above it.
   *
   * @param of vertex of the value
   * @param cuts in rising order, on the value's grid
   */
  record Code(int of, List<Double> cuts) implements Coded {
    /** Copies the cuts. */
    public Code {
      cuts = List.copyOf(cuts);
    }

    @Override
    public List<Integer> operands() {
      return List.of(of);
    }

    @Override
    public Code mapped(IntUnaryOperator vertex) {
      return new Code(vertex.applyAsInt(of), cuts);
    }

    @Override
    public Interval evaluate(List<Interval> operands) {
      Interval values = operands.getFirst();
      return new Interval(code(values.lo()), code(values.hi()));
    }

    /**
     * {@return the bits of an index that tells the codes of a value apart}
     *
     * @param values of the value
     */
    int bitsOf(Interval values) {
      return TablePlan.indexBits(values, cuts.stream().mapToInt(Grid::of).max().orElseThrow());
    }

    private long code(double value) {
      return cuts.stream().filter(cut -> cut <= value).count();
    }

    @Override
    public boolean jumps() {
      return true;
    }
  }

  /**
   * Two codes as one number: the bits of one above those of the other.
   *
   * @param high vertex of the code in the upper bits
   * @param low vertex of the code in the lower bits
   * @param lowBits how many these are
   */
  record Address(int high, int low, int lowBits) implements Coded {
    @Override
    public List<Integer> operands() {
      return List.of(high, low);
    }

    @Override
    public Address mapped(IntUnaryOperator vertex) {
      return new Address(vertex.applyAsInt(high), vertex.applyAsInt(low), lowBits);
    }

    @Override
    public Interval evaluate(List<Interval> operands) {
      Interval above = operands.getFirst();
      Interval below = operands.getLast();
      return new Interval(
          Math.scalb(above.lo(), lowBits) + below.lo(),
          Math.scalb(above.hi(), lowBits) + below.hi());
    }

    @Override
    public boolean jumps() {
      return false;
    }
  }

  /**
   * The entry at an address.
   *
   * @param address vertex of the address
   * @param lowBits bits of the code in its lower bits
   * @param lowCodes number of those codes
   * @param entries of the codes in the upper bits and, within these, those in the lower bits
   */
  record Entry(int address, int lowBits, int lowCodes, List<Double> entries) implements Coded {
    /** Copies the entries. */
    public Entry {
      entries = List.copyOf(entries);
    }

    @Override
    public List<Integer> operands() {
      return List.of(address);
    }

    @Override
    public Entry mapped(IntUnaryOperator vertex) {
      return new Entry(vertex.applyAsInt(address), lowBits, lowCodes, entries);
    }

    /** An address that no codes have has the entry of the nearest ones below. */
    @Override
    public Interval evaluate(List<Interval> operands) {
      int highest = ((entries.size() / lowCodes) << lowBits) - 1;
      int from = (int) Math.clamp(Math.floor(operands.getFirst().lo()), 0, highest);
      int to = (int) Math.clamp(Math.floor(operands.getFirst().hi()), 0, highest);
      return new Interval(
          IntStream.rangeClosed(from, to).mapToDouble(this::entry).min().orElseThrow(),
          IntStream.rangeClosed(from, to).mapToDouble(this::entry).max().orElseThrow());
    }

    @Override
    public int grid() {
      return entries.stream().mapToInt(e -> Grid.of((double) e)).max().orElseThrow();
    }

    private double entry(int at) {
      int low = Math.min(at & ((1 << lowBits) - 1), lowCodes - 1);
      return entries.get((at >> lowBits) * lowCodes + low);
    }

    @Override
    public boolean jumps() {
      return true;
    }
  }
}
