package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table held against the tools, and what calibrate refuses. */
class CalibrateTest {
  private static Formgate.Ran calibrate(String... arguments) {
    return Formgate.run(
        Stream.concat(Stream.of("calibrate"), Stream.of(arguments)).toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "--device=xcvu9p-2, no open place-and-route",
    "--device=unit, no device that synthesis knows",
    "--device=ice40, no cost table",
    "--device=ice40hx8k --rows=divide, no operation is measured as 'divide'",
    "--device=ice40hx8k --check=missing.txt, missing.txt",
    "--device=ice40hx8k --clock=fast, fast",
  })
  void mistakesAreTold(String arguments, String said, @TempDir Path folder) {
    String[] words = (arguments + " --out=" + folder).split(" ");
    Formgate.Ran ran = calibrate(words);
    assertThat(ran.code()).isNotZero();
    assertThat(ran.err()).contains(said).doesNotContain("Exception");
  }

  @Test
  void aListWithAMistakeIsRefusedBeforeAnythingIsBuilt(@TempDir Path folder) throws Exception {
    Path list = folder.resolve("list.txt");
    Files.writeString(list, "sum | a + b | a:fixed<4,2> ; b:fixed<4,2> | y:fixed<5,3>\n");
    Formgate.Ran ran =
        calibrate("--device=ice40hx8k", "--check=" + list, "--out=" + folder.resolve("out"));
    assertThat(ran.code()).isNotZero();
    assertThat(ran.err()).contains("4 fields, not 5").contains("list.txt:1:1");
  }

  /** Real synthesis, and real place-and-route of a device that is fast to place. */
  @Test
  void circuitsAreHeldAgainstTheirClaims(@TempDir Path folder) throws Exception {
    Path list = folder.resolve("list.txt");
    Files.writeString(
        list,
        """
        # a comment
        sum | a + b | a:fixed<6,2> ; b:fixed<6,2> | y:fixed<7,3> | 1/16
        wide | exp(a) | a:fixed<30,3> | y:fixed<24,10> | 1e-6
        """);
    Path out = folder.resolve("new").resolve("out");
    Formgate.Ran ran =
        calibrate("--device=ice40hx8k", "--seeds=1", "--check=" + list, "--out=" + out);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("sum: 0 cycles, ")
        .contains("1 circuits, and 1 that cannot be built")
        .contains("timing met by 1 of 1");
    List<String> csv = Files.readAllLines(out.resolve("ice40hx8k.csv"));
    assertThat(csv).hasSize(2);
    String[] sum = csv.getLast().split(",");
    int claimedPs = Integer.parseInt(sum[2]);
    int reachedPs = Integer.parseInt(sum[3]);
    assertThat(reachedPs).isBetween(1000, claimedPs);
    // Estimated and counted: a table for each of seven bits.
    assertThat(sum[4]).isEqualTo("7");
    assertThat(sum[5]).isEqualTo("7");
    assertThat(Files.readString(out.resolve("ice40hx8k.md"))).contains("nextpnr-ice40");
    assertThat(out.resolve("ice40hx8k-clock.svg")).isNotEmptyFile();
    assertThat(out.resolve("ice40hx8k-lut.svg")).isNotEmptyFile();
  }
}
