package io.formgate.codegen.bench;

import io.formgate.codegen.HdlFile;
import io.formgate.datapath.DatapathInterpreter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Vectors as text: a line holds the raw values of all inputs and then those of all outputs, in the
 * order of the ports, as decimal integers. Nothing else stands in the file, so that every language
 * reads it with what it has.
 */
final class BenchVectors {
  private BenchVectors() {}

  static HdlFile file(BenchSubject subject, List<long[]> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("a test bench without vectors shows nothing");
    }
    DatapathInterpreter golden = new DatapathInterpreter(subject.datapath());
    StringBuilder out = new StringBuilder();
    for (long[] vector : inputs) {
      out.append(
              LongStream.concat(LongStream.of(vector), LongStream.of(golden.evaluate(vector)))
                  .mapToObj(Long::toString)
                  .collect(Collectors.joining(" ")))
          .append('\n');
    }
    return new HdlFile(
        subject.path(subject.vectorsFile()), HdlFile.Kind.BENCH_VECTORS, out.toString());
  }
}
