package io.formgate.distill;

import static io.formgate.distill.OnnxBytes.BOOL;
import static io.formgate.distill.OnnxBytes.DOUBLE;
import static io.formgate.distill.OnnxBytes.FLOAT;
import static io.formgate.distill.OnnxBytes.INT64;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.formgate.constraints.TeacherValues;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of many shapes are taken, and what is none ends in one diagnostic. */
class OnnxTeacherTest {
  private static final SourceSpan SPAN = new SourceText("a.fg", "\"net.onnx\"").span(0, 10);
  private static final List<String> NAMES = List.of("a", "b");

  /** Two columns of three rows. */
  private static final double[][] COLUMNS = {{1, 2, 3}, {10, 20, 30}};

  private static double[][] run(OnnxBytes network) {
    return new OnnxTeacher(network.model(), SPAN, Optional.empty()).run(NAMES, COLUMNS);
  }

  private static void refused(OnnxBytes network, DiagnosticCode code, String words) {
    refused(network.model(), code, words);
  }

  private static void refused(byte[] model, DiagnosticCode code, String words) {
    assertThatThrownBy(() -> new OnnxTeacher(model, SPAN, Optional.empty(), 1).run(NAMES, COLUMNS))
        .isInstanceOfSatisfying(
            DiagnosticException.class,
            e -> {
              assertThat(e.diagnostics()).hasSize(1);
              Diagnostic d = e.diagnostics().getFirst();
              assertThat(d.code()).as(d.message()).isEqualTo(code);
              assertThat(d.message()).contains(words);
            });
  }

  /** {@return a network without nodes yet, of a table of two columns} */
  private static OnnxBytes ofTwo() {
    return new OnnxBytes().input("x", FLOAT, -1, 2);
  }

  /** The input times two. */
  private static OnnxBytes twice(int type, int... shape) {
    return new OnnxBytes()
        .input("x", type, shape)
        .constant("two", type, List.of(1), 2)
        .node("Mul", List.of("x", "two"), List.of("y"))
        .output("y", type, shape);
  }

  @Test
  void floatsOfEitherWidthAndTensorsOfAnyRankAreTaken() {
    double[][] expected = {{2, 20}, {4, 40}, {6, 60}};
    assertThat(run(twice(FLOAT, -1, 2))).isDeepEqualTo(expected);
    assertThat(run(twice(DOUBLE, -1, 2))).isDeepEqualTo(expected);
    assertThat(run(twice(FLOAT, -1, -1))).isDeepEqualTo(expected);
    assertThat(run(twice(FLOAT, -1, 1, 2))).isDeepEqualTo(expected);
    assertThat(run(twice(FLOAT, 1, 2))).isDeepEqualTo(expected);
    assertThat(run(twice(FLOAT, 2, 2))).isDeepEqualTo(expected);
  }

  @Test
  void severalInputsTakeColumnsByNameOrInTheirOrder() {
    OnnxBytes named =
        new OnnxBytes()
            .input("b", FLOAT, -1, 1)
            .input("a", FLOAT, -1, 1)
            .node("Sub", List.of("b", "a"), List.of("y"))
            .output("y", FLOAT, -1, 1);
    assertThat(run(named)).isDeepEqualTo(new double[][] {{9}, {18}, {27}});
    assertThat(new OnnxTeacher(named.model(), SPAN, Optional.empty()).inputs())
        .isEqualTo(Map.of("b", Optional.of(1), "a", Optional.of(1)));
    OnnxBytes ordered =
        new OnnxBytes()
            .input("p", FLOAT, -1, 1)
            .input("q", FLOAT, -1, 1)
            .node("Sub", List.of("p", "q"), List.of("y"))
            .output("y", FLOAT, -1, 1);
    assertThat(run(ordered)).isDeepEqualTo(new double[][] {{-9}, {-18}, {-27}});
    OnnxBytes half =
        new OnnxBytes()
            .input("a", FLOAT, -1, 1)
            .input("q", FLOAT, -1, 1)
            .node("Sub", List.of("a", "q"), List.of("y"))
            .output("y", FLOAT, -1, 1);
    refused(half, DiagnosticCode.TEACHER_MISMATCH, "the input q, and the inputs are a, b");
  }

