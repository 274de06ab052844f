package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about printed forms shows what the printers write. */
class PrintersPageTest {
  private static String row(Operator operator) {
    List<Expr> variables = operator.parameters().stream().map(Expr::variable).toList();
    Expr e = new Expr.Apply(operator, variables);
    return Stream.of(
                FormulaPrinter.print(e),
                LatexPrinter.print(e),
                SymPyPrinter.print(e),
                NumPyPrinter.print(e),
                CPrinter.print(e))
            .map(text -> "`" + text.replace("|", "\\|") + "`")
            .reduce("", (line, cell) -> line + "| " + cell + " ")
        + "|";
  }

  @Test
  void everyOperatorIsPrintedAsThePageSays() throws IOException {
    String page =
        Files.readString(
            Path.of(System.getProperty("formgate.repository", ""), "docs", "printers.md"));
    List<String> rows = page.lines().filter(line -> line.startsWith("| `")).toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            Stream.of(Operator.values()).map(PrintersPageTest::row).toList());
  }
}
