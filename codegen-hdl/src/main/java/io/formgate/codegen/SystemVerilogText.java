package io.formgate.codegen;

import java.util.ArrayList;
import java.util.List;

/** Parts of modules in SystemVerilog that are written as text. */
final class SystemVerilogText {
  private SystemVerilogText() {}

  /** {@return the head of a module, with a comment behind each control port} */
  static String head(ModuleInterface module) {
    int widest =
        module.ports().stream().mapToInt(p -> range(p.widthBits()).length()).max().orElse(0);
    List<String> declarations = new ArrayList<>();
    for (ModuleInterface.Port port : module.ports()) {
      String range = range(port.widthBits());
      declarations.add(
          (port.isInput() ? "input  " : "output ")
              + range
              + " ".repeat(widest - range.length())
              + (widest == 0 ? "" : " ")
              + port.name());
    }
    int longest = declarations.stream().mapToInt(String::length).max().orElse(0);
    StringBuilder out = new StringBuilder("module " + module.name() + "(\n");
    for (int i = 0; i < declarations.size(); i++) {
      String declaration = declarations.get(i);
      out.append("  ").append(declaration);
      boolean isLast = i == declarations.size() - 1;
      out.append(isLast ? " " : ",").append(" ".repeat(longest - declaration.length()));
      out.append(" // ").append(module.ports().get(i).meaning()).append('\n');
    }
    return out.append(");\n").toString();
  }

  /** {@return the range of a vector, empty for a single bit} */
  static String range(int widthBits) {
    return widthBits == 1 ? "" : "[" + (widthBits - 1) + ":0]";
  }

  /** {@return the range of a vector with a space behind it, empty for a single bit} */
  static String vector(int widthBits) {
    return widthBits == 1 ? "" : range(widthBits) + " ";
  }

  /**
   * {@return an instance of a module}
   *
   * @param module name of the module
   * @param instance name of the instance
   * @param pins as {@code port, expression} alternately
   */
  static String instance(String module, String instance, List<String> pins) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < pins.size(); i += 2) {
      lines.add("    ." + pins.get(i) + "(" + pins.get(i + 1) + ")");
    }
    return "  " + module + " " + instance + " (\n" + String.join(",\n", lines) + "\n  );\n";
  }
}
