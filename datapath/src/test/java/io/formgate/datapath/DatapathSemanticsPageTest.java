package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DatapathSemanticsPageTest {
  private static final List<Operation> OPERATIONS =
      List.of(
          new Operation.Input(),
          new Operation.Literal(0),
          new Operation.Add(0, 0),
          new Operation.Subtract(0, 0),
          new Operation.Multiply(0, 0),
          new Operation.Negate(0),
          new Operation.Absolute(0),
          new Operation.Minimum(0, 0),
          new Operation.Maximum(0, 0),
          new Operation.Select(0, 0, 0),
          new Operation.Align(0),
          new Operation.Round(0, Operation.Rounding.FLOOR),
          new Operation.Saturate(0),
          new Operation.Lookup(0, 0),
          new Operation.Bits(0, 0),
          new Operation.Concat(0, 0),
          new Operation.Any(0),
          new Operation.Reinterpret(0));

  private static String page() throws IOException {
    String repository = System.getProperty("formgate.repository", "");
    return Files.readString(Path.of(repository, "docs", "datapath-semantics.md"));
  }

  @Test
  void thePageListsEveryOperation() throws IOException {
    assertThat(OPERATIONS.stream().map(o -> o.getClass().getName()))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Operation.class.getPermittedSubclasses()).map(Class::getName).toList());
    String section = page().split("## Operations")[1].split("##")[0];
    assertThat(
            Pattern.compile("(?m)^\\| `(\\w+)` \\|")
                .matcher(section)
                .results()
                .map((MatchResult m) -> m.group(1)))
        .containsExactlyElementsOf(OPERATIONS.stream().map(Operation::keyword).toList());
  }

  @Test
  void theTextOnThePageIsADatapath() throws IOException {
    String text = page().split("## Text form")[1].split("One line each")[0].stripIndent();
    Datapath datapath = DatapathText.parse(text).verify();
    assertThat(new DatapathInterpreter(datapath).evaluate(-8)).containsExactly(64);
  }
}
