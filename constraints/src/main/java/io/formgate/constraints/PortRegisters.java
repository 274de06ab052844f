package io.formgate.constraints;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Which ports of a circuit have a register rank of their own. */
public enum PortRegisters {
  /** Neither; paths go on outside of the circuit. */
  NONE,
  /** A rank behind the inputs. */
  IN,
  /** A rank before the outputs. */
  OUT,
  /** A rank behind the inputs and one before the outputs. */
  BOTH;

  /** The words that specs and options use. */
  static final List<String> WORDS = Stream.of(values()).map(PortRegisters::word).toList();

  /** {@return the word for it in specs and options} */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return whether a rank follows the inputs} */
  public boolean atInputs() {
    return this == IN || this == BOTH;
  }

  /** {@return whether a rank stands before the outputs} */
  public boolean atOutputs() {
    return this == OUT || this == BOTH;
  }

  /**
   * {@return which ports have registers}
   *
   * @param atInputs whether the inputs have
   * @param atOutputs whether the outputs have
   */
  public static PortRegisters of(boolean atInputs, boolean atOutputs) {
    if (atInputs) {
      return atOutputs ? BOTH : IN;
    }
    return atOutputs ? OUT : NONE;
  }

  /**
   * {@return what a word stands for}
   *
   * @param word one of {@link #WORDS}
   */
  static PortRegisters of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
