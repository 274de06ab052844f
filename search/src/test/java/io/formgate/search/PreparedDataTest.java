package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.expression.Dataset;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What is done with the rows before they are searched: features are chosen, noise is taken off. */
class PreparedDataTest {
  /** Rows of uniform inputs from -1 to 1. */
  private static RowBlocks rows(int count, int inputs, ToDoubleFunction<double[]> law) {
    RandomSource random = new RandomSource(4);
    double[][] columns = new double[inputs + 1][count];
    double[] row = new double[inputs];
    for (int r = 0; r < count; r++) {
      for (int c = 0; c < inputs; c++) {
        row[c] = 2 * random.nextDouble() - 1;
        columns[c][r] = row[c];
      }
      columns[inputs][r] = law.applyAsDouble(row);
    }
    List<String> names = new ArrayList<>();
    for (int c = 0; c < inputs; c++) {
      names.add("x" + c);
    }
    List<String> all = new ArrayList<>(names);
    all.add("y");
    return new RowBlocks(new Dataset(all, columns), names, "y");
  }

  @Test
  void mutualInformationFindsTheInputsOfALaw() {
    RowBlocks rows = rows(1000, 20, x -> 2 * x[3] * x[7] + Math.cos(3 * x[11]));
    List<Integer> columns = new ArrayList<>();
    for (int c = 0; c < 20; c++) {
      columns.add(c);
    }
    assertThat(MutualInformation.most(rows, columns, 3, new RandomSource(1)))
        .containsExactly(3, 7, 11);
    assertThat(MutualInformation.most(rows, List.of(1, 2, 11), 1, new RandomSource(1)))
        .containsExactly(11);
  }

  /** For a bivariate normal distribution it is -ln(1 - r^2)/2. */
  @Test
  void mutualInformationOfNormalValuesIsKnown() {
    double r = 0.8;
    RandomSource random = new RandomSource(2);
    double[][] columns = new double[3][1000];
    for (int row = 0; row < 1000; row++) {
      columns[0][row] = random.nextGaussian();
      columns[1][row] = random.nextGaussian();
      columns[2][row] = r * columns[0][row] + Math.sqrt(1 - r * r) * random.nextGaussian();
    }
    double[] information =
        MutualInformation.all(
            new RowBlocks(new Dataset(List.of("a", "b", "y"), columns), List.of("a", "b"), "y"),
            new RandomSource(3));
    assertThat(information[0]).isCloseTo(-Math.log(1 - r * r) / 2, within(0.08));
    assertThat(information[1]).isCloseTo(0, within(0.08));
  }

  @Test
  void constantsAndFewRowsSayNothing() {
    RowBlocks few = rows(3, 2, x -> x[0]);
    assertThat(MutualInformation.all(few, new RandomSource(1))).containsExactly(0, 0);
    RowBlocks constant =
        new RowBlocks(
            new Dataset(List.of("x", "y"), new double[][] {new double[50], few(50)}),
            List.of("x"),
            "y");
    assertThat(MutualInformation.all(constant, new RandomSource(1))).containsExactly(0);
  }

  private static double[] few(int rows) {
    double[] values = new double[rows];
    Arrays.setAll(values, i -> i % 7);
    return values;
  }

  private static SearchProblem problem(String statements, RowBlocks rows) {
    String text =
        """
        data "d.csv"
        input x0, x1, x2, x3 as fixed<8,4>
        output y as fixed<8,4>
        operators + *
        hardware xcvu9p-2 clock 5 ns
        """;
    Spec spec = SpecParser.parse(new SourceText("s.fg", text + statements), Path.of(""));
    return SpecProblem.of(spec, spec.output(), rows, 3, 1);
  }

  @Test
  void formulasAreOfTheChosenInputs() {
    RowBlocks rows = rows(300, 4, x -> 2 * x[1] + x[3]);
    SearchProblem problem = problem("features 2\n", rows);
    assertThat(problem.template().columns()).containsExactly(1, 3);
    assertThat(problem("", rows).template().columns()).containsExactly(0, 1, 2, 3);
    SearchResult result =
        SearchEngine.run(
            problem, PathMeasure::new, () -> Admission.ALL, HardwareDemand.NONE, 2, _ -> true);
    for (FrontEntry entry : result.front()) {
      Tape formula = entry.formula();
      for (int i = 0; i < formula.length(); i++) {
        assertThat(!formula.isVariable(i) || formula.variableAt(i) % 2 == 1).isTrue();
      }
    }
    assertThat(result.best().orElseThrow().loss()).isLessThan(1e-15);
  }

  @Test
  void noiseIsTakenOff() {
    RandomSource noise = new RandomSource(7);
    ToDoubleFunction<double[]> law = x -> 50 + 10 * Math.sin(3 * x[0]) + 5 * x[1];
    RowBlocks clean = rows(300, 2, law);
    double[] targets = clean.targets();
    double before = 0;
    for (int row = 0; row < targets.length; row++) {
      double error = 2 * noise.nextGaussian();
      targets[row] += error;
      before += error * error;
    }
    RowBlocks noisy = clean.withTargets(targets);
    RowBlocks smooth = GaussianProcess.denoised(noisy, new RandomSource(1));
    double after = 0;
    for (int row = 0; row < targets.length; row++) {
      after += Math.pow(smooth.targets()[row] - clean.targets()[row], 2);
    }
    assertThat(after).isLessThan(before / 5);
    assertThat(GaussianProcess.denoised(noisy, new RandomSource(1)).targets())
        .isEqualTo(smooth.targets());
  }

  /** On these rows the simplex does not settle within its steps: the best that it saw stands. */
  @Test
  void rowsWhoseLikelihoodDoesNotSettleAreDenoisedToo() {
    RowBlocks product = rows(60, 2, x -> x[0] * x[1]);
    RowBlocks smooth = GaussianProcess.denoised(product, new RandomSource(1));
    assertThat(smooth).isNotSameAs(product);
    for (int row = 0; row < 60; row++) {
      assertThat(smooth.targets()[row]).isCloseTo(product.targets()[row], within(2e-3));
    }
  }

  @Test
  void whatHasNoNoiseStaysAsItIs() {
    RowBlocks clean = rows(200, 1, x -> x[0] * x[0]);
    double[] smooth = GaussianProcess.denoised(clean, new RandomSource(1)).targets();
    for (int row = 0; row < smooth.length; row++) {
      assertThat(smooth[row]).isCloseTo(clean.targets()[row], within(2e-3));
    }
    RowBlocks constant = rows(60, 2, _ -> 3);
    assertThat(GaussianProcess.denoised(constant, new RandomSource(1))).isSameAs(constant);
    RowBlocks few = rows(3, 2, x -> x[0]);
    assertThat(GaussianProcess.denoised(few, new RandomSource(1))).isSameAs(few);
    // Columns without spread, and of any magnitude, do no harm.
    RowBlocks odd =
        new RowBlocks(
            new Dataset(
                List.of("a", "b", "y"),
                new double[][] {new double[50], scaled(1e200), scaled(1e-200)}),
            List.of("a", "b"),
            "y");
    assertThat(GaussianProcess.denoised(odd, new RandomSource(1)).targets())
        .doesNotContain(Double.NaN);
  }

  private static double[] scaled(double scale) {
    double[] values = new double[50];
    Arrays.setAll(values, i -> scale * (i % 11));
    return values;
  }
}
