package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.formgate.constraints.Spec;
import io.formgate.expression.Dataset;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.LeastSquares;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import io.formgate.hwcost.DeviceModels;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Constants that are fitted again to what coarse circuits compute. */
class ConstantRefitTest {
  private static final String SPEC =
      """
      data "product.csv"
      input a, b as ufixed<8,3> in [0, 4]
      output y as fixed<10,6> saturate tolerance 0.5
      parameter p in [-3, 3]
      parameter q in [0.5, 4]
      parameter r in [-2, 2.25]
      form y = p*a*b + q*a + r
      operators + *
      hardware xcvu9p-2 clock 5 ns
      search iterations 2, seed 1, populations 2, population 30
      """;

  private static String csv() {
    StringBuilder csv = new StringBuilder("a,b,y\n");
    SplittableRandom random = new SplittableRandom(7);
    for (int row = 0; row < 120; row++) {
      double a = random.nextDouble(0, 4);
      double b = random.nextDouble(0, 4);
      csv.append(
          String.format(Locale.ROOT, "%.4f,%.4f,%.4f%n", a, b, 1.3 * a * b + 0.7 * a + 2.21));
    }
    return csv.toString();
  }

  private static List<FrontRow> front(Path folder, String spec, int threads) throws IOException {
    return search(folder, spec).front(threads);
  }

  private record Searched(Spec spec, OutputSearch search) {
    List<FrontRow> front(int threads) {
      return search.build(search.run(threads), "refit");
    }
  }

