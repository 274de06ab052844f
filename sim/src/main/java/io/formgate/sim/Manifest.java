package io.formgate.sim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The list of an entry's files with a check sum each. It finds damage, such as a full disk or a
 * killed machine leaves; it is no protection against an attacker.
 */
final class Manifest {
  private static final String NAME = "manifest";

  private Manifest() {}

  /** Writes the manifest of a folder of files. */
  static void write(Path folder) throws IOException {
    Files.write(folder.resolve(NAME), describe(folder));
  }

  /** {@return whether the folder holds exactly the files of its manifest} */
  static boolean confirms(Path folder) {
    try {
      Path manifest = folder.resolve(NAME);
      return Files.isRegularFile(manifest) && Files.readAllLines(manifest).equals(describe(folder));
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> describe(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(p -> !p.endsWith(NAME)).sorted().toList();
    }
    List<String> lines = new ArrayList<>();
    for (Path file : files) {
      lines.add("%08x %d %s".formatted(checkSum(file), Files.size(file), file.getFileName()));
    }
    return lines;
  }

  private static long checkSum(Path file) throws IOException {
    CRC32C sum = new CRC32C();
    byte[] chunk = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        sum.update(chunk, 0, n);
      }
    }
    return sum.getValue();
  }
}
