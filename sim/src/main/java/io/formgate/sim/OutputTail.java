package io.formgate.sim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The last bytes that a tool printed; memory stays bounded whatever it prints. */
final class OutputTail {
  private static final int CAPACITY_BYTES = 1 << 14;
  private static final int SHOWN_LINES = 12;

  private final byte[] ring = new byte[CAPACITY_BYTES];
  private long written;

  /** Reads a stream to its end. */
  void drain(InputStream from) throws IOException {
    byte[] chunk = new byte[4096];
    for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
      append(chunk, n);
    }
  }

  private synchronized void append(byte[] chunk, int length) {
    for (int i = 0; i < length; i++) {
      ring[(int) (written++ % CAPACITY_BYTES)] = chunk[i];
    }
  }

  /** {@return what is kept, oldest first} */
  synchronized String text() {
    int length = (int) Math.min(written, CAPACITY_BYTES);
    byte[] out = new byte[length];
    for (int i = 0; i < length; i++) {
      out[i] = ring[(int) ((written - length + i) % CAPACITY_BYTES)];
    }
    return new String(out, StandardCharsets.UTF_8);
  }

  /** {@return the last lines, in one line} */
  String lastLines() {
    List<String> lines = text().lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    return String.join(" / ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
  }
}
