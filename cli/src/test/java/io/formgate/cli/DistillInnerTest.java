package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Closed forms of classes through an inner tensor, and with learned tables. */
final class DistillInnerTest {
  private static Path jets(Path folder, String more) throws IOException {
    Files.copy(JetRows.NETWORK, folder.resolve("net.onnx"));
    return JetRows.spec(
        folder,
        200,
        "",
        16,
        new String[] {"fixed<8,3>", "fixed<9,5> saturate tolerance 1/4"},
        "search iterations 1, populations 2, population 20, maxsize 7\n" + more);
  }

  private static Formgate.Ran distill(Path folder, Path spec, String... more) {
    return Formgate.run(
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(
                    "distill",
                    spec.toString(),
                    "--forms=closed",
                    "--vectors=200",
                    "--out=" + folder.resolve("run")),
                java.util.stream.Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void classesAreFormulasOfFormulasOfAnInnerTensor(@TempDir Path folder) throws IOException {
    Formgate.Ran ran = distill(folder, jets(folder, "operators + - *"), "--through=a0");
    assertThat(ran.code()).as(ran.err()).isZero();
    // All rows are labelled as one class, so that no class has a curve.
    assertThat(ran.out()).contains("area under the ROC g -, q -").doesNotContain("NaN");
    // The components that were taken apart are named, and no circuit has a port for them.
    assertThat(ran.out()).containsPattern("h\\d+: \\d+ formulas on the front, taken is one of RMS");
    JsonNode front =
        new ObjectMapper().readTree(folder.resolve("run").resolve("front.json").toFile());
    assertThat(front).isNotEmpty();
    for (JsonNode entry : front) {
      assertThat(entry.get("verified").asBoolean()).isTrue();
      Path candidate =
          folder.resolve("run").resolve("candidates").resolve(entry.get("folder").asText());
      assertThat(Formgate.text(candidate.resolve("datapath.txt"))).doesNotContainPattern("\\bh\\d");
    }
  }

  @Test
  void whatCannotBeComposedIsRefused(@TempDir Path folder) throws IOException {
    Formgate.Ran ran =
        distill(folder, jets(folder, "operators +\nconstrain depth <= 5"), "--through=a0");
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err()).contains("FG694");
    Formgate.Ran tables =
        Formgate.run("distill", folder.resolve("net.fg").toString(), "--through=a0");
    assertThat(tables.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(tables.err()).contains("--through is for closed forms");
  }

  @Test
  void sumsOfCodedTablesKeepNoDemandOnFormulas(@TempDir Path folder) throws IOException {
    Path spec =
        jets(
            folder,
            """
            operators + tab
            tables increasing, smooth 2
            constrain depth <= 5
            form g = f(x0)
            """);
    Formgate.Ran ran =
        Formgate.run("distill", spec.toString(), "--out=" + folder.resolve("tables"));
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err().lines().filter(l -> l.contains("error FG697"))).hasSize(4);
    assertThat(ran.err())
        .contains("'increasing'", "'smooth'", "'depth <= 5'", "not of that of 'g'")
        .contains("net.fg:")
        .contains("add --forms closed");
    assertThat(folder.resolve("tables")).doesNotExist();
  }

  @Test
  void aTensorThatSaysNothingIsRefused() {
    double[][] logits = {{1, 0}, {0, 1}, {2, 2}};
    double[][] varying = {{0, 7}, {1, 7}, {0, 7}};
    double[][] same = {{3, 7}, {3, 7}, {3, 7}};
    assertThat(InnerBlock.components("a0", varying, logits)).containsExactly(0);
    assertThatThrownBy(() -> InnerBlock.components("a0", same, logits))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG694")
        .hasMessageContaining("no component of the tensor 'a0'");
  }

  @Test
  void valuesThatAreAllZeroHaveAWord() {
    FixedFormat ofOnes = InnerBlock.format("h0", new double[] {1, -1});
    assertThat(InnerBlock.format("h0", new double[3])).isEqualTo(ofOnes);
    assertThat(InnerBlock.format("h0", new double[] {0, 1e-300})).isEqualTo(ofOnes);
    assertThat(InnerBlock.format("h0", new double[] {0, -3}))
        .isEqualTo(new FixedFormat(true, 16, 3));
    assertThatThrownBy(() -> InnerBlock.format("h0", new double[] {1, Double.NaN}))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG694")
        .hasMessageContaining("'h0' has no value in some row");
  }

  @Test
  void closedFormsOfClassesMayHaveRisingTables(@TempDir Path folder) throws IOException {
    Formgate.Ran ran =
        distill(folder, jets(folder, "operators + tab\ntables increasing, steps 4, most 1"));
    assertThat(ran.code()).as(ran.err()).isZero();
    JsonNode report =
        new ObjectMapper().readTree(folder.resolve("run").resolve("report-data.json").toFile());
    int tables = 0;
    for (JsonNode candidate : report.get("candidates")) {
      for (JsonNode formula : candidate.get("formulas")) {
        for (JsonNode table : formula.get("tables")) {
          tables++;
          JsonNode y = table.get("y");
          for (int i = 1; i < y.size(); i++) {
            assertThat(y.get(i).asDouble()).isGreaterThanOrEqualTo(y.get(i - 1).asDouble());
          }
        }
      }
    }
    assertThat(tables).isPositive();
  }
}
