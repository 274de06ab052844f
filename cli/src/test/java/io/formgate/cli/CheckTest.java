package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check command shows all that a spec says, and all mistakes together. */
class CheckTest {
  private static final String RICH =
      """
      data "rows.csv", missing drop
      define unit U0x = 3 GeV
      where good > 0
      weight 1 + abs(a)
      split validation 20 %, seed 3
      input a, b : GeV as fixed<10,4> in [-4, 4]
      output line : GeV as fixed<10,5> saturate tolerance max(1 %, 1/32 GeV)
      output product as fixed<12,6>
      parameter k : U0x in [0, inf]
      define twice(x) = x + x
      operators + * exp twice
      constants dimensionless, in [-4, 4], on grid 2^-6
      constrain count(exp) <= 1 for line, line increasing in a, no exp inside exp soft weight 3/2
      form line = k*?(a/b, b/a) + f(a) - f(b)
      loss huber(1.5) for line
      loss mae for product
      complexity nodes, exp 3
      evolution crossover 0.25
      hardware xcvu9p-2 clock 5 ns, latency <= 6 cycles, dsp <= 10
      search iterations 3, maxsize 7
      """;

  private static void data(Path folder) throws IOException {
    StringBuilder csv = new StringBuilder("a,b,product,line,kind,good\n");
    SplittableRandom random = new SplittableRandom(1);
    for (int row = 0; row < 150; row++) {
      double a = random.nextDouble(-4, 4);
      csv.append(
          String.format(
              Locale.ROOT,
              "%.4f,%s,%.4f,%.4f,%s,%d%n",
              a,
              row == 7 ? "" : "1.5",
              1.5 * a,
              2 * a + 1,
              row < 30 ? "up" : "down",
              row % 3));
    }
    Files.writeString(folder.resolve("rows.csv"), csv);
  }

  private static Path write(Path folder, String spec) throws IOException {
    data(folder);
    return Files.writeString(folder.resolve("rich.fg"), spec);
  }

  @Test
  void theSummaryShowsAllThatTheSpecSays(@TempDir Path folder) throws IOException {
    Path spec = write(folder, RICH);
    Formgate.Ran ran = Formgate.run("check", spec.toString());
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    assertThat(ran.out().lines().skip(2).toList())
        .containsExactly(
            "  define     unit U0x = 3 GeV",
            "  define     twice(x) = x + x",
            "  where      good > 0",
            "  weight     1 + abs(a)",
            "  split      validation 0.2, seed 3",
            "  input      a : GeV as fixed<10,4> in [-4, 4]",
            "  input      b : GeV as fixed<10,4> in [-4, 4]",
            "  output     line : GeV as fixed<10,5> saturate tolerance max(1 %, 0.03125)",
            "  output     product : 1 as fixed<12,6> tolerance 0.015625",
            "  parameter  k : U0x in [0, inf]",
            "  operators  + * exp twice",
            "  constants  dimensionless",
            "  constrain  constants in [-4, 4], hard",
            "  constrain  constants on grid 2^-6, hard",
            "  constrain  count(exp) <= 1 for line, hard",
            "  constrain  line increasing in a, hard",
            "  constrain  no exp inside exp, soft weight 1.5",
            "  form       line = k*?1(a/b, b/a) + f(a) - f(b)",
            "  hole       ?1 of line takes 2 arguments",
            "  hole       f of line takes 1 argument",
            "  loss       huber(1.5) for line",
            "  loss       mae for product",
            "  complexity nodes, exp 3",
            "  evolution  crossover 0.25",
            "  hardware   xcvu9p-2 clock 5000 ps, registers none, wrapper none, latency <= 6, dsp <= 10 (200 MHz)",
            "  search     iterations 3, seed 1, populations 12, population 60, maxsize 7, warmup 0",
            "  select     cycles");
    assertThat(ran.out().lines().limit(2).toList())
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo(spec + ": no mistakes"),
            rows ->
                assertThat(rows)
                    .matches(
                        "  data       99 rows of 150 of .*rows\\.csv; 50 not taken by the"
                            + " condition; 1 lack a value; \\d+ for training, \\d+ for"
                            + " validation"));
  }

  @Test
  void jsonHasTheSameFacts(@TempDir Path folder) throws IOException {
    Formgate.Ran ran = Formgate.run("check", "--json", write(folder, RICH).toString());
    JsonNode facts = new ObjectMapper().readTree(ran.out());
    assertThat(facts.at("/data/inFile").asInt()).isEqualTo(150);
    assertThat(facts.at("/data/training").asInt() + facts.at("/data/validation").asInt())
        .isEqualTo(99);
    assertThat(facts.at("/statements/input/1").asText())
        .isEqualTo("b : GeV as fixed<10,4> in [-4, 4]");
    assertThat(facts.get("constraints")).hasSize(5);
    assertThat(facts.at("/constraints/4/softWeight").asDouble()).isEqualTo(1.5);
    assertThat(facts.at("/constraints/2/output").asText()).isEqualTo("line");
    assertThat(facts.at("/holes/0/arguments").asInt()).isEqualTo(2);
    assertThat(facts.get("clockMhz").asDouble()).isEqualTo(200);
  }

  @Test
  void classesAndWhatTheSearchCannotDoAreShown(@TempDir Path folder) throws IOException {
    Path spec =
        write(
            folder,
            """
            data "rows.csv"
            input a as fixed<10,4>
            classes up, down from kind
            operators + *
            loss cross_entropy
            complexity latency, * 3
            hardware xcvu9p-2 clock 5 ns
            """);
    Formgate.Ran ran = Formgate.run("check", spec.toString());
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    assertThat(ran.out())
        .contains("             rows of each class: up 30, down 120\n")
        .contains("\n  note: compile cannot search this: ");
  }

  @Test
  void mistakesOfDeviceAndDataAreShownTogether(@TempDir Path folder) throws IOException {
    Path spec =
        write(folder, RICH.replace("xcvu9p-2", "xcvu9p-9").replace("good > 0", "goood > 0"));
    Formgate.Ran ran = Formgate.run("check", spec.toString());
    assertThat(ran.err()).contains("error FG700: ").contains("error FG201: ");
    assertThat(ran.out()).isEmpty();
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
  }

  @Test
  void filesThatAreNoTextEndInAMistake(@TempDir Path folder) throws IOException {
    Path huge = folder.resolve("huge.fg");
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(50_000_000);
    }
    Path latin = Files.write(folder.resolve("latin.fg"), new byte[] {'d', (byte) 0xE9, '\n'});
    for (Path file : List.of(huge, latin, folder)) {
      for (String[] command :
          new String[][] {
            {"check", file.toString()},
            {"emit", "--format=fixed<8,4>", "--formulas=" + file, "--out=" + folder.resolve("run")}
          }) {
        long start = System.nanoTime();
        Formgate.Ran ran = Formgate.run(command);
        assertThat(ran.err()).contains("error FG101: cannot read " + file);
        assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
      }
    }
  }
}
