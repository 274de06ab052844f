package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Operation;
import io.formgate.datapath.OperationCost.Variant;
import io.formgate.hwcost.SharingGroups.Group;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Gives every node a stage so that products can take turns at multipliers: the fewest multipliers
 * first, then the fewest cycles, then the {@linkplain Retiming fewest register bits}.
 *
 * <p>Which products share and when they are computed depend on each other, so several ways to group
 * products are tried ({@link SharingGroups}), each scheduled by lists ({@link SharingList}); then
 * the products of the best schedule are given to the fewest multipliers that its stages allow.
 */
final class SharingScheduler {
  private final Datapath datapath;
  private final DeviceModel device;
  private final ScheduleOptions options;
  private final Timetable times;
  private final List<Integer> products;
  private final SharingList list;

  private SharingScheduler(
      Datapath datapath, DeviceModel device, ScheduleOptions options, List<Integer> products) {
    this.datapath = datapath;
    this.device = device;
    this.options = options;
    this.products = products;
    times = new Timetable(datapath, device, options);
    list = new SharingList(datapath, times, options.initiationInterval());
  }

  /**
   * A schedule whose products take turns.
   *
   * @param slots for each node
   * @param groups products of each multiplier, in the order of their stages; those that share
   * @param multipliers of the circuit
   * @param latencyCycles from input to output
   */
  private record Shared(
      List<Pipeline.Slot> slots, List<Group> groups, int multipliers, int latencyCycles) {
    static final Comparator<Shared> BEST_FIRST =
        Comparator.comparingInt(Shared::multipliers).thenComparingInt(Shared::latencyCycles);
  }

  /**
   * {@return the pipeline of a datapath with shared multipliers; empty if none is asked for, or
   * none is saved within the limit of latency}
   *
   * @param datapath a verified datapath
   * @param device costs
   * @param options clock, ports, limit and interval
   */
  static Optional<Pipeline> schedule(
      Datapath datapath, DeviceModel device, ScheduleOptions options) {
    if (options.initiationInterval() == 1
        || options.clockPeriodPs() < device.timing().shortestPeriodPs()) {
      return Optional.empty();
    }
    List<Integer> products = products(datapath, device);
    return products.size() < 2
        ? Optional.empty()
        : new SharingScheduler(datapath, device, options, products).best();
  }

  /**
   * {@return the products that take a multiplier of the device each}
   *
   * @param datapath the circuit
   * @param device costs
   */
  static List<Integer> products(Datapath datapath, DeviceModel device) {
    List<Integer> products = new ArrayList<>();
    for (int i = 0; i < datapath.nodes().size(); i++) {
      if (datapath.node(i).operation() instanceof Operation.Multiply
          && device.of(datapath, i).area().dsp() > 0) {
        products.add(i);
      }
    }
    return products;
  }

  private Optional<Pipeline> best() {
    SharedMultiplier all = new SharedMultiplier(products);
    int choices = Math.min(products.size(), options.initiationInterval());
    List<Shared> found = new ArrayList<>();
    for (Variant variant :
        SharedMultiplier.variants(
            device, all.wideBits(datapath), all.narrowBits(datapath), choices)) {
      List<Pipeline.Slot> free = list.of(List.of(), variants(products, variant), Integer.MAX_VALUE);
      if (free == null) {
        continue;
      }
      SharingGroups ways =
          new SharingGroups(datapath, products, free, options.initiationInterval());
      for (int most = 1; most < ways.mostPerStage(); most += Math.max(1, most / 2)) {
        add(list.of(List.of(), variants(products, variant), most), ways, found);
      }
      add(free, ways, found);
      for (List<Group> groups : ways.all()) {
        add(list.of(groups, variants(products, variant), Integer.MAX_VALUE), ways, found);
      }
    }
    return found.stream()
        .filter(s -> s.multipliers < products.size())
        .filter(s ->
            options.maxLatencyCycles().isEmpty()
                || s.latencyCycles <= options.maxLatencyCycles().getAsInt())
        .min(Shared.BEST_FIRST)
        .map(this::pipeline);
  }

