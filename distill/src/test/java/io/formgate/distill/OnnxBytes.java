package io.formgate.distill;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/** Writes small ONNX files, as protocol buffers (onnx.proto, IR version 8, operator set 13). */
final class OnnxBytes {
  static final int FLOAT = 1;
  static final int INT64 = 7;
  static final int BOOL = 9;
  static final int DOUBLE = 11;

  private final ByteArrayOutputStream graph = new ByteArrayOutputStream();

  OnnxBytes() {
    graph.writeBytes(text(2, "graph"));
  }

  /** An input; a dimension below 0 is free. */
  OnnxBytes input(String name, int type, int... shape) {
    graph.writeBytes(field(11, value(name, type, shape)));
    return this;
  }

  /** An output; a dimension below 0 is free. */
  OnnxBytes output(String name, int type, int... shape) {
    graph.writeBytes(field(12, value(name, type, shape)));
    return this;
  }

  /** A tensor of numbers in the file. */
  OnnxBytes constant(String name, int type, List<Integer> shape, double... values) {
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    shape.forEach(d -> tensor.writeBytes(number(1, d)));
    tensor.writeBytes(number(2, type));
    for (double v : values) {
      switch (type) {
        case FLOAT -> tensor.writeBytes(fixed(4, Float.floatToRawIntBits((float) v), 4));
        case DOUBLE -> tensor.writeBytes(fixed(10, Double.doubleToRawLongBits(v), 8));
        case INT64 -> tensor.writeBytes(number(7, (long) v));
        case BOOL -> tensor.writeBytes(number(5, (long) v));
        default -> throw new IllegalArgumentException("type " + type);
      }
    }
    tensor.writeBytes(text(8, name));
    graph.writeBytes(field(5, tensor.toByteArray()));
    return this;
  }

  /** A tensor of four floats in another file. */
  OnnxBytes elsewhere(String name, String file) {
    graph.writeBytes(field(5, foreign(name, file)));
    return this;
  }

  /** An attribute that is a tensor of four floats in another file. */
  static byte[] elsewhereIn(String name, String file) {
    return joined(text(1, name), field(5, foreign("", file)), number(20, 4));
  }

  private static byte[] foreign(String name, String file) {
    return joined(
        number(1, 2),
        number(1, 2),
        number(2, FLOAT),
        text(8, name),
        field(13, joined(text(1, "location"), text(2, file))),
        number(14, 1));
  }

  /** A node, with attributes as {@link #whole} and {@link #graph} make them. */
  OnnxBytes node(String operator, List<String> inputs, List<String> outputs, byte[]... attributes) {
    ByteArrayOutputStream node = new ByteArrayOutputStream();
    inputs.forEach(i -> node.writeBytes(text(1, i)));
    outputs.forEach(o -> node.writeBytes(text(2, o)));
    node.writeBytes(text(4, operator));
    Arrays.stream(attributes).forEach(a -> node.writeBytes(field(5, a)));
    graph.writeBytes(field(1, node.toByteArray()));
    return this;
  }

  static byte[] whole(String name, long value) {
    return joined(text(1, name), number(3, value), number(20, 2));
  }

  static byte[] graph(String name, OnnxBytes body) {
    return joined(text(1, name), field(6, body.graph.toByteArray()), number(20, 5));
  }

  /** {@return the file} */
  byte[] model() {
    return joined(
        number(1, 8), field(8, joined(text(1, ""), number(2, 13))), field(7, graph.toByteArray()));
  }

  private static byte[] value(String name, int type, int... shape) {
    ByteArrayOutputStream dimensions = new ByteArrayOutputStream();
    for (int d : shape) {
      dimensions.writeBytes(field(1, d < 0 ? text(2, "N") : number(1, d)));
    }
    byte[] tensor = joined(number(1, type), field(2, dimensions.toByteArray()));
    return joined(text(1, name), field(2, field(1, tensor)));
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static byte[] text(int field, String text) {
    return field(field, text.getBytes(UTF_8));
  }

  private static byte[] field(int field, byte[] content) {
    return joined(varint(((long) field << 3) | 2), varint(content.length), content);
  }

  private static byte[] number(int field, long value) {
    return joined(varint((long) field << 3), varint(value));
  }

  private static byte[] fixed(int field, long bits, int bytes) {
    byte[] out = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      out[i] = (byte) (bits >>> (8 * i));
    }
    return joined(varint(((long) field << 3) | (bytes == 4 ? 5 : 1)), out);
  }

  private static byte[] varint(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
    return out.toByteArray();
  }
}
