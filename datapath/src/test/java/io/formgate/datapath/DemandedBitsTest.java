package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.DiagnosticException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Cutting what no output depends on keeps every bit of every output. */
class DemandedBitsTest {
  private static final int VECTORS = 300;

  private static final String PHASES =
      """
      datapath phases
      table wave ufixed<4,4> fixed<6,2> 0 9 17 24 30 24 17 9 0 -9 -17 -24 -30 -24 -17 -9
      table steps ufixed<3,3> fixed<9,9> -200 -140 -80 -20 40 100 160 220
      a = input : fixed<8,8> in -128 .. 127
      b = input : fixed<8,6> in -128 .. 127
      c = input : ufixed<3,3> in 0 .. 7
      d = input : ufixed<1,1> in 0 .. 1
      a4 = align a : fixed<10,8> in -512 .. 508
      s = add a4 b : fixed<11,9> in -640 .. 635
      t = lookup steps c : fixed<9,9> in -200 .. 220
      t4 = align t : fixed<11,9> in -800 .. 880
      u = subtract s t4 : fixed<12,10> in -1520 .. 1435
      n = negate u : fixed<12,10> in -1435 .. 1520
      m = select d u n : fixed<12,10> in -1520 .. 1520
      r = round floor m : fixed<11,10> in -760 .. 760
      w = reinterpret r : ufixed<11,11> in 0 .. 2047
      e = concat w c : ufixed<14,14> in 0 .. 16383
      p = bits 3 e : ufixed<4,4> in 0 .. 15
      y = lookup wave p : fixed<6,2> in -30 .. 30
      output z = y
      """;

  @Test
  void onlyTheBitsWithinATurnAreLeft() {
    Datapath whole = DatapathText.parse(PHASES).verify();
    Datapath cut = DemandedBits.apply(whole);
    assertThat(cut.tables().stream().mapToInt(t -> t.valueFormat().widthBits()).max()).hasValue(6);
    compare(whole, cut, 1);
    assertThat(DatapathText.parse(DatapathText.print(cut))).isEqualTo(cut);
  }

  @Test
  void circuitsOfRandomFormulasKeepTheirBits() {
    int built = 0;
    int changed = 0;
    for (long seed = 0; built < 150; seed++) {
      Datapath whole;
      try {
        whole =
            Quantizer.of(RandomFormulas.request(seed), QuantizerStyle.PLAIN.inTurns())
                .circuit(LutTarget.withBlocks())
                .datapath();
      } catch (DiagnosticException e) {
        continue;
      }
      built++;
      Datapath cut = DemandedBits.apply(whole);
      changed += cut.equals(whole) ? 0 : 1;
      compare(whole, cut, seed);
    }
    // Few random formulas have phases in turns.
    assertThat(changed).isPositive();
  }

  private static void compare(Datapath whole, Datapath cut, long seed) {
    DatapathInterpreter one = new DatapathInterpreter(whole);
    DatapathInterpreter other = new DatapathInterpreter(cut);
    SplittableRandom random = new SplittableRandom(seed);
    for (int n = 0; n < VECTORS; n++) {
      long[] raw =
          whole.inputs().stream()
              .map(i -> whole.node(i).format())
              .mapToLong(f -> random.nextLong(f.rawMin(), f.rawMax() + 1))
              .toArray();
      assertThat(other.evaluate(raw)).as("seed %s", seed).containsExactly(one.evaluate(raw));
    }
  }
}
