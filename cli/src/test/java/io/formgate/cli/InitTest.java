package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.constraints.InputDeclaration;
import io.formgate.constraints.Spec;
import io.formgate.expression.Dataset;
import io.formgate.expression.DatasetReader;
import io.formgate.expression.LearnedFunction;
import io.formgate.expression.RowSelection;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Starter specs: whatever the data file, the spec has no mistake, or the data's mistake is named.
 */
class InitTest {
  @TempDir private Path folder = Path.of("");

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  static Formgate.Ran init(Path data, String... options) {
    List<String> arguments = new ArrayList<>(List.of("init", data.toString()));
    arguments.addAll(List.of(options));
    return Formgate.run(arguments.toArray(String[]::new));
  }

  /** Writes the starter spec of a file beside it, and checks it. */
  private Path starter(Path data, String... options) {
    Path spec = folder.resolve("starter.fg");
    List<String> more = new ArrayList<>(List.of(options));
    more.addAll(List.of("--out", spec.toString(), "--force"));
    Formgate.Ran ran = init(data, more.toArray(String[]::new));
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    Formgate.Ran check = Formgate.run("check", spec.toString());
    assertThat(check.err()).as(Formgate.text(spec)).isEmpty();
    assertThat(check.out()).startsWith(spec + ": no mistakes\n");
    assertThat(outsideRanges(spec)).isZero();
    return spec;
  }

  private static long outsideRanges(Path file) {
    Spec spec = SpecFile.read(file);
    Dataset data =
        DatasetReader.read(
                spec.dataFile(),
                spec.dataSpan(),
                spec.inputs().stream()
                    .map(i -> SpecColumns.wanted(spec, i.name(), i.span(), List.of()))
                    .toList(),
                RowSelection.ALL)
            .data();
    long outside = 0;
    for (InputDeclaration input : spec.inputs()) {
      for (double value : data.column(input.name())) {
        outside += input.range().contains(value) ? 0 : 1;
      }
    }
    return outside;
  }

  static List<String> statements(Path spec) {
    return Formgate.text(spec).lines().filter(l -> !l.isBlank() && !l.startsWith("//")).toList();
  }

  /** Rows of numbers under a header; every row ends with a column y. */
  static String table(String header, String... rows) {
    return header + "\n" + String.join("\n", rows) + "\n";
  }

