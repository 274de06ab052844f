package io.formgate.hwcost;

import io.formgate.expression.Sha256;
import java.nio.file.Path;

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
    return Sha256.of(text);
  }
}
