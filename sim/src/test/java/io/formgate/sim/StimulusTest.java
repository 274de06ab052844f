package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StimulusTest {
  private static final FixedFormat SIGNED = new FixedFormat(true, 8, 4);
  private static final FixedFormat UNSIGNED = new FixedFormat(false, 12, 4);

  private static List<List<Long>> read(StimulusGroup group, int inputs) {
    return read(group.vectors().get(), (int) group.count(), inputs);
  }

  /** Reads in two parts of different lengths. */
  static List<List<Long>> read(VectorCursor cursor, int count, int inputs) {
    long[][] columns = new long[inputs][count];
    int part = count / 3;
    cursor.next(columns, 0, part);
    cursor.next(columns, part, count);
    List<List<Long>> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Long> vector = new ArrayList<>();
      for (long[] column : columns) {
        vector.add(column[i]);
      }
      vectors.add(vector);
    }
    return vectors;
  }

  @Test
  void cornerValuesAreThoseOfTheFormatAndTheRange() {
    assertThat(Corners.values(SIGNED, new InputRange(-7, 9)))
        .containsExactly(-128, -7, -1, 0, 1, 9, 127);
    assertThat(Corners.values(UNSIGNED, new InputRange(0, 9))).containsExactly(0, 1, 9, 4095);
    assertThat(Corners.values(new FixedFormat(false, 1, 1), new InputRange(0, 1)))
        .containsExactly(0, 1);
  }

  @Test
  void fewInputsGetAllCombinationsOfCorners() {
    StimulusGroup group =
        Corners.of(
            List.of(SIGNED, UNSIGNED), List.of(new InputRange(-7, 9), new InputRange(0, 9)), 100);
    assertThat(group.name()).isEqualTo("corners");
    assertThat(group.count()).isEqualTo(28);
    assertThat(new HashSet<>(read(group, 2))).hasSize(28);
  }

  @Test
  void manyInputsGetAllPairsOfCorners() {
    List<FixedFormat> formats = List.of(SIGNED, UNSIGNED, SIGNED, UNSIGNED, SIGNED);
    List<InputRange> ranges = formats.stream().map(_ -> new InputRange(0, 9)).toList();
    StimulusGroup group = Corners.of(formats, ranges, 1000);
    assertThat(group.name()).isEqualTo("corners (pairs)");
    Set<List<Long>> pairs = new HashSet<>();
    for (List<Long> vector : read(group, 5)) {
      for (int i = 0; i < 5; i++) {
        for (int j = i + 1; j < 5; j++) {
          pairs.add(List.of((long) i, (long) j, vector.get(i), vector.get(j)));
        }
      }
    }
    // Six values of each signed input, four of each unsigned: 3 x 36 + 1 x 16 + 6 x 24 pairs.
    assertThat(pairs).hasSize(3 * 36 + 16 + 6 * 24);
    assertThat(group.count()).isEqualTo(pairs.size());

    StimulusGroup capped = Corners.of(formats, ranges, 50);
    assertThat(capped.count()).isEqualTo(50);
    assertThat(capped.name()).isEqualTo("corners (the first of 268 pairs)");
    assertThat(read(capped, 5)).isEqualTo(read(group, 5).subList(0, 50));
  }

  @Test
  void randomVectorsRepeatWithTheSeedAndStayInside() {
    List<FixedFormat> formats = List.of(SIGNED, UNSIGNED);
    List<List<Long>> vectors = read(Stimulus.random(formats, 2000, 3), 2);
    assertThat(read(Stimulus.random(formats, 2000, 3), 2)).isEqualTo(vectors);
    assertThat(read(Stimulus.random(formats, 2000, 4), 2)).isNotEqualTo(vectors);
    assertThat(vectors).allMatch(v -> SIGNED.holds(v.get(0)) && UNSIGNED.holds(v.get(1)));
    assertThat(vectors).anyMatch(v -> v.get(0) < -120).anyMatch(v -> v.get(0) > 120);
    List<InputRange> ranges = List.of(new InputRange(-3, -1), new InputRange(5, 5));
    assertThat(read(Stimulus.randomInRanges(ranges, 500, 3), 2))
        .allMatch(v -> v.get(0) >= -3 && v.get(0) <= -1 && v.get(1) == 5)
        .anyMatch(v -> v.get(0) == -3)
        .anyMatch(v -> v.get(0) == -1);
  }

  @Test
  void exhaustiveIsEveryVectorOnce() {
    FixedFormat narrow = new FixedFormat(true, 3, 3);
    StimulusGroup group = Stimulus.exhaustive(List.of(narrow, new FixedFormat(false, 2, 0)));
    List<List<Long>> vectors = read(group, 2);
    assertThat(new HashSet<>(vectors)).hasSize(32);
    assertThat(vectors).allMatch(v -> narrow.holds(v.get(0)) && v.get(1) >= 0 && v.get(1) < 4);
  }

  @Test
  void groupsFollowEachOther() {
    Stimulus stimulus =
        new Stimulus(
            List.of(
                Stimulus.rows("a", 2, () -> List.of(new long[] {1}, new long[] {2}).iterator()),
                Stimulus.rows("none", 0, () -> List.<long[]>of().iterator()),
                Stimulus.rows("b", 1, () -> List.of(new long[] {3}).iterator())));
    assertThat(stimulus.groups()).extracting(StimulusGroup::name).containsExactly("a", "b");
    assertThat(read(stimulus.open(), 3, 1)).containsExactly(List.of(1L), List.of(2L), List.of(3L));
  }

  @Test
  void aPlanTriesEverythingOnlyWhenTheInputsAreNarrow() {
    Designs.Design narrow = Designs.combinational();
    List<InputRange> ranges = List.of(new InputRange(0, 15), new InputRange(0, 15));
    StimulusGroup data = Stimulus.rows("data", 1, () -> List.of(new long[] {1, 2}).iterator());
    StimulusPlan plan = StimulusPlan.of(ranges, data, 30);
    assertThat(plan.build(narrow.datapath(), 1).groups())
        .extracting(StimulusGroup::name)
        .containsExactly("data", "exhaustive (8 input bits)");
    StimulusPlan sampled = new StimulusPlan(ranges, data, 30, 5, 7);
    assertThat(sampled.build(narrow.datapath(), 9).groups())
        .extracting(StimulusGroup::name)
        .containsExactly(
            "data",
            "corners (the first of 9 pairs)",
            "boundaries",
            "random over the formats (seed 9)",
            "random over the ranges (seed 9)");
    assertThat(sampled.build(narrow.datapath(), 9).count()).isEqualTo(1 + 5 + 30 + 30);
    assertThatThrownBy(() -> StimulusPlan.of(List.of(), null, 1).build(narrow.datapath(), 1))
        .hasMessage("0 ranges for 2 inputs");
  }

  /** 24 input bits are all tried when the circuit is small, and 25 never are. */
  @ParameterizedTest
  @CsvSource({"12, 12, 254, true", "12, 12, 255, false", "13, 12, 2, false", "10, 10, 600, true"})
  void wideInputsAreTriedInFullOnlyInSmallCircuits(
      int widthA, int widthB, int computed, boolean isExhaustive) {
    StringBuilder text = new StringBuilder("datapath chain\n");
    int[] widths = {widthA, widthB};
    List<InputRange> ranges = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      long last = (1L << widths[i]) - 1;
      ranges.add(new InputRange(0, last));
      text.append("i%d = input : ufixed<%d,0> in 0 .. %d\n".formatted(i, widths[i], last));
    }
    for (int i = 0; i < computed; i++) {
      text.append("n%d = any i%d : ufixed<1,1> in 0 .. 1\n".formatted(i, i % 2));
    }
    for (int i = 0; i < computed; i++) {
      text.append("output y%d = n%d\n".formatted(i, i));
    }
    Datapath datapath = DatapathText.parse(text.toString()).verify();
    Stimulus stimulus = StimulusPlan.of(ranges, null, 10).build(datapath, 1);
    assertThat(stimulus.groups().getFirst().name().startsWith("exhaustive"))
        .isEqualTo(isExhaustive);
  }

  @Test
  void rowsOfTheWrongLengthAreABug() {
    StimulusGroup group = Stimulus.rows("data", 1, () -> List.of(new long[] {1, 2, 3}).iterator());
    assertThatThrownBy(() -> group.vectors().get().next(new long[2][1], 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 values for 2 inputs");
  }
}
