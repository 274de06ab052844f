package io.formgate.cli;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Suggestions;
import io.formgate.sim.FileTrouble;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The formgate command. */
@Command(
    name = "formgate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "From a data set or a formula to a verified FPGA circuit.",
    subcommands = {
      InitCommand.class,
      CompileCommand.class,
      SearchCommand.class,
      ResumeCommand.class,
      DistillCommand.class,
      EmitCommand.class,
      CostCommand.class,
      VerifyCommand.class,
      CheckCommand.class,
      ReportCommand.class,
      ExportCommand.class,
      PredictCommand.class,
      CalibrateCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 mismatch or budget unmet, 2 user mistake, 3 missing tool,",
      "4 internal error, 130 interrupted."
    })
public final class Main implements Runnable {
  /** Narrower, picocli refuses to lay out help. */
  private static final int MIN_HELP_COLUMNS = 60;

  /** Where descriptions begin at most. */
  private static final int MAX_OPTION_COLUMNS = 40;

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * Runs the command and ends the process.
   *
   * @param arguments command line
   */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    int code = run(Terminal.of(out, err, System.getenv()), arguments);
    out.flush();
    System.exit(code);
  }

  /** Ends the process as an interrupt does; what is half-written is removed. */
  static void interrupt() {
    System.exit(ExitCode.INTERRUPTED);
  }

  /** {@return the exit code of a command line} */
  static int run(Terminal terminal, String... arguments) {
    CommandLine line = commandLine(terminal);
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(Math.max(MIN_HELP_COLUMNS, terminal.columns()));
    line.setUsageHelpLongOptionsMaxWidth(
        Math.min(MAX_OPTION_COLUMNS, terminal.columns() - MIN_HELP_COLUMNS / 2));
    line.setParameterExceptionHandler((e, args) -> usage(e));
    line.setExecutionExceptionHandler((e, commandLine, result) -> failed(terminal, e));
    try {
      return line.execute(formulasAreNoOptions(arguments));
    } catch (StackOverflowError | OutOfMemoryError | LinkageError | AssertionError e) {
      return failed(terminal, e);
    }
  }

  /**
   * A formula may begin with a minus. Options begin with two, but for those of one letter; a blank
   * keeps what is neither from being taken for one.
   */
  private static String[] formulasAreNoOptions(String[] arguments) {
    return Stream.of(arguments)
        .map(a -> a.length() > 2 && a.startsWith("-") && a.charAt(1) != '-' ? " " + a : a)
        .toArray(String[]::new);
  }

  /** {@return the commands with their options} */
  static CommandLine commandLine(Terminal terminal) {
    return new CommandLine(new Main(), new Commands(terminal));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int usage(ParameterException e) {
    CommandLine line = e.getCommandLine();
    StringBuilder mend = new StringBuilder();
    String message =
        String.valueOf(e.getMessage())
            .strip()
            .replaceFirst("is not an? (long|int)$", "is not a whole number")
            .replaceFirst("is not a double$", "is not a number");
    if (e instanceof UnmatchedArgumentException unmatched && line.getParent() == null) {
      String word = unmatched.getUnmatched().getFirst();
      if (!word.startsWith("-")) {
        message = "there is no command '" + word + "'";
        Suggestions.nearest(word, line.getSubcommands().keySet())
            .ifPresent(near -> mend.append("did you mean ").append(near).append("? "));
      }
    } else {
      // An option under another name may be what is missing.
      List<String> unmatched =
          e instanceof UnmatchedArgumentException u
              ? u.getUnmatched()
              : line.getUnmatchedArguments();
      unmatched.stream()
          .findFirst()
          .flatMap(word -> OptionHint.of(word, line))
          .ifPresent(hint -> mend.append(hint).append(' '));
      if (e instanceof MissingParameterException missing && mend.isEmpty()) {
        missing.getMissing().forEach(argument -> mend.append(what(argument)).append("; "));
      }
    }
    mend.append("see '").append(line.getCommandSpec().qualifiedName()).append(" --help'");
    Diagnostic diagnostic = Diagnostic.of(DiagnosticCode.USAGE, message, mend.toString());
    line.getErr().print(diagnostic.render());
    line.getErr().flush();
    return ExitCode.USER_MISTAKE;
  }

  /** What is missing, in the words of the help. */
  private static String what(ArgSpec argument) {
    String name = argument instanceof OptionSpec o ? o.longestName() : argument.paramLabel();
    return name + ": " + String.join(" ", argument.description());
  }

  /** A user's mistakes are shown; a bug is named, and its trace goes into a file. */
  private static int failed(Terminal terminal, Throwable e) {
    if (isShuttingDown()) {
      // Whatever fails now fails because its tools are being ended with it.
      return ExitCode.INTERRUPTED;
    }
    if (e instanceof DiagnosticException mistakes) {
      mistakes.diagnostics().forEach(d -> terminal.err().print(d.render()));
      return ExitCode.of(mistakes.diagnostics());
    }
    if (e instanceof UncheckedIOException io) {
      Diagnostic diagnostic =
          Diagnostic.of(
              DiagnosticCode.OUTPUT_UNWRITABLE,
              "a file cannot be read or written: "
                  + FileTrouble.reason(Objects.requireNonNull(io.getCause())),
              "check the disk and the rights of the output folder");
      terminal.err().print(diagnostic.render());
      return ExitCode.USER_MISTAKE;
    }
    Diagnostic diagnostic =
        Diagnostic.of(
            DiagnosticCode.INTERNAL,
            "a bug in formgate: " + firstLine(e),
            "please report it with the file " + trace(e));
    terminal.err().print(diagnostic.render());
    return ExitCode.INTERNAL;
  }

  private static boolean isShuttingDown() {
    Thread nothing = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(nothing);
      Runtime.getRuntime().removeShutdownHook(nothing);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private static String firstLine(Throwable e) {
    return e.toString().lines().findFirst().orElse("").strip();
  }

  private static String trace(Throwable e) {
    try {
      Path file = Files.createTempFile("formgate-", ".trace");
      try (PrintWriter writer = new PrintWriter(file.toFile(), StandardCharsets.UTF_8)) {
        e.printStackTrace(writer);
      }
      return file.toString();
    } catch (IOException io) {
      return "(which could not be written: " + io.getMessage() + ")";
    }
  }

  /** Makes commands that know the terminal. */
  private record Commands(Terminal terminal) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      if (type == InitCommand.class) {
        return type.cast(new InitCommand(terminal));
      }
      if (type == CompileCommand.class) {
        return type.cast(new CompileCommand(terminal));
      }
      if (type == SearchCommand.class) {
        return type.cast(new SearchCommand(terminal));
      }
      if (type == ResumeCommand.class) {
        return type.cast(new ResumeCommand(terminal));
      }
      if (type == DistillCommand.class) {
        return type.cast(new DistillCommand(terminal));
      }
      if (type == EmitCommand.class) {
        return type.cast(new EmitCommand(terminal));
      }
      if (type == CalibrateCommand.class) {
        return type.cast(new CalibrateCommand(terminal));
      }
      if (type == CostCommand.class) {
        return type.cast(new CostCommand(terminal));
      }
      if (type == VerifyCommand.class) {
        return type.cast(new VerifyCommand(terminal));
      }
      if (type == CheckCommand.class) {
        return type.cast(new CheckCommand(terminal));
      }
      if (type == ReportCommand.class) {
        return type.cast(new ReportCommand(terminal));
      }
      if (type == ExportCommand.class) {
        return type.cast(new ExportCommand(terminal));
      }
      if (type == PredictCommand.class) {
        return type.cast(new PredictCommand(terminal));
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
