package io.formgate.cli;

import java.io.IOException;
import org.jline.terminal.Attributes;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Whether the user asks a search to end with what it has: by {@code q} or once by Ctrl-C. A second
 * Ctrl-C ends the program. Without a terminal nobody asks.
 */
final class StopKeys implements AutoCloseable {
  private static final long WAIT_MILLIS = 1;

  private final org.jline.terminal.@Nullable Terminal keys;
  private final @Nullable Attributes before;
  private volatile boolean isAsked;

  /**
   * Takes over a terminal's keys, until they are closed.
   *
   * @param keys none if nobody can press any
   */
  StopKeys(org.jline.terminal.@Nullable Terminal keys) {
    this.keys = keys;
    if (keys == null) {
      before = null;
      return;
    }
    Attributes asBefore = keys.getAttributes();
    before = asBefore;
    keys.handle(
        org.jline.terminal.Terminal.Signal.INT,
        _ -> {
          if (isAsked) {
            keys.setAttributes(asBefore);
            Main.interrupt();
          }
          isAsked = true;
        });
    var _ = keys.enterRawMode();
  }

  /** {@return the keys of a terminal, until they are closed} */
  static StopKeys of(Terminal terminal) {
    if (!terminal.interactive()) {
      return new StopKeys(null);
    }
    try {
      // Signs are counted here, so the terminal is not asked how it does: its answers would be
      // keys.
      return new StopKeys(
          TerminalBuilder.builder().system(true).dumb(false).graphemeCluster(false).build());
    } catch (IOException | IllegalStateException e) {
      // A terminal that cannot be read for single keys still shows the table.
      return new StopKeys(null);
    }
  }

  /** {@return whether an end was asked for so far} */
  boolean isAsked() {
    org.jline.terminal.Terminal open = keys;
    try {
      int key = 0;
      while (open != null && key >= 0) {
        // Below 0 if nothing was pressed meanwhile.
        key = open.reader().read(WAIT_MILLIS);
        isAsked |= key == 'q' || key == 'Q';
      }
    } catch (IOException e) {
      // What cannot be read was not pressed.
      return isAsked;
    }
    return isAsked;
  }

  @Override
  public void close() {
    org.jline.terminal.Terminal open = keys;
    Attributes attributes = before;
    if (open == null || attributes == null) {
      return;
    }
    open.setAttributes(attributes);
    try {
      open.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
