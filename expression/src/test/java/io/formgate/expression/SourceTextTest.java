package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that users name. */
class SourceTextTest {
  @TempDir private Path folder;

  @Test
  void filesAreReadAsUtf8WithoutTheirMark() throws IOException {
    Path file = Files.writeString(folder.resolve("a.fg"), "\uFEFFgröße = x\n");
    assertThat(SourceText.read(file)).isEqualTo(new SourceText(file.toString(), "größe = x\n"));
    assertThat(SourceText.read(Files.createFile(folder.resolve("b"))).text()).isEmpty();
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path latin = folder.resolve("latin");
    Files.write(latin, "x\ngröße".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> SourceText.read(latin))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("it is not UTF-8 text; the first wrong byte is on line 2");
    Path cut = folder.resolve("cut");
    Files.write(cut, new byte[] {'x', (byte) 0xC3});
    assertThatThrownBy(() -> SourceText.read(cut)).hasMessageContaining("it is not UTF-8 text");
    assertThatThrownBy(() -> SourceText.read(folder)).hasMessageContaining("FG101");
    assertThatThrownBy(() -> SourceText.read(folder.resolve("none")))
        .hasMessageContaining("it does not exist");
    Path huge = folder.resolve("huge");
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(50_000_000);
    }
    assertThatThrownBy(() -> SourceText.read(huge))
        .hasMessageContaining("it has more than 4,000,000 bytes");
  }
}
