package io.formgate.cli;

import io.formgate.constraints.OutputDeclaration;
import io.formgate.constraints.Spec;
import io.formgate.hwcost.DeviceModel;
import io.formgate.search.SearchResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Searches all outputs of a spec: one after the other, or in rounds for one loss of them all. */
final class OutputSearches {
  private final Terminal terminal;
  private final Spec spec;
  private final DeviceModel device;
  private final TrainingData data;
  private final long seed;
  private final Function<OutputSearch, SearchResult> runner;
  private final BooleanSupplier isStopped;

  /**
   * A search that has ended.
   *
   * @param search of an output
   * @param result what it found
   * @param epochs of all rounds of the output
   */
  record Ended(OutputSearch search, SearchResult result, int epochs) {}

  /**
   * Takes what searches are made of.
   *
   * @param terminal shows the progress
   * @param spec the spec
   * @param device costs
   * @param data rows
   * @param seed of the random source
   * @param runner runs a search
   * @param isStopped whether the user has ended the search
   */
  OutputSearches(
      Terminal terminal,
      Spec spec,
      DeviceModel device,
      TrainingData data,
      long seed,
      Function<OutputSearch, SearchResult> runner,
      BooleanSupplier isStopped) {
    this.terminal = terminal;
    this.spec = spec;
    this.device = device;
    this.data = data;
    this.seed = seed;
    this.runner = runner;
    this.isStopped = isStopped;
  }

  /** {@return of each output its last search; if the user has ended it, the one that was ended} */
  List<Ended> run(int epochs) {
    return JointClasses.isAsked(spec) ? together(epochs) : oneByOne(epochs);
  }

  private OutputSearch search(OutputDeclaration output, int epochs, Optional<Beside> beside) {
    return new OutputSearch(terminal, spec, output, device, data, epochs, seed, beside);
  }

  private List<Ended> oneByOne(int epochs) {
    List<Ended> ended = new ArrayList<>();
    for (OutputDeclaration output : spec.outputs()) {
      OutputSearch search = search(output, epochs, Optional.empty());
      SearchResult result = runner.apply(search);
      Ended last = new Ended(search, result, result.epochs());
      if (isStopped.getAsBoolean()) {
        return List.of(last);
      }
      search.requireFront(result);
      ended.add(last);
    }
    return ended;
  }

  private List<Ended> together(int epochs) {
    JointClasses classes = new JointClasses(spec, data);
    List<Integer> rounds = JointClasses.rounds(epochs);
    List<Ended> ended = new ArrayList<>();
    for (int round = 1; round <= rounds.size(); round++) {
      for (int k = 0; k < spec.outputs().size(); k++) {
        Optional<Ended> former = round == 1 ? Optional.empty() : Optional.of(ended.get(k));
        if (classes.isZero(k) && former.isPresent()) {
          continue;
        }
        Beside beside = classes.beside(k, round, former.map(Ended::result));
        OutputSearch search =
            search(spec.outputs().get(k), rounds.get(round - 1), Optional.of(beside));
        SearchResult result = classes.isZero(k) ? search.zero() : runner.apply(search);
        Ended last =
            new Ended(search, result, result.epochs() + former.map(Ended::epochs).orElse(0));
        if (isStopped.getAsBoolean()) {
          return List.of(last);
        }
        search.requireFront(result);
        classes.take(k, result);
        if (round == 1) {
          ended.add(last);
        } else {
          ended.set(k, last);
        }
      }
    }
    return ended;
  }
}
