package io.formgate.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An element of MathML Core, by which browsers typeset formulas.
 *
 * @param tag name of the element
 * @param text what it holds; empty if it has children
 * @param children elements inside
 * @param part number of the part of the formula that it is, null if it is none with a number
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MathMl(String tag, String text, List<MathMl> children, @Nullable Integer part) {
  /** Copies the list; what is empty is left out in JSON. */
  public MathMl {
    text = Objects.requireNonNullElse(text, "");
    children = List.copyOf(Objects.requireNonNullElse(children, List.of()));
  }

  static MathMl leaf(String tag, String text) {
    return new MathMl(tag, text, List.of(), null);
  }

  static MathMl of(String tag, MathMl... children) {
    return new MathMl(tag, "", List.of(children), null);
  }

  /** {@return the same element with the number of the part of the formula that it is} */
  MathMl of(int number) {
    return number < 0 ? this : new MathMl(tag, text, children, number);
  }
}
