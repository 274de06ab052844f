package io.formgate.distill;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceSpan;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** A frozen network in an ONNX file, run by ONNX Runtime on one thread. */
public final class OnnxTeacher {
  private static final int BATCH = 1024;
  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_OUTPUT = 12;
  private static final int VALUE_NAME = 1;

  private OnnxTeacher() {}

  /**
   * {@return the values of a tensor, {@code [row][component]}}
   *
   * @param model bytes of the ONNX file
   * @param span where the file is named, for messages
   * @param tensor name of any tensor of the network; empty for its only output
   * @param columns {@code columns[input][row]}
   * @throws DiagnosticException if the file is no network that ONNX Runtime takes, its input is not
   *     as wide as there are columns, there is no such tensor, or a value is not finite
   */
  public static double[][] run(
      byte[] model, SourceSpan span, Optional<String> tensor, double[][] columns) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      try (OrtSession session = environment.createSession(model, options)) {
        String name = tensor.orElse("");
        if (name.isEmpty() || session.getOutputInfo().containsKey(name)) {
          return run(environment, session, span, tensor, columns);
        }
      }
      byte[] shown = withOutput(model, tensor.orElseThrow());
      try (OrtSession session = environment.createSession(shown, options)) {
        return run(environment, session, span, tensor, columns);
      }
    } catch (OrtException e) {
      throw new DiagnosticException(
          Diagnostic.at(
              DiagnosticCode.TEACHER_UNREADABLE,
              span,
              "ONNX Runtime does not take the teacher: " + firstLine(e),
              "export the network again, with operators of the standard set"));
    }
  }

  private static double[][] run(
      OrtEnvironment environment,
      OrtSession session,
      SourceSpan span,
      Optional<String> tensor,
      double[][] columns)
      throws OrtException {
    String input = input(session, span, columns.length);
    String output = output(session, span, tensor);
    int rows = columns[0].length;
    double[][] values = new double[rows][];
    for (int from = 0; from < rows; from += BATCH) {
      int to = Math.min(rows, from + BATCH);
      float[][] batch = new float[to - from][columns.length];
      for (int row = from; row < to; row++) {
        for (int i = 0; i < columns.length; i++) {
          batch[row - from][i] = (float) columns[i][row];
        }
      }
      try (OnnxTensor features = OnnxTensor.createTensor(environment, batch);
          OrtSession.Result result =
              session.run(Map.of(input, features), java.util.Set.of(output))) {
        if (!(result.get(0).getValue() instanceof float[][] found)) {
          throw mismatch(span, "the tensor " + output + " is no table of 32-bit floats");
        }
        for (int row = from; row < to; row++) {
          values[row] = finite(found[row - from], span, output, row);
        }
      }
    }
    return values;
  }

  private static String firstLine(OrtException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
  }

  private static String input(OrtSession session, SourceSpan span, int width) throws OrtException {
    Map<String, NodeInfo> inputs = session.getInputInfo();
    if (inputs.size() != 1) {
      throw mismatch(span, "the teacher has the inputs " + inputs.keySet() + " and not one");
    }
    NodeInfo info = inputs.values().iterator().next();
    long[] shape = info.getInfo() instanceof TensorInfo t ? t.getShape() : new long[0];
    if (shape.length != 2 || shape[1] != width) {
      throw mismatch(
          span,
          "the teacher's input "
              + info.getName()
              + " has the shape "
              + java.util.Arrays.toString(shape)
              + ", and there are "
              + width
              + " inputs");
    }
    return info.getName();
  }

  private static String output(OrtSession session, SourceSpan span, Optional<String> tensor)
      throws OrtException {
    if (tensor.isPresent()) {
      return tensor.get();
    }
    if (session.getOutputInfo().size() != 1) {
      throw mismatch(
          span, "the teacher has the outputs " + session.getOutputInfo().keySet() + ": name one");
    }
    return session.getOutputInfo().keySet().iterator().next();
  }

  private static double[] finite(float[] found, SourceSpan span, String output, int row) {
    double[] values = new double[found.length];
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(found[i])) {
        throw new DiagnosticException(
            Diagnostic.at(
                DiagnosticCode.TEACHER_NOT_FINITE,
                span,
                "the teacher's " + output + " is " + found[i] + " in row " + (row + 1),
                "leave such rows out with 'where', or mend the network"));
      }
      values[i] = found[i];
    }
    return values;
  }

  private static DiagnosticException mismatch(SourceSpan span, String what) {
    return new DiagnosticException(
        Diagnostic.at(
            DiagnosticCode.TEACHER_MISMATCH,
            span,
            what,
            "declare the inputs of the network in its order, and name a tensor of it"));
  }

  /**
   * {@return the model with one more output} A message of protocol buffers is merged with what is
   * appended to its bytes, so that nothing of the file has to be understood for it.
   */
  private static byte[] withOutput(byte[] model, String tensor) {
    byte[] name = field(VALUE_NAME, tensor.getBytes(StandardCharsets.UTF_8));
    byte[] graph = field(MODEL_GRAPH, field(GRAPH_OUTPUT, name));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(model);
    out.writeBytes(graph);
    return out.toByteArray();
  }

  /** {@return a field whose content has a length, as protocol buffers write it} */
  private static byte[] field(int number, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(number << 3 | 2);
    int length = content.length;
    while (length > 0x7f) {
      out.write((length & 0x7f) | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.writeBytes(content);
    return out.toByteArray();
  }
}