  /** Adds a schedule with the fewest multipliers that it allows, and what becomes of it then. */
  private void add(@Nullable List<Pipeline.Slot> slots, SharingGroups ways, List<Shared> found) {
    if (slots == null) {
      return;
    }
    List<Group> groups = ways.fewest(slots);
    List<Group> sharing = groups.stream().filter(g -> g.products().size() > 1).toList();
    // A product that has a multiplier to itself needs no multiplexer, and may be built otherwise.
    List<Pipeline.Slot> alone = list.of(sharing, variantsOf(sharing, slots), Integer.MAX_VALUE);
    if (alone != null) {
      found.add(shared(alone, sharing, groups.size()));
    }
  }

  private Shared shared(List<Pipeline.Slot> slots, List<Group> groups, int multipliers) {
    List<Group> ordered =
        groups.stream()
            .map(g ->
                new Group(
                    g.products().stream()
                        .sorted(Comparator.comparingInt(p -> slots.get(p).stage()))
                        .toList()))
            .toList();
    return new Shared(slots, ordered, multipliers, latencyCycles(slots));
  }

  private int latencyCycles(List<Pipeline.Slot> slots) {
    int latency = 0;
    for (Datapath.Output output : datapath.outputs()) {
      latency = Math.max(latency, slots.get(output.node()).availableStage());
    }
    return latency + (options.outputRegisters() ? 1 : 0);
  }

  private static Map<Integer, Variant> variants(List<Integer> products, Variant variant) {
    Map<Integer, Variant> variants = new HashMap<>();
    products.forEach(p -> variants.put(p, variant));
    return variants;
  }

  /** The products that share, each with the multiplexer that it really has. */
  private Map<Integer, Variant> variantsOf(List<Group> groups, List<Pipeline.Slot> slots) {
    Map<Integer, Variant> variants = new HashMap<>();
    for (Group group : groups) {
      Pipeline.Slot slot = slots.get(group.products().getFirst());
      for (Variant v : new SharedMultiplier(group.products()).variants(datapath, device)) {
        if (v.leadingRanks() == slot.leadingRanks() && v.trailingRanks() == slot.trailingRanks()) {
          group.products().forEach(p -> variants.put(p, v));
        }
      }
    }
    return variants;
  }

  private Pipeline pipeline(Shared shared) {
    Timetable filled = times.sharing(variantsOf(shared.groups, shared.slots));
    for (Pipeline.Slot slot : shared.slots) {
      int node = filled.slots().size();
      Variant variant =
          filled.variants(node).stream()
              .filter(v ->
                  v.leadingRanks() == slot.leadingRanks()
                      && v.trailingRanks() == slot.trailingRanks())
              .findFirst()
              .orElseThrow();
      if (!filled.addAt(slot.stage(), variant)) {
        throw new IllegalStateException(
            "the shared schedule of " + datapath.name() + " does not hold when it is filled again");
      }
    }
    Timetable retimed = Retiming.fewestRegisters(datapath, filled, options, shared.latencyCycles);
    Sharing sharing =
        new Sharing(
            options.initiationInterval(),
            shared.groups.stream().map(g -> new SharedMultiplier(g.products())).toList());
    return new Pipeline(datapath, device, options, retimed.slots(), shared.latencyCycles, sharing)
        .verify();
  }

  /**
   * {@return why a circuit has no shared multiplier although an interval above 1 was asked for;
   * empty if it has one, or none was asked for}
   *
   * @param pipeline the circuit
   */
  static Optional<String> whyNot(Pipeline pipeline) {
    int interval = pipeline.options().initiationInterval();
    if (interval == 1 || pipeline.sharing().isShared()) {
      return Optional.empty();
    }
    int count = products(pipeline.datapath(), pipeline.device()).size();
    OptionalInt most = pipeline.options().maxLatencyCycles();
    String why =
        count < 2
            ? "the circuit has "
                + (count == 0 ? "no product" : "one product")
                + " that takes a multiplier"
            : most.isPresent()
                ? "none is saved within "
                    + most.getAsInt()
                    + (most.getAsInt() == 1 ? " cycle" : " cycles")
                : "no two products have stages less than " + interval + " apart at this clock";
    return Optional.of("no multiplier is shared, and a vector may come in every cycle: " + why);
  }
}
