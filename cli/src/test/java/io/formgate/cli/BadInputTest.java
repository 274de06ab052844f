package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes of a user: one diagnostic each, the right exit code, and nothing left behind. */
class BadInputTest {
  private static final Pattern DIAGNOSTIC = Pattern.compile("error (FG\\d+): ");

  /**
   * A spec or data file with one mistake.
   *
   * @param what the mistake
   * @param code that it has
   * @param exit code of the process
   * @param at line and column in the spec, or empty
   * @param spec the spec
   * @param csv the data
   */
  record Mistake(String what, String code, int exit, String at, String spec, String csv) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Mistake spec(String what, String code, String at, String from, String to) {
    assertThat(SmallSpec.SPEC).contains(from);
    return new Mistake(
        what, code, ExitCode.USER_MISTAKE, at, SmallSpec.SPEC.replace(from, to), SmallSpec.csv());
  }

  private static final String CLASSES = "classes up, down from y";

  /** The small spec with one more statement; classes take the place of its output. */
  private static Mistake added(String what, String code, String at, String statement) {
    String spec =
        statement.startsWith("classes ")
            ? SmallSpec.SPEC.replaceAll("(?m)^output .*$", statement)
            : SmallSpec.SPEC + statement + "\n";
    return new Mistake(what, code, ExitCode.USER_MISTAKE, at, spec, SmallSpec.csv());
  }

  private static Mistake data(String what, String code, String at, String csv) {
    return new Mistake(what, code, ExitCode.USER_MISTAKE, at, SmallSpec.SPEC, csv);
  }

