package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The time that nodes of a schedule have left while every node keeps its stage. */
public final class Slack {
  private final Pipeline pipeline;
  private final Datapath datapath;
  private final int usablePs;

  /** For each node, those in its stage that wait for it without a register between. */
  private final List<List<Integer>> users = new ArrayList<>();

  private Slack(Pipeline pipeline) {
    this.pipeline = pipeline;
    datapath = pipeline.datapath();
    usablePs = pipeline.usablePs();
    for (int i = 0; i < pipeline.slots().size(); i++) {
      users.add(new ArrayList<>());
      for (int operand : datapath.node(i).operation().operands()) {
        boolean waits =
            !pipeline.isConstant(operand)
                && pipeline.slots().get(operand).availableStage()
                    == pipeline.slots().get(i).stage();
        if (waits) {
          users.get(operand).add(i);
        }
      }
    }
  }

  /**
   * {@return for each node, the ps from its {@link Pipeline#endPs} to the last moment in its stage
   * that the clock allows}
   *
   * @param pipeline the schedule
   */
  public static int[] stageSlackPs(Pipeline pipeline) {
    int[] slack = new int[pipeline.slots().size()];
    for (int i = 0; i < slack.length; i++) {
      slack[i] = pipeline.usablePs() - pipeline.endPs(i);
    }
    return slack;
  }

  /**
   * {@return for each node, by how many ps it may slip: its operands come so much later, and it and
   * all that waits for its result in the same stage still end in time} Less than the slack of its
   * stage where other nodes follow in it; ranks inside a node hide when its operands came.
   *
   * @param pipeline the schedule
   */
  public static int[] slipPs(Pipeline pipeline) {
    Slack slack = new Slack(pipeline);
    int[] slip = stageSlackPs(pipeline);
    for (int i = 0; i < slip.length; i++) {
      slip[i] = slack.largestSlip(i, slip[i]);
    }
    return slip;
  }

  private int largestSlip(int node, int stageSlackPs) {
    Pipeline.Slot slot = pipeline.slots().get(node);
    if (slot.leadingRanks() == 0 && pipeline.sharing().of(node).isPresent()) {
      // Its operands have to come from registers, because others use its multiplier too.
      return 0;
    }
    if (hasRanks(node)) {
      // The ranks inside hide when the operands came.
      return usablePs - slot.startPs() - pipeline.variant(node).setupPs();
    }
    NavigableSet<Integer> followers = followers(node);
    int fits = 0;
    int tooMuch = stageSlackPs + 1;
    while (tooMuch - fits > 1) {
      int middle = fits + (tooMuch - fits) / 2;
      if (allows(node, middle, followers)) {
        fits = middle;
      } else {
        tooMuch = middle;
      }
    }
    return fits;
  }

  /** {@return the nodes whose operands in this stage come from a node, through others or not} */
  private NavigableSet<Integer> followers(int node) {
    NavigableSet<Integer> followers = new TreeSet<>(users.get(node));
    for (@Nullable Integer f = followers.isEmpty() ? null : followers.first();
        f != null;
        f = followers.higher(f)) {
      if (!hasRanks(f)) {
        followers.addAll(users.get(f));
      }
    }
    return followers;
  }

  private boolean hasRanks(int node) {
    Pipeline.Slot slot = pipeline.slots().get(node);
    return slot.availableStage() > slot.stage();
  }

  /** {@return whether all that follows a node in its stage ends in time if it is later} */
  private boolean allows(int node, int laterPs, NavigableSet<Integer> followers) {
    Map<Integer, Arrival> moved = new HashMap<>();
    Arrival own = pipeline.slots().get(node).ready();
    moved.put(node, new Arrival(own.lowPs() + laterPs, own.highPs() + laterPs));
    for (int user : followers) {
      int stage = pipeline.slots().get(user).stage();
      IntFunction<Arrival> arrivals = operand -> arrival(operand, stage, moved);
      int endPs;
      if (hasRanks(user)) {
        endPs = Propagation.startPs(datapath, user, arrivals) + pipeline.variant(user).setupPs();
      } else {
        Arrival ready = Propagation.result(datapath, user, arrivals, pipeline.variant(user));
        moved.put(user, ready);
        endPs = ready.highPs();
      }
      if (endPs > usablePs) {
        return false;
      }
    }
    return true;
  }

  private Arrival arrival(int operand, int stage, Map<Integer, Arrival> moved) {
    Arrival changed = moved.get(operand);
    if (changed != null) {
      return changed;
    }
    Pipeline.Slot slot = pipeline.slots().get(operand);
    return slot.availableStage() == stage ? slot.ready() : Arrival.AT_EDGE;
  }
}
