package io.formgate.codegen.bench;

import io.formgate.codegen.FileHeader;
import io.formgate.codegen.HdlRequest;
import io.formgate.codegen.ModuleInterface;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.expression.FixedFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The circuit that test benches and models are about.
 *
 * @param core the circuit without handshakes
 */
record BenchSubject(HdlRequest core) {

  /** A data port: its name and the format of its bits. */
  record Port(String name, FixedFormat format) {

    /** {@return the range of the port's bits in SystemVerilog, empty for a single one} */
    String bitRange() {
      return format.widthBits() == 1 ? "" : "[" + (format.widthBits() - 1) + ":0] ";
    }

    /** {@return the port's type in VHDL} */
    String vhdlType() {
      return "std_logic_vector(" + (format.widthBits() - 1) + " downto 0)";
    }
  }

  Datapath datapath() {
    return core.pipeline().datapath();
  }

  String name() {
    return datapath().name();
  }

  ModuleInterface module() {
    return ModuleInterface.core(core.pipeline());
  }

  int latencyCycles() {
    return core.pipeline().latencyCycles();
  }

  /** {@return fewest cycles between two vectors} */
  int initiationInterval() {
    return core.pipeline().initiationInterval();
  }

  List<Port> inputs() {
    return datapath().inputs().stream()
        .map(i -> datapath().node(i))
        .map(n -> new Port(n.name(), n.format()))
        .toList();
  }

  List<Port> outputs() {
    return datapath().outputs().stream()
        .map(o -> new Port(o.name(), datapath().node(o.node()).format()))
        .toList();
  }

  /** {@return a name in the folder, for a file of it} */
  String path(String file) {
    return BenchFiles.FOLDER + "/" + file;
  }

  String vectorsFile() {
    return name() + "_vectors.txt";
  }

  /** {@return the comment at the top of a file} */
  String header(String mark, String title) {
    return FileHeader.of(mark, title, core);
  }

  /** {@return identifiers of a file that differ from all ports, clock and handshakes} */
  Identifiers identifiers() {
    Identifiers names = new Identifiers();
    module().ports().forEach(p -> names.reserve(p.name()));
    names.reserve(name());
    return names;
  }

  /** {@return what the comment behind a node's statement says: its format} */
  static String format(Node node) {
    return node.format().toString();
  }

  /** {@return the texts of some things, joined} */
  static <T> String joined(List<T> things, String between, Function<T, String> text) {
    return things.stream().map(text).collect(Collectors.joining(between));
  }
}
