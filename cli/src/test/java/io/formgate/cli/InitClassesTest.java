package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.constraints.InputDeclaration;
import io.formgate.constraints.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** First specs of columns that hold classes. */
class InitClassesTest {
  private static final String SMALL =
      "search iterations 2, seed 1, populations 2, population 20, maxsize 7";

  @TempDir private Path folder = Path.of("");

  /** Rows of two numbers and a class that the first tells. */
  private Path rows(List<String> classes, int rows) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder csv = new StringBuilder("a,b,kind\n");
    for (int row = 0; row < rows; row++) {
      int k = row % classes.size();
      csv.append(10 * k + random.nextInt(0, 8))
          .append(',')
          .append(random.nextInt(0, 50) / 10.0)
          .append(',')
          .append(classes.get(k))
          .append('\n');
    }
    return Files.writeString(folder.resolve("d.csv"), csv.toString());
  }

  private Path starter(Path data, String... options) {
    Path spec = folder.resolve("starter.fg");
    Formgate.Ran ran =
        InitTest.init(
            data,
            Stream.concat(Stream.of(options), Stream.of("--force", "--out", spec.toString()))
                .toArray(String[]::new));
    assertThat(ran.err()).isEmpty();
    Formgate.Ran check = Formgate.run("check", spec.toString());
    assertThat(check.err()).as(Formgate.text(spec)).isEmpty();
    return spec;
  }

  private static String classes(Path spec) {
    return InitTest.statements(spec).stream()
        .filter(line -> line.startsWith("classes "))
        .findFirst()
        .orElse("none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "down, up        | down, up",
        "true, false     | false, true",
        "2b, my class | class_2b = \"2b\", my_class = \"my class\"",
        "a, b, kind      | a_2 = \"a\", b_2 = \"b\", kind_2 = \"kind\"",
        "0, 1, 2         | class_0 = \"0\", class_1 = \"1\", class_2 = \"2\"",
        "1.0, -1.0       | class_minus_1 = \"-1\", class_1 = \"1\"",
        "10, 9           | class_9 = \"9\", class_10 = \"10\"",
        "signal, 1       | class_1 = \"1\", class_signal = \"signal\"",
      })
  void theColumnIsToldByItsClasses(String values, String expected) throws IOException {
    Path spec = starter(rows(List.of(values.split(", ")), 60), "--target=kind");
    assertThat(classes(spec))
        .isEqualTo("classes " + expected + " from kind as fixed<16,8> saturate tolerance 1/16");
    Spec read = SpecFile.read(spec);
    assertThat(read.inputs().stream().map(InputDeclaration::name)).containsExactly("a", "b");
    assertThat(TrainingData.read(read).columns().rows()).isEqualTo(60);
  }

  /** Scores saturate, so that no formula is refused for what it can reach. */
  @Test
  void whatItWritesIsSearchedAndAllOfTheFrontCanBeBuilt() throws IOException {
    Path spec = starter(rows(List.of("signal", "2b"), 60), "--target=kind");
    Formgate.Ran ran =
        Formgate.run(
            "search", spec.toString(), "--with", SMALL, "--out", folder.resolve("r").toString());
    assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out()).containsPattern("class_2b: (\\d+) of \\1 formulas quantized");
  }

  /** Whole numbers may be meant as such: then one line takes the place of another. */
  @Test
  void aNumberIsOneLineAway() throws IOException {
    Path data = rows(List.of("0", "1", "2"), 60);
    Path spec = starter(data);
    assertThat(classes(spec)).startsWith("classes class_0");
    String text = Formgate.text(spec);
    assertThat(text)
        .contains("// loss cross_entropy\n")
        .contains("//   1: 20, here called class_1");
    Path other =
        Files.writeString(
            folder.resolve("other.fg"),
            text.replaceFirst("(?m)^classes .*\n", "").replace("// output kind", "output kind"));
    assertThat(Formgate.run("check", other.toString()).err()).isEmpty();
    assertThat(SpecFile.read(other).output().name()).isEqualTo("kind");
    Path competing =
        Files.writeString(
            folder.resolve("competing.fg"), text.replace("// loss cross", "loss cross"));
    assertThat(Formgate.run("check", competing.toString()).err()).isEmpty();
    assertThat(InitTest.init(data, "--force", "--out", spec.toString()).out())
        .contains("2 inputs and the 3 classes of kind", "whole numbers are taken for classes");
  }

  /** Each of its numbers would be met a few times, or there are many of them. */
  @Test
  void rareWholeNumbersAreNumbers() throws IOException {
    assertThat(classes(starter(rows(List.of("0", "1", "2", "3", "4"), 20)))).isEqualTo("none");
    List<String> many = IntStream.range(0, 11).mapToObj(String::valueOf).toList();
    assertThat(classes(starter(rows(many, 300)))).isEqualTo("none");
  }

  @Test
  void rowsWithoutAClassAreLeftOut() throws IOException {
    Path spec = starter(rows(List.of("u", "v", ""), 60), "--target=kind");
    assertThat(Formgate.text(spec))
        .contains("// Left out are 20 rows that are of no class")
        .contains("data \"d.csv\", missing drop\n");
    assertThat(TrainingData.read(SpecFile.read(spec)).columns().rows()).isEqualTo(40);
  }

  @Test
  void manyClassesStandOnSeveralLines() throws IOException {
    List<String> many = IntStream.range(0, 20).mapToObj(i -> "class number " + (10 + i)).toList();
    Path spec = starter(rows(many, 100), "--target=kind");
    assertThat(SpecFile.read(spec).outputs()).hasSize(20);
    assertThat(Formgate.text(spec).lines()).allMatch(line -> line.length() <= 110);
  }

  @ParameterizedTest
  @CsvSource({
    "21, 'holds text, 21 different', 'or 2 to 20 classes'",
    "1, 'holds text, 1 different', 'at least two classes'"
  })
  void whatCannotBeClassesSaysWhy(int values, String why, String mend) throws IOException {
    Path data = rows(IntStream.range(0, values).mapToObj(i -> "k" + i).toList(), 63);
    Formgate.Ran ran = InitTest.init(data, "--target=kind", "--out", "-");
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err()).contains("column 'kind' cannot be the output: it " + why, mend);
  }

  @Test
  void programsReadTheClasses() throws IOException {
    Path data = rows(List.of("signal", "b"), 60);
    String json =
        InitTest.init(data, "--target=kind", "--json", "--out", folder.resolve("j.fg").toString())
            .out();
    StarterFacts facts =
        Json.read(Files.writeString(folder.resolve("f.json"), json), StarterFacts.class);
    assertThat(facts.output()).isEqualTo("class_index");
    assertThat(facts.tolerance()).isEqualTo("1/16");
    assertThat(facts.classes())
        .containsExactly(
            new StarterFacts.ClassRows("b_2", "b", 30),
            new StarterFacts.ClassRows("class_signal", "signal", 30));
    assertThat(json).isEqualTo(Json.write(facts));
  }

  @Test
  void aClassWithoutRowsIsAMistake() throws IOException {
    Path spec = starter(rows(List.of("down", "up"), 40), "--target", "kind");
    Path mistyped =
        Files.writeString(
            folder.resolve("mistyped.fg"),
            Formgate.text(spec).replace("classes down, up", "classes down, up, upp"));
    Formgate.Ran ran = Formgate.run("check", mistyped.toString());
    assertThat(ran.err()).contains("FG207", "no row to fit is of the class upp");
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
  }
}
