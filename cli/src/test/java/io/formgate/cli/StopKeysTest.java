package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Attributes;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys that end a search, pressed on a terminal which the test holds. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class StopKeysTest {
  private final PipedOutputStream pressed = new PipedOutputStream();
  private org.jline.terminal.Terminal terminal;

  @BeforeEach
  void open() throws IOException {
    terminal =
        TerminalBuilder.builder()
            .system(false)
            .streams(new PipedInputStream(pressed), OutputStream.nullOutputStream())
            .build();
  }

  @AfterEach
  void close() throws IOException {
    terminal.close();
  }

  private void press(String keys) throws IOException {
    pressed.write(keys.getBytes(StandardCharsets.US_ASCII));
    pressed.flush();
  }

  /** A key takes a moment from the keyboard to the reader. */
  private static boolean becomesAsked(StopKeys keys) throws InterruptedException {
    for (int i = 0; i < 1000 && !keys.isAsked(); i++) {
      Thread.sleep(5);
    }
    return keys.isAsked();
  }

  @Test
  void qEndsTheSearch() throws IOException, InterruptedException {
    try (StopKeys keys = new StopKeys(terminal)) {
      assertThat(keys.isAsked()).isFalse();
      press("q");
      assertThat(becomesAsked(keys)).isTrue();
    }
  }

  @Test
  void otherKeysDoNotAndAreReadPast() throws IOException, InterruptedException {
    try (StopKeys keys = new StopKeys(terminal)) {
      press("xyz ");
      for (int i = 0; i < 20; i++) {
        Thread.sleep(5);
        assertThat(keys.isAsked()).isFalse();
      }
      press("abcQ");
      assertThat(becomesAsked(keys)).isTrue();
    }
  }

  @Test
  void ctrlCEndsTheSearchOnce() {
    try (StopKeys keys = new StopKeys(terminal)) {
      terminal.raise(org.jline.terminal.Terminal.Signal.INT);
      assertThat(keys.isAsked()).isTrue();
    }
  }

  @Test
  void keysAreReadWithoutEnter() {
    assertThat(terminal.getAttributes().getLocalFlag(Attributes.LocalFlag.ICANON)).isTrue();
    try (StopKeys keys = new StopKeys(terminal)) {
      assertThat(keys.isAsked()).isFalse();
      assertThat(terminal.getAttributes().getLocalFlag(Attributes.LocalFlag.ICANON)).isFalse();
    }
  }

  @Test
  void withoutATerminalNobodyAsks() {
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    try (StopKeys keys = StopKeys.of(new Terminal(out, out, false, 100, Map.of()))) {
      assertThat(keys.isAsked()).isFalse();
    }
  }
}
