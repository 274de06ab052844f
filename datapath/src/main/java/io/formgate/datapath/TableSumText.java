package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text form of a {@link TableSum}, one line for each part:
 *
 * <pre>
 * tablesum NAME
 * input NAME FORMAT
 * classes NAME NAME ...
 * encoder +INPUT>>SHIFT-INPUT>>SHIFT... CODES
 * term ENCODER ENCODER
 * table ENTRY ENTRY ...
 * </pre>
 *
 * <p>The codes of an encoder are one string of digits. The tables of a term follow it, one for each
 * class but the last. Encoders and inputs are named by their index.
 */
public final class TableSumText {
  private TableSumText() {}

  /**
   * {@return the text of a table sum}
   *
   * @param sum any
   */
  public static String print(TableSum sum) {
    StringBuilder out = new StringBuilder("tablesum " + sum.name() + "\n");
    sum.inputs().forEach(i -> out.append("input " + i.name() + " " + i.format() + "\n"));
    out.append("classes " + String.join(" ", sum.classes()) + "\n");
    for (TableSum.Encoder e : sum.encoders()) {
      out.append("encoder ");
      e.view()
          .taps()
          .forEach(t -> out.append((t.negative() ? "-" : "+") + t.input() + ">>" + t.shift()));
      out.append(" ");
      e.codes().forEach(out::append);
      out.append("\n");
    }
    for (TableSum.Term t : sum.terms()) {
      out.append("term " + t.first() + " " + t.second() + "\n");
      for (List<Integer> entries : t.entries()) {
        out.append(
            entries.stream().map(String::valueOf).collect(Collectors.joining(" ", "table ", "\n")));
      }
    }
    return out.toString();
  }

  /**
   * {@return the table sum of a text}
   *
   * @param text as {@link #print} writes it
   * @throws IllegalArgumentException if it is not one
   */
  public static TableSum parse(String text) {
    String name = "";
    List<String> classes = List.of();
    List<TableSum.Input> inputs = new ArrayList<>();
    List<TableSum.Encoder> encoders = new ArrayList<>();
    List<TableSum.Term> terms = new ArrayList<>();
    for (String line : text.lines().toList()) {
      List<String> words = Arrays.asList(line.split(" "));
      List<String> rest = words.subList(1, words.size());
      switch (words.getFirst()) {
        case "tablesum" -> name = rest.getFirst();
        case "input" ->
            inputs.add(
                new TableSum.Input(
                    rest.get(0),
                    FixedFormat.parse(rest.get(1))
                        .orElseThrow(() -> new IllegalArgumentException(line))));
        case "classes" -> classes = rest;
        case "encoder" ->
            encoders.add(
                new TableSum.Encoder(
                    view(rest.get(0)), rest.get(1).chars().mapToObj(c -> c - '0').toList()));
        case "term" ->
            terms.add(
                new TableSum.Term(
                    Integer.parseInt(rest.get(0)), Integer.parseInt(rest.get(1)), List.of()));
        case "table" -> {
          TableSum.Term last = terms.removeLast();
          List<List<Integer>> entries = new ArrayList<>(last.entries());
          entries.add(rest.stream().map(Integer::valueOf).toList());
          terms.add(new TableSum.Term(last.first(), last.second(), entries));
        }
        default -> throw new IllegalArgumentException("not a line of a table sum: " + line);
      }
    }
    return new TableSum(name, inputs, classes, encoders, terms);
  }

  private static TableSum.View view(String text) {
    List<TableSum.Tap> taps = new ArrayList<>();
    for (String part : text.split("(?=[+-])")) {
      String[] numbers = part.substring(1).split(">>");
      taps.add(
          new TableSum.Tap(
              Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), part.startsWith("-")));
    }
    return new TableSum.View(taps);
  }
}
