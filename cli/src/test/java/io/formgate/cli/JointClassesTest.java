package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes whose scores are searched for one loss of them all. */
class JointClassesTest {
  private static String csv(int rows, String... names) {
    StringBuilder csv = new StringBuilder("a,b,kind\n");
    SplittableRandom random = new SplittableRandom(9);
    for (int row = 0; row < rows; row++) {
      double a = random.nextInt(-64, 65) / 32.0;
      double b = random.nextInt(-64, 65) / 32.0;
      // A ring, and what is inside and outside of it to the left and to the right.
      int kind = a * a + b * b < 1.2 ? 0 : names.length == 2 || a > 0 ? 1 : 2;
      csv.append(String.format(Locale.ROOT, "%.5f,%.5f,%s%n", a, b, names[kind]));
    }
    return csv.toString();
  }

  private static String spec(String classes, int epochs) {
    return """
    data "product.csv"
    input a, b as fixed<8,3> in [-2, 2]
    classes %s from kind as fixed<12,7> saturate tolerance 1/8
    split validation 1/4
    operators + - *
    loss cross_entropy
    hardware xcvu9p-2 clock 5 ns
    search iterations %d, seed 1, populations 2, population 20, maxsize 11
    """
        .formatted(classes, epochs);
  }

  private static Formgate.Ran compile(Path folder, String run, String... more) {
    String[] fixed = {
      "compile",
      folder.resolve("product.fg").toString(),
      "--vectors=1000",
      "--out",
      folder.resolve(run).toString()
    };
    String[] all = Arrays.copyOf(fixed, fixed.length + more.length);
    System.arraycopy(more, 0, all, fixed.length, more.length);
    return Formgate.run(all);
  }

  private static JsonNode report(Path folder, String run) throws IOException {
    Path candidates = folder.resolve(run).resolve("candidates");
    Path candidate = candidates.resolve(Formgate.names(candidates).getFirst());
    return new ObjectMapper().readTree(candidate.resolve("report.json").toFile());
  }

  @Test
  void epochsAreSharedAmongTheRounds() {
    assertThat(JointClasses.rounds(100)).containsExactly(50, 25, 25);
    assertThat(JointClasses.rounds(7)).containsExactly(4, 2, 1);
    assertThat(JointClasses.rounds(1)).containsExactly(1);
  }

  @Test
  void threeClassesShareALossAndTheRunCanBeRepeated(@TempDir Path folder) throws IOException {
    SmallSpec.write(folder, spec("ring, right, left", 8), csv(160, "ring", "right", "left"));
    Formgate.Ran ran = compile(folder, "one", "--threads", "1");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    JsonNode classes = report(folder, "one").get("classes");
    // Scores that know nothing are right for a third of the rows, and lose the logarithm of 3.
    assertThat(classes.get("formulaAccuracy").asDouble()).isGreaterThan(0.8);
    assertThat(classes.get("accuracy").asDouble()).isGreaterThan(0.8);
    assertThat(classes.get("formulaCrossEntropy").asDouble()).isLessThan(Math.log(3) / 3);

    // What stops between epochs goes on to the same end, with any number of threads.
    assertThat(compile(folder, "few", "--iterations", "4").code()).isEqualTo(ExitCode.DONE);
    Formgate.Ran resumed =
        Formgate.run(
            "resume", folder.resolve("few").toString(), "--iterations", "8", "--threads", "2");
    assertThat(resumed.code()).isEqualTo(ExitCode.DONE);
    for (String table : List.of("ring.front.csv", "right.front.csv", "left.front.csv")) {
      assertThat(Files.readString(folder.resolve("few").resolve(table)))
          .isEqualTo(Files.readString(folder.resolve("one").resolve(table)));
    }
  }

  @Test
  void ofTwoClassesOneFormulaIsEnough(@TempDir Path folder) throws IOException {
    SmallSpec.write(folder, spec("ring, rest", 10), csv(160, "ring", "rest"));
    Formgate.Ran ran = compile(folder, "run");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(folder.resolve("run/ring.front.csv"))).contains(",\"0\",");
    JsonNode classes = report(folder, "run").get("classes");
    assertThat(classes.get("formulaAccuracy").asDouble()).isGreaterThan(0.8);
    assertThat(ran.out()).contains("cross-entropy ");
  }
}
