package io.formgate.distill;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceSpan;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A frozen network in an ONNX file, run by ONNX Runtime on one thread. */
public final class OnnxTeacher {
  private static final int BATCH = 1024;
  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_OUTPUT = 12;
  private static final int VALUE_NAME = 1;

  /**
   * A network for a trigger takes milliseconds for a batch; one that takes this long never ends.
   */
  private static final long LONGEST_BATCH_SECONDS = 60;

  private final byte[] model;
  private final SourceSpan span;
  private final Optional<String> tensor;
  private final long longestBatchSeconds;

  /**
   * Makes a teacher.
   *
   * @param model bytes of the ONNX file
   * @param span where the file is named, for messages
   * @param tensor name of any tensor of the network; empty for its only output of floats
   */
  public OnnxTeacher(byte[] model, SourceSpan span, Optional<String> tensor) {
    this(model, span, tensor, LONGEST_BATCH_SECONDS);
  }

  OnnxTeacher(byte[] model, SourceSpan span, Optional<String> tensor, long longestBatchSeconds) {
    this.model = model.clone();
    this.span = span;
    this.tensor = tensor;
    this.longestBatchSeconds = longestBatchSeconds;
  }

  /** Work that ONNX Runtime does with a network. */
  private interface Work<T> {
    T on(OrtEnvironment environment, OrtSession session) throws OrtException;
  }

  private <T> T with(Work<T> work) {
    if (OnnxFile.namesOtherFiles(model)) {
      throw new DiagnosticException(
          Diagnostic.at(
              DiagnosticCode.TEACHER_UNREADABLE,
              span,
              "the teacher is damaged, or keeps numbers in other files, which are not read",
              "export the network again with all of its weights in the one file"));
    }
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      OrtEnvironment environment =
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      try (OrtSession session = environment.createSession(model, options)) {
        String name = tensor.orElse("");
        if (name.isEmpty() || session.getOutputInfo().containsKey(name)) {
          return work.on(environment, session);
        }
      }
      byte[] shown = withOutput(model, tensor.orElseThrow());
      try (OrtSession session = environment.createSession(shown, options)) {
        return work.on(environment, session);
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

  private static String firstLine(OrtException e) {
    return Diagnostic.visible(
        String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip());
  }

  /**
   * {@return the input tensors in the order of the file, each with the columns that it takes; empty
   * for one that takes as many as there are}
   *
   * @throws DiagnosticException if the file is no network that ONNX Runtime takes, or an input is
   *     no tensor of floats
   */
  public Map<String, Optional<Integer>> inputs() {
    return with((_, session) -> {
      Map<String, Optional<Integer>> inputs = new LinkedHashMap<>();
      for (Feed feed : feeds(session)) {
        inputs.put(
            feed.name(),
            feed.hasFreeWidth() ? Optional.empty() : Optional.of((int) feed.fixedWidth()));
      }
      return inputs;
    });
  }

  /**
   * {@return the values of the tensor, {@code [row][component]}}
   *
   * @param names of the columns
   * @param columns {@code columns[input][row]}
   * @throws DiagnosticException if the file is no network that ONNX Runtime takes, its inputs are
   *     not those of the columns, there is no such tensor, a value is not finite, or a batch takes
   *     longer than a minute
   */
  public double[][] run(List<String> names, double[][] columns) {
    return with((environment, session) -> run(environment, session, names, columns));
  }

  private double[][] run(
      OrtEnvironment environment, OrtSession session, List<String> names, double[][] columns)
      throws OrtException {
    List<Feed> feeds = dealt(feeds(session), names, columns.length);
    int rows = columns[0].length;
    int fixed = feeds.stream().mapToInt(Feed::fixedBatch).max().orElse(0);
    if (feeds.stream().anyMatch(f -> f.fixedBatch() != fixed)) {
      throw mismatch("the teacher's inputs have different numbers of rows");
    }
    int batch = fixed > 0 ? fixed : BATCH;
    String output = output(session);
    double[][] values = new double[rows][];
    try (ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("teacher-clock").factory())) {
      for (int from = 0; from < rows; from += batch) {
        int to = Math.min(rows, from + batch);
        // A network of a fixed number of rows sees the last row again where rows run out.
        int count = fixed > 0 ? fixed : to - from;
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
          for (Feed feed : feeds) {
            tensors.put(feed.name(), feed.tensor(environment, columns, from, to, count));
          }
          double[][] found = batch(session, clock, tensors, output, count);
          for (int row = from; row < to; row++) {
            values[row] = finite(found[row - from], output, row);
          }
        } finally {
          tensors.values().forEach(OnnxTensor::close);
        }
      }
    }
    return values;
  }