  @Test
  void theOnlyOutputOfFloatsIsMeant() {
    OnnxBytes classifier =
        ofTwo()
            .node("ArgMax", List.of("x"), List.of("label"), OnnxBytes.whole("axis", 1))
            .node("Softmax", List.of("x"), List.of("p"), OnnxBytes.whole("axis", 1))
            .output("label", INT64, -1, 1)
            .output("p", FLOAT, -1, 2);
    double[][] values = run(classifier);
    assertThat(values[0][0] + values[0][1]).isEqualTo(1, within(1e-6));
    assertThat(TeacherLogits.meaning(List.<double[][]>of(values)))
        .isEqualTo(TeacherValues.PROBABILITIES);
  }

  @Test
  void probabilitiesAreTakenForTheirLogits() {
    double[][] logits = {{0.5, -1, 2}, {3, 0, -2}};
    double[][] softmax = new double[2][];
    for (int row = 0; row < 2; row++) {
      double sum = Arrays.stream(logits[row]).map(Math::exp).sum();
      softmax[row] = Arrays.stream(logits[row]).map(x -> Math.exp(x) / sum).toArray();
    }
    assertThat(TeacherLogits.meaning(List.<double[][]>of(logits))).isEqualTo(TeacherValues.LOGITS);
    TeacherValues found = TeacherLogits.meaning(List.<double[][]>of(softmax));
    assertThat(found).isEqualTo(TeacherValues.PROBABILITIES);
    double[] again = TeacherLogits.of(softmax, found)[0];
    IntStream.range(0, 3)
        .forEach(k ->
            assertThat(again[k] - again[0]).isEqualTo(logits[0][k] - logits[0][0], within(1e-12)));
    double[][] single = {{0.75}, {0.5}};
    assertThat(TeacherLogits.meaning(List.<double[][]>of(single)))
        .isEqualTo(TeacherValues.PROBABILITIES);
    double[] two = TeacherLogits.of(single, TeacherValues.PROBABILITIES)[0];
    assertThat(two[0] - two[1]).isEqualTo(Math.log(3), within(1e-12));
    assertThat(TeacherLogits.of(single, TeacherValues.LOGITS)[0]).containsExactly(0.75, 0);
    assertThat(TeacherLogits.of(new double[][] {{1, 0}}, TeacherValues.PROBABILITIES)[0])
        .doesNotContain(Double.NEGATIVE_INFINITY);
  }

  @Test
  void whatIsNoTableOfFloatsIsRefused() {
    refused(twice(INT64, -1, 2), DiagnosticCode.TEACHER_MISMATCH, "32- or 64-bit floats");
    refused(twice(FLOAT, -1, 3), DiagnosticCode.TEACHER_MISMATCH, "and there are 2 inputs");
    refused(
        ofTwo()
            .node("ArgMax", List.of("x"), List.of("y"), OnnxBytes.whole("axis", 1))
            .output("y", INT64, -1, 1),
        DiagnosticCode.TEACHER_MISMATCH,
        "is of INT64");
    refused(
        ofTwo()
            .node("ReduceSum", List.of("x"), List.of("y"), OnnxBytes.whole("keepdims", 0))
            .output("y", FLOAT),
        DiagnosticCode.TEACHER_MISMATCH,
        "for 3 rows");
    refused(
        ofTwo()
            .node("Identity", List.of("x"), List.of("y"))
            .node("Neg", List.of("x"), List.of("z"))
            .output("y", FLOAT, -1, 2)
            .output("z", FLOAT, -1, 2),
        DiagnosticCode.TEACHER_MISMATCH,
        "name one");
    refused(
        ofTwo().node("SequenceConstruct", List.of("x"), List.of("y")).output("y", FLOAT),
        DiagnosticCode.TEACHER_UNREADABLE,
        "ONNX Runtime does not take the teacher");
    refused(
        ofTwo()
            .node("Log", List.of("x"), List.of("l"))
            .constant("zero", FLOAT, List.of(1), 0)
            .node("Div", List.of("l", "zero"), List.of("y"))
            .output("y", FLOAT, -1, 2),
        DiagnosticCode.TEACHER_NOT_FINITE,
        "in row 1");
  }

