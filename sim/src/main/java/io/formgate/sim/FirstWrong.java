package io.formgate.sim;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where a verification first met something wrong.
 *
 * @param run the run, to be made once more; without anything wrong the first one
 * @param cycle the cycle, from 0 after reset; empty without anything wrong
 */
record FirstWrong(Waves run, OptionalLong cycle) {

  /**
   * {@return the place}
   *
   * @param request what was to be proved
   * @param packer of its inputs
   * @param gaps the first run
   * @param deepest the largest latency that it looked for
   * @param measured the latency that it found
   * @param ofGaps its first mismatch
   * @param states the runs from other states
   * @param unbroken the run without gaps
   * @param first the first mismatch of all
   */
  static FirstWrong of(
      VerificationRequest request,
      InputPacker packer,
      GapRun gaps,
      int deepest,
      OptionalInt measured,
      @Nullable Mismatch ofGaps,
      InitialStates states,
      BackToBackRun unbroken,
      @Nullable Mismatch first) {
    int latency = measured.orElse(request.latencyCycles());
    OptionalLong wrong = OptionalLong.empty();
    if (ofGaps != null) {
      wrong = OptionalLong.of(ofGaps.cycle());
    } else if (!measured.equals(OptionalInt.of(request.latencyCycles()))) {
      wrong = OptionalLong.of(gaps.firstValidFault(request.latencyCycles()));
    }
    InitialStates.Place place = states.firstWrong();
    if (wrong.isEmpty() && place != null) {
      return new FirstWrong(
          new Waves(
              "with gaps from initial state " + place.state().seed(),
              place.state(),
              () ->
                  GapRun.cycles(
                      packer,
                      request.seed(),
                      InitialStates.VECTORS,
                      latency,
                      request.initiationInterval()),
              latency,
              true),
          OptionalLong.of(place.cycle()));
    }
    boolean isUnbroken = wrong.isEmpty() && (first != null || unbroken.firstValidFault() >= 0);
    if (isUnbroken) {
      return new FirstWrong(
          new Waves(
              "without gaps",
              InitialState.FIRST,
              () ->
                  Cycles.backToBack(
                      request.stimulus(),
                      request.initiationInterval(),
                      latency + BackToBackRun.SILENT_CYCLES),
              latency,
              true),
          OptionalLong.of(first != null ? first.cycle() : unbroken.firstValidFault()));
    }
    return new FirstWrong(
        new Waves(
            "with gaps",
            InitialState.FIRST,
            () ->
                GapRun.cycles(
                    packer, request.seed(), GapRun.VECTORS, deepest, request.initiationInterval()),
            latency,
            ofGaps != null),
        wrong);
  }
}
