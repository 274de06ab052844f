package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What emit takes, and how it says that it does not. */
class EmitTest {
  private static final Pattern PLACED = Pattern.compile("(?m)^(.*): error (FG\\d+): ");

  private static Path candidate(Path run) {
    return run.resolve("candidates").resolve(Formgate.names(run.resolve("candidates")).getFirst());
  }

  private static String formulas(Path folder, String... arguments) throws IOException {
    Path run = folder.resolve("run");
    String[] all =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of("emit", "--vectors=200", "--out=" + run),
                java.util.stream.Stream.of(arguments))
            .toArray(String[]::new);
    Formgate.Ran ran = Formgate.run(all);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).as(ran.out()).isEqualTo(ExitCode.DONE);
    return Files.readString(candidate(run).resolve("formula.txt"));
  }

  @Test
  void customOperatorsAreWrittenOut(@TempDir Path folder) throws IOException {
    String text =
        formulas(
            folder,
            "g(e, 1/32) - 1",
            "--define=f(x, y) = x*(x + y)",
            "--define=g(x, y) = f(x, 2*y)",
            "--input=e:fixed<8,3>:[-1/2, 3]",
            "--output=z:fixed<12,7>",
            "--tolerance=max(1 %, 1/8)",
            "--clock=0.005us");
    // An input may be called as a constant of the language.
    assertThat(text).contains("e*(e + ").doesNotContain("2.718");
  }

  @Test
  void formulasOneALineTakeOutputsInTheirOrder(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("two.txt"), "# two\nx + y\nx - y // other\n");
    String named =
        formulas(
            folder,
            "--formulas=" + file,
            "--format=fixed<8,3>",
            "--output=sum:fixed<9,4>",
            "--output=difference:fixed<10,4>");
    assertThat(named).contains("sum = x + y").contains("difference = x - y");
  }

  @Test
  void oneFormatIsEnoughForAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("two.txt"), "x + y\nx - y\n");
    String text =
        formulas(folder, "--formulas=" + file, "--format=fixed<8,3>", "--output=fixed<9,4>");
    assertThat(text).contains("y0 = x + y").contains("y1 = x - y");
  }

  @Test
  void mistakesOfOptionsFormulasAndUnitsAreShownTogether(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f.txt"), "u = x + m\nv = sine(x)\nw = x + q\n");
    Formgate.Ran syntax =
        Formgate.run(
            "emit",
            "--formulas=" + file,
            "--input=x:fixed<8,4>:GeV:[0,99]",
            "--input=X:fixd<8,4>",
            "--output=u:fixed<8,4>",
            "--clock=5 weeks",
            "--device=nosuch",
            "--define=f(a) = b",
            "--name=a__b",
            "--vectors=0",
            "--tolerance=0");
    assertThat(PLACED.matcher(syntax.err()).results().map(r -> r.group(1) + " " + r.group(2)))
        .containsExactlyInAnyOrder(
            "--input:1:18 FG304",
            "--input:1:1 FG301",
            "--input:1:3 FG303",
            "--define:1:8 FG403",
            "--clock:1:1 FG306",
            "--tolerance:1:1 FG306",
            file + ":2:5 FG401");
    assertThat(syntax.err())
        .contains("error FG700: ")
        .contains("error FG301: --name 'a__b' has two underscores")
        .contains("error FG100: --vectors is 0");

    Files.writeString(file, "u = x + m\nv = x\nw = x + q\n");
    Formgate.Ran units =
        Formgate.run(
            "emit",
            "--formulas=" + file,
            "--input=x:fixed<8,4>:GeV",
            "--input=m:fixed<8,4>:m",
            "--output=u:fixed<8,4>:GeV",
            "--output=v:fixed<8,4>:s",
            "--output=w:fixed<99,4>");
    assertThat(PLACED.matcher(units.err()).results().map(r -> r.group(1) + " " + r.group(2)))
        .containsExactlyInAnyOrder(
            file + ":1:1 FG501", file + ":2:1 FG501", "--output:1:3 FG303", file + ":3:9 FG403");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "module", "entity", "a__b", "x_", "_x", "$(rm -rf)", "a\"b", "it's", "a\\b", "\\alpha",
        "a%b", "a_{b}", "a&b", "a#b", "clock", "x y", "", "x;y", "a\nb", "größe"
      })
  void namesThatSomeToolCannotTakeAreRefused(String name, @TempDir Path folder) {
    for (List<String> ports :
        List.of(
            List.of("--input=x:fixed<8,4>", "--output=" + name + ":fixed<8,4>"),
            List.of(
                "--input=x:fixed<8,4>", "--input=" + name + ":fixed<8,4>", "--output=z:fixed<8,4>"),
            List.of("--input=x:fixed<8,4>", "--output=z:fixed<8,4>", "--name=" + name))) {
      String[] arguments =
          java.util.stream.Stream.concat(
                  java.util.stream.Stream.of("emit", "x", "--out=" + folder.resolve("run")),
                  ports.stream())
              .toArray(String[]::new);
      Formgate.Ran ran = Formgate.run(arguments);
      assertThat(ran.code()).as(ports + ran.err()).isEqualTo(ExitCode.USER_MISTAKE);
      assertThat(ran.err()).containsOnlyOnce("error FG301: ").containsOnlyOnce("error ");
      assertThat(Formgate.names(folder)).isEmpty();
    }
  }
}
