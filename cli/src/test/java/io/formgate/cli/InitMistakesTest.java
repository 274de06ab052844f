package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes of data, options and files that a starter spec cannot be made of. */
class InitMistakesTest {
  @TempDir private Path folder = Path.of("");

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  /**
   * Data or options with one mistake.
   *
   * @param code that it has
   * @param says a part of what is shown
   * @param csv the data
   * @param options of the command
   */
  record Wrong(String code, String says, String csv, List<String> options) {
    @Override
    public String toString() {
      return code + " " + says;
    }
  }

  private static Wrong wrong(String code, String says, String csv, String... options) {
    return new Wrong(code, says, csv, List.of(options));
  }

  static Stream<Wrong> wrongs() {
    String good = InitTest.table("alpha,kind,y", "1,p,2", "2,q,1", "4,p,5");
    return Stream.of(
        wrong("FG204", "has no rows", ""),
        wrong("FG204", "has no rows", "a,b\n"),
        wrong("FG200", "line 3 of data.csv has 1 cell", "a,b\n1,2\n3\n4,5\n"),
        wrong("FG202", "no column of the data holds numbers", "a,b\nx,y\nz,w\n"),
        wrong("FG206", "only column 'y' can be either", "y\n1\n2\n"),
        wrong("FG206", "'a' is 1 in every row; 'y' is 2 in every row", "a,y\n1,2\n"),
        wrong("FG200", "holds numbers, not names", "1.5,2\n3,4\n5,7\n"),
        wrong("FG206", "'b' equals 'a' in every row", "b,a\n1,1\n2,2\n", "--target=a"),
        wrong("FG201", "did you mean 'alpha'?", good, "--target=alpa"),
        wrong("FG201", "its columns are alpha, kind, y", good, "--target=mass"),
        wrong(
            "FG202",
            "cannot be the output: it holds text, 21 different",
            manyTexts(),
            "--target=t"),
        wrong(
            "FG203",
            "cannot be the output: it is no finite number in 1 of 3 rows",
            "a,b,y\n1,2,3\n2,,5\n5,6,8\n",
            "--target=b"),
        wrong(
            "FG206",
            "cannot be the output: it is 7 in every row",
            "a,b,y\n1,7,3\n2,7,5\n",
            "--target=b"),
        wrong(
            "FG301",
            "cannot be the output: it has a name with invisible characters",
            "a,\"b\nc\",y\n1,2.5,3\n2,7,5\n",
            "--target=b\nc"),
        wrong("FG700", "nosuch", good, "--device=nosuch"),
        wrong("FG300", "--clock", good, "--clock=5"),
        wrong("FG100", "--json", good, "--json", "--out=-"));
  }

  private static String manyTexts() {
    return IntStream.range(0, 21)
        .mapToObj(i -> i + "," + (i * i) + ",t" + i + "\n")
        .collect(Collectors.joining("", "a,y,t\n", ""));
  }

  @ParameterizedTest
  @MethodSource("wrongs")
  void mistakesAreNamed(Wrong w) throws IOException {
    Path data = file("data.csv", w.csv());
    List<String> options = new ArrayList<>(w.options());
    if (!options.contains("--out=-")) {
      options.add("--out=" + folder.resolve("sub/data.fg"));
    }
    Formgate.Ran ran = InitTest.init(data, options.toArray(String[]::new));
    assertThat(ran.err())
        .containsPattern("^((--clock|DATA):1:\\d+: )?error " + w.code() + ": ")
        .contains(w.says(), "\n  mend: ");
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.out()).isEmpty();
    assertThat(Formgate.names(folder)).containsExactly("data.csv");
  }

  @Test
  void filesThatCannotBeReadOrNamed() throws IOException {
    String table = InitTest.table("a,y", "1,2", "2,1");
    String out = "--out=" + folder.resolve("a.fg");
    assertThat(InitTest.init(folder.resolve("gone.csv"), out).err())
        .startsWith("DATA:1:1: error FG101: ");
    assertThat(InitTest.init(folder, out).err()).startsWith("DATA:1:1: error FG101: ");
    assertThat(InitTest.init(file("d.parquet", table), out).err())
        .startsWith("DATA:1:1: error FG200: ");
    assertThat(InitTest.init(file("a\"b.csv", table), out).err()).startsWith("error FG306: ");
    assertThat(InitTest.init(file("a\u001b.csv", table), out).err())
        .startsWith("error FG306: ")
        .doesNotContain("\u001b");
    assertThat(folder.resolve("a.fg")).doesNotExist();
  }

  @Test
  void nothingIsReplacedUnasked() throws IOException {
    Path data = file("d.csv", InitTest.table("a,y", "1,2", "2,1"));
    Path spec = file("d.fg", "mine");
    Formgate.Ran refused = InitTest.init(data, "--out", spec.toString());
    assertThat(refused.err()).startsWith("error FG102: ").contains("exists already", "--force");
    assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(spec).hasContent("mine");
    assertThat(InitTest.init(data, "--force", "--out", folder.toString()).err())
        .startsWith("error FG102: ");
    assertThat(InitTest.init(data, "--force", "--out", data.toString()).err())
        .startsWith("error FG102: ");
    assertThat(InitTest.init(data, "--out", data.resolve("d.fg").toString()).err())
        .startsWith("error FG104: ");
    assertThat(InitTest.init(data, "--force", "--out", spec.toString()).code()).isZero();
    assertThat(InitTest.statements(spec)).contains("data \"d.csv\"");
  }
}