  private double[][] batch(
      OrtSession session,
      ScheduledExecutorService clock,
      Map<String, OnnxTensor> tensors,
      String output,
      int rows)
      throws OrtException {
    try (OrtSession.RunOptions options = new OrtSession.RunOptions()) {
      Future<?> end =
          clock.schedule(
              () -> {
                options.setTerminate(true);
                return true;
              },
              longestBatchSeconds,
              TimeUnit.SECONDS);
      try (OrtSession.Result result = session.run(tensors, Set.of(output), options)) {
        return table(result.get(0), output, rows);
      } catch (OrtException e) {
        if (end.isDone()) {
          throw new DiagnosticException(
              Diagnostic.at(
                  DiagnosticCode.TEACHER_SLOW,
                  span,
                  "the teacher did not end in "
                      + longestBatchSeconds
                      + " s for "
                      + rows
                      + " rows and was stopped",
                  "take loops out of the network, or give a smaller one"));
        }
        throw e;
      } finally {
        end.cancel(false);
      }
    }
  }

  private double[][] table(OnnxValue value, String output, int rows) throws OrtException {
    if (!(value instanceof OnnxTensor tensor)) {
      throw mismatch(
          "the teacher's output " + output + " is no tensor, but " + value.getInfo(),
          "export the network without ZipMap, so that its output is a table of numbers");
    }
    TensorInfo info = tensor.getInfo();
    long[] shape = info.getShape();
    if (shape.length == 0 || shape[0] != rows) {
      throw mismatch(
          "the tensor "
              + output
              + " has the shape "
              + java.util.Arrays.toString(shape)
              + " for "
              + rows
              + " rows");
    }
    double[] all = new double[(int) info.getNumElements()];
    switch (info.type) {
      case FLOAT -> {
        float[] floats = new float[all.length];
        tensor.getFloatBuffer().get(floats);
        for (int i = 0; i < all.length; i++) {
          all[i] = floats[i];
        }
      }
      case DOUBLE -> tensor.getDoubleBuffer().get(all);
      case INT8, INT16, INT32, INT64, BOOL, STRING, UINT8, FLOAT16, BFLOAT16, UNKNOWN ->
          throw mismatch("the tensor " + output + " is of " + info.type + ", not of floats");
    }
    int width = all.length / rows;
    double[][] table = new double[rows][width];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(all, row * width, table[row], 0, width);
    }
    return table;
  }

  private List<Feed> feeds(OrtSession session) throws OrtException {
    List<Feed> feeds = new ArrayList<>();
    for (NodeInfo node : session.getInputInfo().values()) {
      if (!(node.getInfo() instanceof TensorInfo info)
          || info.getShape().length == 0
          || (info.type != OnnxJavaType.FLOAT && info.type != OnnxJavaType.DOUBLE)) {
        throw mismatch(
            "the teacher's input " + node.getName() + " is no table of 32- or 64-bit floats",
            "export the network with inputs of floats, a row for each row of the data");
      }
      feeds.add(new Feed(node.getName(), info, List.of()));
    }
    if (feeds.isEmpty()) {
      throw mismatch("the teacher has no input");
    }
    return feeds;
  }

  /** Inputs of one column are known by their names, others by the order of the columns. */
  private List<Feed> dealt(List<Feed> feeds, List<String> names, int columns) {
    List<String> tensors = feeds.stream().map(Feed::name).toList();
    boolean isNamed = feeds.size() > 1 && names.stream().anyMatch(tensors::contains);
    List<Feed> dealt = new ArrayList<>();
    int next = 0;
    for (Feed feed : feeds) {
      int width = width(feed, feeds, columns);
      List<Integer> own = new ArrayList<>();
      if (isNamed) {
        int at = names.indexOf(feed.name());
        if (width != 1 || at < 0) {
          throw mismatch(
              "the teacher has the input "
                  + feed.name()
                  + (width == 1 ? "" : " of " + width + " columns")
                  + ", and the inputs are "
                  + String.join(", ", names),
              "give each input the name of the network's, or none of them");
        }
        own.add(at);
      } else {
        for (int i = 0; i < width; i++) {
          own.add(next++);
        }
      }
      dealt.add(feed.with(own));
    }
    int taken = dealt.stream().mapToInt(f -> f.columns().size()).sum();
    if (taken != columns || next > columns) {
      throw mismatch(
          feeds.size() == 1
              ? "the teacher's input "
                  + feeds.getFirst().name()
                  + " has the shape "
                  + java.util.Arrays.toString(feeds.getFirst().info().getShape())
                  + ", and there are "
                  + columns
                  + " inputs"
              : "the teacher's inputs "
                  + String.join(", ", tensors)
                  + " take "
                  + taken
                  + " columns, and there are "
                  + columns
                  + " inputs");
    }
    return dealt;
  }

  private int width(Feed feed, List<Feed> all, int columns) {
    if (!feed.hasFreeWidth()) {
      return (int) feed.fixedWidth();
    }
    if (all.size() > 1 || columns % feed.fixedWidth() != 0) {
      throw mismatch("the teacher does not say how many columns its input " + feed.name() + " has");
    }
    return columns;
  }

  /**
   * An input tensor.
   *
   * @param name of the tensor
   * @param info type and shape; the first dimension counts rows
   * @param columns which columns of the data it takes
   */
  private record Feed(String name, TensorInfo info, List<Integer> columns) {
    Feed {
      columns = List.copyOf(columns);
    }

    Feed with(List<Integer> own) {
      return new Feed(name, info, own);
    }

    /** {@return the rows of every run; 0 where any number will do} */
    int fixedBatch() {
      return (int) Math.max(0, info.getShape()[0]);
    }

    boolean hasFreeWidth() {
      long[] shape = info.getShape();
      return java.util.Arrays.stream(shape).skip(1).anyMatch(d -> d < 0);
    }

    /** {@return the product of the dimensions of a row that are known} */
    long fixedWidth() {
      long[] shape = info.getShape();
      return java.util.Arrays.stream(shape).skip(1).filter(d -> d >= 0).reduce(1, (a, b) -> a * b);
    }

    OnnxTensor tensor(OrtEnvironment environment, double[][] data, int from, int to, int count)
        throws OrtException {
      double[] flat = new double[count * columns.size()];
      for (int row = 0; row < count; row++) {
        for (int i = 0; i < columns.size(); i++) {
          flat[row * columns.size() + i] = data[columns.get(i)][Math.min(to - 1, from + row)];
        }
      }
      long[] shape = info.getShape();
      shape[0] = count;
      for (int d = 1; d < shape.length; d++) {
        shape[d] = shape[d] < 0 ? columns.size() / fixedWidth() : shape[d];
      }
      if (info.type == OnnxJavaType.DOUBLE) {
        return OnnxTensor.createTensor(environment, java.nio.DoubleBuffer.wrap(flat), shape);
      }
      float[] floats = new float[flat.length];
      for (int i = 0; i < flat.length; i++) {
        floats[i] = (float) flat[i];
      }
      return OnnxTensor.createTensor(environment, java.nio.FloatBuffer.wrap(floats), shape);
    }
  }

  private String output(OrtSession session) throws OrtException {
    if (tensor.isPresent()) {
      return tensor.get();
    }
    Map<String, NodeInfo> outputs = session.getOutputInfo();
    List<String> floats =
        outputs.values().stream()
            .filter(o ->
                o.getInfo() instanceof TensorInfo t
                    && (t.type == OnnxJavaType.FLOAT || t.type == OnnxJavaType.DOUBLE))
            .map(NodeInfo::getName)
            .toList();
    if (floats.size() == 1) {
      return floats.getFirst();
    }
    if (floats.isEmpty() && outputs.size() == 1) {
      return outputs.keySet().iterator().next();
    }
    throw mismatch(
        "the teacher has the outputs "
            + String.join(", ", outputs.keySet())
            + (floats.isEmpty() ? ", none of them a tensor of floats" : ": name one"));
  }

  private double[] finite(double[] found, String output, int row) {
    for (double value : found) {
      if (!Double.isFinite(value)) {
        throw new DiagnosticException(
            Diagnostic.at(
                DiagnosticCode.TEACHER_NOT_FINITE,
                span,
                "the teacher's " + output + " is " + value + " in row " + (row + 1),
                "leave such rows out with 'where', or mend the network"));
      }
    }
    return found;
  }

  private DiagnosticException mismatch(String what) {
    return mismatch(
        what, "declare the inputs of the network in its order, and name a tensor of it");
  }

  private DiagnosticException mismatch(String what, String mend) {
    return new DiagnosticException(
        Diagnostic.at(DiagnosticCode.TEACHER_MISMATCH, span, Diagnostic.visible(what), mend));
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
