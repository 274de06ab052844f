package io.formgate.cli;

import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Formulas with their ports, one circuit a line: {@code NAME | FORMULA | INPUT ; INPUT | OUTPUT |
 * TOLERANCE}, the last three as the options of {@code emit}; what follows {@code #} at the start of
 * a line is a comment.
 */
final class FormulaList {
  private static final int FIELDS = 5;

  /**
   * A circuit of the list.
   *
   * @param name as written
   * @param formula as written
   * @param request its ports and tolerance
   */
  record Entry(String name, String formula, QuantizerRequest request) {}

  private FormulaList() {}

  /**
   * {@return the circuits}
   *
   * @param text the list
   * @param device name of a device, whatever the circuits are built for
   * @throws DiagnosticException with the mistakes of all lines
   */
  static List<Entry> read(SourceText text, String device) {
    List<Entry> entries = new ArrayList<>();
    List<Diagnostic> mistakes = new ArrayList<>();
    int offset = 0;
    for (String line : text.text().split("\n", -1)) {
      String stripped = line.strip();
      if (!stripped.isEmpty() && !stripped.startsWith("#")) {
        List<String> fields = Arrays.stream(stripped.split("\\|", -1)).map(String::strip).toList();
        if (fields.size() == FIELDS) {
          try {
            entries.add(entry(fields, device));
          } catch (DiagnosticException e) {
            mistakes.addAll(e.diagnostics());
          }
        } else {
          mistakes.add(
              Diagnostic.at(
                  DiagnosticCode.USAGE,
                  text.span(offset, offset + line.length()),
                  "the line has " + fields.size() + " fields, not " + FIELDS,
                  "write NAME | FORMULA | INPUT ; INPUT | OUTPUT | TOLERANCE"));
        }
      }
      offset += line.length() + 1;
    }
    if (!mistakes.isEmpty()) {
      throw new DiagnosticException(mistakes);
    }
    return List.copyOf(entries);
  }

  private static Entry entry(List<String> fields, String device) {
    String module = "f_" + fields.getFirst().replaceAll("[^A-Za-z0-9]", "_");
    EmitRequest.Options options =
        new EmitRequest.Options(
            module,
            List.of(fields.get(1)),
            null,
            null,
            Arrays.stream(fields.get(2).split(";")).map(String::strip).toList(),
            null,
            null,
            false,
            List.of(fields.get(3)),
            false,
            fields.get(4),
            HeadPorts.Options.NONE,
            List.of(),
            List.of(device),
            List.of("5ns"),
            "none",
            null);
    EmitRequest request = EmitRequest.of(options, KeptFree.NONE, List.of());
    return new Entry(fields.getFirst(), fields.get(1), request.circuit());
  }
}
