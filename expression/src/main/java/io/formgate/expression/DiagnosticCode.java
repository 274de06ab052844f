package io.formgate.expression;

/** Every diagnostic that a user can meet; each has an entry in {@code docs/errors.md}. */
public enum DiagnosticCode {
  /** A command-line argument is missing, unknown or malformed. */
  USAGE("FG100"),
  /** A file that was named does not exist or cannot be read. */
  FILE_UNREADABLE("FG101"),
  /** The output folder holds something that formgate did not write for this spec. */
  OUTPUT_FOLDER_TAKEN("FG102"),
  /** A folder is not a complete run or emitted circuit. */
  NOT_A_RUN("FG103"),
  /** The output cannot be written. */
  OUTPUT_UNWRITABLE("FG104"),

  /** The data file cannot be understood as a table. */
  DATA_MALFORMED("FG200"),
  /** A column that the spec names is not in the data. */
  DATA_COLUMN_MISSING("FG201"),
  /** A column holds text where numbers are needed. */
  DATA_NOT_NUMERIC("FG202"),
  /** A column holds an empty cell, NaN or an infinity. */
  DATA_NOT_FINITE("FG203"),
  /** The data file has no rows. */
  DATA_EMPTY("FG204"),
  /** A data value lies outside the range declared for its input. */
  DATA_OUT_OF_RANGE("FG205"),
  /** Too few columns of the data, or too many, can be ports of a circuit. */
  DATA_UNSUITED("FG206"),
  /** A column holds something else than one of the classes. */
  DATA_CLASS("FG207"),
  /** A row's weight is negative or no finite number. */
  DATA_WEIGHT("FG208"),
  /** The teacher is no network that can be run. */
  TEACHER_UNREADABLE("FG210"),
  /** The teacher's inputs or outputs are not those of the spec. */
  TEACHER_MISMATCH("FG211"),
  /** A value that the teacher gives is no finite number. */
  TEACHER_NOT_FINITE("FG212"),
  /** Most targets lie beyond the format of their output, which does not saturate. */
  DATA_BEYOND_FORMAT("FG213"),
  /** The data file is of a kind that is not read. */
  DATA_FOREIGN("FG214"),

  /** The spec does not follow the grammar. */
  SPEC_SYNTAX("FG300"),
  /** A name is declared twice, or is no legal name for a signal. */
  SPEC_NAME("FG301"),
  /** A statement that every spec needs is missing. */
  SPEC_INCOMPLETE("FG302"),
  /** A fixed-point format is malformed or too wide. */
  SPEC_FORMAT("FG303"),
  /** A declared range is empty or does not fit its format. */
  SPEC_RANGE("FG304"),
  /** An operator that is not in the operator table. */
  SPEC_OPERATOR("FG305"),
  /** A number is outside what its statement allows. */
  SPEC_VALUE("FG306"),
  /** A statement is given more than once. */
  SPEC_REPEATED("FG307"),
  /** A name that the spec uses but does not declare, or declares as something else. */
  SPEC_REFERENCE("FG308"),
  /** Two statements that cannot stand together. */
  SPEC_CONFLICT("FG309"),
  /** A constraint that has no meaning. */
  SPEC_CONSTRAINT("FG310"),
  /** A form whose holes do not fit together. */
  SPEC_FORM("FG311"),
  /** A loss that does not exist or cannot be minimised. */
  SPEC_LOSS("FG312"),
  /** A guess that a search cannot begin with. */
  SPEC_GUESS("FG313"),
  /** A column that parameters cannot have a value for each level of. */
  SPEC_LEVELS("FG314"),

  /** A formula does not follow the grammar. */
  FORMULA_SYNTAX("FG400"),
  /** A formula calls a function that is not in the operator table. */
  FORMULA_FUNCTION("FG401"),
  /** A function is called with the wrong number of arguments. */
  FORMULA_ARITY("FG402"),
  /** A formula uses a variable that is not declared. */
  FORMULA_VARIABLE("FG403"),
  /** A formula is longer or nested deeper than formgate reads. */
  FORMULA_SIZE("FG404"),
  /** A number in a formula is too large or too small for a double, or a name stands for none. */
  FORMULA_NUMBER("FG406"),

