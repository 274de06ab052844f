package io.formgate.distill;

import java.util.Map;
import java.util.OptionalInt;

/**
 * The messages of an ONNX file, as far as tensors lie in them: a walk over the tags of protocol
 * buffers, of the schema onnx.proto of ONNX 1.16.
 *
 * <p>A tensor may name another file with its numbers, with any path. ONNX Runtime reads it, so that
 * a network from elsewhere would see files of the machine, or wait for a device forever.
 */
final class OnnxFile {
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH = 2;
  private static final int FOUR_BYTES = 5;

  /** Parsers of protocol buffers refuse deeper messages. */
  private static final int DEEPEST = 100;

  private static final int LONGEST_VARINT = 10;

  private final byte[] bytes;
  private int at;

  private OnnxFile(byte[] bytes) {
    this.bytes = bytes;
  }

  private enum Message {
    MODEL,
    TRAINING,
    FUNCTION,
    GRAPH,
    NODE,
    ATTRIBUTE,
    SPARSE_TENSOR,
    TENSOR,
    OTHER;

    /** {@return what lies in a field with a length} */
    Message in(int field) {
      Map<Integer, Message> parts =
          switch (this) {
            case MODEL -> Map.of(7, GRAPH, 20, TRAINING, 25, FUNCTION);
            case TRAINING -> Map.of(1, GRAPH, 2, GRAPH);
            case FUNCTION -> Map.of(7, NODE, 11, ATTRIBUTE);
            case GRAPH -> Map.of(1, NODE, 5, TENSOR, 15, SPARSE_TENSOR);
            case NODE -> Map.of(5, ATTRIBUTE);
            case ATTRIBUTE ->
                Map.of(
                    5,
                    TENSOR,
                    6,
                    GRAPH,
                    10,
                    TENSOR,
                    11,
                    GRAPH,
                    22,
                    SPARSE_TENSOR,
                    23,
                    SPARSE_TENSOR);
            case SPARSE_TENSOR -> Map.of(1, TENSOR, 2, TENSOR);
            case TENSOR, OTHER -> Map.of();
          };
      return parts.getOrDefault(field, OTHER);
    }
  }

  /**
   * {@return whether a tensor of a network names another file, or the file has parts that no
   * network has, behind which one could hide} Of a file that ends too early it is no matter: no
   * parser takes it.
   *
   * @param model bytes of the file
   */
  static boolean namesOtherFiles(byte[] model) {
    return new OnnxFile(model).isForeign(Message.MODEL, model.length, 0);
  }

  private boolean isForeign(Message message, int end, int depth) {
    while (at < end) {
      OptionalInt tag = varint(end);
      if (tag.isEmpty()) {
        return false;
      }
      int field = tag.getAsInt() >>> 3;
      switch (tag.getAsInt() & 7) {
        case VARINT -> {
          OptionalInt value = varint(end);
          if (message == Message.TENSOR && field == 14 && value.orElse(0) != 0) {
            return true;
          }
        }
        case EIGHT_BYTES -> at += 8;
        case FOUR_BYTES -> at += 4;
        case LENGTH -> {
          int length = varint(end).orElse(-1);
          if (length < 0 || length > end - at) {
            return false;
          }
          Message inner = message.in(field);
          int next = at + length;
          if ((message == Message.TENSOR && field == 13)
              || (inner != Message.OTHER && depth == DEEPEST)
              || (inner != Message.OTHER && isForeign(inner, next, depth + 1))) {
            return true;
          }
          at = next;
        }
        default -> {
          return true;
        }
      }
    }
    return false;
  }

  /** {@return the next number, its lowest 32 bits; empty at the end of the message} */
  private OptionalInt varint(int end) {
    int value = 0;
    for (int i = 0; i < LONGEST_VARINT && at < end; i++) {
      byte next = bytes[at++];
      value |= i < 5 ? (next & 0x7f) << (7 * i) : 0;
      if (next >= 0) {
        return OptionalInt.of(value);
      }
    }
    return OptionalInt.empty();
  }
}