  static Stream<Mistake> mistakes() {
    String rounded =
        // Without the form, a formula could be on the coarse grid of the output, and be built.
        SmallSpec.SPEC.replace("fixed<12,7> saturate tolerance 0.5", "fixed<8,6> tolerance 0.001")
            + "form y = 0.3*a + ?(b)\n";
    return Stream.of(
        spec("missing data file", "FG101", "1:6", "product.csv", "nope.csv"),
        spec("missing column", "FG201", "2:7", "input a", "input c"),
        spec("unknown device", "FG700", "6:10", "xcvu9p-2", "xcvu9p-9"),
        spec("syntax error", "FG300", "2:1", "input a", "inputt a"),
        spec("two inputs of a name", "FG301", "3:7", "input b", "input a"),
        spec("missing statement", "FG302", "", "operators + - *\n", ""),
        spec("format too wide", "FG303", "2:16", "ufixed<8,3>", "ufixed<99,3>"),
        spec("range outside its format", "FG304", "2:31", "[0, 7.9]", "[0, 9]"),
        spec("unknown operator", "FG305", "5:17", "+ - *", "+ - * tann"),
        spec("no iterations", "FG306", "7:19", "iterations 2", "iterations 0"),
        spec("statement twice", "FG307", "", "operators + - *", "operators + -\noperators *"),
        added("condition on no column", "FG201", "8:7", "where c > 1"),
        added("condition that nothing meets", "FG204", "8:7", "where a > 100"),
        added("weight below 0", "FG208", "8:8", "weight b"),
        added("class of a column that is no class", "FG207", "4:23", CLASSES),
        added("count of nothing", "FG308", "8:17", "constrain count(sinn) <= 2"),
        added("nesting of no operator", "FG305", "8:14", "constrain no sinn inside sin"),
        added("constraint on no input", "FG308", "8:16", "constrain uses c"),
        added("constraint without meaning", "FG310", "8:11", "constrain latency <= 3"),
        added("form of no output", "FG308", "8:6", "form z = ?(a)"),
        added("holes that do not fit", "FG402", "8:18", "form y = ?f(a) + ?f(a, b)"),
        added("hole of too much", "FG311", "8:10", "form y = ?(" + "a, ".repeat(100) + "b)"),
        added("guess of an operator that is not listed", "FG313", "8:11", "guess y = sin(a)"),
        new Mistake(
            "noise of classes",
            "FG309",
            ExitCode.USER_MISTAKE,
            "8:9",
            SmallSpec.SPEC.replaceAll("(?m)^output .*$", CLASSES) + "denoise gaussian process\n",
            SmallSpec.csv()),
        added("unknown loss", "FG312", "8:6", "loss mze"),
        added("numbers for a latency", "FG704", "", "complexity latency, * 3"),
        added(
            "format that no cycles are published at",
            "FG706",
            "8:31",
            "complexity additive published fixed<20,6>"),
        spec("unknown unit", "FG500", "2:11", "a : 1", "a : GeVV"),
        data("text in a column", "FG202", "2:7", "a,b,y\n1,2,3.5\noops,1,2.5\n"),
        data("NaN in a column", "FG203", "3:7", "a,b,y\n1,2,3.5\n1,nan,2.5\n"),
        data("an empty cell", "FG203", "3:7", "a,b,y\n1,2,3.5\n1,,2.5\n"),
        data("empty file", "FG204", "1:6", ""),
        data("a header alone", "FG204", "1:6", "a,b,y\n"),
        data("data out of range", "FG205", "1:6", "a,b,y\n100,2,200\n1,2,3.5\n"),
        spec("format too small", "FG213", "4:8", "fixed<12,7> saturate", "ufixed<4,0>"),
        new Mistake(
            "budget of the search",
            "FG702",
            ExitCode.NOT_MET,
            "",
            SmallSpec.SPEC.replace("clock 5 ns", "clock 5 ns, dsp <= 0")
                + "form y = a*b + ?(a, b)\n",
            SmallSpec.csv()),
        new Mistake("budget", "FG702", ExitCode.NOT_MET, "", rounded, SmallSpec.csv()),
        new Mistake(
            "overflow of every loss",
            "FG704",
            ExitCode.USER_MISTAKE,
            "",
            SmallSpec.SPEC,
            "a,b,y\n1,2,1e200\n2,1,-1e200\n3,1,1e200\n1,3,-1e200\n"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void specOrDataWithAMistake(Mistake mistake, @TempDir Path folder) throws IOException {
    Path spec = SmallSpec.write(folder, mistake.spec(), mistake.csv());
    Formgate.Ran ran =
        Formgate.run(
            "compile", spec.toString(), "--vectors=100", "--out", folder.resolve("run").toString());
    assertOneDiagnostic(ran, mistake.code(), mistake.exit());
    if (!mistake.at().isEmpty()) {
      assertThat(ran.err()).startsWith(spec + ":" + mistake.at() + ": error ").contains("^");
    }
    if (mistake.code().equals("FG702")) {
      // What minutes may have gone into is kept.
      assertThat(Formgate.names(folder)).containsExactly("product.csv", "product.fg", "run.search");
      assertThat(ran.out())
          .contains("the search is kept in " + folder.resolve("run.search"))
          .contains("'formgate resume " + folder.resolve("run") + "' goes on from there");
      if (!mistake.what().equals("budget of the search")) {
        assertThat(ran.out()).contains(", its formulas in y.refused.csv");
        assertThat(Formgate.text(folder.resolve("run.search/y.refused.csv")))
            .startsWith("Loss,Equation,obstacle\n")
            .containsPattern("\n[-+.0-9E]+,\".+\",\".+\"\n");
      }
      return;
    }
    assertThat(Formgate.names(folder)).containsExactly("product.csv", "product.fg");
  }

  @Test
  void targetsBeyondAFormatAreCounted(@TempDir Path folder) throws IOException {
    StringBuilder csv = new StringBuilder("a,b,y\n");
    for (int row = 0; row < 60; row++) {
      csv.append("1,").append(row % 3).append(',').append(60 + row).append('\n');
    }
    String ports = "ufixed<10,6> tolerance 0.5";
    Path spec =
        SmallSpec.write(
            folder,
            SmallSpec.SPEC.replace("fixed<12,7> saturate tolerance 0.5", ports),
            csv.toString());
    Formgate.Ran ran = Formgate.run("check", spec.toString());
    assertOneDiagnostic(ran, "FG213", ExitCode.USER_MISTAKE);
    assertThat(ran.err())
        .contains("'y' spans [60, 119]: 56 of 60 rows lie beyond ufixed<10,6>, which holds [0, ")
        .contains("more integer bits, such as ufixed<11,7>, or write 'saturate'");

    SmallSpec.write(
        folder,
        SmallSpec.SPEC.replace("fixed<12,7> saturate", "ufixed<10,6>"),
        csv + "1,1,2\n".repeat(60));
    Formgate.Ran few = Formgate.run("check", spec.toString());
    assertThat(few.code()).as(few.err()).isEqualTo(ExitCode.DONE);
    assertThat(few.out())
        .contains("note: the column 'y' spans [2, 119]: 56 of 120 rows")
        .contains("; ufixed<11,7> holds all");

    SmallSpec.write(folder, SmallSpec.SPEC.replace("fixed<12,7>", "ufixed<10,6>"), csv.toString());
    assertThat(Formgate.run("check", spec.toString()).out())
        .contains("note: the column 'y' spans [60, 119]: 56 of 60 rows")
        .contains(", and saturate");

    SmallSpec.write(
        folder,
        SmallSpec.SPEC.replace("fixed<12,7> saturate", "ufixed<10,6>") + "loss hinge\n",
        csv.toString());
    assertThat(Formgate.run("check", spec.toString()).out())
        .contains("no mistakes")
        .doesNotContain("rows lie beyond");
  }

  @Test
  void theWorstColumnOutsideItsRangeIsNamed(@TempDir Path folder) throws IOException {
    Path spec =
        SmallSpec.write(folder, SmallSpec.SPEC, "a,b,y\n1,1000,200\n1,-3100,3.5\n9,2000,2\n");
    assertThat(Formgate.run("check", spec.toString()).err())
        .contains("3 of 3 rows lie outside the declared input ranges, most for 'b' in 3,")
        .contains("declared in [-3.95, 3.95] and spans [-3100, 2000] in the data")
        .contains("the data of 'b' are about 1,000 times as large as declared");
    SmallSpec.write(folder, SmallSpec.SPEC, "a,b,y\n9,1,200\n9,1,3.5\n");
    assertThat(Formgate.run("check", spec.toString()).err())
        .contains("most for 'a' in 2,")
        .doesNotContain("times as large");
  }

  private static void assertOneDiagnostic(Formgate.Ran ran, String code, int exit) {
    assertThat(DIAGNOSTIC.matcher(ran.err()).results().map(r -> r.group(1)).toList())
        .as(ran.err())
        .containsExactly(code);
    assertThat(ran.err()).containsPattern("(?m)^  mend: \\S");
    assertThat(ran.out() + ran.err()).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(ran.code()).isEqualTo(exit);
  }

  /**
   * A formula or an option with one mistake.
   *
   * @param code that it has
   * @param arguments after those of a sound command
   */
  record Wrong(String code, List<String> arguments) {
    @Override
    public String toString() {
      return code + " " + (arguments.toString().length() > 90 ? "..." : arguments);
    }
  }

  private static Wrong emit(String code, String formula, String... more) {
    List<String> arguments = new ArrayList<>(List.of("emit", formula));
    arguments.addAll(List.of(more));
    arguments.add("--vectors=100");
    for (String option : List.of("--input=x:fixed<8,4>", "--output=z:fixed<12,8>")) {
      String name = option.substring(0, option.indexOf(':') + 1);
      if (arguments.stream().noneMatch(a -> a.startsWith(name))) {
        arguments.add(option);
      }
    }
    return new Wrong(code, arguments);
  }

  static Stream<Wrong> wrongs() {
    return Stream.of(
        emit("FG400", "x +"),
        emit("FG401", "sine(x)"),
        emit("FG402", "sqrt(x, x)"),
        emit("FG403", "x + q"),
        emit("FG404", "(".repeat(5000) + "x" + ")".repeat(5000)),
        emit("FG406", "x + 1e999"),
        emit("FG501", "x + y", "--input=x:fixed<8,4>:GeV", "--input=y:fixed<8,4>:m"),
        emit("FG500", "x", "--input=x:fixed<8,4>:GeVV"),
        emit("FG600", "1/x"),
        emit("FG601", "x*0.1", "--tolerance=1e-9"),
        emit(
            "FG603",
            "x*y*x*y",
            "--input=x:fixed<32,9>",
            "--input=y:fixed<32,9>",
            "--output=z:fixed<32,32>"),
        emit("FG700", "x", "--device=nosuch"),
        emit("FG701", "x*x", "--clock=0.5ns"),
        emit("FG303", "x", "--output=z:fixd<8,4>"),
        emit("FG303", "x", "--input=x:fixed<40,4>"),
        emit("FG300", "x + q", "--format=float"),
        emit("FG303", "x + q", "--format=floot<8,4>"),
        emit("FG304", "x", "--input=x:fixed<8,4>:[5,1]"),
        emit("FG304", "x", "--input=x:fixed<8,4>:[-100,1]"),
        new Wrong("FG301", List.of("emit", "x", "--format=fixed<8,4>", "--output=x:fixed<8,4>")),
        emit("FG301", "x", "--name=module"),
        emit("FG301", "x", "--input=x:fixed<8,4>", "--input=x:fixed<8,5>"),
        emit("FG306", "x", "--tolerance=0"),
        emit("FG300", "x", "--tolerance=some"),
        emit("FG501", "x", "--tolerance=1 GeV"),
        emit("FG306", "x", "--tolerance=1e999"),
        emit("FG300", "x", "--clock=5"),
        emit("FG306", "x", "--clock=5 weeks"),
        emit("FG306", "x", "--clock=0.1ns"),
        emit("FG100", "x", "--vectors=0"),
        emit("FG100", "x", "--vectors=many"),
        emit("FG100", "x", "--formal", "--formal-limit=0"),
        emit("FG100", "x", "--formal", "--formal-limit=10000000000"),
        emit("FG100", "x", "--formal-limit=5"),
        emit("FG100", "x", "--formulas=both.txt"),
        emit("FG300", "x", "--input=q"),
        emit("FG300", "x", "--input=x:fixed<8,4>:GeV:[1,2] // no"),
        emit("FG301", "x", "--input=x:fixed<8,4>", "--input=X:fixed<8,5>"),
        emit("FG301", "x", "--define=sin(a) = a"),
        emit("FG301", "x", "--define=f(a, a) = a"),
        emit("FG300", "x", "--define=f(a = a"),
        emit("FG401", "x", "--define=f(a) = g(a)"),
        emit("FG402", "f(x)", "--define=f(a, b) = a + b"),
        emit("FG403", "f(x)", "--define=f(a) = b"),
        emit("FG100", "x", "--output=z:fixed<12,8>", "--output=w:fixed<12,8>"),
        new Wrong("FG100", List.of("emit", "x", "--input=x:fixed<8,4>")),
        new Wrong("FG101", List.of("emit", "--formulas=gone.txt", "--output=z:fixed<8,4>")),
        new Wrong("FG101", List.of("compile", "gone.fg")),
        new Wrong("FG101", List.of("check", "gone.fg")),
        new Wrong("FG103", List.of("verify", "gone")),
        new Wrong("FG100", List.of("verify")),
        new Wrong("FG100", List.of("compile", "a.fg", "b.fg")),
        new Wrong("FG100", List.of("compile", "a.fg", "--threads=0")),
        new Wrong("FG100", List.of()));
  }

  @ParameterizedTest
  @MethodSource("wrongs")
  void formulaOrOptionWithAMistake(Wrong wrong, @TempDir Path folder) {
    List<String> arguments = new ArrayList<>(wrong.arguments());
    if (!arguments.isEmpty() && (arguments.contains("compile") || arguments.contains("emit"))) {
      arguments.add("--out=" + folder.resolve("run"));
    }
    Formgate.Ran ran = Formgate.run(arguments.toArray(String[]::new));
    assertOneDiagnostic(ran, wrong.code(), ExitCode.USER_MISTAKE);
    assertThat(Formgate.names(folder)).isEmpty();
  }

  @Test
  void fileThatIsNoTable(@TempDir Path folder) throws IOException {
    Path spec =
        SmallSpec.write(
            folder, SmallSpec.SPEC.replace("product.csv", "product.parquet"), SmallSpec.csv());
    Files.writeString(folder.resolve("product.parquet"), "no Parquet at all");
    Formgate.Ran ran = Formgate.run("check", spec.toString());
    assertOneDiagnostic(ran, "FG200", ExitCode.USER_MISTAKE);
    assertThat(ran.err()).startsWith(spec + ":1:6: ");
  }

  @Test
  void aSlipOfTheFingersIsRecognised() {
    assertThat(Formgate.run("compiel", "a.fg").err()).contains("did you mean compile?");
    assertThat(Formgate.run("compile", "a.fg", "--itertions=3").err())
        .contains("did you mean --iterations?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "emit x --latency 3            | did you mean --max-latency?",
        "emit x --latency=3            | did you mean --max-latency?",
        "distill a.fg --latency 3      | did you mean --max-latency?",
        "distill a.fg --lut 3          | did you mean --max-lut?",
        "compile a.fg --latency 3      | the spec says it, or --with 'hardware",
        "search a.fg --device x        | the spec says it, or --with 'hardware",
        "compile a.fg --epochs 3       | did you mean --iterations?",
        "compile a.fg --tolerance 3    | a statement of the spec says it, also behind --with",
        "resume run --vectors 3        | other commands have it: compile --vectors, distill --vectors, emit --vectors;",
        "verify run --latency 3        | other commands have it: distill --max-latency, emit --max-latency, cost --latency;",
        "report run -o x               | did you mean --out?",
        "export run --format latex     | did you mean --to?",
        "predict run x.csv --output x  | did you mean --out?",
        "verify run --prove            | did you mean --formal?",
        "init x.csv --quiet            | see 'formgate init --help'",
        "export run                    | --to: infix, latex,",
        "compile                       | mend: FILE.fg: the spec file; see",
      })
  void anOptionOfAnotherNameIsRecognised(String line, String mend) {
    Formgate.Ran ran = Formgate.run(line.split(" "));
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err()).contains("FG100").contains(mend).contains("--help'");
  }

  @Test
  void aVariableThatAnOutputIsCalledIsNoInputToAdd() {
    Formgate.Ran ran = Formgate.run("emit", "x*y", "--input=x:fixed<8,4>", "--output=y:fixed<8,4>");
    assertThat(ran.err())
        .contains("the formula uses 'y', which no --input declares")
        .contains("mend: an output has that name: give --output another, then add --input 'y:");
  }

  @Test
  void placeOfAMistakeInAFormulaIsShown() {
    Formgate.Ran ran = Formgate.run("emit", "x + (y", "--output=z:fixed<8,4>");
    assertThat(ran.err()).startsWith("<formula>:1:7: error FG400: ").contains("  | x + (y\n");
  }

  @Test
  void allMistakesOfASpecAreShownTogether(@TempDir Path folder) throws IOException {
    Path spec =
        SmallSpec.write(
            folder,
            SmallSpec.SPEC.replace("[0, 7.9]", "[0, 9]").replace("+ - *", "+ tann"),
            SmallSpec.csv());
    Formgate.Ran ran = Formgate.run("check", spec.toString());
    assertThat(ran.err()).contains("error FG304: ").contains("error FG305: ");
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
  }

  @Test
  void outputThatCannotBeWritten(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    Formgate.Ran below =
        Formgate.run(
            "emit",
            "x",
            "--input=x:fixed<8,4>",
            "--output=z:fixed<8,4>",
            "--out=" + file.resolve("run"));
    assertOneDiagnostic(below, "FG104", ExitCode.USER_MISTAKE);
    Formgate.Ran onto =
        Formgate.run("emit", "x", "--input=x:fixed<8,4>", "--output=z:fixed<8,4>", "--out=" + file);
    assertOneDiagnostic(onto, "FG102", ExitCode.USER_MISTAKE);
    assertThat(file).hasContent("not a folder");
    assertThat(Formgate.names(folder)).containsExactly("file");
  }

  @Test
  void theWorkingFolderIsNeverReplaced() {
    Formgate.Ran ran =
        Formgate.run(
            "emit", "x", "--input=x:fixed<8,4>", "--output=z:fixed<8,4>", "--force", "--out=..");
    assertOneDiagnostic(ran, "FG102", ExitCode.USER_MISTAKE);
  }

  @Test
  void controlCharactersDoNotReachTheTerminal(@TempDir Path folder) throws IOException {
    String escape = "\u001b[31m";
    List<Formgate.Ran> runs = new ArrayList<>();
    runs.add(Formgate.run("emit", "x + " + escape, "--output=z:fixed<8,4>"));
    runs.add(Formgate.run("emit", "x", "--input=" + escape + ":fixed<8,4>"));
    runs.add(Formgate.run("compile", escape + ".fg"));
    runs.add(Formgate.run("verify", escape));
    runs.add(Formgate.run(escape));
    Path spec = SmallSpec.write(folder, SmallSpec.SPEC, "a,c" + escape + ",y\n1,2,3\n");
    runs.add(Formgate.run("check", spec.toString()));
    Path named = Files.copy(SmallSpec.write(folder), folder.resolve("a" + escape + ".fg"));
    runs.add(Formgate.run("check", named.toString()));
    for (Formgate.Ran ran : runs) {
      assertThat(ran.out() + ran.err()).isNotEmpty().doesNotContain("\u001b");
    }
  }
}