  /** A unit that UCUM does not know. */
  UNIT_UNKNOWN("FG500"),
  /** The units of a formula do not agree. */
  UNIT_MISMATCH("FG501"),
  /** The definition of a unit is circular, or its name is taken. */
  UNIT_DEFINITION("FG502"),
  /** A number that the one format of all values does not hold. */
  UNIFORM_FORMAT("FG503"),

  /** A node can leave the domain of its function on the declared ranges. */
  QUANTIZE_DOMAIN("FG600"),
  /** The tolerance cannot be met with the input formats and the widths allowed. */
  QUANTIZE_TOLERANCE("FG601"),
  /** A table would need more entries than allowed. */
  QUANTIZE_TABLE("FG602"),
  /** A node would need more bits than the datapath allows. */
  QUANTIZE_WIDTH("FG603"),
  /** The value of the output cannot be held by its format. */
  QUANTIZE_OUTPUT("FG604"),
  /** A threshold lies outside of the format of its formula. */
  QUANTIZE_THRESHOLD("FG605"),

  /** The simulator takes a text for no circuit with the ports of its golden model. */
  CIRCUIT_REFUSED("FG610"),

  /** What is to be least stands beside something that it does not go with. */
  LEAST_CONFLICT("FG620"),

  /** An interval between vectors of no cycle or less. */
  INTERVAL_TOO_SMALL("FG670"),
  /** An interval between vectors of more cycles than anything is shared among. */
  INTERVAL_TOO_LARGE("FG671"),
  /** An interval between vectors on a device without multipliers. */
  INTERVAL_NO_MULTIPLIER("FG672"),
  /** An interval between vectors beside something that it does not go with. */
  INTERVAL_CONFLICT("FG673"),

  /** A solver found inputs for which a circuit differs from its golden model. */
  FORMAL_DIFFERENT("FG680"),
  /** A circuit is no pipeline of its latency, so that no proof was tried. */
  FORMAL_NO_PIPELINE("FG681"),
  /** A solver found no answer in its time. */
  FORMAL_UNDECIDED("FG682"),
  /** A solver does not find that a wrapper of handshakes keeps its protocol. */
  FORMAL_HANDSHAKE("FG683"),

  /** A call of a learned table whose numbers make none. */
  TABLE_CALL("FG690"),
  /** Settings of learned tables that cannot stand. */
  TABLE_SETTINGS("FG691"),
  /** Learned tables where the search cannot place any. */
  TABLE_PLACE("FG692"),
  /** A sum over a set in a form that cannot be read. */
  FORM_SUM("FG693"),
  /** An inner tensor that closed forms cannot be of. */
  TEACHER_INNER("FG694"),
  /** A table of two values may have more entries than there are rows. */
  TABLE_ROWS("FG695"),
  /** Too few values vary for learned tables. */
  TABLE_INPUTS("FG696"),
  /** A demand that sums of coded tables cannot keep. */
  TABLE_SUM_DEMAND("FG697"),

  /** A device that has no cost table. */
  DEVICE_UNKNOWN("FG700"),
  /** An operator does not fit in one clock cycle. */
  SCHEDULE_INFEASIBLE("FG701"),
  /** A hardware budget is exceeded. */
  BUDGET_UNMET("FG702"),
  /** The search found no formula that is finite on the data and keeps what the spec demands. */
  SEARCH_EMPTY("FG703"),
  /** The spec asks the search for something that it cannot do. */
  SEARCH_UNABLE("FG704"),
  /** A circuit takes more cycles than are allowed. */
  LATENCY_ABOVE_LIMIT("FG705"),
  /** The table of published cycles lacks a format or an operator. */
  CYCLES_UNKNOWN("FG706"),
  /** A search's numbers do not hold the data. */
  SEARCH_PRECISION("FG710"),

  /** A tool that the command needs is not installed. */
  TOOL_MISSING("FG800"),
  /** A tool failed or printed something unexpected. */
  TOOL_FAILED("FG801"),
  /** A tool did not end in the time allowed. */
  TOOL_TIMEOUT("FG802"),
  /** The teacher does not end. */
  TEACHER_SLOW("FG803"),

  /** The circuit disagrees with its golden model. */
  VERIFY_MISMATCH("FG900"),
  /** An invariant of formgate itself is broken. */
  INTERNAL("FG999");

  private final String id;

  DiagnosticCode(String id) {
    this.id = id;
  }

  /** {@return the stable identity that messages print, such as {@code FG201}} */
  public String id() {
    return id;
  }
}
