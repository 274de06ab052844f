package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.Least;
import io.formgate.hwcost.ScheduleOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is to be least of a circuit, as the commands take and report it. */
class LeastAreaTest {
  private static Formgate.Ran run(String command, String... more) {
    return Formgate.run(
        Stream.concat(
                Stream.of(
                    command,
                    "sqrt(x*x + 0.3)",
                    "--input=x:fixed<14,4>:[-7,7]",
                    "--output=y:fixed<16,6>",
                    "--tolerance=0.01",
                    "--clock=2.5ns"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static int number(Formgate.Ran ran, String before, String after) {
    return ran.out()
        .lines()
        .filter(l -> l.startsWith(before) && l.contains(after))
        .mapToInt(l -> Integer.parseInt(l.substring(before.length(), l.indexOf(after)).strip()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void costShowsTheSmallestCircuitWithinTheLimit() {
    Formgate.Ran fastest = run("cost");
    Formgate.Ran smallest = run("cost", "--least=area");
    assertThat(smallest.err()).isEmpty();
    int cycles = number(fastest, "  latency", " cycle");
    assertThat(number(smallest, "  latency", " cycle")).isGreaterThan(cycles);
    assertThat(number(smallest, "  area", " LUT")).isLessThan(number(fastest, "  area", " LUT"));
    assertThat(smallest.out())
        .contains("chosen for the least area at any number of cycles, none is given as the most");
    assertThat(run("cost", "--least=area", "--max-latency=" + cycles).out())
        .contains("chosen for the least area within " + cycles + " cycles")
        .contains("  latency   " + cycles + " cycles");
    assertThat(run("cost", "--least=cycles").out()).isEqualTo(fastest.out());
  }

  @Test
  void aSpecAsksForTheSmallestCircuitWithinItsLimit(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("points.csv"), "x,y\n1,2\n2,3\n");
    Path file = folder.resolve("points.fg");
    String text =
        """
        data "points.csv"
        input x as fixed<8,4> in [-7, 7]
        output y as fixed<8,5>
        operators + *
        hardware xcvu9p-2 clock 5 ns, %slatency <= 3 cycles
        """;
    Files.writeString(file, text.formatted("least area, "));
    assertThat(SpecPorts.schedule(SpecFile.read(file)))
        .isEqualTo(new ScheduleOptions(5000, false, false, OptionalInt.of(3), 1, Least.AREA));
    Files.writeString(file, text.formatted(""));
    assertThat(SpecPorts.schedule(SpecFile.read(file))).isEqualTo(ScheduleOptions.atPeriod(5000));
  }

  @Test
  void emitWritesDownWhatWasAskedFor(@TempDir Path folder) {
    Path run = folder.resolve("run");
    Formgate.Ran ran =
        run("emit", "--least=area", "--max-latency=9", "--vectors=300", "--out=" + run);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("chosen for the least area within 9 cycles");
    assertThat(Formgate.text(run.resolve("request.txt")))
        .contains("wrapper none, least area, latency <= 9\n");
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    Formgate.Ran latency =
        Formgate.run("cost", "x*x", "--format=fixed<8,3>", "--least=area", "--latency=3");
    assertThat(latency.code()).isEqualTo(ExitCode.USER_MISTAKE);
    // LEAST_CONFLICT
    assertThat(latency.err()).startsWith("error FG620: ").contains("--max-latency 3");
    Formgate.Ran volume = run("cost", "--least=volume");
    assertThat(volume.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(volume.err()).contains("FG300").contains("'cycles' or 'area'");
    Formgate.Ran above = run("cost", "--least=area", "--max-latency=0");
    assertThat(above.err()).startsWith("error FG705: ");
  }
}
