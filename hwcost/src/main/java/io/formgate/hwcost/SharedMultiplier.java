package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.Operation;
import io.formgate.datapath.OperationCost;
import io.formgate.datapath.OperationCost.Variant;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * A multiplier with a multiplexer on each side, and the products that take turns at it.
 *
 * <p>A product's wider operand goes to the first side, its narrower one to the second, so that
 * products of any widths that a multiplier is wide enough for have room together. A side is as wide
 * as the widest that comes to it; narrower operands are extended by their sign, or by zero.
 *
 * @param products indices of product nodes in the order of their stages; the place of a product is
 *     its turn, which the select bits hold
 */
public record SharedMultiplier(List<Integer> products) {
  /** Copies the list. */
  public SharedMultiplier {
    products = List.copyOf(products);
    if (products.isEmpty()) {
      throw new IllegalArgumentException("a shared multiplier without products");
    }
  }

  /**
   * The operands of a product as they come to the two sides.
   *
   * @param wide node on the first side
   * @param narrow node on the second side
   */
  public record Sides(int wide, int narrow) {}

  /**
   * {@return the operands of a product}
   *
   * @param datapath the circuit
   * @param product index of its node
   */
  public static Sides sides(Datapath datapath, int product) {
    if (!(datapath.node(product).operation() instanceof Operation.Multiply(int a, int b))) {
      throw new IllegalStateException(datapath.node(product).name() + " is no product");
    }
    return signedBits(datapath, a) >= signedBits(datapath, b) ? new Sides(a, b) : new Sides(b, a);
  }

  static int signedBits(Datapath datapath, int node) {
    FixedFormat format = datapath.node(node).format();
    return format.widthBits() + (format.signed() ? 0 : 1);
  }

  /** {@return bits of a number from 0 that tells the turns apart} */
  public int selectBits() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(products.size() - 1);
  }

  /**
   * {@return the turns in which a select bit is set}
   *
   * @param bit of the select bits
   */
  public List<Integer> turnsWith(int bit) {
    List<Integer> turns = new ArrayList<>();
    for (int turn = 0; turn < products.size(); turn++) {
      if ((turn >> bit & 1) != 0) {
        turns.add(turn);
      }
    }
    return turns;
  }

  /**
   * {@return whether some operand has a sign, so that all have to be numbers with one}
   *
   * @param datapath the circuit
   */
  public boolean isSigned(Datapath datapath) {
    return products.stream()
        .flatMap(p -> datapath.node(p).operation().operands().stream())
        .anyMatch(o -> datapath.node(o).format().signed());
  }

  /** {@return bits of the first side, with a sign} */
  int wideBits(Datapath datapath) {
    return products.stream()
        .mapToInt(p -> signedBits(datapath, sides(datapath, p).wide()))
        .max()
        .orElseThrow();
  }

  /** {@return bits of the second side, with a sign} */
  int narrowBits(Datapath datapath) {
    return products.stream()
        .mapToInt(p -> signedBits(datapath, sides(datapath, p).narrow()))
        .max()
        .orElseThrow();
  }

  /**
   * {@return bits of the first side as it is built: without a sign if no operand has one}
   *
   * @param datapath the circuit
   */
  public int firstSideBits(Datapath datapath) {
    return wideBits(datapath) - (isSigned(datapath) ? 0 : 1);
  }

  /**
   * {@return bits of the second side as it is built: without a sign if no operand has one}
   *
   * @param datapath the circuit
   */
  public int secondSideBits(Datapath datapath) {
    return narrowBits(datapath) - (isSigned(datapath) ? 0 : 1);
  }

  /** {@return the multiplier and its multiplexers} */
  Area area(Datapath datapath, DeviceModel device) {
    int bits = firstSideBits(datapath) + secondSideBits(datapath);
    int luts = device.multiplexer(products.size()).area().lut() * bits;
    return device
        .multiply(wideBits(datapath), narrowBits(datapath))
        .area()
        .plus(new Area(luts, 0, 0, 0, 0));
  }

  /** {@return the ways to build a product of the multiplier, its multiplexer included} */
  List<Variant> variants(Datapath datapath, DeviceModel device) {
    return variants(device, wideBits(datapath), narrowBits(datapath), products.size());
  }

  /**
   * {@return the ways to build a product behind a multiplexer}
   *
   * @param wideBits bits of one side, with a sign
   * @param narrowBits bits of the other side, with a sign
   * @param choices products that take turns
   */
  static List<Variant> variants(DeviceModel device, int wideBits, int narrowBits, int choices) {
    OperationCost.Variant choice = device.multiplexer(choices).first();
    return device.multiply(wideBits, narrowBits).variants().stream()
        .map(v ->
            new Variant(
                v.leadingRanks(),
                v.trailingRanks(),
                v.setupPs() + choice.setupPs() + choice.ripplePs(),
                v.ripplePs(),
                v.innerPeriodPs(),
                v.clockToOutPs()))
        .toList();
  }
}
