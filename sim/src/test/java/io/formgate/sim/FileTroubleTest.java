package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a file is said in words, without the name of an exception. */
class FileTroubleTest {
  private static String reason(ThrowingCallable call) {
    return FileTrouble.reason(catchThrowableOfType(IOException.class, call));
  }

  @Test
  void theReasonIsInWords(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThat(reason(() -> Files.readString(folder.resolve("none"))))
        .isEqualTo(folder.resolve("none") + ": it does not exist");
    assertThat(reason(() -> Files.createDirectory(file))).isEqualTo(file + ": it exists already");
    assertThat(reason(() -> Files.delete(folder))).isEqualTo(folder + ": it is not empty");
    assertThat(reason(() -> Files.createFile(file.resolve("below"))))
        .isEqualTo(file.resolve("below") + ": Not a directory");
    assertThat(FileTrouble.reason(new IOException())).isEqualTo("input or output failed");
  }
}
