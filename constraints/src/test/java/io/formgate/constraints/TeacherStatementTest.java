package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.FormulaPrinter;
import org.junit.jupiter.api.Test;

/** A spec names a network, a tensor of it, rows to test and rows to keep apart. */
class TeacherStatementTest {
  private static final String WHOLE =
      SpecTexts.SMALL
          + "teacher \"net.onnx\", tensor \"logits\", test \"real.csv\", apart parent >= 410\n";

  @Test
  void allPartsAreReadAndPrinted() {
    Spec spec = SpecTexts.parse(WHOLE);
    Teacher teacher = spec.teacher().orElseThrow();
    assertThat(teacher.fileText()).isEqualTo("net.onnx");
    assertThat(teacher.tensor()).contains("logits");
    assertThat(teacher.testText()).contains("real.csv");
    assertThat(FormulaPrinter.print(teacher.apart().orElseThrow().formula()))
        .isEqualTo("parent >= 410");
    String printed = SpecPrinter.print(spec);
    assertThat(SpecPrinter.print(SpecTexts.parse(printed))).isEqualTo(printed);
    assertThat(printed).contains("teacher \"net.onnx\", tensor \"logits\", test \"real.csv\"");
  }

  @Test
  void onlyTheFileIsRequired() {
    Teacher teacher =
        SpecTexts.parse(SpecTexts.SMALL + "teacher \"n.onnx\"\n").teacher().orElseThrow();
    assertThat(teacher.tensor()).isEmpty();
    assertThat(teacher.testFile()).isEmpty();
    assertThat(teacher.apart()).isEmpty();
    assertThat(SpecTexts.parse(SpecTexts.SMALL).teacher()).isEmpty();
  }

  @Test
  void brokenStatementsAreMistakes() {
    assertThat(SpecTexts.mistakes(SpecTexts.SMALL + "teacher \"\"\n")).hasSize(1);
    assertThat(SpecTexts.mistakes(SpecTexts.SMALL + "teacher \"n\", tensor x\n")).hasSize(1);
    assertThat(SpecTexts.mistakes(SpecTexts.SMALL + "teacher \"n\", apart\n")).isNotEmpty();
    assertThat(SpecTexts.mistakes(WHOLE + "teacher \"n\"\n")).hasSize(1);
  }

  private static final String CLASSES =
      """
      data "d.csv"
      input x as fixed<8,4>
      classes a, b from kind
      hardware xcvu9p-2 clock 5 ns
      """;

  @Test
  void classesNeedNoOperatorsAndWithATeacherNoColumn() {
    Spec spec = SpecTexts.parse(CLASSES);
    assertThat(spec.hasOperators()).isFalse();
    assertThat(spec.classes().orElseThrow().column()).contains("kind");
    String taught = CLASSES.replace(" from kind", "") + "teacher \"n.onnx\", gives probabilities\n";
    Spec other = SpecTexts.parse(taught);
    assertThat(other.classes().orElseThrow().column()).isEmpty();
    assertThat(other.teacher().orElseThrow().values()).contains(TeacherValues.PROBABILITIES);
    String printed = SpecPrinter.print(other);
    assertThat(printed).doesNotContain("operators").contains("gives probabilities");
    assertThat(SpecPrinter.print(SpecTexts.parse(printed))).isEqualTo(printed);
    assertThat(SpecTexts.mistakes(CLASSES.replace(" from kind", ""))).hasSize(1);
    assertThat(SpecTexts.mistakes(taught.replace("probabilities", "odds"))).hasSize(1);
  }

  @Test
  void scoresMayFollowAToleranceWithoutAUnit() {
    Spec spec =
        SpecTexts.parse(
            CLASSES.replace("from kind", "from kind as fixed<9,5> tolerance 1/4 with scores"));
    assertThat(spec.classes().orElseThrow().showsScores()).isTrue();
    String printed = SpecPrinter.print(spec);
    assertThat(SpecPrinter.print(SpecTexts.parse(printed))).isEqualTo(printed);
  }
}
