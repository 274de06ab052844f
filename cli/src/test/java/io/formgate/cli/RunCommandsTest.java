package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be done with a finished run: report, export, predict. */
final class RunCommandsTest {
  private static @TempDir Path folder;
  private static Path run;
  private static String printed = "";

  @BeforeAll
  static void compiles() throws IOException {
    run = folder.resolve("run");
    Formgate.Ran ran =
        Formgate.run(
            "compile",
            SmallSpec.write(folder).toString(),
            "--out",
            run.toString(),
            "--vectors",
            "1000");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).contains("report    " + run.resolve("report.html"));
    printed = ran.out();
  }

  private static String done(String... arguments) {
    Formgate.Ran ran = Formgate.run(arguments);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    return ran.out();
  }

  private static JsonNode data() throws IOException {
    return new ObjectMapper().readTree(run.resolve("report-data.json").toFile());
  }

  @Test
  void reportHoldsTheWholeFrontAndIsWrittenAgainWithTheSameBytes() throws IOException {
    JsonNode candidates = data().get("candidates");
    assertThat(candidates.size())
        .isEqualTo(Files.readAllLines(run.resolve("front.csv")).size() - 1);
    int built = 0;
    for (JsonNode c : candidates) {
      if (c.get("isPicked").asBoolean()) {
        built++;
        assertThat(c.get("verification").get("isPassed").asBoolean()).isTrue();
        assertThat(c.get("verification").get("vectors").asLong()).isGreaterThan(2000);
        assertThat(c.get("waves").get("signals").size()).isEqualTo(5);
        assertThat(c.get("fits").get(0).get("rows").asInt()).isEqualTo(60);
        for (JsonNode file : c.get("files")) {
          assertThat(run.resolve(file.get("path").asText())).isRegularFile();
        }
      }
    }
    assertThat(built).isOne();
    String page = Formgate.text(run.resolve("report.html"));
    Path again = run.resolve("again.html");
    done("report", run.toString(), "--out", again.toString());
    assertThat(Formgate.text(again)).isEqualTo(page);
    Files.delete(again);
    Path both = folder.resolve("both.html");
    done("report", run.toString(), run.toString(), "--out", both.toString());
    assertThat(Formgate.text(both)).contains("run/candidates/");
  }

  @Test
  void exportsEveryForm() throws IOException {
    String infix = done("export", run.toString(), "--to", "infix");
    assertThat(infix).startsWith("y = ");
    for (ExportText form : ExportText.values()) {
      String text = done("export", run.toString(), "--to", form.word(), "--candidate", "1");
      assertThat(text)
          .as(form.word())
          .contains(
              form == ExportText.CLOSED || form == ExportText.POINTS ? "no learned tables" : "y");
      assertThat(text).as(form.word()).endsWith("\n");
    }
    assertThat(done("export", run.toString(), "--to", "latex-table").lines().count())
        .isGreaterThan(4);
    assertThat(done("export", run.toString(), "--to", "latex-table"))
        .contains("DSP & RMS error & formula");
    assertThat(done("export", run.toString(), "--to", "json", "--candidate", "1"))
        .contains("\"candidate\" : 1,", "\"ff\" : ", "\"bram\" : ");
    Path file = folder.resolve("formula.txt");
    done("export", run.toString(), "--to", "infix", "--out", file.toString());
    assertThat(Formgate.text(file)).isEqualTo(infix);
    Formgate.Ran wrong = Formgate.run("export", run.toString(), "--to", "latx");
    assertThat(wrong.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(wrong.err()).contains("FG100").contains("latex");
    assertThat(Formgate.run("export", run.toString(), "--to", "c", "--candidate", "99").err())
        .contains("no candidate 99");
    for (String command : List.of("report", "verify")) {
      assertThat(Formgate.run(command, folder.resolve("nope").toString()).err())
          .contains("FG103")
          .contains("there is no folder of that name");
    }
  }

  @Test
  void whatIsReplacedIsSaid(@TempDir Path other) {
    String out = other.resolve("run").toString();
    List<String> said = new ArrayList<>();
    for (String formula : List.of("x + 1", "x + 1", "x + 2")) {
      Formgate.Ran ran =
          Formgate.run(
              "emit",
              formula,
              "--input=x:fixed<4,2>",
              "--output=z:fixed<6,4>",
              "--vectors=10",
              "--out=" + out);
      assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.DONE);
      said.add(ran.out().lines().filter(l -> l.startsWith("replaces")).findFirst().orElse(""));
    }
    assertThat(said).containsExactly("", "", "replaces " + out + " (z = x + 1)");
    assertThat(FormerRun.line(run).orElseThrow()).matches("replaces .* \\(\\d+ epochs?, y = .*\\)");
    assertThat(FormerRun.line(other)).isEmpty();
  }

  @Test
  void namesOfFormulasAreListedShortly() {
    assertThat(CandidateNumber.list(List.of("1", "2", "3", "5", "7", "8", "y 1", "y 2")))
        .isEqualTo("1 to 3, 5, 7, 8, y 1, y 2");
    assertThat(CandidateNumber.list(List.of("4"))).isEqualTo("4");
  }

  @Test
  void numbersOfThePrintedFrontNameItsFormulas() throws IOException {
    List<String> rows = printed.lines().filter(l -> l.contains("  y = ")).toList();
    assertThat(rows).hasSizeGreaterThan(2);
    List<String> front = Files.readAllLines(run.resolve("front.csv"));
    for (String row : rows) {
      String number = row.substring(1).strip().split(" ")[0];
      String formula = done("export", run.toString(), "--to", "infix", "--candidate", number);
      assertThat(front.get(Integer.parseInt(number)))
          .contains(",\"" + formula.strip().substring("y = ".length()) + "\",")
          .endsWith("," + number);
    }
    assertThat(printed).contains("# is what --candidate of export, predict and resume takes");
  }

  @Test
  void theReportMakesTheRunAgainInAFolderBeside() throws IOException {
    String line = data().get("command").asText();
    assertThat(line).startsWith("./formgate compile ").contains(" --iterations ");
    for (JsonNode c : data().get("candidates")) {
      if (c.get("isPicked").asBoolean()) {
        assertThat(c.get("reproduce").get(0).asText())
            .startsWith(line + " --out 'runs/")
            .endsWith("-again'");
      }
    }
    assertThat(data().get("asked").asText())
        .startsWith(Files.readString(run.resolve("spec.fg")).stripTrailing());
  }

  @Test
  void aFormulaOfTheFrontIsBuiltByItsNumber() throws IOException {
    Path other = folder.resolve("other");
    copy(run, other);
    JsonNode candidates = data().get("candidates");
    String number = "";
    for (JsonNode c : candidates) {
      if (!c.get("isPicked").asBoolean() && c.get("obstacle").asText().isEmpty()) {
        number = c.get("id").asText();
        assertThat(c.get("reproduce").get(1).asText())
            .endsWith("./formgate resume FOLDER_OF_THIS_PAGE --candidate " + number);
      }
    }
    String out = done("resume", other.toString(), "--candidate", number);
    assertThat(out)
        .containsPattern("(?m)^> *" + number + " ")
        .contains("because it was asked for; the rule cycles chooses another")
        .contains("verified  bit-exact on");
    JsonNode page =
        new ObjectMapper().readTree(other.resolve("report-data.json").toFile()).get("candidates");
    for (JsonNode c : page) {
      assertThat(c.get("isPicked").asBoolean()).isEqualTo(c.get("id").asText().equals(number));
    }
    assertThat(page.get(Integer.parseInt(number) - 1).get("reproduce").get(1).asText())
        .isEqualTo("./formgate resume FOLDER_OF_THIS_PAGE --candidate " + number);
    assertThat(Formgate.names(other.resolve("candidates"))).hasSize(1);
    assertThat(Formgate.run("resume", other.toString(), "--candidate", "99").err())
        .contains("FG100")
        .contains("the front has no formula 99 that can be built");
  }

  private static void copy(Path from, Path to) throws IOException {
    for (String file : Formgate.files(from)) {
      Files.createDirectories(Objects.requireNonNull(to.resolve(file).getParent()));
      Files.copy(from.resolve(file), to.resolve(file));
    }
  }

  @Test
  void rowsOutsideTheDeclaredRangesAreToldBesideTheValues() throws IOException {
    Path rows = Files.writeString(folder.resolve("outside.csv"), "a,b\n1,1\n1,4\n7.95,0\n2,3.95\n");
    Formgate.Ran ran = Formgate.run("predict", run.toString(), rows.toString());
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    assertThat(ran.err())
        .isEqualTo(
            "note: 2 of 4 rows lie outside the declared ranges, where no error is proved; the first is"
                + " row 2: b = 4, declared in [-3.95, 3.95]\n");
    assertThat(ran.out().lines()).hasSize(5).first().isEqualTo("a,b,y");
    assertThat(Formgate.run("predict", run.toString(), rows.toString(), "--formula").err())
        .contains("2 of 4 rows lie outside the declared ranges; the first is row 2");
  }

  @Test
  void predictsAsTheReportSaysAndTheFormulaNearIt() throws IOException {
    String data = folder.resolve("product.csv").toString();
    List<String> hardware = done("predict", run.toString(), data).lines().toList();
    List<String> formula = done("predict", run.toString(), data, "--formula").lines().toList();
    assertThat(hardware).hasSize(61);
    assertThat(hardware.getFirst()).isEqualTo("a,b,y");
    JsonNode candidates = data().get("candidates");
    int picked = 0;
    while (!candidates.get(picked).get("isPicked").asBoolean()) {
      picked++;
    }
    JsonNode built = candidates.get(picked);
    for (int row = 1; row < hardware.size(); row++) {
      double y = Double.parseDouble(hardware.get(row).split(",")[2]);
      assertThat(y).isEqualTo(built.get("fits").get(0).get("hardware").get(row - 1).asDouble());
      // The tolerance of the spec and what rounding of the inputs moves the formula by.
      assertThat(Math.abs(y - Double.parseDouble(formula.get(row).split(",")[2]))).isLessThan(1);
    }
    Path parquet = folder.resolve("it's.parquet");
    done("predict", run.toString(), data, "--out", parquet.toString());
    assertThat(done("predict", run.toString(), parquet.toString()).lines().toList())
        .isEqualTo(hardware);
    Formgate.Ran full = Formgate.run("predict", run.toString(), data, "--out", "/dev/full");
    assertThat(full.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(full.err())
        .startsWith(
            "error FG104: a file cannot be read or written: No space left on device\n  mend: check the disk");
    int mends = 0;
    for (JsonNode c : data().get("candidates")) {
      String id = c.get("id").asText();
      String mend =
          c.get("isPicked").asBoolean()
              ? "add --formula, or leave out --candidate"
              : c.get("circuit").isNull()
                  ? "add --formula"
                  : "or build the candidate first: formgate resume '%s' --candidate '%s'"
                      .formatted(run, id);
      Formgate.Ran refused = Formgate.run("predict", run.toString(), data, "--candidate", id);
      assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
      assertThat(refused.err()).contains(mend);
      mends += refused.err().contains("formgate resume") ? 1 : 0;
    }
    assertThat(mends).isPositive();
  }

  @Test
  void eventsAreJsonAndAllElseIsOnStandardError() throws IOException {
    Formgate.Ran ran =
        Formgate.run(
            "compile",
            folder.resolve("product.fg").toString(),
            "--out",
            folder.resolve("events").toString(),
            "--vectors",
            "1000",
            "--json");
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    List<String> lines = ran.out().lines().toList();
    assertThat(lines).hasSize(3);
    JsonNode epoch = new ObjectMapper().readTree(lines.getFirst());
    assertThat(epoch.get("event").asText()).isEqualTo("epoch");
    assertThat(epoch.get("epochs").asInt()).isEqualTo(2);
    assertThat(epoch.get("front").get(0).get("formula").asText()).isNotEmpty();
    // Of every circuit its loss on the data stands beside that of the formula.
    assertThat(epoch.get("front"))
        .allSatisfy(f -> assertThat(f.get("hardwareLoss").asDouble()).isNotNegative())
        .anySatisfy(f ->
            assertThat(f.get("hardwareLoss").asDouble()).isNotEqualTo(f.get("loss").asDouble()));
    JsonNode done = new ObjectMapper().readTree(lines.getLast());
    assertThat(done.get("event").asText()).isEqualTo("done");
    assertThat(done.get("report").get("verified").asBoolean()).isTrue();
    assertThat(ran.err()).contains("bit-exact");
  }

  @Test
  void otherFoldersAreRefused() {
    Formgate.Ran ran = Formgate.run("report", folder.toString());
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err()).contains("FG103");
  }

  @Test
  void namesNearestCommandAndTakesFormulasThatBeginWithAMinus() {
    assertThat(Formgate.run("chek").err())
        .contains("there is no command 'chek'")
        .contains("did you mean check?");
    assertThat(done("cost", "-a*b", "--format", "fixed<8,3>")).contains("y = -a*b");
    assertThat(
            done(
                    "cost",
                    "a*b",
                    "--format",
                    "fixed<8,3>",
                    "--compare",
                    "--clock",
                    "2.5ns,400MHz,5ns")
                .lines()
                .filter(l -> l.contains("2.5 ns")))
        .hasSize(1);
  }

  @Test
  void mendsOfPredictAreOfItsDataFile() throws IOException {
    assertThat(Formgate.run("predict", run.toString(), "nothere.csv").err())
        .contains("FG101")
        .contains("DATA:1:1: error FG101: the data file nothere.csv does not exist", "in a spec");
    Path gap = Files.writeString(folder.resolve("gap.csv"), "a,b\n1,2\n3,\n");
    assertThat(Formgate.run("predict", run.toString(), gap.toString()).err())
        .contains("FG203")
        .contains("fill it in or take the row out of the file");
  }

  @Test
  void aDataFileInPlaceOfASpecIsNamed() {
    String data = folder.resolve("product.csv").toString();
    for (String command : List.of("compile", "search", "check", "distill")) {
      Formgate.Ran ran = Formgate.run(command, data);
      assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
      assertThat(ran.err()).contains("FG100").contains("formgate init " + data);
    }
  }

  @Test
  void theListOfCommandsHoldsWholeSentences() {
    String help = done("--help");
    int commands = help.indexOf("Commands:\n") + 10;
    List<String> lines = help.substring(commands, help.indexOf("\n\n", commands)).lines().toList();
    assertThat(lines).hasSizeGreaterThan(10);
    assertThat(lines).allMatch(l -> l.endsWith(".") && l.matches("  [a-z].*"));
  }

  @Test
  void helpShowsWholeDescriptions() {
    String help = done("emit", "--help");
    assertThat(help).contains("--output 'mt:ufixed<13,10>:GeV' --tolerance 'max(1 %, 0.5)'");
    assertThat(help).contains("'et:ufixed<12,9>:GeV:[5,400]' \\\n");
    assertThat(help.lines()).allMatch(l -> l.length() <= 100);
  }
}
