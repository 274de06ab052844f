package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The text form of a datapath: one line for each table, node and output.
 *
 * <pre>{@code
 * datapath name
 * table cosine fixed<3,1> fixed<8,2> 64 32 0 32 64 32 0 32
 * x = input : fixed<4,1> in -8 .. 7
 * n1 = round floor x : fixed<3,1> in -4 .. 3
 * n2 = lookup cosine n1 : fixed<8,2> in 0 .. 64
 * output y = n2
 * }</pre>
 */
public final class DatapathText {
  private DatapathText() {}

  /**
   * {@return the text of a datapath; equal datapaths have equal texts}
   *
   * @param d the datapath
   */
  public static String print(Datapath d) {
    StringBuilder out = new StringBuilder("datapath ").append(d.name()).append('\n');
    for (FunctionTable t : d.tables()) {
      out.append("table ").append(t.name());
      out.append(' ').append(t.indexFormat()).append(' ').append(t.valueFormat());
      out.append(t.isLogic() ? " logic" : "");
      for (int i = 0; i < t.size(); i++) {
        out.append(' ').append(t.entry(i));
      }
      out.append('\n');
    }
    for (Node node : d.nodes()) {
      out.append(node.name()).append(" = ").append(operation(d, node.operation()));
      out.append(" : ").append(node.format());
      out.append(" in ").append(node.rawLo()).append(" .. ").append(node.rawHi()).append('\n');
    }
    for (Datapath.Output output : d.outputs()) {
      out.append("output ").append(output.name()).append(" = ");
      out.append(d.node(output.node()).name()).append('\n');
    }
    return out.toString();
  }

  private static String operation(Datapath d, Operation operation) {
    StringJoiner words = new StringJoiner(" ").add(operation.keyword());
    switch (operation) {
      case Operation.Literal(long raw) -> words.add(Long.toString(raw));
      case Operation.Round(_, Operation.Rounding mode) ->
          words.add(mode.name().toLowerCase(Locale.ROOT));
      case Operation.Lookup(int table, _) -> words.add(d.tables().get(table).name());
      case Operation.Bits(_, int lowBit) -> words.add(Integer.toString(lowBit));
      case Operation.Input _,
          Operation.Add _,
          Operation.Subtract _,
          Operation.Multiply _,
          Operation.Negate _,
          Operation.Absolute _,
          Operation.Minimum _,
          Operation.Maximum _,
          Operation.Select _,
          Operation.Align _,
          Operation.Saturate _,
          Operation.Concat _,
          Operation.Any _,
          Operation.Reinterpret _ -> {}
    }
    for (int operand : operation.operands()) {
      words.add(d.node(operand).name());
    }
    return words.toString();
  }

  /**
   * {@return the datapath of a text, not yet verified}
   *
   * @param text written by {@link #print}
   * @throws IllegalArgumentException naming the line that cannot be read
   */
  public static Datapath parse(String text) {
    Reader reader = new Reader();
    int lineNumber = 0;
    for (String line : text.lines().toList()) {
      lineNumber++;
      try {
        reader.line(line.strip().split("\\s+"));
      } catch (RuntimeException e) {
        throw new IllegalArgumentException(
            "datapath text, line " + lineNumber + " (" + line.strip() + "): " + e.getMessage(), e);
      }
    }
    return new Datapath(reader.name, reader.tables, reader.nodes, reader.outputs);
  }

  /** Collects the lines read so far; names become indices. */
  private static final class Reader {
    private String name = "";
    private final List<FunctionTable> tables = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Datapath.Output> outputs = new ArrayList<>();
    private final Map<String, Integer> tableByName = new HashMap<>();
    private final Map<String, Integer> nodeByName = new HashMap<>();

