package io.formgate.hwcost;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of a device that is its user's own.
 *
 * @param path where it lies
 * @param text what it holds
 */
public record DeviceFile(Path path, String text) {
  /** What the names of such files end in, by which they are told from names of devices. */
  public static final String SUFFIX = ".device";

  /**
   * {@return whether a device is named by a file}
   *
   * @param device as the user names it
   */
  public static boolean isNamedBy(String device) {
    return device.endsWith(SUFFIX);
  }

  /** {@return the SHA-256 of the text, in hexadecimal digits} */
  public String sha256() {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
