package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * The commands in the pages work.
 *
 * <p>In a block {@code sh} every line that starts formgate has to be a legal command line; a block
 * {@code sh run} is run as a whole, in a folder that holds a copy of the examples, and prints what
 * stands in the block {@code text} that follows.
 */
class DocumentedCommandsTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```([^\n`]*)\n(.*?)^```$");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^\\./formgate(?:\\\\\n|[^\n])*(?:\n|\\z)");

  /**
   * A block of commands in a page.
   *
   * @param page its name
   * @param line where the block begins
   * @param run whether it is run
   * @param text what it holds
   * @param prints what the page says that it prints; empty if nothing
   */
  record Block(String page, int line, boolean run, String text, String prints) {
    private Block printing(String printed) {
      return new Block(page, line, run, text, printed);
    }

    @Override
    public String toString() {
      return page + ":" + line;
    }
  }

  private static List<Block> allBlocks() {
    Path root = Formgate.repository();
    List<Path> pages = new ArrayList<>(Sources.files(root.resolve("docs"), ".md"));
    pages.addAll(Sources.files(root.resolve("examples"), "README.md"));
    if (Files.exists(root.resolve("README.md"))) {
      pages.add(root.resolve("README.md"));
    }
    List<Block> blocks = new ArrayList<>();
    for (Path page : pages) {
      String text = Formgate.text(page);
      Matcher block = BLOCK.matcher(text);
      boolean isBehindCommands = false;
      while (block.find()) {
        String kind = String.valueOf(block.group(1));
        int line = 1 + (int) text.substring(0, block.start()).lines().count();
        if (kind.equals("text")) {
          assertThat(isBehindCommands).as("what prints %s:%d", Sources.name(page), line).isTrue();
          blocks.add(blocks.removeLast().printing(block.group(2)));
        } else if (kind.equals("sh") || kind.equals("sh run")) {
          blocks.add(new Block(Sources.name(page), line, kind.endsWith("run"), block.group(2), ""));
        }
        isBehindCommands = kind.equals("sh run");
      }
    }
    return blocks;
  }

  static Stream<Block> blocksWithCommands() {
    return allBlocks().stream().filter(b -> COMMAND.matcher(b.text()).find());
  }

  static Stream<Block> blocksToRun() {
    return allBlocks().stream().filter(Block::run);
  }

  @Test
  void thereAreCommandsToParseAndToRun() {
    assertThat(blocksWithCommands().count()).isGreaterThanOrEqualTo(5);
    assertThat(blocksToRun().count()).isGreaterThanOrEqualTo(3);
    assertThat(blocksToRun().filter(b -> !b.prints().isEmpty()).map(Block::page))
        .contains(
            "docs/tutorial-dimuon.md", "docs/tutorial-formula.md", "docs/tutorial-distill.md");
  }

  @ParameterizedTest
  @MethodSource("blocksWithCommands")
  void commandsAreLegal(Block block, @TempDir Path folder) throws Exception {
    script(folder.resolve("formgate"), "#!/usr/bin/env bash\nprintf '%s\\0' \"$@\"\n");
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    Matcher command = COMMAND.matcher(block.text());
    while (command.find()) {
      Ran ran = shell(folder, command.group());
      assertThat(ran.code()).isZero();
      String[] arguments = ran.output().isEmpty() ? new String[0] : ran.output().split("\0", -1);
      CommandLine line = Main.commandLine(new Terminal(nowhere, nowhere, false, 100, Map.of()));
      // The text behind the last zero is empty.
      line.parseArgs(List.of(arguments).subList(0, arguments.length - 1).toArray(String[]::new));
    }
  }

  @ParameterizedTest
  @MethodSource("blocksToRun")
  void commandsEndWell(Block block, @TempDir Path folder) throws Exception {
    copy(Formgate.repository().resolve("examples"), folder.resolve("examples"));
    script(
        folder.resolve("formgate"),
        "#!/usr/bin/env bash\nexec '"
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "' -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED"
            + " --sun-misc-unsafe-memory-access=allow -cp '"
            + System.getProperty("java.class.path")
            + "' io.formgate.cli.Main \"$@\"\n");
    Ran ran = shell(folder, "set -eu\n" + block.text());
    assertThat(ran.code()).as(ran.output()).isZero();
    assertThat(ran.output()).isNotEmpty();
    if (!block.prints().isEmpty()) {
      assertThat(new PrintedText(block.prints()).missing(ran.output()))
          .as("what the page says and is not printed: %s", ran.output())
          .isEmpty();
    }
  }

  /** What a shell did. */
  private record Ran(int code, String output) {}

  private static Ran shell(Path folder, String commands) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", commands);
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(Formgate.environment());
    Path output = folder.resolve("output");
    builder.redirectOutput(output.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    return new Ran(ended ? process.exitValue() : -1, text);
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path file : Sources.files(from, "")) {
      Path copy = to.resolve(from.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(copy);
      } else {
        Files.copy(file, copy);
      }
    }
  }
}
