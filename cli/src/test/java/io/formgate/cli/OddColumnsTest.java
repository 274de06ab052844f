package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data with column names that no port can have, from a first spec to predictions. */
class OddColumnsTest {
  private static final String CLASSES =
      """
      data "jets.csv"
      input a from "jet.pt [GeV]" : 1 as ufixed<8,3>
      input b from "jet,eta" : 1 as fixed<8,3>
      column kind from "jet class", w from "weight (norm.)"
      weight w
      where kind >= 0
      classes light = "signal", heavy = "2 b" from kind as fixed<10,5> saturate
      form light = ?(b)
      form heavy = -?(b)
      operators + - *
      hardware xcvu9p-2 clock 5 ns
      search iterations 2, seed 1, populations 2, population 20, maxsize 6
      """;

  @TempDir private Path folder = Path.of("");

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static String done(String... arguments) {
    Formgate.Ran ran = Formgate.run(arguments);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    return ran.out();
  }

  @Test
  void aFirstSpecOfThemIsSearchedAndPredicts() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder csv = new StringBuilder("pt 1,jet.pt,m [GeV]\n");
    for (int row = 0; row < 40; row++) {
      int a = random.nextInt(1, 60);
      int b = random.nextInt(1, 60);
      csv.append(a).append(',').append(b).append(',').append(a + b).append('\n');
    }
    Path data = file("d.csv", csv.toString());
    Path spec = folder.resolve("d.fg");
    done("init", data.toString(), "--out", spec.toString());
    assertThat(Formgate.text(spec))
        .contains("input pt_1 from \"pt 1\"", "output m from \"m [GeV]\" : 1");
    Path run = folder.resolve("run");
    done(
        "search",
        spec.toString(),
        "--out",
        run.toString(),
        "--with",
        "search iterations 2, seed 1, populations 2, population 20, maxsize 6");
    List<String> lines =
        done("predict", run.toString(), data.toString(), "--formula", "--candidate", "1")
            .lines()
            .toList();
    assertThat(lines).hasSize(41).first().isEqualTo("pt 1,jet.pt,m [GeV]");
    Path renamed = file("renamed.csv", "pt_1,jet.pt\n1,2\n");
    assertThat(
            Formgate.run(
                    "predict", run.toString(), renamed.toString(), "--formula", "--candidate", "1")
                .err())
        .contains("FG201", "the data has no column 'pt 1'", "did you mean 'pt_1'?");
  }

  @Test
  void classesArePredictedByIndexAndName() throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    StringBuilder csv = new StringBuilder("jet.pt [GeV],\"jet,eta\",jet class,weight (norm.)\n");
    for (int row = 0; row < 60; row++) {
      double b = random.nextInt(1, 60) / 16.0 * (row % 2 == 0 ? 1 : -1);
      csv.append(
          String.format(
              Locale.ROOT, "%d,%.4f,%s,1%n", row % 8, b, row % 2 == 0 ? "signal" : "2 b"));
    }
    Path data = file("jets.csv", csv.toString());
    Path run = folder.resolve("run");
    done("compile", file("jets.fg", CLASSES).toString(), "--vectors=1000", "--out", run.toString());
    List<String> lines = done("predict", run.toString(), data.toString()).lines().toList();
    assertThat(lines.getFirst()).isEqualTo("jet.pt [GeV],\"jet,eta\",class_index,class");
    assertThat(lines).hasSize(61);
    int right = 0;
    for (int row = 0; row < 60; row++) {
      String line = lines.get(row + 1);
      assertThat(line).matches(".*,(0,signal|1,2 b)");
      right += line.endsWith(row % 2 == 0 ? "signal" : "2 b") ? 1 : 0;
    }
    assertThat(right).isGreaterThan(50);

    // The formulas give their scores, and their class; one of them alone gives no class.
    List<String> scores =
        done("predict", run.toString(), data.toString(), "--formula").lines().toList();
    assertThat(scores.getFirst())
        .isEqualTo("jet.pt [GeV],\"jet,eta\",light,heavy,class_index,class");
    for (String line : scores.subList(1, 61)) {
      String[] cells = line.split(",");
      boolean isLight = Double.parseDouble(cells[2]) >= Double.parseDouble(cells[3]);
      assertThat(line).endsWith(isLight ? ",0,signal" : ",1,2 b");
    }
    assertThat(
            done("predict", run.toString(), data.toString(), "--formula", "--candidate", "heavy 1"))
        .startsWith("jet.pt [GeV],\"jet,eta\",heavy\n");

    Path parquet = folder.resolve("p.parquet");
    done("predict", run.toString(), data.toString(), "--out", parquet.toString());
    assertThat(done("predict", run.toString(), parquet.toString()).lines().toList())
        .isEqualTo(lines);
    // A run without a spec, as emit makes it, has the classes in its report.
    Files.delete(run.resolve("spec.fg"));
    Path ports =
        file(
            "ports.csv",
            lines.stream()
                .collect(Collectors.joining("\n"))
                .replaceFirst(".*\n", "a,b,class_index,class\n"));
    assertThat(done("predict", run.toString(), ports.toString()).lines().skip(1))
        .isEqualTo(
            lines.subList(1, 61).stream()
                .map(line -> line.replace("signal", "light").replace("2 b", "heavy"))
                .toList());
  }

  @Test
  void columnsOfOneNameAreToldBeforeTheyAreUsed() throws IOException {
    StringBuilder csv = new StringBuilder("pt,pt,y\n");
    for (int row = 0; row < 40; row++) {
      csv.append(row % 7).append(',').append(row % 5).append(',').append(row % 7 + row % 5 + "\n");
    }
    Path data = file("d.csv", csv.toString());
    Path spec = folder.resolve("d.fg");
    String note = "2 columns are called 'pt': column 1 is read as pt, column 2 is read as pt_1";
    assertThat(done("init", data.toString(), "--out", spec.toString())).contains(note);
    assertThat(Formgate.text(spec)).contains("// " + note, "input pt   :", "input pt_1 :");
    assertThat(done("check", spec.toString())).contains(note);
    assertThat(
            done(
                "search",
                file("e.fg", Formgate.text(spec).replace("input pt_1", "input second from pt_1"))
                    .toString(),
                "--out",
                folder.resolve("r").toString(),
                "--with",
                "search iterations 2, seed 1, populations 2, population 20, maxsize 6"))
        .contains(note);
  }

  @Test
  void aColumnThatAnOptionNamesIsTheOptions() throws IOException {
    Path spec = SmallSpec.write(folder);
    assertThat(Formgate.run("search", spec.toString(), "--with=column k from z, l from z").err())
        .contains("--with:1:", "FG307: the column 'z' is that of 'k' in --with\n");
    assertThat(Formgate.run("search", spec.toString(), "--with=column k from a").err())
        .contains("--with:1:", "FG307: the column 'a' is that of 'a' on line 2\n");
  }

  @Test
  void theCommandOfAFormulaReadsItsInputsFromTheirColumns() throws IOException {
    String text =
        SmallSpec.SPEC
            .replace("tolerance 0.5", "tolerance 0.5 on data")
            .replace("input a ", "input first from \"a \"\"a\"\"\" ");
    Path spec =
        SmallSpec.write(folder, text, SmallSpec.csv().replaceFirst("a,b,y", "\"a \"\"a\"\"\",b,y"));
    Path run = folder.resolve("shown");
    done("search", spec.toString(), "--out=" + run);
    JsonNode page = new ObjectMapper().readTree(run.resolve("report-data.json").toFile());
    int renamed = 0;
    for (JsonNode candidate : page.get("candidates")) {
      if (candidate.get("circuit").toString().contains("\"first\"")) {
        assertThat(candidate.get("reproduce").get(0).asText())
            .contains("--input 'first from \"a \"\"a\"\"\":ufixed", "--data '");
        renamed++;
      }
    }
    assertThat(renamed).isPositive();
    List<String> emit =
        List.of(
            "emit",
            "2*first",
            "--input",
            "first from \"a \"\"a\"\"\":ufixed<8,3>",
            "--output",
            "y:ufixed<9,4>",
            "--tolerance",
            "0.5 on data",
            "--vectors",
            "200",
            "--name",
            "read",
            "--data");
    String rows = folder.resolve("product.csv").toString();
    String emitted =
        done(
            Stream.concat(
                    emit.stream(), Stream.of(rows, "--out", folder.resolve("read").toString()))
                .toArray(String[]::new));
    assertThat(emitted).contains("measured on ");
    // Without the column's name there is none of the port's.
    assertThat(
            Formgate.run(
                    Stream.concat(emit.stream(), Stream.of(rows))
                        .map(word -> word.replaceFirst(" from .*:u", ":u"))
                        .toArray(String[]::new))
                .err())
        .contains("the data has no column 'first'");
  }

  /** A column that is no input keeps its name, and an input that resembles it gets another. */
  @Test
  void theTrueClassMayBeCalledLikeAnInput() throws IOException {
    Path rows = JetRows.write(folder, 400, ",jet_class", ",0");
    Files.writeString(rows, Files.readString(rows).replaceFirst("x3", "jet class"));
    TeacherSpec made =
        TeacherSpec.of(
            new TeacherSpec.Request(
                JetRows.NETWORK,
                rows,
                Optional.empty(),
                Optional.of("jet_class"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "xcvu9p-2 clock 5 ns"),
            folder);
    assertThat(made.spec().inputColumns()).contains("jet class").doesNotContain("jet_class");
    assertThat(made.spec().inputNames()).contains("jet_class_2");
  }

  @Test
  void aDataFileThatIsMissingIsNamedAtItsArgument() throws IOException {
    file("jets.csv", "a,b\n1,2\n");
    String typo = folder.resolve("jet.csv").toString();
    assertThat(Formgate.run("init", typo).err())
        .contains("DATA:1:1: error FG101", "does not exist", "did you mean '");
    assertThat(
            Formgate.run(
                    "distill",
                    "--teacher",
                    Formgate.repository().resolve("examples/jets/teacher.onnx").toString(),
                    "--inputs",
                    typo,
                    "--out",
                    folder.resolve("r").toString())
                .err())
        .contains("--inputs:1:1: error FG101", "does not exist", "did you mean '");
    assertThat(
            Formgate.run(
                    "emit",
                    "a",
                    "--input",
                    "a:ufixed<4,4>",
                    "--output",
                    "y:ufixed<4,4>",
                    "--tolerance",
                    "0.5 on data",
                    "--data",
                    typo,
                    "--out",
                    folder.resolve("r").toString())
                .err())
        .contains("--data:1:1: error FG101", "does not exist", "did you mean '");
    Path spec =
        file(
            "s.fg",
            """
            data "jet.csv"
            input a as ufixed<4,4>
            output b as ufixed<4,4>
            operators +
            hardware xcvu9p-2 clock 5 ns
            """);
    for (String command : List.of("check", "search", "compile")) {
      assertThat(Formgate.run(command, spec.toString()).err())
          .contains("s.fg:1:6: error FG101", "does not exist", "did you mean '");
    }
  }
}
