package io.formgate.sim.formal;

import io.formgate.codegen.Wrapper;
import io.formgate.datapath.Datapath;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * The ports of a wrapper and what stands in its words, from {@code docs/integration.md}.
 *
 * @param clock the clock
 * @param reset the reset
 * @param isActiveLow whether the reset is active when it is 0
 * @param validIn a vector is offered
 * @param readyIn it is accepted
 * @param validOut a result is offered
 * @param readyOut it is taken
 * @param dataIn ports of the vector
 * @param dataOut ports of the result
 * @param lastIn bits that go with the vector, outside of its words
 * @param lastOut where they come out
 */
record WrapperPorts(
    String clock,
    String reset,
    boolean isActiveLow,
    String validIn,
    String readyIn,
    String validOut,
    String readyOut,
    List<String> dataIn,
    List<String> dataOut,
    List<String> lastIn,
    List<String> lastOut) {
  private static final int BYTE_BITS = 8;

  static WrapperPorts of(Datapath datapath, Wrapper wrapper) {
    return switch (wrapper) {
      case NONE -> throw new IllegalArgumentException("there is no wrapper");
      case READY_VALID ->
          new WrapperPorts(
              "clock",
              "reset",
              false,
              "valid_in",
              "ready_in",
              "valid_out",
              "ready_out",
              datapath.inputs().stream().map(i -> datapath.node(i).name()).toList(),
              datapath.outputs().stream().map(Datapath.Output::name).toList(),
              List.of(),
              List.of());
      case AXI_STREAM ->
          new WrapperPorts(
              "aclk",
              "aresetn",
              true,
              "s_axis_tvalid",
              "s_axis_tready",
              "m_axis_tvalid",
              "m_axis_tready",
              List.of("s_axis_tdata"),
              List.of("m_axis_tdata"),
              List.of("s_axis_tlast"),
              List.of("m_axis_tlast"));
    };
  }

  /** {@return whether all ports of a vector are fields of one word} */
  boolean isPacked() {
    return isActiveLow;
  }

  /** {@return bits that a field takes of a packed word} */
  private static int fieldBits(FixedFormat format) {
    return Math.ceilDiv(format.widthBits(), BYTE_BITS) * BYTE_BITS;
  }

  /** {@return the widths of the ports of vectors or results} */
  List<Integer> widths(List<FixedFormat> formats) {
    return isPacked()
        ? List.of(Math.max(BYTE_BITS, formats.stream().mapToInt(WrapperPorts::fieldBits).sum()))
        : formats.stream().map(FixedFormat::widthBits).toList();
  }

  /**
   * {@return each value of a vector as a part of its ports, in Verilog}
   *
   * @param formats of the values
   * @param port what the names of the ports begin with, before their numbers
   */
  List<String> values(List<FixedFormat> formats, String port) {
    List<String> values = new ArrayList<>();
    int low = 0;
    for (int i = 0; i < formats.size(); i++) {
      int high = low + formats.get(i).widthBits() - 1;
      values.add(isPacked() ? port + "0[" + high + ":" + low + "]" : port + i);
      low += fieldBits(formats.get(i));
    }
    return values;
  }

  /**
   * {@return what the ports of a result shall show, in Verilog}
   *
   * @param formats of the values
   * @param value what the names of the values begin with, before their numbers
   */
  List<String> shown(List<FixedFormat> formats, String value) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < formats.size(); i++) {
      FixedFormat format = formats.get(i);
      int above = fieldBits(format) - format.widthBits();
      String name = value + i;
      if (!isPacked()) {
        parts.add(name);
        continue;
      }
      parts.addFirst(name);
      if (above > 0) {
        parts.addFirst(
            format.signed()
                ? "{" + above + "{" + name + "[" + (format.widthBits() - 1) + "]}}"
                : above + "'d0");
      }
    }
    return isPacked() ? List.of("{" + String.join(", ", parts) + "}") : parts;
  }

  /** {@return how the buffer keeps a result, the highest bits first, in Verilog} */
  String word(List<FixedFormat> formats, String value) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < formats.size(); i++) {
      if (isPacked()) {
        parts.addFirst(value + i);
      } else {
        parts.add(value + i);
      }
    }
    if (isPacked()) {
      parts.addFirst(value + "last");
    }
    return "{" + String.join(", ", parts) + "}";
  }
}
