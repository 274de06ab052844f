package io.formgate.codegen.bench;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.FunctionTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Identifiers of a model's nodes, tables and ports: those of the datapath, with an underscore
 * behind words that the language keeps for itself, and a number behind names that differ in case
 * alone.
 *
 * @param nodes one for each node
 * @param tables one for each table
 * @param outputs one for each output port
 */
record ModelNames(List<String> nodes, List<String> tables, List<String> outputs) {
  private static final Set<String> CPP =
      words(
          """
          alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t
          class compl concept const consteval constexpr constinit const_cast continue co_await co_return co_yield
          decltype default delete do double dynamic_cast else enum explicit export extern false float for friend
          goto if inline int long mutable namespace new noexcept not not_eq nullptr operator or or_eq private
          protected public register reinterpret_cast requires return short signed sizeof static static_assert
          static_cast struct switch template this thread_local throw true try typedef typeid typename union
          unsigned using virtual void volatile wchar_t while xor xor_eq
          NULL EOF linux unix i386 errno assert stdin stdout stderr Inputs Outputs Port detail std
          """);

  private static final Set<String> PYTHON =
      words(
          """
          False None True and as assert async await break class continue def del elif else except finally for from
          global if import in is lambda nonlocal not or pass raise return try while with np tuple
          """);

  /** {@return the names in C++} */
  static ModelNames cpp(Datapath datapath) {
    return of(datapath, CPP, "", "");
  }

  /** {@return the names in Python} */
  static ModelNames python(Datapath datapath) {
    return of(datapath, PYTHON, "", "_");
  }

  /** {@return the names in VHDL: variables have a prefix that no port and no word has} */
  static ModelNames vhdl(Datapath datapath) {
    return of(datapath, Set.of(), "v_", "");
  }

  private static ModelNames of(
      Datapath datapath, Set<String> reserved, String prefix, String tablePrefix) {
    Identifiers taken = new Identifiers();
    List<String> nodes = new ArrayList<>();
    for (int i = 0; i < datapath.nodes().size(); i++) {
      nodes.add(taken.fresh(legal(prefix, datapath.node(i).name(), i, reserved)));
    }
    List<String> tables = new ArrayList<>();
    for (FunctionTable table : datapath.tables()) {
      tables.add(taken.fresh(legal(tablePrefix + "table_", table.name(), tables.size(), Set.of())));
    }
    Identifiers ports = new Identifiers();
    List<String> outputs = new ArrayList<>();
    for (Datapath.Output output : datapath.outputs()) {
      outputs.add(ports.fresh(legal("", output.name(), outputs.size(), reserved)));
    }
    return new ModelNames(List.copyOf(nodes), List.copyOf(tables), List.copyOf(outputs));
  }

  private static String legal(String prefix, String name, int index, Set<String> reserved) {
    if (reserved.contains(name)) {
      return prefix + name + "_";
    }
    boolean isAwkward = name.contains("__") || name.endsWith("_") || name.startsWith("_");
    return isAwkward ? prefix + "node_" + index : prefix + name;
  }

  private static Set<String> words(String text) {
    return Stream.of(text.strip().split("\\s+")).collect(Collectors.toUnmodifiableSet());
  }
}
