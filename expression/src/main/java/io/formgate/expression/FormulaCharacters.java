package io.formgate.expression;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;

/**
 * A part of a text for the lexer, without a copy. Indices are those of the whole text, in UTF-16
 * units as {@link SourceText} counts; no rule of the grammar holds characters of two units.
 */
final class FormulaCharacters implements CharStream {
  private final SourceText source;
  private final String text;
  private final int start;
  private final int end;
  private int index;

  FormulaCharacters(SourceText source, int start, int end) {
    this.source = source;
    this.text = source.text();
    this.start = start;
    this.end = end;
    this.index = start;
  }

  @Override
  public void consume() {
    if (index >= end) {
      throw new IllegalStateException("nothing is left to consume");
    }
    index++;
  }

  @Override
  public int LA(int i) {
    int at = i > 0 ? index + i - 1 : index + i;
    return i == 0 ? 0 : at < start || at >= end ? IntStream.EOF : text.charAt(at);
  }

  @Override
  public int mark() {
    return -1;
  }

  @Override
  public void release(int marker) {
    // Every character can be reached again.
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public void seek(int index) {
    this.index = Math.min(index, end);
  }

  @Override
  public int size() {
    return end;
  }

  @Override
  public String getSourceName() {
    return source.name();
  }

  @Override
  public String getText(Interval interval) {
    return text.substring(interval.a, Math.min(interval.b + 1, end));
  }
}