  @Test
  void hostileFilesEndInOneDiagnostic() {
    refused("hello".getBytes(UTF_8), DiagnosticCode.TEACHER_UNREADABLE, "");
    refused(new byte[0], DiagnosticCode.TEACHER_UNREADABLE, "");
    byte[] good = twice(FLOAT, -1, 2).model();
    for (int length = 1; length < good.length; length += 7) {
      refused(Arrays.copyOf(good, length), DiagnosticCode.TEACHER_UNREADABLE, "");
    }
    refused(
        ofTwo().node("NoSuchOperator", List.of("x"), List.of("y")).output("y", FLOAT, -1, 2),
        DiagnosticCode.TEACHER_UNREADABLE,
        "NoSuchOperator");
    refused(
        ofTwo()
            .node("Add", List.of("x", "z"), List.of("y"))
            .node("Identity", List.of("y"), List.of("z"))
            .output("y", FLOAT, -1, 2),
        DiagnosticCode.TEACHER_UNREADABLE,
        "");
    // More memory than there is.
    refused(
        ofTwo()
            .constant("shape", INT64, List.of(2), 0x1p31, 0x1p20)
            .node("ConstantOfShape", List.of("shape"), List.of("huge"))
            .node("ReduceSum", List.of("huge"), List.of("sum"))
            .node("Add", List.of("x", "sum"), List.of("y"))
            .output("y", FLOAT, -1, 2),
        DiagnosticCode.TEACHER_UNREADABLE,
        "");
    // A tensor that claims to be larger than the file.
    refused(
        ofTwo()
            .constant("w", FLOAT, List.of(1 << 30, 1 << 30), 1)
            .node("Add", List.of("x", "w"), List.of("y"))
            .output("y", FLOAT, -1, 2),
        DiagnosticCode.TEACHER_UNREADABLE,
        "");
  }

  @Test
  void numbersInOtherFilesAreNotRead(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("w.bin"), new byte[16]);
    for (String name : List.of(file.toString(), "/dev/zero", "../../../../etc/passwd")) {
      refused(
          ofTwo()
              .elsewhere("w", name)
              .node("MatMul", List.of("x", "w"), List.of("y"))
              .output("y", FLOAT, -1, 2),
          DiagnosticCode.TEACHER_UNREADABLE,
          "keeps numbers in other files");
    }
    OnnxBytes body =
        new OnnxBytes()
            .node(
                "Constant",
                List.of(),
                List.of("w"),
                OnnxBytes.elsewhereIn("value", file.toString()))
            .output("w", FLOAT, 2, 2);
    refused(
        ofTwo()
            .constant("yes", BOOL, List.of(), 1)
            .node(
                "If",
                List.of("yes"),
                List.of("w"),
                OnnxBytes.graph("then_branch", body),
                OnnxBytes.graph("else_branch", body))
            .node("MatMul", List.of("x", "w"), List.of("y"))
            .output("y", FLOAT, -1, 2),
        DiagnosticCode.TEACHER_UNREADABLE,
        "keeps numbers in other files");
    // A group, which a parser skips and no network has.
    byte[] behind = twice(FLOAT, -1, 2).model();
    byte[] group = {(byte) 0xf3, 0x06, (byte) 0xf4, 0x06};
    byte[] both = Arrays.copyOf(group, group.length + behind.length);
    System.arraycopy(behind, 0, both, group.length, behind.length);
    refused(both, DiagnosticCode.TEACHER_UNREADABLE, "keeps numbers in other files");
  }

  @Test
  void aLoopWithoutAnEndIsStopped() {
    OnnxBytes body =
        new OnnxBytes()
            .input("i", INT64)
            .input("go", BOOL)
            .input("v", FLOAT, -1, 2)
            .node("Identity", List.of("go"), List.of("go_on"))
            .node("Identity", List.of("v"), List.of("w"))
            .output("go_on", BOOL)
            .output("w", FLOAT, -1, 2);
    refused(
        ofTwo()
            .constant("most", INT64, List.of(), 0x1p62)
            .constant("yes", BOOL, List.of(), 1)
            .node("Loop", List.of("most", "yes", "x"), List.of("y"), OnnxBytes.graph("body", body))
            .output("y", FLOAT, -1, 2),
        DiagnosticCode.TEACHER_SLOW,
        "did not end in 1 s");
  }
}
