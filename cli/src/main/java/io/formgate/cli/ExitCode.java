package io.formgate.cli;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import java.util.List;

/** How the command ends. */
final class ExitCode {
  /** Everything that was asked for is there. */
  static final int DONE = 0;

  /** The circuit differs from its golden model, or no circuit keeps the budget. */
  static final int NOT_MET = 1;

  /** The user's input has a mistake. */
  static final int USER_MISTAKE = 2;

  /** A tool is missing or does not work. */
  static final int TOOL = 3;

  /** A bug of formgate. */
  static final int INTERNAL = 4;

  /** The user stopped the command. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  /** {@return the exit code for diagnostics: that of the worst} */
  static int of(List<Diagnostic> diagnostics) {
    return diagnostics.stream().mapToInt(d -> of(d.code())).max().orElse(DONE);
  }

  private static int of(DiagnosticCode code) {
    return switch (code) {
      case BUDGET_UNMET,
          LATENCY_ABOVE_LIMIT,
          SEARCH_EMPTY,
          CIRCUIT_REFUSED,
          FORMAL_DIFFERENT,
          FORMAL_NO_PIPELINE,
          FORMAL_UNDECIDED,
          FORMAL_HANDSHAKE,
          VERIFY_MISMATCH ->
          NOT_MET;
      case TOOL_MISSING, TOOL_FAILED, TOOL_TIMEOUT -> TOOL;
      case INTERNAL -> ExitCode.INTERNAL;
      case USAGE,
          FILE_UNREADABLE,
          OUTPUT_FOLDER_TAKEN,
          NOT_A_RUN,
          OUTPUT_UNWRITABLE,
          DATA_MALFORMED,
          DATA_COLUMN_MISSING,
          DATA_NOT_NUMERIC,
          DATA_NOT_FINITE,
          DATA_EMPTY,
          DATA_OUT_OF_RANGE,
          DATA_BEYOND_FORMAT,
          DATA_FOREIGN,
          DATA_UNSUITED,
          SPEC_SYNTAX,
          SPEC_NAME,
          SPEC_INCOMPLETE,
          SPEC_FORMAT,
          SPEC_RANGE,
          SPEC_OPERATOR,
          SPEC_VALUE,
          SPEC_REPEATED,
          FORMULA_SYNTAX,
          FORMULA_FUNCTION,
          FORMULA_ARITY,
          FORMULA_VARIABLE,
          FORMULA_SIZE,
          FORMULA_NUMBER,
          UNIT_UNKNOWN,
          UNIT_MISMATCH,
          QUANTIZE_DOMAIN,
          QUANTIZE_TOLERANCE,
          QUANTIZE_TABLE,
          QUANTIZE_WIDTH,
          QUANTIZE_OUTPUT,
          QUANTIZE_THRESHOLD,
          DEVICE_UNKNOWN,
          SCHEDULE_INFEASIBLE,
          DATA_CLASS,
          DATA_WEIGHT,
          TEACHER_UNREADABLE,
          TEACHER_MISMATCH,
          TEACHER_NOT_FINITE,
          SPEC_GUESS,
          SPEC_LEVELS,
          TABLE_CALL,
          TABLE_SETTINGS,
          TABLE_PLACE,
          FORM_SUM,
          TEACHER_INNER,
          TABLE_ROWS,
          TABLE_INPUTS,
          TABLE_SUM_DEMAND,
          TEACHER_SLOW,
          SPEC_REFERENCE,
          SPEC_CONFLICT,
          SPEC_CONSTRAINT,
          SPEC_FORM,
          SPEC_LOSS,
          UNIT_DEFINITION,
          UNIFORM_FORMAT,
          SEARCH_UNABLE,
          SEARCH_PRECISION,
          CYCLES_UNKNOWN,
          LEAST_CONFLICT,
          INTERVAL_TOO_SMALL,
          INTERVAL_TOO_LARGE,
          INTERVAL_NO_MULTIPLIER,
          INTERVAL_CONFLICT ->
          USER_MISTAKE;
    };
  }
}
