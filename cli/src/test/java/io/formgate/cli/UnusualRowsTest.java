package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that no one plans, through the whole of compile: a circuit, and no number that is none. */
class UnusualRowsTest {
  private static final String SPEC =
      """
      data "product.csv"
      input a, b, c as fixed<8,4>
      output y as fixed<10,5> saturate tolerance 1/8
      operators + - * /
      hardware xcvu9p-2 clock 5 ns
      search iterations 2, seed 1, populations 2, population 20, maxsize 9
      """;

  private static Formgate.Ran compile(Path folder, String csv, String... more) throws IOException {
    Path spec = SmallSpec.write(folder, SPEC + String.join("\n", more) + "\n", csv);
    return Formgate.run(
        "compile", spec.toString(), "--vectors=200", "--out", folder.resolve("run").toString());
  }

  private static void assertSound(Formgate.Ran ran, Path folder) throws IOException {
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    assertThat(ran.out()).doesNotContain("NaN");
    assertNoNaN(folder, ".*(front|hall_of_fame)\\.csv");
    assertNoNaN(folder, ".*report[^/]*\\.json");
  }

  private static void assertNoNaN(Path folder, String pattern) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder.resolve("run"))) {
      files = all.filter(f -> f.toString().matches(pattern)).toList();
    }
    assertThat(files).as(pattern).isNotEmpty();
    for (Path file : files) {
      assertThat(Files.readString(file)).as(file.toString()).doesNotContain("NaN");
    }
  }

  @Test
  void aTargetOfZerosOfAConstantAndTwoEqualColumns(@TempDir Path folder) throws IOException {
    StringBuilder csv = new StringBuilder("a,b,c,y\n");
    for (int row = 0; row < 30; row++) {
      csv.append(row % 7).append(",3,").append(row % 7).append(",0\n");
    }
    Formgate.Ran ran = compile(folder, csv.toString(), "features 2");
    assertSound(ran, folder);
    assertThat(Files.readString(folder.resolve("run/front.csv"))).contains("\n0.0,\"0\",0.0,");
  }

  @Test
  void oneRowOfMoreColumns(@TempDir Path folder) throws IOException {
    Formgate.Ran ran = compile(folder, "a,b,c,y\n1,2,3,4\n", "denoise gaussian process");
    assertSound(ran, folder);
    assertThat(ran.out()).contains("not denoised");
  }

  @Test
  void anInfinityIsNamedAndTheMendsHelp(@TempDir Path folder) throws IOException {
    String csv = "a,b,c,y\n1,2,3,4\n2,inf,1,3\n3,1,2,5\n1,1,nan,2\n2,2,2,4\n";
    Formgate.Ran ran = compile(folder, csv);
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err())
        .contains("FG203", "row 2 (not counting the header), column 'b' is inf", "missing drop")
        .contains("row 4 (not counting the header), column 'c' is nan", "where");
    Formgate.Ran dropped =
        Formgate.run(
            "check",
            SmallSpec.write(
                    folder, SPEC.replace("product.csv\"", "product.csv\", missing drop"), csv)
                .toString());
    assertThat(dropped.out()).contains("3 rows of 5", "2 lack a value");
    Formgate.Ran filtered =
        Formgate.run(
            "check", SmallSpec.write(folder, SPEC + "where b < 10 and c < 10\n", csv).toString());
    assertThat(filtered.out()).contains("3 rows of 5", "2 not taken by the condition");
  }
}
