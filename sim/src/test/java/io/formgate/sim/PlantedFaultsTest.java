package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.QuantizerRequest;
import io.formgate.datapath.RandomFormulas;
import io.formgate.hwcost.DeviceModels;
import io.formgate.sim.faults.Equivalence;
import io.formgate.sim.faults.FaultKind;
import io.formgate.sim.faults.FaultTrial;
import io.formgate.sim.faults.Mutant;
import io.formgate.sim.faults.MutantFactory;
import io.formgate.sim.formal.FormalCheck;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A fault of each kind in an emitted circuit is found, or nothing can tell it from none. */
class PlantedFaultsTest {
  private static final long VECTORS = 5000;

  /** A circuit with a table, registers, sums and a product. */
  private static RandomCircuit circuit() {
    for (long seed = 0; ; seed++) {
      QuantizerRequest request = RandomFormulas.request(seed);
      RandomCircuit circuit;
      try {
        circuit =
            RandomCircuit.emitted(
                request, RandomCircuit.scheduled(request, DeviceModels.load("unit", null), 2000));
      } catch (io.formgate.expression.DiagnosticException e) {
        continue;
      }
      Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
      MutantFactory.ofEachKind(circuit.bundle().systemVerilog(), 1, 0)
          .forEach(m -> kinds.add(m.kind()));
      if (kinds.equals(EnumSet.allOf(FaultKind.class))) {
        return circuit;
      }
    }
  }

  @Test
  void noFaultSurvives() {
    RandomCircuit circuit = circuit();
    try (Verifier verifier = TestTools.verifier()) {
      FaultTrial trial =
          new FaultTrial(
              verifier,
              new FormalCheck(new ToolRunner(System.getenv()), System::nanoTime),
              TestTools.TIME_LIMIT,
              new Equivalence(new ToolRunner(System.getenv()), TestTools.TIME_LIMIT),
              VECTORS);
      assertThat(trial.passes(circuit, 1)).isTrue();
      List<String> open = new ArrayList<>();
      int detected = 0;
      for (Mutant mutant : MutantFactory.ofEachKind(circuit.bundle().systemVerilog(), 1, 0)) {
        switch (trial.of(circuit, mutant, 1)) {
          case DETECTED -> detected++;
          case REFUSED, EQUIVALENT -> {}
          case SURVIVED, UNDECIDED -> open.add(mutant.before() + " -> " + mutant.after());
        }
      }
      assertThat(open).isEmpty();
      assertThat(detected).isGreaterThanOrEqualTo(5);
    }
  }

  @Test
  void allFaultsOfACircuitDiffer() {
    String text = circuit().bundle().systemVerilog();
    Set<String> mutants = new HashSet<>(Set.of(text));
    int rounds = 0;
    for (List<Mutant> more = MutantFactory.ofEachKind(text, 1, 0);
        !more.isEmpty();
        more = MutantFactory.ofEachKind(text, 1, rounds)) {
      rounds++;
      assertThat(more).allMatch(m -> mutants.add(m.systemVerilog()));
    }
    assertThat(rounds).isGreaterThan(3);
  }

  @Test
  void theSolverTellsEqualFromDifferent() {
    String good =
        """
        module m(input clock, input [3:0] a, input [3:0] b, output reg [4:0] y);
          reg [3:0] p, q;
          always @(posedge clock) begin
            p <= a;
            q <= b;
            y <= {1'b0, p} + {1'b0, q};
          end
        endmodule
        """;
    Equivalence equivalence =
        new Equivalence(new ToolRunner(System.getenv()), TestTools.TIME_LIMIT);
    assertThat(equivalence.of("m", good, good.replace("p} +", "p} -"), 2))
        .isEqualTo(Equivalence.Answer.DIFFERENT);
    assertThat(equivalence.of("m", good, good.replace("p <= a", "p <= b"), 2))
        .isEqualTo(Equivalence.Answer.DIFFERENT);
    String swapped = good.replace("p <= a", "p <= b").replace("q <= b", "q <= a");
    assertThat(equivalence.of("m", good, swapped, 2)).isEqualTo(Equivalence.Answer.EQUIVALENT);
  }
}
