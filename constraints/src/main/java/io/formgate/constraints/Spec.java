package io.formgate.constraints;

import io.formgate.expression.Operator;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a spec file says.
 *
 * @param source the file's text
 * @param dataFile the data set; a relative path in the file is taken from the file's folder
 * @param dataSpan where the data set is named
 * @param inputs at least one, names all different, in the file's order
 * @param output the value to be computed
 * @param operators at least one, in the file's order
 * @param constantUnits units that constants of formulas may carry
 * @param hardware the device, its clock and the budget
 * @param search how long and from which seed to search
 */
public record Spec(
    SourceText source,
    Path dataFile,
    SourceSpan dataSpan,
    List<InputDeclaration> inputs,
    OutputDeclaration output,
    Set<Operator> operators,
    ConstantUnits constantUnits,
    HardwareTarget hardware,
    SearchSettings search) {

  /** Copies the collections and checks that none is empty. */
  public Spec {
    inputs = List.copyOf(inputs);
    operators = Collections.unmodifiableSet(new LinkedHashSet<>(operators));
    if (inputs.isEmpty() || operators.isEmpty()) {
      throw new IllegalArgumentException("a spec has an input and an operator");
    }
  }

  /** {@return the names of the inputs, in their order} */
  public List<String> inputNames() {
    return inputs.stream().map(InputDeclaration::name).toList();
  }

  /** {@return the dimensions of the inputs, in their order} */
  public List<Dimension> inputDimensions() {
    return inputs.stream().map(i -> i.unit().dimension()).toList();
  }

  /** {@return whether an input or the output has a dimension, so that units can disagree} */
  public boolean hasDimensions() {
    return !output.unit().dimension().isNone()
        || inputs.stream().anyMatch(i -> !i.unit().dimension().isNone());
  }
}
