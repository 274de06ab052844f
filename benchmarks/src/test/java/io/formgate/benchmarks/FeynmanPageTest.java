package io.formgate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.RowBlocks;
import io.formgate.search.RandomSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Formulas of the Feynman Lectures are read with their units, and the page counts what is found.
 */
class FeynmanPageTest {
  private static final String FOUND =
      "I.12.5,1,20 s,2,0,1000,1.5,CORRECT,a*b,abc,one CPU,25,2026-01-02";
  private static final String MISSED =
      "I.18.4,1,20 s,2,0,2000,20.1,FAILED,a + b,abc,one CPU,25,2026-01-02";

  private static Path repository() {
    return Path.of(System.getProperty("formgate.repository", ""));
  }

  @Test
  void linesAreReadAndWritten() {
    assertThat(FeynmanCell.parse(FOUND).line()).isEqualTo(FOUND);
  }

  @Test
  void everyVerdictIsCounted() {
    assertThat(FeynmanPage.text(List.of(FeynmanCell.parse(FOUND), FeynmanCell.parse(MISSED))))
        .contains("## 20 s, no noise")
        .contains("**1 of 2 searches correct**, 0 almost; 2 of the 70 formulas searched.")
        .contains("| I.12.5 | 1 | correct | 1,000 | 1.5 | `a*b` |");
  }

  @Test
  void aLawHasTheUnitsAndRangesOfTheTables(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("units.csv"),
        """
        Variable,Units,m,s,kg,T,V,
        q,Charge,2,-2,1,0,-1,
        v,Velocity,1,-1,0,0,0,
        Volt,Voltage,0,0,0,0,1,
        d,Length,1,0,0,0,0,
        mu_drift,Drift velocity constant,0,-1,1,0,0,
        """);
    Files.writeString(
        folder.resolve("feynman-70.csv"),
        """
        Filename,Number,Output,Formula,# variables,v1_name,v1_low,v1_high
        I.43.16,45,v,mu_drift*q*Volt/d,9,mu_drift,1,5,q,1,5,Volt,2,5,d,1,3,,,
        """);
    FeynmanLaw law =
        FeynmanLaw.read(repository().resolve("benchmarks").resolve("feynman.txt"), folder)
            .getFirst();
    assertThat(law.inputs()).containsExactly("x1", "x2", "x3", "x4");
    assertThat(law.units()).containsExactly("s*kg^-1", "m^2*s^-2*kg*V^-1", "V", "m", "m*s^-1");
    assertThat(law.at(new double[] {2, 3, 4, 5})).isEqualTo(24 / 5.0);
    assertThat(law.formula().variables()).containsExactlyInAnyOrder("x1", "x2", "x3", "x4");
    assertThat(law.spec().inputDimensions()).hasSize(4);
    RowBlocks rows = law.rows(300, 0, new RandomSource(1));
    assertThat(Arrays.stream(rows.allColumns()[2]).allMatch(v -> v >= 2 && v <= 5)).isTrue();
    assertThat(law.rows(300, 0.01, new RandomSource(1)).targets()).isNotEqualTo(rows.targets());
  }

  @Test
  void aFifthInputIsNoNumber(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("units.csv"), "Variable,Units,m,s,kg,T,V,\nq,,0,0,0,0,0,\n");
    Files.writeString(
        folder.resolve("feynman-70.csv"), "Filename\nI.13.12,14,q,,5" + ",q,1,5".repeat(5) + "\n");
    FeynmanLaw law =
        FeynmanLaw.read(repository().resolve("benchmarks").resolve("feynman.txt"), folder)
            .getFirst();
    assertThat(law.at(new double[] {1, 2, 4, 2, 8})).isEqualTo(4);
  }

  @Test
  void pageIsTheOneOfTheCells() throws IOException {
    List<FeynmanCell> cells = FeynmanRun.cells(repository()).read();
    assertThat(cells).isNotEmpty();
    assertThat(Files.readString(repository().resolve("docs").resolve("feynman.md")))
        .isEqualTo(FeynmanPage.text(cells));
  }
}
