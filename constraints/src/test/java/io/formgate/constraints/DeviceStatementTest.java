package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceText;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Device files and margins of the statement {@code hardware}, and statements of options. */
class DeviceStatementTest {
  private static final String REST =
      """
      data "d.csv"
      input a : 1 as fixed<8,3>
      output y : 1 as fixed<8,3> tolerance 0.5
      operators +
      """;

  private static Spec parse(String hardware) {
    return SpecParser.parse(new SourceText("s.fg", REST + hardware + "\n"), Path.of("folder"));
  }

  @Test
  void aFileIsTakenFromTheFolderOfTheSpecAndPrintedAsWritten() {
    Spec spec = parse("hardware \"boards/ours.device\" clock 5 ns, margin 12.5 %, registers in");
    assertThat(spec.hardware().device()).isEqualTo("folder/boards/ours.device");
    assertThat(spec.hardware().keptFreePercent()).isEqualTo(12.5);
    String printed = SpecPrinter.print(spec);
    assertThat(printed)
        .contains("hardware \"boards/ours.device\" clock 5000 ps, margin 12.5 %, registers in");
    assertThat(SpecPrinter.print(SpecParser.parse(new SourceText("t", printed), Path.of("folder"))))
        .isEqualTo(printed);
    assertThat(parse("hardware unit clock 5 ns").hardware().keptFreePercent()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "ours.txt" clock 5 ns                    | 5:10 | cannot be the name of a device's file
          unit clock 5 ns, margin 91 %             | 5:34 | no circuit keeps 91 % of its clock period free
          unit clock 5 ns, margin -1               | 5:34 | no circuit keeps -1 %
          unit clock 5 ns, margin 5, margin 6 %    | 5:37 | 'margin' stands twice
          """)
  void mistakesAreShownInTheirPlace(String hardware, String place, String message) {
    DiagnosticException thrown =
        catchThrowableOfType(DiagnosticException.class, () -> parse("hardware " + hardware));
    assertThat(thrown.diagnostics().getFirst().render())
        .startsWith("s.fg:" + place + ": error FG3")
        .contains(message);
  }

  @Test
  void placesInAnAddedStatementAreThoseOfTheOption() {
    SourceText spec = new SourceText("s.fg", REST + "hardware unit clock 5 ns");
    SourceText whole =
        AddedStatements.to(spec, List.of("guess y = a", "  hardware unit clock 5 xs"));
    DiagnosticException thrown =
        catchThrowableOfType(DiagnosticException.class, () -> SpecParser.parse(whole, Path.of("")));
    assertThat(thrown.diagnostics().stream().map(Diagnostic::render))
        .singleElement()
        .asString()
        .startsWith("--with:1:25: error FG3")
        .contains("  |   hardware unit clock 5 xs\n  |                         ^^\n");
    SourceText ofSpec =
        AddedStatements.to(new SourceText("s.fg", "nonsense\n"), List.of("guess y = a"));
    thrown =
        catchThrowableOfType(
            DiagnosticException.class, () -> SpecParser.parse(ofSpec, Path.of("")));
    assertThat(thrown.diagnostics().getFirst().render()).startsWith("s.fg:1:1: ");
  }
}
