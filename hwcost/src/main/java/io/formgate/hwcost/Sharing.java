package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which products of a pipeline take turns at one multiplier, and how many cycles lie between
 * vectors for that. The page {@code docs/sharing.md} gives the meaning; {@link SharingInterpreter}
 * computes it cycle by cycle.
 *
 * <p>Two vectors are any number of cycles apart that is not below the interval. Hence two products
 * can take turns if, and only if, their stages differ by at least 1 and by less than the interval:
 * then no two vectors need the multiplier in one cycle.
 *
 * @param initiationInterval fewest cycles between two vectors; 1 if nothing is shared
 * @param multipliers those that several products use, none if the interval is 1
 */
public record Sharing(int initiationInterval, List<SharedMultiplier> multipliers) {
  /** Every product has a multiplier of its own, and a vector may come in every cycle. */
  public static final Sharing NONE = new Sharing(1, List.of());

  private static final String INTERVAL = "interval";
  private static final String MULTIPLIER = "multiplier";

  /** Checks the interval. */
  public Sharing {
    multipliers = List.copyOf(multipliers);
    if (initiationInterval < 1 || multipliers.isEmpty() != (initiationInterval == 1)) {
      throw new IllegalArgumentException(
          "an interval of " + initiationInterval + " for " + multipliers.size() + " multipliers");
    }
  }

  /** {@return whether anything is shared} */
  public boolean isShared() {
    return !multipliers.isEmpty();
  }

  /**
   * {@return the shared multiplier that a node uses, empty if it has what it needs to itself}
   *
   * @param node index of the node
   */
  public Optional<SharedMultiplier> of(int node) {
    return multipliers.stream().filter(m -> m.products().contains(node)).findFirst();
  }

  /**
   * {@return the ranks of valid bits: those of the latency, and as many as tell that a vector comes
   * too soon}
   *
   * @param latencyCycles register ranks between inputs and outputs
   */
  public int validRanks(int latencyCycles) {
    return Math.max(latencyCycles, initiationInterval - 1);
  }

  /**
   * {@return flip-flops that say who uses which multiplier: valid bits beyond the latency, and the
   * select bits}
   *
   * @param latencyCycles register ranks between inputs and outputs
   */
  public int controlBits(int latencyCycles) {
    int bits = validRanks(latencyCycles) - latencyCycles;
    for (SharedMultiplier m : multipliers) {
      bits += m.selectBits();
    }
    return bits;
  }

  /**
   * {@return the look-up tables that say whether a vector is accepted and what the next select bits
   * are}
   *
   * @param device costs
   */
  public Area controlArea(DeviceModel device) {
    if (!isShared()) {
      return Area.NONE;
    }
    Area area = device.row("ones", initiationInterval).area();
    for (SharedMultiplier m : multipliers) {
      for (int bit = 0; bit < m.selectBits(); bit++) {
        area = area.plus(device.row("ones", m.turnsWith(bit).size()).area());
      }
    }
    return area;
  }

  /**
   * Checks that all products can take turns in a pipeline.
   *
   * @param pipeline whose sharing this is
   * @throws IllegalStateException naming the product and the rule that is broken
   */
  void verify(Pipeline pipeline) {
    Datapath datapath = pipeline.datapath();
    Set<Integer> seen = new HashSet<>();
    for (SharedMultiplier m : multipliers) {
      if (m.products().size() < 2) {
        throw broken(datapath, m.products().getFirst(), "has a shared multiplier to itself");
      }
      Pipeline.Slot first = pipeline.slots().get(m.products().getFirst());
      int before = -1;
      for (int product : m.products()) {
        if (!(datapath.node(product).operation() instanceof Operation.Multiply)) {
          throw broken(datapath, product, "shares a multiplier and is no product");
        }
        if (!seen.add(product)) {
          throw broken(datapath, product, "uses two multipliers");
        }
        Pipeline.Slot slot = pipeline.slots().get(product);
        if (slot.stage() <= before) {
          throw broken(datapath, product, "does not come after the product before it");
        }
        if (slot.stage() - first.stage() >= initiationInterval) {
          throw broken(
              datapath, product, "is computed when the next vector may use its multiplier");
        }
        if (slot.leadingRanks() != first.leadingRanks()
            || slot.trailingRanks() != first.trailingRanks()) {
          throw broken(datapath, product, "has other registers than its multiplier");
        }
        if (slot.leadingRanks() == 0 && slot.startPs() != 0) {
          throw broken(datapath, product, "takes operands that are in no register");
        }
        before = slot.stage();
      }
      // Refuses what no multiplier of the device is wide enough for.
      pipeline.device().multiply(m.wideBits(datapath), m.narrowBits(datapath));
    }
  }

  private static IllegalStateException broken(Datapath datapath, int node, String what) {
    return new IllegalStateException(
        "pipeline " + datapath.name() + ": node " + datapath.node(node).name() + " " + what);
  }

  /**
   * {@return the sharing as text, which {@link #parse} reads: the interval, and a line for each
   * multiplier with the names of its products; empty if nothing is shared}
   *
   * @param datapath gives the names
   */
  public String text(Datapath datapath) {
    if (!isShared()) {
      return "";
    }
    StringBuilder out = new StringBuilder(INTERVAL + " " + initiationInterval + "\n");
    for (SharedMultiplier m : multipliers) {
      out.append(MULTIPLIER);
      m.products().forEach(p -> out.append(' ').append(datapath.node(p).name()));
      out.append('\n');
    }
    return out.toString();
  }

  /**
   * {@return what a text says}
   *
   * @param text as {@link #text} writes it
   * @param datapath gives the names
   * @throws IllegalArgumentException naming a line that cannot be read
   */
  public static Sharing parse(String text, Datapath datapath) {
    List<String> names = datapath.nodes().stream().map(Node::name).toList();
    int interval = 1;
    List<SharedMultiplier> multipliers = new ArrayList<>();
    for (String line : text.lines().toList()) {
      List<String> words = List.of(line.split(" "));
      if (words.getFirst().equals(INTERVAL) && words.size() == 2) {
        interval = Integer.parseInt(words.get(1));
      } else if (words.getFirst().equals(MULTIPLIER)
          && words.size() > 1
          && names.containsAll(words.subList(1, words.size()))) {
        multipliers.add(
            new SharedMultiplier(
                words.subList(1, words.size()).stream().map(names::indexOf).toList()));
      } else {
        throw new IllegalArgumentException("no line of a sharing: " + line);
      }
    }
    return new Sharing(interval, multipliers);
  }
}
