package io.formgate.datapath;

import java.util.Arrays;
import java.util.Optional;

/**
 * A device of look-up tables of six inputs, in round numbers: the area in tables times the delay in
 * levels.
 *
 * @param multiplier what products are built from
 */
record LutTarget(Multiplier multiplier) implements Target {
  private static final int LUT_INPUTS = 6;
  private static final int MULTIPLIER_LUTS = 170;
  private static final int MULTIPLIER_LEVELS = 8;

  /** A target with the multiplier block of 27 x 18 bits. */
  static LutTarget withBlocks() {
    return new LutTarget(new MultiplierBlock(27, 18));
  }

  @Override
  public int lutInputs() {
    return LUT_INPUTS;
  }

  @Override
  public Object counting() {
    return this;
  }

  @Override
  public Optional<Figures> figures(Datapath function) {
    double luts = 0;
    int[] levels = new int[function.nodes().size()];
    for (int i = 0; i < levels.length; i++) {
      Node node = function.node(i);
      int width = node.format().widthBits();
      int latest = node.operation().operands().stream().mapToInt(o -> levels[o]).max().orElse(0);
      switch (node.operation()) {
        case Operation.Input _,
            Operation.Literal _,
            Operation.Align _,
            Operation.Bits _,
            Operation.Concat _,
            Operation.Reinterpret _,
            Operation.Round _ ->
            levels[i] = latest;
        case Operation.Add _,
            Operation.Subtract _,
            Operation.Negate _,
            Operation.Absolute _,
            Operation.Minimum _,
            Operation.Maximum _,
            Operation.Select _,
            Operation.Any _,
            Operation.Saturate _ -> {
          luts += width;
          levels[i] = latest + 1;
        }
        case Operation.Multiply _ -> {
          luts += MULTIPLIER_LUTS;
          levels[i] = latest + MULTIPLIER_LEVELS;
        }
        case Operation.Lookup(int table, _) -> {
          int above =
              Math.max(0, function.tables().get(table).indexFormat().widthBits() - LUT_INPUTS);
          luts += Math.scalb((double) width, above);
          levels[i] = latest + 1 + above / 2;
        }
      }
    }
    return Optional.of(new Figures(luts, Arrays.stream(levels).max().orElse(0)));
  }

  @Override
  public double cost(Figures figures) {
    return figures.area() * figures.delay();
  }
}
