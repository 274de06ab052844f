package io.formgate.cli;

import io.formgate.expression.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** What a user may have meant who wrote an option that a command does not have. */
final class OptionHint {
  /**
   * Options of commands, and what other programs and people call the same; the first that a command
   * has is named.
   */
  private static final List<List<String>> SAME =
      List.of(
          List.of("--max-latency", "--latency", "--cycles", "--latency-cycles"),
          List.of("--max-lut", "--lut", "--luts"),
          List.of("--max-dsp", "--dsp", "--dsps"),
          List.of("--max-bram", "--bram", "--brams"),
          List.of("--iterations", "--niterations", "--epochs", "--generations", "--steps"),
          List.of("--seconds", "--timeout", "--time", "--timeout-in-seconds"),
          List.of("--threads", "-j", "--jobs", "--procs", "--cores", "--processes"),
          List.of("--seed", "--random-state", "--random-seed"),
          List.of(
              "--out",
              "-o",
              "--output",
              "--output-dir",
              "--outdir",
              "--directory",
              "--dir",
              "--folder"),
          List.of("--force", "--overwrite", "--yes"),
          List.of("--clock", "--period", "--frequency", "--freq", "--mhz"),
          List.of("--device", "--part", "--fpga", "--chip"),
          List.of("--ii", "--interval", "--initiation-interval"),
          List.of("--tolerance", "--error", "--accuracy", "--precision"),
          List.of("--format", "--type", "--bits", "--width"),
          List.of("--everywhere", "--uniform", "--default-format"),
          List.of("--vectors", "--samples", "--tests"),
          List.of("--wrapper", "--handshake", "--axi", "--axi-stream", "--ready-valid"),
          List.of("--formal", "--prove", "--proof", "--yosys"),
          List.of("--waves", "--trace", "--vcd", "--fst"),
          List.of("--candidate", "--number", "--index", "--row"),
          List.of("--to", "--as", "--format", "--language", "--lang"),
          List.of("--teacher", "--network", "--net", "--onnx", "--model"),
          List.of("--inputs", "--data", "--rows", "--dataset"),
          List.of("--target", "--y", "--column"));

  /** Options of {@code emit} that a spec has in its statement of the hardware. */
  private static final Set<String> HARDWARE =
      Set.of(
          "--max-latency",
          "--max-lut",
          "--max-dsp",
          "--max-bram",
          "--clock",
          "--device",
          "--ii",
          "--registers",
          "--wrapper");

  /** Options of {@code emit} and of other programs that a spec has as other statements. */
  private static final Set<String> STATEMENTS =
      Set.of(
          "--tolerance",
          "--format",
          "--everywhere",
          "--input",
          "--output",
          "--define",
          "--classes",
          "--threshold",
          "--agreement",
          "--snap",
          "--operators",
          "--unary-operators",
          "--binary-operators",
          "--loss",
          "--select",
          "--guess",
          "--constraints",
          "--features",
          "--maxsize",
          "--maxdepth",
          "--populations");

  private OptionHint() {}

  /**
   * {@return a sentence that names what was meant; empty if nothing is near}
   *
   * @param written what was written, with its value if that stands behind an equals sign
   * @param command the command that does not know it
   */
  static Optional<String> of(String written, CommandLine command) {
    String word = written.strip().replaceFirst("=.*", "");
    if (!word.startsWith("-")) {
      return Optional.empty();
    }
    Set<String> own = options(command);
    Optional<String> meant =
        oneOf(sameAs(word), own)
            .or(() -> Suggestions.nearest(word, own))
            .or(() -> withPart(word, own));
    if (meant.isPresent()) {
      return Optional.of("did you mean " + meant.get() + "?");
    }
    Set<String> same = sameAs(word);
    if (own.contains("--with") && oneOf(same, HARDWARE).isPresent()) {
      return Optional.of(
          "the spec says it, or --with 'hardware xcvu9p-2 clock 5 ns, latency <= 6 cycles';");
    }
    if (own.contains("--with") && oneOf(same, STATEMENTS).isPresent()) {
      return Optional.of(
          "a statement of the spec says it, also behind --with: docs/spec-language.md;");
    }
    List<String> others = new ArrayList<>();
    CommandLine program = command.getParent();
    if (program != null) {
      program
          .getSubcommands()
          .forEach((name, other) ->
              oneOf(same, options(other)).ifPresent(option -> others.add(name + " " + option)));
    }
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of("other commands have it: " + String.join(", ", others) + ";");
  }

  private static Set<String> options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .flatMap(o -> List.of(o.names()).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The word itself first, then what others call the same. */
  private static Set<String> sameAs(String word) {
    Set<String> same = new LinkedHashSet<>(List.of(word));
    SAME.stream().filter(s -> s.contains(word)).forEach(same::addAll);
    return same;
  }

  private static Optional<String> oneOf(Collection<String> words, Set<String> of) {
    return words.stream().filter(of::contains).findFirst();
  }

  /** An option of which the word is a part between hyphens, or the other way round. */
  private static Optional<String> withPart(String word, Set<String> own) {
    return own.stream()
        .filter(o -> o.startsWith("--") && word.startsWith("--"))
        .filter(o ->
            isPart(word.substring(2), o.substring(2)) || isPart(o.substring(2), word.substring(2)))
        .findFirst();
  }

  private static boolean isPart(String part, String whole) {
    return !part.isEmpty() && ("-" + whole + "-").contains("-" + part + "-");
  }
}