  /**
   * A data file and the ports that are expected of it.
   *
   * @param what it shows
   * @param csv the data
   * @param inputs names
   * @param output name
   */
  record Case(String what, String csv, List<String> inputs, String output) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Case> cases() {
    String sixty =
        IntStream.range(0, 60).mapToObj(i -> "x" + i).collect(Collectors.joining(",")) + "\n";
    Random random = new Random(1);
    String rows =
        Stream.generate(() ->
                IntStream.range(0, 60)
                    .mapToObj(i ->
                        String.valueOf(random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4)))
                    .collect(Collectors.joining(",")))
            .limit(30)
            .collect(Collectors.joining("\n"));
    return Stream.of(
        new Case(
            "60 columns",
            sixty + rows + "\n",
            IntStream.range(0, 59).mapToObj(i -> "x" + i).toList(),
            "x59"),
        new Case(
            "integers", table("a,b,y", "0,-4,7", "255,3,9", "17,0,70000"), List.of("a", "b"), "y"),
        new Case(
            "huge and tiny magnitudes",
            table(
                "a,b,c,y",
                "1e12,1e-12,1e200,1e-200",
                "3e12,-2e-12,5e200,2e-200",
                "0,2.5e-12,2e200,3e-200"),
            List.of("a", "b", "c"),
            "y"),
        new Case(
            "beyond all formats",
            table("a,b,c,y", "1e305,1,5e-320,1", "3e305,2,1e-320,2", "0,4,0,5"),
            List.of("b"),
            "y"),
        new Case(
            "offset above spread",
            table("a,b,y", "1e15,1,1", "1000000000000001,2,2", "1000000000000002,4,5"),
            List.of("b"),
            "y"),
        new Case(
            "names that are no names of ports",
            table(
                "\"a b\",module,as,in,AS,clock,1st,Größe,\"q\"\"q\",\"two\nlines\",data,y",
                "1,2,3,4,5,6,7,8,9,10,11,12",
                "2,9,8,7,6,5,4,3,2,1,12,14",
                "3,7,9,8,7,6,5,4,3,2,3,11"),
            List.of(
                "a_b",
                "x_module",
                "x_as",
                "x_in",
                "AS_1",
                "x_clock",
                "x_1st",
                "Gro_e",
                "q_q",
                "data"),
            "y"),
        new Case(
            "bad cells",
            table("a,b,c,d,e,y", "1,2,x,1,,1", "2,,y,inf,,2", "3,4,z,2,,4"),
            List.of("a"),
            "y"),
        new Case(
            "constants and copies",
            table("k,a,b,yy,y", "7,1,1,3,3", "7,2,2,4,4", "7,5,5,9,9"),
            List.of("a"),
            "y"),
        new Case(
            "names that resemble each other",
            table(
                "pt_1,pt 1,pt.1,m [GeV],m [MeV],m (GeV)",
                "1,2,3,4,5,6",
                "2,9,8,7,6,5",
                "3,7,9,8,7,4"),
            List.of("pt_1", "pt_1_2", "pt_1_3", "m", "m_2"),
            "m_3"),
        new Case("two rows", table("a,y", "1,2", "2,1"), List.of("a"), "y"),
        new Case("text last", table("a,y,note", "1,2,p", "2,1,q", "4,4,p"), List.of("a"), "y"),
        new Case("semicolons", "a;y\n1;2\n2;1\n", List.of("a"), "y"),
        new Case("byte order mark", "\uFEFFa,y\r\n1,2\r\n2,1\r\n", List.of("a"), "y"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void starterSpecHasNoMistake(Case c) throws IOException {
    Path spec = starter(file("data.csv", c.csv()));
    Spec read = SpecFile.read(spec);
    assertThat(read.inputs().stream().map(InputDeclaration::name)).isEqualTo(c.inputs());
    assertThat(read.output().name()).isEqualTo(c.output());
    assertThat(statements(spec)).contains("data \"data.csv\"");
  }

  @Test
  void dimuonCanBeStartedFrom() throws IOException {
    Path data = Formgate.repository().resolve("examples/dimuon/dimuon.csv");
    Path copy = Files.copy(data, folder.resolve("dimuon.csv"));
    Path spec = starter(copy);
    assertThat(Formgate.text(spec))
        .contains(
            "// phi1: -3.14045 to 3.14133, mean -0.2332, 3,990 values; last bit 1/256 is at most");
    assertThat(statements(spec))
        .containsExactly(
            "data \"dimuon.csv\"",
            "input pt1  : 1 as ufixed<14,9> in [0, 270]",
            "input eta1 : 1 as fixed<11,3>  in [-2.6, 2.6]",
            "input phi1 : 1 as fixed<11,3>  in [-3.2, 3.2]",
            "input pt2  : 1 as ufixed<13,8> in [5, 180]",
            "input eta2 : 1 as fixed<12,3>  in [-2.6, 2.6]",
            "input phi2 : 1 as fixed<11,3>  in [-3.2, 3.2]",
            "output M : 1 as ufixed<13,7> saturate tolerance max(1 %, 0.05)",
            "operators + - * square sqrt",
            "hardware xcvu9p-2 clock 5 ns",
            "search iterations 100, seed 1");
    assertThat(Formgate.text(spec).lines().mapToInt(String::length).max().orElseThrow())
        .isLessThanOrEqualTo(110);
  }

  /** A comment that shows how to write a statement has to be one. */
  @Test
  void everyStatementInACommentIsLegal() throws IOException {
    Path data = file("d.csv", table("a,b,y", "1,1,3", "2,2,4", "5,5,9"));
    String text = Formgate.text(starter(data));
    int uncommented = 0;
    for (String keyword : List.of("constants dim", "hardware", "search", "input b")) {
      assertThat(text).contains("\n// " + keyword);
      String active = text.replaceAll("(?m)^" + keyword + ".*$", "");
      // The second line of a statement stands further in.
      String shown = "(?m)^// (" + keyword + ".*(?:\n)?)(?://( {8}.*))?$";
      Path spec = file("other.fg", active.replaceFirst(shown, "$1$2"));
      assertThat(Formgate.run("check", spec.toString()).err()).isEmpty();
      uncommented++;
    }
    assertThat(uncommented).isEqualTo(4);
  }

  /** What can stand in a statement is what the reader of specs says when it finds none of it. */
  @Test
  void commentsNameAllThatOperatorsHardwareAndSearchCanHave() throws IOException {
    String text = Formgate.text(starter(file("d.csv", table("a,b,y", "1,1,3", "2,2,4", "5,5,9"))));
    for (String keyword : List.of("hardware", "search")) {
      String wrong = text.replaceFirst("(?m)^(" + keyword + ".*)$", "$1, nothing 1");
      String known = Formgate.run("check", file("wrong.fg", wrong).toString()).err();
      List<String> words =
          Pattern.compile("'([a-z]+)'")
              .matcher(known.substring(known.indexOf("; expected ")))
              .results()
              .map(m -> m.group(1))
              .toList();
      assertThat(words).hasSizeGreaterThan(6);
      String shown = text.substring(text.indexOf("\n// " + keyword));
      String statement = shown.substring(0, shown.indexOf("\n" + keyword));
      for (String word : words) {
        assertThat(statement).containsPattern("[ \n]" + word + " ");
      }
    }
    String operators = text.substring(text.indexOf("// Operators"), text.indexOf("\noperators"));
    assertThat(operators).contains(" " + LearnedFunction.NAME + ",");
  }

  @Test
  void reasonsAreGivenForEveryColumnThatIsNoPort() throws IOException {
    Path data =
        file(
            "d.csv",
            table(
                "k,\"a\u001b b\",gap,note,a,copy,Y,x",
                "7,1,1,p,1,1,1,1",
                "7,2,,q,2,2,3,2",
                "7,3,nan,p,5,5,9,0"));
    Formgate.Ran ran = init(data, "--out", "-", "--target=Y");
    assertThat(ran.out())
        .contains("  k     is 7 in every row: ")
        .contains("  a\uFFFD b  has a name with invisible characters: ")
        .contains("for instance to 'a_b'")
        .contains(
            "  gap   is no finite number in 2 of 3 rows (1 empty, 1 NaN or infinite; the first is"
                + " row 2): ")
        .contains("  note  holds text, 2 different: ")
        .contains("  copy  equals 'a' in every row: ")
        .doesNotContain("\u001b");
    assertThat(Formgate.names(folder)).containsExactly("d.csv");
  }

  @Test
  void targetChoosesTheOutput() throws IOException {
    Path data = file("d.csv", table("Mass,b,kind,n", "1,3,up,0", "2,2,down,1", "4,1,up,2"));
    Spec spec = SpecFile.read(starter(data, "--target", "Mass"));
    assertThat(spec.output().name()).isEqualTo("Mass");
    assertThat(spec.inputs().stream().map(InputDeclaration::name)).containsExactly("b", "n");
  }

  @Test
  void deviceAndClockAreThoseOfTheOptions() throws IOException {
    Path data = file("d.csv", table("a,y", "1,2", "2,1"));
    assertThat(statements(starter(data, "--device", "unit", "--clock", "300MHz")))
        .contains("hardware unit clock 3.333 ns");
    assertThat(SpecFile.read(folder.resolve("starter.fg")).hardware().clockPeriodPs())
        .isEqualTo(3333);
  }

  @Test
  void compressedFilesAndParquetAreRead() throws IOException, SQLException {
    Path zipped = folder.resolve("d.csv.gz");
    try (Writer out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(zipped)), StandardCharsets.UTF_8)) {
      out.write("a,y\n1,2\n2,1\n");
    }
    assertThat(statements(starter(zipped))).contains("data \"d.csv.gz\"");
    Path parquet = folder.resolve("d.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT CAST(x/10 AS FLOAT) AS f, CAST(x AS DECIMAL(9,3)) AS d, CAST(7*x*x - x AS VARCHAR)"
              + " AS v, DATE '2020-01-02' AS t, [x] AS l, x % 2 = 0 AS b, x*x AS y"
              + " FROM (VALUES (3), (1), (2)) t(x)) TO '"
              + parquet
              + "' (FORMAT parquet)");
    }
    assertThat(SpecFile.read(starter(parquet)).inputs().stream().map(InputDeclaration::name))
        .containsExactly("f", "d", "v");
  }

  @Test
  void theSpecNamesTheDataFromItsOwnFolder() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data")).resolve("d.csv");
    Files.writeString(data, table("a,y", "1,2", "2,1"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("data"));
    Path relative = Path.of("").toAbsolutePath().relativize(data);
    int checked = 0;
    for (Path named : List.of(data, relative, folder.resolve("link").resolve("d.csv"))) {
      for (String out : List.of("a.fg", "specs/deep/a.fg", "data/a.fg", "link/a.fg")) {
        Path spec = folder.resolve(out);
        assertThat(init(named, "--force", "--out", spec.toString()).err()).isEmpty();
        assertThat(Formgate.run("check", spec.toString()).code()).isZero();
        checked++;
      }
    }
    assertThat(checked).isEqualTo(12);
    init(relative, "--force", "--out", folder.resolve("specs/deep/a.fg").toString());
    assertThat(Formgate.text(folder.resolve("specs/deep/a.fg")))
        .contains("data \"../../data/d.csv\"\n");
  }

  @Test
  void theSameDataGiveTheSameBytes() throws IOException {
    Path data = file("d.csv", table("a,kind,y", "1.25,p,2", "2.7,q,1", "3.1,p,5"));
    Path spec = starter(data, "--target=kind");
    byte[] first = Files.readAllBytes(spec);
    assertThat(Files.readAllBytes(starter(data, "--target=kind"))).isEqualTo(first);
    assertThat(init(data, "--target=kind", "--out", "-").out())
        .isEqualTo(Formgate.text(spec).replace("data \"d.csv\"", "data \"" + data + "\""));
  }

  @Test
  void jsonHoldsTheSameFacts() throws IOException {
    Path data = file("d.csv", table("a,k,y", "1,7,2", "2,7,1", "4,7,5"));
    Path spec = folder.resolve("d.fg");
    String json = init(data, "--json", "--out", spec.toString()).out();
    Path written = file("facts.json", json);
    StarterFacts facts = Json.read(written, StarterFacts.class);
    assertThat(facts.rows()).isEqualTo(3);
    assertThat(facts.output()).isEqualTo("y");
    assertThat(facts.ports().get(1))
        .isEqualTo(
            new StarterFacts.Port(
                "a",
                "a",
                1,
                4,
                7 / 3.0,
                3,
                1,
                "ufixed<3,3>",
                "1",
                "4",
                "every value is a multiple of 1 and is held exactly"));
    assertThat(facts.leftOut().getFirst().name()).isEqualTo("k");
    assertThat(json).isEqualTo(Json.write(facts));
    assertThat(statements(spec)).contains("input a : 1 as ufixed<3,3> in [1, 4]");
  }
}
