package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.DiagnosticCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network and rows of its inputs are enough; what does not fit is named. */
class DistillWithoutSpecTest {
  private static Path rows(Path folder, String more, String moreCell) throws IOException {
    return JetRows.write(folder, 400, more, moreCell);
  }

  private static Formgate.Ran distill(Path folder, Path data, String... more) {
    return Formgate.run(
        Stream.concat(
                Stream.of(
                    "distill",
                    "--teacher=" + JetRows.NETWORK,
                    "--inputs=" + data,
                    "--terms=1",
                    "--vectors=300",
                    "--out=" + folder.resolve("run")),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static void refused(Formgate.Ran ran, DiagnosticCode code, String words) {
    assertThat(ran.err()).contains(code.id()).contains(words);
    assertThat(ran.err().lines().filter(l -> l.contains("error FG"))).hasSize(1);
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
  }

  @Test
  void portsComeFromTheDataAndTheSpecMakesTheSameAgain(@TempDir Path folder) throws IOException {
    Formgate.Ran ran =
        distill(folder, rows(folder, "", ""), "--max-latency=2", "--clock=250MHz", "--max-dsp=0");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("input x0 as fixed<")
        .contains("hardware xcvu9p-2 clock 4 ns, registers out, latency <= 2 cycles, dsp <= 0")
        .contains("classes class0, class1, class2, class3, class4")
        .contains("the labels are the teacher's");
    String front = Formgate.text(folder.resolve("run/front.csv"));
    Path spec = folder.resolve("run/spec.fg");
    Path again = folder.resolve("again");
    Formgate.Ran second =
        Formgate.run("distill", spec.toString(), "--terms=1", "--vectors=300", "--out=" + again);
    assertThat(second.code()).as(second.err()).isZero();
    // Names of folders hold a hash of all, the names of the files among it.
    String hashes = "l-[0-9a-f]+";
    assertThat(Formgate.text(again.resolve("front.csv")).replaceAll(hashes, ""))
        .isEqualTo(front.replaceAll(hashes, ""));
  }

  @Test
  void valuesOfAnInnerTensorBecomeColumns(@TempDir Path folder) throws IOException {
    Path data = rows(folder, "", "");
    Path values = folder.resolve("hidden.csv");
    Formgate.Ran ran = values(data, "--tensor=a0", "--values=" + values);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("400 rows of 16 inputs and a0_0, a0_1, a0_2, ... (64)");
    List<String> lines = Formgate.text(values).lines().toList();
    assertThat(lines).hasSize(401);
    assertThat(lines.getFirst()).startsWith("x0,x1,").endsWith(",x15,a0_0" + last());
    assertThat(lines.get(7).split(",")).hasSize(80);
    // The tensor is behind a ReLU.
    assertThat(Stream.of(lines.get(7).split(",")).skip(16).mapToDouble(Double::parseDouble).min())
        .hasValue(0);
    assertThat(Formgate.text(data).lines().toList().get(7))
        .isEqualTo(String.join(",", List.of(lines.get(7).split(",")).subList(0, 16)));
    refused(
        values(data, "--tensor=none", "--values=" + values.resolveSibling("other.csv")),
        DiagnosticCode.TEACHER_UNREADABLE,
        "none");
    refused(
        values(data, "--values=" + values),
        DiagnosticCode.OUTPUT_FOLDER_TAKEN,
        "replace it with --force");
    refused(
        values(data, "--force", "--values=" + folder),
        DiagnosticCode.OUTPUT_FOLDER_TAKEN,
        "folder");
    refused(
        values(data, "--force", "--values=" + data),
        DiagnosticCode.OUTPUT_FOLDER_TAKEN,
        "is what is read");
    assertThat(Formgate.text(values).lines().toList()).isEqualTo(lines);
    assertThat(values(data, "--force", "--tensor=a0", "--values=" + values).code()).isZero();
    assertThat(Formgate.text(values).lines().toList()).isEqualTo(lines);
  }

  @Test
  void namesWithCommasAreOneCellOfTheValues(@TempDir Path folder) throws IOException {
    Path data = rows(folder, "", "");
    Files.writeString(data, Formgate.text(data).replaceFirst("x3,", "\"x, of 3\","));
    Path values = folder.resolve("values.csv");
    Formgate.Ran ran = values(data, "--tensor=a0", "--values=" + values);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(Formgate.text(values)).startsWith("x0,x1,x2,\"x, of 3\",x4,");
  }

  private static Formgate.Ran values(Path data, String... more) {
    return Formgate.run(
        Stream.concat(
                Stream.of("distill", "--teacher=" + JetRows.NETWORK, "--inputs=" + data),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void optionsThatWouldChangeNothingAreAllNamed(@TempDir Path folder) throws IOException {
    Path data = rows(folder, "", "");
    Path values = folder.resolve("values.csv");
    Formgate.Ran ran = distill(folder, data, "--values=" + values, "--max-lut=3", "--seed=2");
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err().lines().filter(l -> l.contains("error FG100")))
        .map(l -> l.replaceAll(".*FG100: (--[a-z-]+) is for circuits, .*", "$1"))
        .containsExactlyInAnyOrder("--max-lut", "--out", "--terms", "--seed", "--vectors");
    assertThat(ran.err()).contains("mend: leave out --seed, or --values");
    assertThat(values).doesNotExist();
    refused(
        values(data, "--iterations=3"),
        DiagnosticCode.USAGE,
        "leave out --iterations, or add --forms");
    refused(
        values(data, "--forms=closed", "--terms=3"),
        DiagnosticCode.USAGE,
        "leave out --terms, or --forms closed");
    ran = values(data, "--iterations=0", "--terms=0", "--vectors=0", "--forms=open");
    assertThat(ran.err().lines().filter(l -> l.contains("error FG100"))).hasSize(4);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  private static String last() {
    return IntStream.range(1, 64).mapToObj(i -> ",a0_" + i).collect(Collectors.joining());
  }

  @Test
  void whatDoesNotFitIsNamed(@TempDir Path folder) throws IOException {
    refused(Formgate.run("distill"), DiagnosticCode.USAGE, "neither a spec nor a network");
    refused(
        Formgate.run("distill", "a.fg", "--max-lut=3"), DiagnosticCode.USAGE, "options that say");
    refused(
        Formgate.run("distill", "--teacher=" + JetRows.NETWORK),
        DiagnosticCode.USAGE,
        "neither a spec nor a network");
    Path data = rows(folder, ",parent", ",3");
    refused(distill(folder, data), DiagnosticCode.TEACHER_MISMATCH, "17 hold numbers");
    refused(
        distill(folder, data, "--label=parents"), DiagnosticCode.DATA_COLUMN_MISSING, "--label");
    refused(distill(folder, data, "--columns=x0,x1"), DiagnosticCode.TEACHER_MISMATCH, "2 inputs");
    refused(
        distill(folder, data, "--label=parent", "--classes=a,b"),
        DiagnosticCode.TEACHER_MISMATCH,
        "5 values for 2 classes");
    refused(
        distill(folder, rows(folder, ",kind", ",g"), "--label=kind"),
        DiagnosticCode.DATA_CLASS,
        "--classes");
    refused(
        distill(folder, rows(folder, ",kind", ",g"), "--label=kind", "--classes=a,b,c,d,e"),
        DiagnosticCode.DATA_CLASS,
        "none of the classes");
    refused(
        distill(folder, rows(folder, "", "").resolveSibling("none.csv")),
        DiagnosticCode.FILE_UNREADABLE,
        "none.csv");
    refused(
        distill(folder, rows(folder, "", ""), "--gives=scores"),
        DiagnosticCode.SPEC_VALUE,
        "logits or probabilities");
    refused(
        distill(folder, rows(folder, "", ""), "--device=abacus"),
        DiagnosticCode.DEVICE_UNKNOWN,
        "abacus");
    Path empty = rows(folder, "", "");
    Files.writeString(empty, Formgate.text(empty).replaceFirst("\n[^,]*,", "\nNaN,"));
    refused(distill(folder, empty), DiagnosticCode.DATA_NOT_FINITE, "x0");
    assertThat(folder.resolve("run")).doesNotExist();
  }
}