  private static Searched search(Path folder, String text) throws IOException {
    Spec spec = SpecFile.read(SmallSpec.write(folder, text, csv()), List.of());
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false);
    return new Searched(
        spec,
        new OutputSearch(
            new Terminal(nowhere, nowhere, false, 100, Map.of()),
            spec,
            spec.output(),
            DeviceModels.load(spec.hardware().device(), spec.hardware().deviceSpan()),
            TrainingData.read(spec),
            spec.search().iterations(),
            spec.search().seed(),
            Optional.empty()));
  }

  private static List<FrontRow> refitted(List<FrontRow> rows) {
    List<FrontRow> refitted = rows.stream().filter(r -> r.before().isPresent()).toList();
    assertThat(refitted).isNotEmpty();
    return refitted;
  }

  private static CompiledCircuit circuit(FrontRow row) {
    return Objects.requireNonNull(row.circuit());
  }

  /**
   * Of many rows few are looked at: what the circuit adds to the loss of the formula hardly varies.
   */
  @Test
  void theLossOfACircuitIsEstimatedWhileTheSearchGoesOn(@TempDir Path folder) throws IOException {
    Searched searched = search(folder, SPEC);
    FrontRow row = searched.front(1).getLast();
    CompiledCircuit circuit = circuit(row);
    SplittableRandom random = new SplittableRandom(8);
    double[][] columns = new double[3][60_000];
    for (int r = 0; r < columns[0].length; r++) {
      columns[0][r] = random.nextDouble(0, 4);
      columns[1][r] = random.nextDouble(0, 4);
      columns[2][r] =
          1.3 * columns[0][r] * columns[1][r] + 0.7 * columns[0][r] + random.nextDouble(2, 2.5);
    }
    RowBlocks rows =
        new RowBlocks(new Dataset(List.of("a", "b", "y"), columns), List.of("a", "b"), "y");
    CircuitLoss loss = new CircuitLoss(rows, LeastSquares::new, searched.spec.output().format());
    double exact = loss.of(circuit.quantized(), circuit.request().inputs(), 0);
    double estimated =
        loss.estimated(circuit.quantized(), circuit.request().inputs(), row.entry().formula());
    assertThat(exact).isGreaterThan(1.02 * loss.of(row.entry().formula()));
    assertThat(estimated).isNotEqualTo(exact).isCloseTo(exact, within(0.02 * exact));
    // Of few rows all count.
    assertThat(row.entry().hardwareLoss().orElseThrow()).isGreaterThan(row.loss());
  }

  @Test
  void theLossOfTheCircuitFallsAtNoMoreCycles(@TempDir Path folder) throws IOException {
    Searched searched = search(folder, SPEC + "constants refit\n");
    List<FrontRow> rows = searched.front(1);
    List<FrontRow> plain = front(folder, SPEC, 1);
    assertThat(rows.stream().map(r -> r.found().formula()).toList())
        .isEqualTo(plain.stream().map(FrontRow::formula).toList());
    for (FrontRow row : refitted(rows)) {
      FrontRow before = row.found();
      CompiledCircuit circuit = circuit(row);
      double measured =
          searched.search.hardwareLoss(circuit.quantized(), circuit.request().inputs(), 0);
      assertThat(row.hardwareLoss()).hasValue(measured);
      assertThat(measured).isLessThan(0.99 * before.hardwareLoss().orElseThrow());
      assertThat(row.cycles()).isLessThanOrEqualTo(before.cycles());
      assertThat((double) row.size()).isLessThanOrEqualTo(1.05 * before.size());
      assertThat(row.formula()).isEqualTo(circuit.request().outputs().getFirst().formula());
      assertThat(circuit.quantized().claims().getFirst().bound().at(0)).isLessThanOrEqualTo(0.5);
      assertThat(circuit.quantized().notes().toString()).contains("constants are fitted again");
      assertThat(row.rankingLoss()).isEqualTo(before.rankingLoss());
      List<Double> parameters = searched.search.parameters(row);
      for (int i = 0; i < parameters.size(); i++) {
        assertThat(searched.spec.parameters().get(i).range().contains(parameters.get(i))).isTrue();
      }
    }
    FrontRow some = refitted(rows).getFirst();
    assertThat(csv(searched.spec, rows, some))
        .contains("hardware_loss,loss_before,hardware_loss_before,equation_before,picked")
        .contains(FormulaPrinter.print(some.found().formula()));
    assertThat(csv(searched.spec, plain, plain.getFirst())).doesNotContain("before");
    assertThat(FrontRow.hallOfFameCsv(rows, searched.spec.complexity().mode()))
        .contains(FormulaPrinter.print(some.found().formula()))
        .doesNotContain(FormulaPrinter.print(some.formula()));
  }

  private static String csv(Spec spec, List<FrontRow> rows, FrontRow picked) {
    return FrontRow.frontCsv(
        rows,
        picked,
        spec.hardware().budget(),
        spec.complexity().mode(),
        FrontRow::rankingLoss,
        Integer::toString);
  }

  @Test
  void constantsStayOnTheirGridAndInTheirRange(@TempDir Path folder) throws IOException {
    String free =
        SPEC.replaceAll("(?m)^(parameter|form) .*\n", "")
            .replace("iterations 2", "iterations 4")
            .replace("operators + *", "operators + - *");
    List<FrontRow> rows = front(folder, free + "constants on grid 1/8, in [-2.5, 2.5], refit\n", 1);
    for (FrontRow row : refitted(rows)) {
      Tape formula = row.entry().formula();
      int constants = 0;
      for (int i = 0; i < formula.length(); i++) {
        if (formula.isConstant(i)) {
          constants++;
          assertThat(8 * formula.constantAt(i)).isBetween(-20.0, 20.0);
          assertThat(8 * formula.constantAt(i)).isEqualTo(Math.rint(8 * formula.constantAt(i)));
        }
      }
      assertThat(constants).isPositive();
    }
  }

  @Test
  void threadsDoNotChangeTheConstants(@TempDir Path folder) throws IOException {
    Searched searched = search(folder, SPEC + "constants refit\n");
    List<FrontRow> one = searched.front(1);
    List<FrontRow> two = searched.front(2);
    assertThat(csv(searched.spec, two, two.getFirst()))
        .isEqualTo(csv(searched.spec, one, one.getFirst()))
        .contains("equation_before");
  }

  @Test
  void finelyBuiltFormulasStay(@TempDir Path folder) throws IOException {
    String fine = SPEC.replace("fixed<10,6> saturate tolerance 0.5", "fixed<24,6> tolerance 0.002");
    String noisy = fine.replace("form y = p*a*b + q*a + r", "form y = p*a + q*b + r");
    assertThat(front(folder, noisy + "constants refit\n", 1))
        .isNotEmpty()
        .allMatch(row -> row.before().isEmpty());
  }
}
