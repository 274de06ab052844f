package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.formgate.constraints.Levels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parameters of which each level of a column has its own, from the data to the circuit. */
class LevelsTest {
  private static final Map<String, Double> GAINS = Map.of("east", 1.5, "north", -2.0, "west", 0.75);

  private static final String SPEC =
      """
      data "product.csv"
      input x as ufixed<8,3> in [0, 7.9]
      output y as fixed<14,7> saturate tolerance 0.1
      parameter k[site]
      parameter b
      form y = k*f(x) + b
      operators + - *
      hardware xcvu9p-2 clock 5 ns
      search iterations 8, seed 1, populations 2, population 30, maxsize 8
      """;

  private static String csv(int rows) {
    StringBuilder csv = new StringBuilder("x,site,y\n");
    SplittableRandom random = new SplittableRandom(3);
    List<String> sites = GAINS.keySet().stream().sorted().toList();
    for (int row = 0; row < rows; row++) {
      double x = random.nextInt(0, 253) / 32.0;
      String site = sites.get(random.nextInt(3));
      double y = GAINS.getOrDefault(site, 0.0) * (x * x + x) + 3;
      csv.append(String.format(Locale.ROOT, "%.5f,%s,%.6f%n", x, site, y));
    }
    return csv.toString();
  }

  private static Formgate.Ran compile(Path folder, String spec, String csv) throws IOException {
    return Formgate.run(
        "compile",
        SmallSpec.write(folder, spec, csv).toString(),
        "--vectors=1000",
        "--out",
        folder.resolve("run").toString());
  }

  @Test
  void everyLevelIsFittedAndTheCircuitChoosesByItsCode(@TempDir Path folder) throws IOException {
    Formgate.Ran ran = compile(folder, SPEC, csv(120));
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    assertThat(ran.out()).contains("levels    site: 0 = east, 1 = north, 2 = west");
    assertThat(folder.resolve("run/levels.csv"))
        .hasContent("column,code,level\nsite,0,\"east\"\nsite,1,\"north\"\nsite,2,\"west\"\n");

    List<String> names = Formgate.names(folder.resolve("run/candidates"));
    Path candidate = folder.resolve("run/candidates").resolve(names.getFirst());
    JsonNode report = new ObjectMapper().readTree(candidate.resolve("report.json").toFile());
    assertThat(report.get("verified").asBoolean()).isTrue();
    assertThat(report.get("data").get(0).get("formulaRelativeRms").asDouble()).isLessThan(1e-5);
    Map<String, Double> fitted = new java.util.HashMap<>();
    report
        .get("parameters")
        .forEach(p -> fitted.put(p.get("name").asText(), p.get("value").asDouble()));
    assertThat(fitted).containsOnlyKeys("k[east]", "k[north]", "k[west]", "b");
    // The hole may take a factor; ratios are the law's.
    double east = fitted.getOrDefault("k[east]", 0.0);
    assertThat(fitted.getOrDefault("k[north]", 0.0) / east)
        .isCloseTo(-2 / 1.5, org.assertj.core.api.Assertions.within(1e-3));
    assertThat(fitted.getOrDefault("k[west]", 0.0) / east)
        .isCloseTo(0.75 / 1.5, org.assertj.core.api.Assertions.within(1e-3));

    Path rows = Files.writeString(folder.resolve("new.csv"), "x,site\n2,west\n2,north\n");
    Formgate.Ran predicted =
        Formgate.run("predict", folder.resolve("run").toString(), rows.toString());
    assertThat(predicted.err()).isEmpty();
    List<String> lines = predicted.out().lines().toList();
    assertThat(Double.parseDouble(lines.get(1).split(",")[2]))
        .isCloseTo(0.75 * 6 + 3, org.assertj.core.api.Assertions.within(0.15));
    assertThat(Double.parseDouble(lines.get(2).split(",")[2]))
        .isCloseTo(-2.0 * 6 + 3, org.assertj.core.api.Assertions.within(0.15));
    Files.writeString(rows, "x,site\n2,south\n");
    assertThat(Formgate.run("predict", folder.resolve("run").toString(), rows.toString()).err())
        .contains("FG207")
        .contains("south");

    Path table = folder.resolve("run/levels.csv");
    for (String bad : List.of("site", "site,0", "site,0,east", "site,1,\"east\"", ",,,")) {
      Files.writeString(table, "column,code,level\n" + bad + "\n");
      Formgate.Ran edited =
          Formgate.run("predict", folder.resolve("run").toString(), rows.toString());
      assertThat(edited.code()).isEqualTo(ExitCode.USER_MISTAKE);
      assertThat(edited.err())
          .contains("FG103", "levels.csv is not the table", "line 2", "mend: compile the spec");
    }

    Formgate.Ran check = Formgate.run("check", folder.resolve("product.fg").toString());
    assertThat(check.out()).contains("k[site]").contains("site: 0 = east, 1 = north, 2 = west");
  }

  @Test
  void whateverATableOfLevelsHoldsIsReadAsItWasWritten(@TempDir Path folder) throws IOException {
    List<String> texts = List.of("a \"b\", c", ",", "\"", "north");
    Levels own = new Levels("site, \"old\"", texts, List.of(0L, 1L, 2L, 3L), true);
    Levels input = new Levels("n", List.of("-3", "0", "7"), List.of(-3L, 0L, 7L), false);
    Path table = folder.resolve("levels.csv");
    Files.writeString(table, LevelCodes.csv(List.of(own, input)));
    assertThat(LevelCodes.ofRun(table, own.column())).isEqualTo(texts);
    assertThat(LevelCodes.ofRun(table, "n")).isEmpty();
    assertThat(LevelCodes.ofRun(table, "m")).isEmpty();
    assertThat(LevelCodes.ofRun(folder.resolve("none.csv"), "n")).isEmpty();
  }

  private static void refused(Path folder, String spec, String csv, String... messages)
      throws IOException {
    Formgate.Ran ran = compile(folder, spec, csv);
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err()).contains("4:13: error FG314: ").contains(messages);
  }

  @Test
  void columnsWithoutUsableLevelsAreRefused(@TempDir Path folder) throws IOException {
    StringBuilder many = new StringBuilder("x,site,y\n");
    IntStream.range(0, 65).forEach(i -> many.append("1,s").append(i).append(",1\n"));
    refused(folder, SPEC, many.toString(), "has 65 levels", "at most 64");
    refused(folder, SPEC, "x,site,y\n1,0.5,1\n2,1.5,2\n", "holds 0.5", "whole numbers");
    refused(folder, SPEC, "x,site,y\n1,,1\n2,,2\n", "has no levels");
    refused(
        folder, SPEC, "x,site,y\n1,\"ea\nst\",1\n2,west,2\n", "a line break in it", "on one line");
    refused(
        folder,
        SPEC.replace("parameter k[site]", "parameter k[x]"),
        csv(20),
        "the column 'x' holds");
    // One row of its own is the validation row with some seed.
    String spec = SPEC + "split validation 20 %, seed SEED\n";
    String lonely = csv(10).replaceFirst("(?<=,)(east|north|west)(?=,)", "south");
    boolean seen = false;
    for (int seed = 1; seed < 40 && !seen; seed++) {
      Formgate.Ran ran =
          Formgate.run(
              "check", SmallSpec.write(folder, spec.replace("SEED", "" + seed), lonely).toString());
      seen = ran.err().contains("the level 'south' in rows kept apart for validation only");
    }
    assertThat(seen).isTrue();
  }
}
