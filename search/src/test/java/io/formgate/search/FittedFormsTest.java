package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FittedFormsTest {
  private static Tape product(int variable, double constant) {
    Tape tape = new Tape(3);
    tape.addVariable(variable);
    tape.addConstant(constant);
    tape.addOperator(Operator.MULTIPLY);
    return tape;
  }

  @Test
  void constantsDoNotChangeAFormAndVariablesDo() {
    long form = FittedForms.formOf(product(0, 1));

    assertThat(FittedForms.formOf(product(0, 5))).isEqualTo(form);
    assertThat(FittedForms.formOf(product(1, 1))).isNotEqualTo(form);
  }

  @Test
  void differentFormsHaveDifferentHashes() {
    RandomSource random = new RandomSource(2);
    TreeGrower grower =
        new TreeGrower(
            SearchOptions.of(Samples.OPERATORS),
            FormulaTemplate.free(List.of("a", "b", "c", "d", "e", "f"), List.of()),
            ConstantScales.NONE);
    Set<Tape> tapes = new HashSet<>();
    Set<Long> forms = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      Tape tape = new Tape(15);
      grower.tree(tape, 15, random);
      for (int k = 0; k < tape.length(); k++) {
        if (tape.isConstant(k)) {
          tape.setConstant(k, 1);
        }
      }
      tapes.add(tape);
      forms.add(FittedForms.formOf(tape));
    }

    assertThat(tapes).hasSizeGreaterThan(5_000);
    assertThat(forms).hasSameSizeAs(tapes);
  }

  @Test
  void aFormIsFittedAgainOnlyForFarLess() {
    FittedForms forms = new FittedForms();
    forms.add(1, 10);
    forms.add(1, 20);

    assertThat(forms.isExhausted(1, 9)).isTrue();
    assertThat(forms.isExhausted(1, 3)).isFalse();
    assertThat(forms.isExhausted(2, 9)).isFalse();
  }

  @Test
  void twoGenerationsAreRemembered() {
    FittedForms forms = new FittedForms();
    for (long form = 0; form < 5L * FittedForms.MOST; form++) {
      forms.add(form, 1);
      forms.age();
    }

    assertThat(forms.size()).isBetween(FittedForms.MOST, 2 * FittedForms.MOST);
    assertThat(forms.isExhausted(5L * FittedForms.MOST - 1, 1)).isTrue();
    assertThat(forms.isExhausted(4L * FittedForms.MOST, 1)).as("the older generation").isTrue();
    assertThat(forms.isExhausted(0, 1)).isFalse();

    StateWriter out = new StateWriter();
    forms.write(out);
    FittedForms read = new FittedForms();
    read.read(new StateReader(out.toBytes()));
    assertThat(read.size()).isEqualTo(forms.size());
    assertThat(read.isExhausted(4L * FittedForms.MOST, 1)).isTrue();
  }
}
