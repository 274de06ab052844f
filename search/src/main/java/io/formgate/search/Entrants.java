package io.formgate.search;

import io.formgate.constraints.HardwareBudget;
import io.formgate.expression.Tape;
import io.formgate.hwcost.HardwareCost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Decides at the end of each epoch which proposals stand on the front.
 *
 * <p>A proposal that would be on the front by its estimate is quantized and scheduled in full, and
 * goes into the bin of what its circuit costs; if it cannot be built or exceeds the budget, it is
 * refused, and the next best takes its place. This goes on until all of the front are scheduled;
 * what is off the front waits with its estimate. The order of the proposals decides, never that in
 * which threads end.
 */
final class Entrants {
  private final HardwareDemand hardware;
  private final Worker worker;
  private final RefusedForms forms;
  private final Map<Tape, FullCost.Verdict> verdicts = new HashMap<>();

  /** What circuits of a form last cost beside their estimate. */
  private final Map<Long, Excess> excess = new HashMap<>();

  /** The formulas that the accuracy speaks of. */
  private final Set<Tape> counted = new LinkedHashSet<>();

  private final HallOfFame scheduled;
  private final HallOfFame refused;
  private final Map<Tape, String> reasons = new LinkedHashMap<>();
  private List<FrontEntry> waiting = new ArrayList<>();
  private HallOfFame hallOfFame;
  private EstimateAccuracy accuracy = EstimateAccuracy.NONE;
  private Optional<NearMiss> nearMiss = Optional.empty();

  /**
   * Makes an empty front.
   *
   * @param hardware what is demanded of circuits
   * @param worker scratch memory of the thread that calls
   * @param forms is told what cannot be built
   * @param empty the hall of fame that the front begins with
   */
  Entrants(HardwareDemand hardware, Worker worker, RefusedForms forms, HallOfFame empty) {
    scheduled = empty.emptied();
    refused = empty.emptied();
    hallOfFame = empty;
    this.hardware = hardware;
    this.worker = worker;
    this.forms = forms;
  }

  /** {@return the entries that stand, those off the front by their estimates} */
  HallOfFame hallOfFame() {
    return hallOfFame;
  }

  EstimateAccuracy accuracy() {
    return accuracy;
  }

  /** {@return the refused circuit that is nearest to the budget} */
  Optional<NearMiss> nearMiss() {
    return nearMiss;
  }

  /** {@return what would be on the front if it were not refused, by rising estimate} */
  List<RefusedEntry> refused() {
    List<FrontEntry> front = hallOfFame.front();
    return refused.front().stream()
        .filter(entry -> front.stream().noneMatch(f -> hallOfFame.covers(f, entry)))
        .map(entry -> new RefusedEntry(entry, reasons.getOrDefault(entry.formula(), "")))
        .toList();
  }

  /**
   * Takes the proposals of an epoch.
   *
   * @param proposals in the order of the islands
   * @param executor quantizes and schedules
   */
  void admit(List<FrontEntry> proposals, ExecutorService executor) {
    if (hardware.fullCost().isEmpty()) {
      proposals.forEach(hallOfFame::offer);
      return;
    }
    waiting.addAll(proposals);
    while (true) {
      Map<FrontEntry, FrontEntry> estimates = new HashMap<>();
      hallOfFame = scheduled.emptied();
      scheduled.entries().forEach(hallOfFame::offer);
      for (FrontEntry entry : waiting) {
        FrontEntry expected = expected(entry);
        estimates.put(expected, entry);
        hallOfFame.offer(expected);
      }
      List<FrontEntry> asked = originals(hallOfFame.front(), estimates);
      if (asked.isEmpty()) {
        waiting = originals(hallOfFame.entries(), estimates);
        return;
      }
      judge(hardware.fullCost().get(), asked, executor);
      for (FrontEntry entry : asked) {
        waiting.removeIf(entry::equals);
        settle(entry);
      }
    }
  }

