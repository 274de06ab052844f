package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.FunctionTable;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import io.formgate.expression.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Estimates of tables in logic against hand counts and against synthesis. */
class TableMappingTest {
  private static final LutFabric LUT4 = new LutFabric(4, 0, 1, 0, 0);
  private static final LutFabric LUT6 = new LutFabric(6, 0, 1, 0, 0);

  /** Medians, over half of the tables, of what synthesis makes over what is estimated. */
  private static final LutFabric ICE40 = new LutFabric(4, 0, 1.07, 0, 0);

  private static final LutFabric ECP5 = new LutFabric(4, 3, 1.09, 0, 0);
  private static final LutFabric XCUP = new LutFabric(6, 1, 1.36, 0, 0);

  private static FunctionTable table(int indexBits, int valueBits, IntUnaryOperator entry) {
    long[] entries = new long[1 << indexBits];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = entry.applyAsInt(i);
    }
    return new FunctionTable(
        "t",
        new FixedFormat(false, indexBits, indexBits),
        new FixedFormat(false, valueBits, valueBits),
        entries);
  }

  private static int luts(FunctionTable table, LutFabric fabric) {
    return TableMapping.of(table, fabric).luts();
  }

  @Test
  void constantsAndIndexBitsAreWires() {
    assertThat(luts(table(6, 4, _ -> 5), LUT4)).isZero();
    assertThat(luts(table(6, 6, i -> i), LUT4)).isZero();
    assertThat(luts(table(8, 8, i -> i >> 3 | 128), LUT6)).isZero();
  }

  @Test
  void aFunctionOfAsManyBitsAsALutHasInputsIsOne() {
    assertThat(luts(table(4, 1, i -> Integer.bitCount(i) & 1), LUT4)).isOne();
    assertThat(luts(table(6, 1, i -> Integer.bitCount(i) & 1), LUT6)).isOne();
    assertThat(luts(table(6, 1, i -> Integer.bitCount(i) & 1), LUT4)).isEqualTo(2);
    assertThat(TableMapping.of(table(6, 1, i -> Integer.bitCount(i) & 1), LUT4).lutLevels())
        .isEqualTo(2);
  }

  @Test
  void bitsThatAFunctionDoesNotReadAreNoInputs() {
    assertThat(luts(table(8, 1, i -> i >> 7 & i & 1), LUT4)).isOne();
  }

  @Test
  void equalBitsAndComplementsCountOnce() {
    assertThat(luts(table(4, 3, i -> Integer.bitCount(i) % 2 == 0 ? 5 : 2), LUT4)).isOne();
  }

  @Test
  void aMultiplexerOfFourIsOneLut6OrThreeLut4() {
    FunctionTable mux = table(6, 1, i -> i >> (i >> 4) & 1);
    assertThat(luts(mux, LUT6)).isOne();
    // Two LUT4 suffice if the first passes a selector through, which no decision diagram shows.
    assertThat(luts(mux, LUT4)).isEqualTo(3);
  }

  @Test
  void multiplexersOfTheSliceAreFreeWhereTheWholeIndexFits() {
    Random random = new Random(1);
    FunctionTable noise = table(7, 1, _ -> random.nextInt(2));
    assertThat(TableMapping.of(noise, new LutFabric(6, 1, 1.36, 0, 0)))
        .isEqualTo(new TableMapping(2, 1, 1));
    assertThat(TableMapping.of(noise, new LutFabric(4, 3, 1.09, 0, 0)))
        .isEqualTo(new TableMapping(8, 1, 3));
    assertThat(luts(noise, LUT6)).isEqualTo(3);
  }

  @Test
  void anEntryWithFewerBitsNeverTakesMore() {
    Random random = new Random(2);
    int compared = 0;
    for (int indexBits = 3; indexBits <= 9; indexBits++) {
      int[] noise = random.ints(1 << indexBits, 0, 1 << 8).toArray();
      for (LutFabric fabric : List.of(LUT4, LUT6)) {
        int narrower = 0;
        for (int bits = 1; bits <= 8; bits++) {
          int mask = (1 << bits) - 1;
          int wider = luts(table(indexBits, bits, i -> noise[i] & mask), fabric);
          assertThat(wider).isGreaterThanOrEqualTo(narrower);
          narrower = wider;
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(7 * 2 * 8);
  }

  private static Interval value(Expr e, double x) {
    return switch (e) {
      case Expr.Constant(double value) -> Interval.of(value);
      case Expr.Variable _ -> Interval.of(x);
      case Expr.Apply(Operator operator, List<Expr> arguments) ->
          operator.evaluate(arguments.stream().map(a -> value(a, x)).toList());
      case Expr.Call _ -> throw new IllegalStateException("no formula has a call");
    };
  }

  private static FunctionTable table(String[] words) {
    Expr formula = FormulaParser.parse(new SourceText("<formula>", words[0]));
    FixedFormat index = FixedFormat.parse(words[1]).orElseThrow();
    double lo = Double.parseDouble(words[2]);
    double hi = Math.floor(Double.parseDouble(words[3]) / index.lsb()) * index.lsb();
    FixedFormat format = FixedFormat.parse(words[4]).orElseThrow();
    long[] entries = new long[1 << index.widthBits()];
    CRC32 checksum = new CRC32();
    for (int i = 0; i < entries.length; i++) {
      double x = Math.max(lo, Math.min(index.toReal(index.fromBits(i)), hi));
      Interval y = value(formula, x);
      entries[i] =
          (long) Math.rint(Math.scalb(y.lo() + (y.hi() - y.lo()) / 2, format.fractionBits()));
      checksum.update((entries[i] + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    assertThat("%08x".formatted(checksum.getValue()))
        .as("entries of " + words[0] + ", which are not those that were measured")
        .isEqualTo(words[5]);
    return new FunctionTable("t", index, format, entries);
  }

  private static void assertErrors(
      List<FunctionTable> tables, List<Integer> real, LutFabric fabric, double half, double most) {
    double[] errors = new double[tables.size()];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = Math.abs(luts(tables.get(i), fabric) - real.get(i)) / (double) real.get(i);
    }
    Arrays.sort(errors);
    assertThat(errors[errors.length / 2]).as("median of " + fabric).isLessThanOrEqualTo(half);
    assertThat(errors[(int) Math.ceil(0.9 * errors.length) - 1])
        .as("nine of ten of " + fabric)
        .isLessThanOrEqualTo(most);
  }

  @Test
  void estimatesAgreeWithSynthesis() throws IOException {
    List<FunctionTable> tables = new ArrayList<>();
    List<List<Integer>> real = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try (InputStream in =
        Objects.requireNonNull(TableMappingTest.class.getResourceAsStream("table-luts.txt"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
        String[] words = line.split(" ", -1);
        tables.add(table(words));
        for (int family = 0; family < real.size(); family++) {
          real.get(family).add(Integer.parseInt(words[6 + family]));
        }
      }
    }
    assertThat(tables).hasSizeGreaterThan(40);
    assertErrors(tables, real.get(0), ICE40, 0.10, 0.25);
    assertErrors(tables, real.get(1), ECP5, 0.125, 0.30);
    assertErrors(tables, real.get(2), XCUP, 0.10, 0.30);
  }
}
