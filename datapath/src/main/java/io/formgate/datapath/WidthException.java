package io.formgate.datapath;

/**
 * A value would need more bits than a datapath allows; the quantizer turns it into a diagnostic.
 */
final class WidthException extends RuntimeException {
  WidthException(String message) {
    super(message);
  }
}