  /**
   * Writes all that later epochs depend on. Verdicts are not written: who asks again gets the same.
   */
  void write(StateWriter out) {
    out.map(excess, out::excess);
    out.list(counted, out::tape);
    scheduled.write(out);
    refused.write(out);
    hallOfFame.write(out);
    out.list(
        reasons.entrySet(),
        reason -> {
          out.tape(reason.getKey());
          out.text(reason.getValue());
        });
    out.list(waiting, out::entry);
    out.number(accuracy.scheduled());
    out.number(accuracy.exact());
    out.number(accuracy.withinOne());
    out.number(accuracy.unbuildable());
    out.option(nearMiss, out::nearMiss);
  }

  /** Takes what another one wrote; this one is new. */
  void read(StateReader in) {
    excess.putAll(in.map(in::excess));
    counted.addAll(in.list(in::tape));
    scheduled.read(in);
    refused.read(in);
    hallOfFame.read(in);
    in.list(() -> reasons.put(in.tape(), in.text()) == null);
    waiting = in.list(in::entry);
    accuracy = new EstimateAccuracy(in.whole(), in.whole(), in.whole(), in.whole());
    nearMiss = in.option(in::nearMiss);
  }

  private static List<FrontEntry> originals(
      List<FrontEntry> entries, Map<FrontEntry, FrontEntry> estimates) {
    List<FrontEntry> originals = new ArrayList<>();
    for (FrontEntry entry : entries) {
      FrontEntry original = estimates.get(entry);
      if (original != null) {
        originals.add(original);
      }
    }
    return originals;
  }

  /** The entry with the cost by which others of its form missed their estimates. */
  private FrontEntry expected(FrontEntry entry) {
    Excess known = excess.get(FittedForms.formOf(entry.genome()));
    return known == null ? entry : known.of(entry);
  }

  private void judge(FullCost fullCost, List<FrontEntry> asked, ExecutorService executor) {
    Map<Tape, Future<FullCost.Verdict>> futures = new HashMap<>();
    for (FrontEntry entry : asked) {
      if (!verdicts.containsKey(entry.formula())) {
        futures.computeIfAbsent(
            entry.formula(), formula -> executor.submit(() -> fullCost.of(formula)));
      }
    }
    futures.forEach((formula, future) -> verdicts.put(formula, get(future)));
  }

  private static FullCost.Verdict get(Future<FullCost.Verdict> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the search was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a formula was not scheduled: " + e.getCause(), e);
    }
  }

  private void settle(FrontEntry entry) {
    FullCost.Verdict verdict = verdicts.get(entry.formula());
    boolean isNew = counted.add(entry.formula());
    if (verdict instanceof FullCost.Built(HardwareCost cost, OptionalDouble hardwareLoss)) {
      if (isNew) {
        accuracy = accuracy.withScheduled(entry.estimate().latencyCycles() - cost.latencyCycles());
      }
      double complexity = worker.complexity(entry.genome(), cost.pathPs());
      excess.put(
          FittedForms.formOf(entry.genome()),
          Excess.between(entry.complexity(), entry.estimate(), complexity, cost));
      HardwareBudget.MeasuredCost use = HardwareDemand.use(cost);
      double distance = hardware.budget().distance(use);
      if (distance == 0) {
        forms.built(worker.template().opened(entry.genome()));
        scheduled.offer(entry.with(complexity, cost).withHardwareLoss(hardwareLoss));
      } else {
        nearMiss = NearMiss.nearer(nearMiss, Optional.of(new NearMiss(cost, distance)));
        refuse(
            entry.with(complexity, cost),
            "exceeds " + String.join(", ", hardware.budget().exceeded(use)));
      }
    } else if (verdict instanceof FullCost.Unbuildable(String reason)) {
      if (isNew) {
        accuracy = accuracy.withUnbuildable();
      }
      refuse(entry, reason);
    } else {
      throw new IllegalStateException("no verdict about a formula of the front");
    }
  }

  private void refuse(FrontEntry entry, String reason) {
    forms.failed(worker.template().opened(entry.genome()));
    refused.offer(entry);
    reasons.put(entry.formula(), reason);
  }
}
