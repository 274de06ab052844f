package io.formgate.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signal of up to 64 bits inside a simulated circuit.
 *
 * @param name name in the SystemVerilog text
 * @param symbol name in the C++ class
 * @param widthBits width
 */
record InternalSignal(String name, String symbol, int widthBits) {
  private static final Pattern MEMBER =
      Pattern.compile(
          "[CSIQ]Data/\\*(\\d+):0\\*/ (\\w+__DOT__" + Bench.INSTANCE + "__DOT__(\\w+));");

  /** {@return the signals that the generated class of a bench declares, in its order} */
  static List<InternalSignal> find(String rootHeader) {
    List<InternalSignal> found = new ArrayList<>();
    Matcher m = MEMBER.matcher(rootHeader);
    while (m.find()) {
      String name = m.group(3).replace("___05F", "__");
      found.add(new InternalSignal(name, m.group(2), Integer.parseInt(m.group(1)) + 1));
    }
    return found;
  }

  /** {@return whether this is the value of a node, or a delayed copy of it} */
  boolean carries(String node) {
    return name.equals(node)
        || (name.startsWith(node) && name.substring(node.length()).matches("_s\\d+"));
  }
}
