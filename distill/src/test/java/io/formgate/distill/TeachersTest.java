package io.formgate.distill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import io.formgate.search.RandomSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Networks and trees give logits, or say what is wrong. */
class TeachersTest {
  private static final SourceSpan SPAN = new SourceText("a.fg", "\"net.onnx\"").span(0, 10);

  private static byte[] network() {
    Path repository = Path.of(System.getProperty("formgate.repository", ".."));
    try {
      return Files.readAllBytes(repository.resolve("examples/jets/teacher.onnx"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[][] columns(double value) {
    double[][] columns = new double[16][3];
    Arrays.stream(columns).forEach(c -> Arrays.fill(c, value));
    return columns;
  }

  private static Predicate<Throwable> has(DiagnosticCode code) {
    return e ->
        e instanceof DiagnosticException d
            && d.diagnostics().stream().map(Diagnostic::code).toList().equals(List.of(code));
  }

  private static double[][] run(byte[] model, Optional<String> tensor, double[][] columns) {
    List<String> names = IntStream.range(0, columns.length).mapToObj(i -> "x" + i).toList();
    return new OnnxTeacher(model, SPAN, tensor).run(names, columns);
  }

  @Test
  void theOutputAndInnerTensorsAreRead() {
    double[][] logits = run(network(), Optional.empty(), columns(0.5));
    double[][] inner = run(network(), Optional.of(INNER), columns(0.5));
    assertThat(logits).hasDimensions(3, 5);
    assertThat(inner).hasDimensions(3, 64);
    assertThat(Arrays.stream(inner[0]).min().orElseThrow()).isZero();
  }

  private static final String INNER = "a0";

  @Test
  void damagedFilesAndOtherNetworksAreRefused() {
    byte[] half = Arrays.copyOf(network(), 9000);
    assertThatThrownBy(() -> run(half, Optional.empty(), columns(0)))
        .matches(has(DiagnosticCode.TEACHER_UNREADABLE));
    assertThatThrownBy(() -> run("hello".getBytes(UTF_8), Optional.empty(), columns(0)))
        .matches(has(DiagnosticCode.TEACHER_UNREADABLE));
    assertThatThrownBy(() -> run(network(), Optional.of("no"), columns(0)))
        .matches(has(DiagnosticCode.TEACHER_UNREADABLE));
    assertThatThrownBy(() -> run(network(), Optional.empty(), new double[3][4]))
        .matches(has(DiagnosticCode.TEACHER_MISMATCH));
    assertThatThrownBy(() -> run(network(), Optional.empty(), columns(Double.NaN)))
        .matches(has(DiagnosticCode.TEACHER_NOT_FINITE));
  }

  @Test
  void treesTellClassesApartAndSyntheticRowsStayNear() {
    RandomSource random = new RandomSource(3);
    double[][] columns = new double[2][1000];
    int[] labels = new int[1000];
    for (int row = 0; row < 1000; row++) {
      columns[0][row] = random.nextDouble();
      columns[1][row] = random.nextDouble();
      labels[row] = columns[0][row] > 0.5 == columns[1][row] > 0.3 ? 1 : 0;
    }
    BoostedTrees trees = BoostedTrees.fit(columns, labels, 2, random.split(1));
    double[] scores = new double[1000];
    boolean[] first = new boolean[1000];
    for (int row = 0; row < 1000; row++) {
      scores[row] = trees.logits(columns[0][row], columns[1][row])[0];
      first[row] = labels[row] == 0;
    }
    assertThat(ClassifierFigures.areaUnderRoc(scores, first)).isGreaterThan(0.98);
    double[][] drawn = SmoothedBootstrap.draw(columns, 2, 0.5, random.split(2));
    assertThat(drawn).hasDimensions(2, 2000);
    assertThat(Math.abs(drawn[0][7] - columns[0][3])).isLessThan(0.2);
  }

  @Test
  void figuresAreThoseOfTheirDefinitions() {
    boolean[] ofClass = {true, false, true, false};
    assertThat(ClassifierFigures.areaUnderRoc(new double[] {3, 1, 2, 2}, ofClass))
        .isEqualTo(3.5 / 4);
    int[] truth = {0, 1, 1, 0};
    ClassifierFigures.SignTest test =
        ClassifierFigures.signTest(new int[] {0, 1, 1, 1}, new int[] {0, 0, 1, 0}, truth);
    assertThat(test.n()).isEqualTo(2);
    assertThat(test.z()).isZero();
    assertThat(ClassifierFigures.agreement(truth, new int[] {0, 1, 0, 1})).isEqualTo(0.5);
    assertThat(ClassifierFigures.argmax(1, 4, 4)).isEqualTo(1);
  }
}
