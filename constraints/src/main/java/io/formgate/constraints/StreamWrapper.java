package io.formgate.constraints;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What makes a circuit of fixed latency wait for its source and its sink. */
public enum StreamWrapper {
  /** Nothing: there is no back-pressure. */
  NONE,
  /** A handshake of ready and valid on either side. */
  READY_VALID,
  /** An AXI4-Stream interface on either side. */
  AXI_STREAM;

  /** The words that specs and options use. */
  static final List<String> WORDS = Stream.of(values()).map(StreamWrapper::word).toList();

  /** {@return the word for it in specs and options} */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * {@return what a word stands for}
   *
   * @param word one of {@link #WORDS}
   */
  static StreamWrapper of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
