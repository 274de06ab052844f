package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The page of commands has every command, option and parameter, and no others. */
class CommandsPageTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(-[^`]*|[A-Z][^`]*)` \\|");

  private static CommandLine line() {
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    return Main.commandLine(new Terminal(nowhere, nowhere, false, 100, Map.of()));
  }

  private static String[] sections() {
    return Formgate.text(Formgate.repository().resolve("docs").resolve("commands.md"))
        .split("(?m)^## ");
  }

  @Test
  void everyCommandHasASection() {
    List<String> titles =
        List.of(sections()).stream().skip(1).map(s -> s.lines().findFirst().orElse("")).toList();
    assertThat(titles)
        .containsAll(line().getSubcommands().keySet().stream().map(n -> "`" + n + "`").toList());
  }

  @Test
  void everyOptionIsDescribedAsTheProgramKnowsIt() {
    for (CommandLine command : line().getSubcommands().values()) {
      String name = command.getCommandName();
      String section =
          List.of(sections()).stream()
              .filter(s -> s.startsWith("`" + name + "`\n"))
              .findFirst()
              .orElseThrow();
      List<String> options =
          command.getCommandSpec().options().stream()
              .filter(o -> !o.usageHelp() && !o.versionHelp())
              .map(CommandsPageTest::synopsis)
              .toList();
      List<String> parameters =
          command.getCommandSpec().positionalParameters().stream()
              .map(PositionalParamSpec::paramLabel)
              .toList();
      assertThat(ROW.matcher(section).results().map(r -> r.group(1)))
          .as(name)
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(parameters.stream(), options.stream()).toList());
      for (OptionSpec option : command.getCommandSpec().options()) {
        String value = option.defaultValue();
        if (value != null && option.arity().max() > 0) {
          assertThat(section)
              .containsPattern(
                  "\\| `" + Pattern.quote(synopsis(option)) + "` \\|.*default " + value + "\\b");
        }
      }
    }
  }

  private static String synopsis(OptionSpec option) {
    String name = option.longestName();
    return option.arity().max() == 0 ? name : name + " " + option.paramLabel();
  }
}
