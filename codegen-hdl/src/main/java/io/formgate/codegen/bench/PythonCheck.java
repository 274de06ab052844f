package io.formgate.codegen.bench;

import io.formgate.codegen.HdlFile;
import java.util.Map;

/** A Python program that compares the module with the vectors. */
final class PythonCheck {
  private static final String TEXT =
      """

      import sys

      import numpy as np

      import @MODULE@_model as model


      def fits(port, raw):
          _, signed, width, _ = port
          return -(1 << (width - 1)) <= raw < 1 << (width - 1) if signed else 0 <= raw < 1 << width


      def main(path):
          with open(path, encoding="ascii") as file:
              rows = [[int(word) for word in line.split()] for line in file]
          inputs = len(model.INPUT_PORTS)
          ports = tuple(model.INPUT_PORTS) + tuple(model.OUTPUT_PORTS)
          columns = len(ports)
          for number, row in enumerate(rows, start=1):
              if len(row) != columns or not all(map(fits, ports, row)):
                  return f"FAIL: line {number} of {path} does not hold {columns} integers that fit"
          if not rows:
              return f"FAIL: no vectors in {path}"
          table = np.array(rows, dtype=np.int64)
          outputs = model.evaluate(*(table[:, i] for i in range(inputs)))
          actual = np.stack([np.broadcast_to(o, len(rows)) for o in outputs], axis=1)
          wanted = table[:, inputs:]
          differing = np.argwhere(actual != wanted)
          if len(differing):
              row, output = differing[0]
              name = model.OUTPUT_PORTS[output][0]
              return f"FAIL: line {row + 1}: {name} is {actual[row, output]}, expected {wanted[row, output]}"
          return f"PASS: {len(rows)} vectors compared"


      if __name__ == "__main__":
          verdict = main(sys.argv[1] if len(sys.argv) > 1 else "@VECTORS@")
          print(verdict)
          sys.exit(0 if verdict.startswith("PASS") else 1)
      """;

  private PythonCheck() {}

  static HdlFile file(BenchSubject subject) {
    return new HdlFile(
        subject.path(subject.name() + "_model_check.py"),
        HdlFile.Kind.PYTHON_CHECK,
        subject.header("#", "Compares the NumPy model of " + subject.name() + " with vectors.")
            + Identifiers.blanks(
                TEXT, Map.of("MODULE", subject.name(), "VECTORS", subject.vectorsFile())));
  }
}