    void line(String[] words) {
      switch (words[0]) {
        case "" -> {}
        case "datapath" -> {
          expect(words.length == 2, "a name");
          name = words[1];
        }
        case "table" -> {
          expect(words.length > 4, "a name, two formats and entries");
          boolean isLogic = words[4].equals("logic");
          int first = isLogic ? 5 : 4;
          long[] entries = new long[words.length - first];
          for (int i = 0; i < entries.length; i++) {
            entries[i] = Long.parseLong(words[i + first]);
          }
          tableByName.put(words[1], tables.size());
          FunctionTable table =
              new FunctionTable(words[1], format(words[2]), format(words[3]), entries);
          tables.add(isLogic ? table.inLogic() : table);
        }
        case "output" -> {
          expect(words.length == 4 && words[2].equals("="), "output NAME = NODE");
          outputs.add(new Datapath.Output(words[1], node(words[3])));
        }
        default -> {
          int colon = List.of(words).indexOf(":");
          expect(
              colon > 2
                  && words[1].equals("=")
                  && words.length == colon + 6
                  && words[colon + 2].equals("in")
                  && words[colon + 4].equals(".."),
              "NAME = OPERATION : FORMAT in LO .. HI");
          Operation operation = operation(List.of(words).subList(2, colon));
          nodeByName.put(words[0], nodes.size());
          nodes.add(
              new Node(
                  words[0],
                  operation,
                  format(words[colon + 1]),
                  Long.parseLong(words[colon + 3]),
                  Long.parseLong(words[colon + 5])));
        }
      }
    }

    private static void expect(boolean holds, String form) {
      if (!holds) {
        throw new IllegalArgumentException("expected " + form);
      }
    }

    private Operation operation(List<String> w) {
      int words =
          switch (w.getFirst()) {
            case "input" -> 1;
            case "select" -> 4;
            case "literal", "negate", "absolute", "align", "saturate", "any", "reinterpret" -> 2;
            default -> 3;
          };
      expect(w.size() == words, words - 1 + " words after " + w.getFirst());
      return switch (w.getFirst()) {
        case "input" -> new Operation.Input();
        case "literal" -> new Operation.Literal(Long.parseLong(w.get(1)));
        case "add" -> new Operation.Add(node(w.get(1)), node(w.get(2)));
        case "subtract" -> new Operation.Subtract(node(w.get(1)), node(w.get(2)));
        case "multiply" -> new Operation.Multiply(node(w.get(1)), node(w.get(2)));
        case "negate" -> new Operation.Negate(node(w.get(1)));
        case "absolute" -> new Operation.Absolute(node(w.get(1)));
        case "minimum" -> new Operation.Minimum(node(w.get(1)), node(w.get(2)));
        case "maximum" -> new Operation.Maximum(node(w.get(1)), node(w.get(2)));
        case "select" -> new Operation.Select(node(w.get(1)), node(w.get(2)), node(w.get(3)));
        case "align" -> new Operation.Align(node(w.get(1)));
        case "round" ->
            new Operation.Round(
                node(w.get(2)), Operation.Rounding.valueOf(w.get(1).toUpperCase(Locale.ROOT)));
        case "saturate" -> new Operation.Saturate(node(w.get(1)));
        case "lookup" -> new Operation.Lookup(index(tableByName, w.get(1)), node(w.get(2)));
        case "bits" -> new Operation.Bits(node(w.get(2)), Integer.parseInt(w.get(1)));
        case "concat" -> new Operation.Concat(node(w.get(1)), node(w.get(2)));
        case "any" -> new Operation.Any(node(w.get(1)));
        case "reinterpret" -> new Operation.Reinterpret(node(w.get(1)));
        default -> throw new IllegalArgumentException("no operation " + w.getFirst());
      };
    }

    private int node(String nodeName) {
      return index(nodeByName, nodeName);
    }

    private static int index(Map<String, Integer> byName, String wanted) {
      Integer index = byName.get(wanted);
      if (index == null) {
        throw new IllegalArgumentException("no " + wanted + " before this line");
      }
      return index;
    }

    private static FixedFormat format(String text) {
      return FixedFormat.parse(text)
          .orElseThrow(() -> new IllegalArgumentException("no format " + text));
    }
  }
}
