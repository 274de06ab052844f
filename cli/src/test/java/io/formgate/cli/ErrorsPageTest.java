package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every diagnostic has an entry on the page of errors, and a test. */
class ErrorsPageTest {
  private static final Pattern ENTRY = Pattern.compile("(?m)^## (FG\\d+ [A-Z_]+)$");

  private static String page() {
    return Formgate.text(Formgate.repository().resolve("docs").resolve("errors.md"));
  }

  @Test
  void everyCodeHasOneEntryInItsOrder() {
    assertThat(ENTRY.matcher(page()).results().map(r -> r.group(1)))
        .containsExactlyElementsOf(
            Arrays.stream(DiagnosticCode.values()).map(c -> c.id() + " " + c.name()).toList());
  }

  @Test
  void everyEntryHasMeaningExampleMendAndExitCode() {
    List<String> entries = List.of(page().split("(?m)^## "));
    for (DiagnosticCode code : DiagnosticCode.values()) {
      String entry =
          entries.stream().filter(e -> e.startsWith(code.id())).findFirst().orElseThrow();
      assertThat(entry)
          .startsWith(code.id() + " ")
          .containsPattern("\n\n[A-Z].*\\.\n\n    .*error " + code.id() + ": .*\n\nMend: .+\\.\n");
      int exit = ExitCode.of(List.of(Diagnostic.of(code, "message", "mend")));
      if (exit == ExitCode.USER_MISTAKE) {
        assertThat(entry).doesNotContain("The exit code is");
      } else {
        assertThat(entry).contains("The exit code is " + exit + ".");
      }
    }
  }

  @Test
  void everyCodeIsExpectedByATest() {
    String tests =
        Sources.below("test", ".java").stream()
            .filter(f -> !f.endsWith(Path.of("ErrorsPageTest.java")))
            .map(Formgate::text)
            .collect(Collectors.joining("\n"));
    assertThat(
            Arrays.stream(DiagnosticCode.values())
                .filter(c ->
                    !Pattern.compile(
                            // By id, by name, or as the first cell of a table of cases.
                            "\\b(%s|DiagnosticCode\\.%s)\\b|(?m)^ +%s +\\|"
                                .formatted(c.id(), c.name(), c.name()))
                        .matcher(tests)
                        .find())
                .map(c -> c.id() + " " + c.name()))
        .isEmpty();
  }
}
