package io.formgate.expression;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash by which texts such as circuits, and what asked for them, are told apart. */
public final class Sha256 {
  private Sha256() {}

  /**
   * {@return the hash of a text in UTF-8, as 64 hexadecimal digits}
   *
   * @param text the text
   */
  public static String of(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
