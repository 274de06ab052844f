package io.formgate.cli;

import io.formgate.constraints.Spec;
import io.formgate.constraints.Teacher;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import java.nio.file.Path;
import java.util.Optional;

/** Specs that are for {@code distill}: they name a teacher, and no operators to search with. */
final class TeacherSpecs {
  private TeacherSpecs() {}

  /** {@return where a spec that only {@code distill} can take names its teacher} */
  static Optional<Teacher> teacher(Spec spec) {
    return spec.hasOperators() ? Optional.empty() : spec.teacher();
  }

  /**
   * {@return the exit code of a run}
   *
   * @param options what it was asked for
   * @param run the run
   * @throws DiagnosticException as the run does, but one that names {@code distill} where the
   *     search is unable because the spec is for that
   */
  static int run(SpecRunOptions options, SpecRun run) {
    try {
      return run.run();
    } catch (DiagnosticException e) {
      if (e.diagnostics().stream().anyMatch(d -> d.code() == DiagnosticCode.SEARCH_UNABLE)) {
        refuse(options.file(), SpecFile.read(options.file(), options.statements()));
      }
      throw e;
    }
  }

  private static void refuse(Path file, Spec spec) {
    teacher(spec)
        .ifPresent(teacher -> {
          throw new DiagnosticException(
              Diagnostic.at(
                  DiagnosticCode.SEARCH_UNABLE,
                  teacher.span(),
                  "the spec names a teacher to learn from, and no operators to search with",
                  "run 'formgate distill "
                      + file
                      + "', or add a line of the form: operators + - * sqrt"));
        });
  }
}
