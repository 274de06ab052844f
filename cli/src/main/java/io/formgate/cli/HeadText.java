package io.formgate.cli;

import io.formgate.constraints.Classes;
import io.formgate.datapath.Head;
import io.formgate.datapath.QuantizerRequest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Decisions on formulas, as people read them. */
final class HeadText {
  private HeadText() {}

  /** {@return a head, as {@code class_index = argmax(g, q)}} */
  static String of(Head head, QuantizerRequest request) {
    return head.name()
        + " = "
        + switch (head) {
          case Head.Argmax _ -> "argmax(" + String.join(", ", formulas(head, request)) + ")";
          case Head.Threshold(_, _, double atLeast) ->
              formulas(head, request).getFirst() + " >= " + Numbers.exact(atLeast);
        };
  }

  /**
   * {@return the classes of a text that {@link #of} wrote, in the order of their indices; none if
   * it tells no classes apart}
   *
   * @param text of a head
   */
  static List<String> classes(String text) {
    String start = Classes.PORT + " = argmax(";
    return text.startsWith(start) && text.endsWith(")")
        ? List.of(text.substring(start.length(), text.length() - 1).split(", ", -1))
        : List.of();
  }

  /** {@return a line for each head of a request} */
  static List<String> all(QuantizerRequest request) {
    return request.heads().stream().map(h -> of(h, request)).toList();
  }

  /** {@return what a head's values mean} */
  static String meaning(Head head, QuantizerRequest request) {
    List<String> names = formulas(head, request);
    return switch (head) {
      case Head.Argmax _ ->
          IntStream.range(0, names.size())
              .mapToObj(i -> i + " is " + names.get(i))
              .collect(Collectors.joining(", ", "", "; of equal scores the first"));
      case Head.Threshold _ -> "1 is at least, 0 is below";
    };
  }

  /** {@return the names of the formulas that a head reads} */
  static List<String> formulas(Head head, QuantizerRequest request) {
    return head.formulas().stream().map(i -> request.outputs().get(i).name()).toList();
  }
}
