package io.formgate.constraints;

import io.formgate.expression.SourceSpan;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A network whose answers on the data are distilled.
 *
 * @param file the ONNX file; a relative path is taken from the folder of the spec
 * @param fileText its name as it is written
 * @param span where it is named
 * @param tensor the tensor that is learned; the only output of floats if empty
 * @param values what the tensor holds; as its values look if empty
 * @param testFile rows with true classes, for figures alone
 * @param testText its name as it is written
 * @param apart which rows of the data are kept apart for figures: those for which the formula is
 *     above 0; by the split if empty
 */
public record Teacher(
    Path file,
    String fileText,
    SourceSpan span,
    Optional<String> tensor,
    Optional<TeacherValues> values,
    Optional<Path> testFile,
    Optional<String> testText,
    Optional<RowFormula> apart) {}
