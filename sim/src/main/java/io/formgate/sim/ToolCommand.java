package io.formgate.sim;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One start of a tool.
 *
 * @param tool name that messages use
 * @param words path of the program, then its arguments
 * @param directory working directory
 * @param timeLimit wall time after which the tool and its children are killed
 */
public record ToolCommand(String tool, List<String> words, Path directory, Duration timeLimit) {

  /** Copies the words. */
  public ToolCommand {
    words = List.copyOf(words);
  }
}
