package io.formgate.expression;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A text that a user wrote, with the name under which messages show it.
 *
 * @param name file name as the user gave it, or a description such as {@code <formula>}
 * @param text the whole text
 * @param parts pieces of it that come from elsewhere, by which name and line messages show them; in
 *     the text's order, none within another
 */
public record SourceText(String name, String text, List<Part> parts) {
  /** Bytes of the longest file that {@link #read} takes: the longest text in UTF-8. */
  public static final int MAX_BYTES = 4 * FormulaParser.MAX_CHARACTERS;

  /**
   * A piece of a text that the user wrote elsewhere.
   *
   * @param name of where
   * @param start first character, at the beginning of a line
   * @param end one past the last character
   */
  public record Part(String name, int start, int end) {}

  /** Copies the list. */
  public SourceText {
    parts = List.copyOf(parts);
  }

  /**
   * Makes a text of one piece.
   *
   * @param name under which messages show it
   * @param text the whole text
   */
  public SourceText(String name, String text) {
    this(name, text, List.of());
  }

  /**
   * {@return the name of where a character comes from}
   *
   * @param offset character offset, from 0 to the text's length
   */
  public String nameAt(int offset) {
    return partAt(offset).map(Part::name).orElse(name);
  }

  private Optional<Part> partAt(int offset) {
    return parts.stream().filter(p -> p.start <= offset && offset <= p.end).findFirst();
  }

  /**
   * {@return the text of a file, under the file's name}
   *
   * <p>No more than {@link #MAX_BYTES} are read, whatever the file is. A byte order mark is left
   * out.
   *
   * @param file as the user gave it
   * @throws DiagnosticException if it cannot be read, is too long or is not UTF-8
   */
  public static SourceText read(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw unreadable(
          file, Files.exists(file) ? "it cannot be read as a file" : "it does not exist");
    }
    if (bytes.length > MAX_BYTES) {
      throw unreadable(file, String.format(Locale.ROOT, "it has more than %,d bytes", MAX_BYTES));
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    SourceText text = new SourceText(file.toString(), out.flip().toString());
    if (result.isError()) {
      throw unreadable(
          file,
          "it is not UTF-8 text; the first wrong byte is on line " + text.lineAt(out.length()));
    }
    return text.text.startsWith("\uFEFF")
        ? new SourceText(text.name, text.text.substring(1))
        : text;
  }

  private static DiagnosticException unreadable(Path file, String why) {
    return new DiagnosticException(
        Diagnostic.of(
            DiagnosticCode.FILE_UNREADABLE,
            "cannot read " + file + ": " + why,
            "give the name of an existing text file"));
  }

  /**
   * {@return the 1-based line that holds a character offset}
   *
   * @param offset character offset, from 0 to the text's length
   */
  public int lineAt(int offset) {
    int line = 1;
    for (int i = 0; i < Math.min(offset, text.length()); i++) {
      if (text.charAt(i) == '\n') {
        line++;
      }
    }
    return line;
  }

  /**
   * {@return the 1-based line that holds a character offset, in the text that it comes from}
   *
   * @param offset character offset, from 0 to the text's length
   */
  int ownLineAt(int offset) {
    return lineAt(offset) - partAt(offset).map(p -> lineAt(p.start) - 1).orElse(0);
  }

  /**
   * {@return the 1-based column of a character offset in its line; a code point counts as one}
   *
   * @param offset character offset, from 0 to the text's length
   */
  public int columnAt(int offset) {
    int end = Math.min(offset, text.length());
    return text.codePointCount(lineStart(offset), end) + 1;
  }

  /**
   * {@return the line that holds a character offset, without its line end}
   *
   * @param offset character offset, from 0 to the text's length
   */
  public String lineTextAt(int offset) {
    int start = lineStart(offset);
    int end = text.indexOf('\n', start);
    String line = end < 0 ? text.substring(start) : text.substring(start, end);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  /**
   * {@return the offset at which the line of a character offset begins}
   *
   * @param offset character offset, from 0 to the text's length
   */
  int lineStart(int offset) {
    return text.lastIndexOf('\n', Math.min(offset, text.length()) - 1) + 1;
  }

  /**
   * {@return the span from one offset to another}
   *
   * @param start first character
   * @param end one past the last character
   */
  public SourceSpan span(int start, int end) {
    return new SourceSpan(this, start, end);
  }
}
