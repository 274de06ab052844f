package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.expression.Dataset;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Searches whose constants carry no units: every part has to have the unit of its place. */
class DimensionSearchTest {
  private static final Spec BAROMETER =
      spec(
          """
          data "rows.csv"
          input n : m^-3  as ufixed<16,8>
          input m : kg    as ufixed<16,8>
          input g : m/s^2 as ufixed<16,8>
          input h : m     as ufixed<16,8>
          input e : J     as ufixed<16,8>
          output y : m^-3 as ufixed<16,8>
          operators + - * / square sqrt exp
          constants dimensionless
          hardware xcvu9p-2 clock 5 ns
          """);

  private static Spec spec(String text) {
    return SpecParser.parse(new SourceText("test.fg", text), Path.of(""));
  }

  private static RowBlocks rows() {
    RandomSource random = new RandomSource(4);
    List<String> names = List.of("n", "m", "g", "h", "e", "y");
    double[][] columns = new double[names.size()][200];
    for (int r = 0; r < 200; r++) {
      for (int c = 0; c < 5; c++) {
        columns[c][r] = 1 + 4 * random.nextDouble();
      }
      columns[5][r] =
          columns[0][r]
              * StrictMath.exp(-columns[1][r] * columns[2][r] * columns[3][r] / columns[4][r]);
    }
    return new RowBlocks(new Dataset(names, columns), names.subList(0, 5), "y");
  }

  private static Worker worker(Spec spec, RowBlocks rows) {
    return new Worker(
        SpecProblem.of(spec, spec.output(), rows, 1, 1),
        new PathMeasure(),
        new SpecAdmission(spec, spec.output(), rows),
        HardwareDemand.NONE,
        new RefusedForms());
  }

  @Test
  void blocksArePartsOfAnyDimensionAndCompleteProducts() {
    Worker worker = worker(BAROMETER, rows());
    List<String> blocks = new ArrayList<>();
    for (Tape block : BuildingBlocks.enumerate(worker, rows()).all()) {
      blocks.add(FormulaPrinter.print(block.toExpr(BAROMETER.inputNames())));
    }
    List<String> monomials = new ArrayList<>();
    for (Tape product : Monomials.of(worker)) {
      monomials.add(FormulaPrinter.print(product.toExpr(BAROMETER.inputNames())));
    }
    assertThat(blocks).contains("m", "m*g").doesNotContain("m + g", "exp(m)");
    assertThat(monomials).contains("m*g*h/e", "e/(m*g*h)").doesNotContain("m*g", "n");
    assertThat(monomials).allMatch(text -> text.contains("m") || text.contains("h"));
  }

  @Test
  void constantsThatMayCarryUnitsLeaveNothingToAnalyse() {
    Spec open = spec(BAROMETER.source().text().replace("constants dimensionless\n", ""));

    assertThat(Monomials.of(worker(open, rows()))).isEmpty();
  }

  @Test
  void aProductThatIsAdmissibleOnlyAsAWholeIsFound() {
    SearchProblem problem = SpecProblem.of(BAROMETER, BAROMETER.output(), rows(), 12, 1);
    SearchResult found =
        SearchEngine.run(
            problem,
            PathMeasure::new,
            () -> new SpecAdmission(BAROMETER, BAROMETER.output(), rows()),
            HardwareDemand.NONE,
            2,
            progress -> progress.best().orElseThrow().loss() > 1e-20);

    assertThat(found.best().orElseThrow().loss()).isLessThan(1e-20);
  }
}
