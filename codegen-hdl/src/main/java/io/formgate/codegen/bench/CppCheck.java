package io.formgate.codegen.bench;

import io.formgate.codegen.HdlFile;
import java.util.Map;

/** A C++ program that compares the header with the vectors. */
final class CppCheck {
  private static final String TEXT =
      """

      #include <fstream>
      #include <iostream>
      #include <sstream>
      #include <string>

      #include "@MODULE@_model.hpp"

      namespace model = @MODULE@_model;

      // Whether a port can hold a number.
      static bool fits(const model::Port& port, std::int64_t raw) {
        const std::int64_t most = (std::int64_t{1} << (port.width_bits - (port.is_signed ? 1 : 0))) - 1;
        return raw <= most && raw >= (port.is_signed ? -most - 1 : 0);
      }

      // Ends with 0 and PASS, or with 1 and FAIL and the first difference.
      int main(int argc, char** argv) {
        const std::string path = argc > 1 ? argv[1] : "@VECTORS@";
        std::ifstream file(path);
        long line = 0;
        std::string text;
        while (std::getline(file, text)) {
          ++line;
          std::int64_t inputs[model::input_count + 1] = {};
          std::int64_t wanted[model::output_count] = {};
          std::int64_t actual[model::output_count] = {};
          std::istringstream numbers(text);
          for (int i = 0; i < model::input_count; ++i) numbers >> inputs[i];
          for (int i = 0; i < model::output_count; ++i) numbers >> wanted[i];
          bool holds = numbers && (numbers >> std::ws).eof();@INPUTS_FIT@
          for (int i = 0; i < model::output_count; ++i) holds = holds && fits(model::output_ports[i], wanted[i]);
          if (!holds) {
            std::cout << "FAIL: line " << line << " of " << path << " does not hold "
                      << model::input_count + model::output_count << " integers that fit\\n";
            return 1;
          }
          model::evaluate(inputs, actual);
          for (int i = 0; i < model::output_count; ++i) {
            if (actual[i] != wanted[i]) {
              std::cout << "FAIL: line " << line << ": " << model::output_ports[i].name << " is " << actual[i]
                        << ", expected " << wanted[i] << "\\n";
              return 1;
            }
          }
        }
        if (line == 0) {
          std::cout << "FAIL: no vectors in " << path << "\\n";
          return 1;
        }
        std::cout << "PASS: " << line << " vectors compared\\n";
        return 0;
      }
      """;

  private static final String INPUTS_FIT =
      "\n    for (int i = 0; i < model::input_count; ++i) holds = holds &&"
          + " fits(model::input_ports[i], inputs[i]);";

  private CppCheck() {}

  static HdlFile file(BenchSubject subject) {
    return new HdlFile(
        subject.path(subject.name() + "_model_check.cpp"),
        HdlFile.Kind.CPP_CHECK,
        subject.header("//", "Compares the C++ model of " + subject.name() + " with vectors.")
            + Identifiers.blanks(
                TEXT,
                Map.of(
                    "MODULE",
                    subject.name(),
                    "VECTORS",
                    subject.vectorsFile(),
                    // Without inputs there is no array of them.
                    "INPUTS_FIT",
                    subject.inputs().isEmpty() ? "" : INPUTS_FIT)));
  }
}
