package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data files as people have them, good and bad. */
class DatasetReaderTest {
  private static final SourceText SPEC = new SourceText("s.fg", "data d\ninput a\ninput b\n");
  private static final SourceSpan DATA = SPEC.span(0, 6);

  @TempDir private Path folder = Path.of("");

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static Dataset read(Path file, String... columns) {
    List<DatasetReader.Wanted> wanted = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      wanted.add(new DatasetReader.Wanted(columns[i], span(i)));
    }
    return DatasetReader.read(file, DATA, wanted, RowSelection.ALL).data();
  }

  private static DatasetReader.Reading select(
      Path file, String condition, boolean dropMissing, DatasetReader.Wanted... wanted) {
    Optional<RowSelection.Filter> where =
        condition.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new RowSelection.Filter(
                    FormulaParser.parse(new SourceText("where", condition)), SPEC.span(7, 14)));
    return DatasetReader.read(file, DATA, List.of(wanted), new RowSelection(where, dropMissing));
  }

  private static DatasetReader.Wanted wanted(String name, String... classes) {
    return new DatasetReader.Wanted(name, name, span(0), List.of(classes), classes.length > 0);
  }

  private static DatasetReader.Wanted labeled(String name, String... labels) {
    return new DatasetReader.Wanted(name, name, span(0), List.of(labels), false);
  }

  @Test
  void takesTheRowsOnWhichAConditionIsTrue() throws IOException {
    Path file = file("where.csv", "a,b\n1,9\n-2,8\n3,7\n,6\n5,5\n");

    DatasetReader.Reading reading =
        select(file, "a > 0 and b < 9", false, wanted("a"), wanted("b"));

    assertThat(reading.data().column("a")).containsExactly(3, 5);
    assertThat(reading.data().column("b")).containsExactly(7, 5);
    assertThat(reading.rowsInFile()).isEqualTo(5);
    assertThat(reading.rowsFiltered()).isEqualTo(3);
    assertThat(reading.rowsMissing()).isZero();
  }

  @Test
  void aConditionThatHoldsNowhereIsAMistake() throws IOException {
    Path file = file("where.csv", "a,b\n1,9\n");

    DiagnosticException e =
        catchThrowableOfType(
            DiagnosticException.class, () -> select(file, "a > 1", false, wanted("a")));

    assertThat(e.diagnostics().getFirst().code()).isEqualTo(DiagnosticCode.DATA_EMPTY);
    assertThat(e.diagnostics().getFirst().span()).isEqualTo(SPEC.span(7, 14));
  }

  @Test
  void dropsRowsThatLackAValueWhenAsked() throws IOException {
    Path file = file("missing.csv", "a,b,c\n1,2,\n,2,3\n3,nan,3\n4,inf,3\n5,6,\n");

    DatasetReader.Reading reading = select(file, "", true, wanted("a"), wanted("b"));

    assertThat(reading.data().column("a")).containsExactly(1, 5);
    assertThat(reading.rowsMissing()).isEqualTo(3);
    assertThat(reading.rowsFiltered()).isZero();
  }

  @Test
  void textIsNoMissingValue() throws IOException {
    Path file = file("text.csv", "a,b\n1,2\n,3\nabc,4\n");

    DiagnosticException e =
        catchThrowableOfType(
            DiagnosticException.class, () -> select(file, "", true, wanted("a"), wanted("b")));

    assertThat(e.diagnostics().getFirst().code()).isEqualTo(DiagnosticCode.DATA_NOT_NUMERIC);
    assertThat(e.diagnostics().getFirst().message()).contains("row 3").contains("'abc'");
  }

  @Test
  void classesBecomeTheirIndex() throws IOException {
    Path names = file("names.csv", "a,k\n1,top\n2,gluon\n3, top \n");
    Path numbers = file("numbers.csv", "a,k\n1,1\n2,0\n");

    assertThat(select(names, "", false, wanted("k", "gluon", "top")).data().column("k"))
        .containsExactly(1, 0, 1);
    assertThat(select(numbers, "", false, wanted("k", "gluon", "top")).data().column("k"))
        .containsExactly(1, 0);
    assertThat(select(names, "k == 1", false, wanted("k", "gluon", "top")).data().rows())
        .isEqualTo(2);
    DiagnosticException e =
        catchThrowableOfType(
            DiagnosticException.class, () -> select(names, "", false, wanted("k", "top", "w")));
    assertThat(e.diagnostics().getFirst().code()).isEqualTo(DiagnosticCode.DATA_CLASS);
    assertThat(e.diagnostics().getFirst().message()).contains("row 2").contains("'gluon'");
  }

  @Test
  void classesAreCalledByNumbersHoweverTheyAreWritten() throws IOException {
    Path whole = file("whole.csv", "k\n1\n0\n");
    Path real = file("real.csv", "k\n1.0\n0.0\n");
    Path signed = file("signed.csv", "k\n1.0\n-1.0\n");
    Path texts = file("texts.csv", "k\n1\n01\nx\n");

    for (Path file : List.of(whole, real)) {
      assertThat(select(file, "", false, wanted("k", "gluon", "top")).data().column("k"))
          .containsExactly(1, 0);
      assertThat(select(file, "", false, labeled("k", "1", "0")).data().column("k"))
          .containsExactly(0, 1);
    }
    assertThat(select(signed, "", false, labeled("k", "-1", "1")).data().column("k"))
        .containsExactly(1, 0);
    assertThat(select(texts, "", false, labeled("k", "1", "01", "x")).data().column("k"))
        .containsExactly(0, 1, 2);
    // An index is no label.
    DiagnosticException e =
        catchThrowableOfType(
            DiagnosticException.class, () -> select(whole, "", false, labeled("k", "1", "2")));
    assertThat(e.diagnostics().getFirst().message()).contains("row 2").contains("'0'");
    assertThat(e.diagnostics().getFirst().mend()).contains("NAME = \"0\"");
  }

  private static SourceSpan span(int column) {
    int start = 7 + 8 * (column % 2);
    return SPEC.span(start, start + 7);
  }

  private static List<Diagnostic> mistakes(Path file, String... columns) {
    DiagnosticException e =
        catchThrowableOfType(DiagnosticException.class, () -> read(file, columns));
    assertThat(e).as("mistakes of %s", file.getFileName()).isNotNull();
    return e.diagnostics();
  }

  private void assertMistake(
      String content, DiagnosticCode code, SourceSpan span, String... inMessage)
      throws IOException {
    Diagnostic d = mistakes(file("bad.csv", content), "a").getFirst();
    assertThat(d.code()).as(d.render()).isEqualTo(code);
    assertThat(d.span()).isEqualTo(span);
    assertThat(d.message()).contains(inMessage);
  }

  private void assertReads(String content) throws IOException {
    Dataset data = read(file("good.csv", content), "b", "a");
    assertThat(data.names()).containsExactly("b", "a");
    assertThat(data.column("a")).containsExactly(1, -2.5, 3e4);
    assertThat(data.column("b")).containsExactly(4, 5, 6);
  }

  @Test
  void everyWritingOfATableIsRead() throws IOException {
    assertReads("a,b\n1,4\n-2.5,5\n3e4,6\n");
    assertReads("a,b\n1,4\n-2.5,5\n3e4,6");
    assertReads("a,b\r\n1,4\r\n-2.5,5\r\n3e4,6\r\n");
    assertReads("\uFEFFa,b\n1,4\n-2.5,5\n3e4,6\n");
    assertReads("a;b\n1;4\n-2.5;5\n3e4;6\n");
    assertReads("a\tb\n1\t4\n-2.5\t5\n3e4\t6\n");
    assertReads("\"a\",\"b\"\n\"1\",\"4\"\n\"-2.5\",\"5\"\n\"3e4\",\"6\"\n");
    assertReads("note,a,b\n\"one, two\",1,4\n\"say \"\"x\"\"\",-2.5,5\n,3e4,6\n");
    assertReads("a,b,c\n1,4,x\n-2.5,5,\n3e4,6,z\n");
  }

  @Test
  void compressedFilesAreRead() throws IOException {
    Path file = folder.resolve("d.csv.gz");
    try (Writer out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
      out.write("a,b\n1,2\n3,4\n");
    }
    assertThat(read(file, "a").column("a")).containsExactly(1, 3);
  }

  private Path parquet(String select) throws SQLException {
    Path file = folder.resolve("d.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
    }
    return file;
  }

  @Test
  void aParquetFileHasNoSeparatorToLookFor() throws SQLException {
    for (String name : List.of("jet pt", "pt,1", "1.5")) {
      Path file = parquet("SELECT * FROM (VALUES (1.5), (2.5)) t(\"" + name + "\")");
      SourceSpan span = new SourceText("DATA", "d").span(0, 1);
      assertThat(DataProfiler.profile(file, span).columns())
          .extracting(ColumnProfile::name)
          .containsExactly(name);
    }
  }

  @Test
  void parquetIsReadWithEveryNumberType() throws SQLException {
    for (String type :
        List.of("TINYINT", "UBIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL(9,3)", "VARCHAR")) {
      Path file = parquet("SELECT CAST(x AS " + type + ") AS a FROM (VALUES (3), (1), (2)) t(x)");
      assertThat(read(file, "a").column("a")).as(type).containsExactly(3, 1, 2);
    }
    for (String type : List.of("BOOLEAN", "DATE", "INTEGER[]")) {
      String value =
          switch (type) {
            case "DATE" -> "DATE '2020-01-02'";
            case "BOOLEAN" -> "true";
            default -> "[1, 2]";
          };
      List<Diagnostic> found = mistakes(parquet("SELECT " + value + " AS a"), "a");
      assertThat(found.getFirst().code()).isEqualTo(DiagnosticCode.DATA_NOT_NUMERIC);
      assertThat(found.getFirst().message()).contains(type);
    }
    assertThat(
            mistakes(parquet("SELECT * FROM (VALUES (1.5), (NULL)) t(a)"), "a")
                .getFirst()
                .message())
        .isEqualTo("d.parquet row 2, column 'a' is empty");
  }

  @Test
  void filesThatCannotBeReadPointAtTheirName() throws IOException {
    Path missing = folder.resolve("missing.csv");
    Path parent = Files.createDirectory(folder.resolve("folder.csv"));
    for (Path file : List.of(missing, parent)) {
      Diagnostic d = mistakes(file, "a").getFirst();
      assertThat(d.code()).isEqualTo(DiagnosticCode.FILE_UNREADABLE);
      assertThat(d.span()).isEqualTo(DATA);
    }
    Diagnostic d = mistakes(file("d.parquet", "a,b\n1,2\n"), "a").getFirst();
    assertThat(d.code()).as(d.render()).isEqualTo(DiagnosticCode.DATA_MALFORMED);
    assertThat(d.span()).isEqualTo(DATA);
    assertThat(read(file("d.csv.gz", "a,b\n1,2\n"), "a").column("a")).containsExactly(1);
  }

  @Test
  void filesWithoutRowsAreEmpty() throws IOException {
    assertMistake("", DiagnosticCode.DATA_EMPTY, DATA, "bad.csv");
    assertMistake("a,b\n", DiagnosticCode.DATA_EMPTY, DATA, "bad.csv");
    assertMistake("a,b", DiagnosticCode.DATA_EMPTY, DATA, "bad.csv");
  }

  @Test
  void badCellsAreNamedWithTheirRow() throws IOException {
    String row2 = "row 2 (not counting the header), column 'a'";
    assertMistake(
        "a,b\n1,2\nlow,3\n4,high\n", DiagnosticCode.DATA_NOT_NUMERIC, span(0), row2, "'low'");
    assertMistake("a,b\n1,2\n,3\n4,5\n", DiagnosticCode.DATA_NOT_FINITE, span(0), row2, "is empty");
    assertMistake(
        "a,b\n1,2\nnan,3\n4,5\n", DiagnosticCode.DATA_NOT_FINITE, span(0), row2, "is nan");
    assertMistake(
        "a,b\n1,2\n-inf,3\n4,5\n", DiagnosticCode.DATA_NOT_FINITE, span(0), row2, "is -inf");
    assertMistake(
        "a,b\n1,2\n,3\nlow,5\n", DiagnosticCode.DATA_NOT_FINITE, span(0), row2, "is empty");
    assertMistake("a,b\n1,2\nNA,3\n,5\n", DiagnosticCode.DATA_NOT_NUMERIC, span(0), row2, "'NA'");
    assertMistake(
        "a,b\n,1\n,2\n",
        DiagnosticCode.DATA_NOT_FINITE,
        span(0),
        "row 1 (not counting the header), column 'a' is empty");
    assertMistake(
        "a;b\n1,5;2\n2,5;3.5\n", DiagnosticCode.DATA_NOT_NUMERIC, span(0), "row 1", "'1,5'");
    assertMistake("a,b\ntrue,1\nfalse,2\n", DiagnosticCode.DATA_NOT_NUMERIC, span(0), "BOOLEAN");
    assertMistake("a,b\n2020-01-02,1\n", DiagnosticCode.DATA_NOT_NUMERIC, span(0), "DATE");
  }

  @Test
  void everyBadColumnIsReported() throws IOException {
    List<Diagnostic> found = mistakes(file("bad.csv", "a,b\nx,1\n2,\n"), "a", "b");
    assertThat(found)
        .extracting(Diagnostic::code)
        .containsExactly(DiagnosticCode.DATA_NOT_NUMERIC, DiagnosticCode.DATA_NOT_FINITE);
    assertThat(found).extracting(Diagnostic::span).containsExactly(span(0), span(1));
  }

  @Test
  void missingColumnsListThoseThatAreThere() throws IOException {
    Path file = file("d.csv", "A,c d\n1,2\n");
    List<Diagnostic> found = mistakes(file, "a", "b");
    assertThat(found)
        .extracting(Diagnostic::code)
        .containsOnly(DiagnosticCode.DATA_COLUMN_MISSING)
        .hasSize(2);
    assertThat(found.get(1).span()).isEqualTo(span(1));
    assertThat(found.get(1).mend()).isEqualTo("its columns are A, c d");
  }

  @Test
  void raggedRowsAreMalformed() throws IOException {
    assertMistake(
        "a,b\n1,2\n3\n4,5\n", DiagnosticCode.DATA_MALFORMED, DATA, "line 3 of bad.csv has 1 cell");
    assertMistake(
        "a,b\n1,2\n3,4,5\n6,7\n",
        DiagnosticCode.DATA_MALFORMED,
        DATA,
        "line 3 of bad.csv has 3 cells");
  }

  @Test
  void namesAreNeverRead() throws IOException {
    String sql = "x\"; DROP TABLE data; --";
    Path file =
        file("it's [1]*.csv", "\"x\"\"; DROP TABLE data; --\",a b,row,c0,row number\n1,2,3,4,5\n");
    file("it's 1.csv", "a b\n7\n");
    Dataset data = read(file, sql, "a b", "row", "c0", "row number");
    assertThat(data.rows()).isEqualTo(1);
    assertThat(data.column(sql)).containsExactly(1);
    assertThat(data.column("a b")).containsExactly(2);
    assertThat(data.column("row")).containsExactly(3);
    assertThat(data.column("c0")).containsExactly(4);
    assertThat(data.column("row number")).containsExactly(5);
  }

  @Test
  void rowsKeepTheirOrder() throws IOException {
    int rows = 100_000;
    StringBuilder text = new StringBuilder("a,b\n");
    double[] expected = new double[rows];
    for (int r = 0; r < rows; r++) {
      expected[r] = (r * 7919L % 100_003) / 8.0;
      text.append(expected[r]).append(',').append(r).append('\n');
    }
    Dataset data = read(file("d.csv", text.toString()), "a", "b");
    assertThat(Arrays.equals(data.column("a"), expected)).isTrue();
    assertThat(data.column("b")[rows - 1]).isEqualTo(rows - 1);
    Path late = file("late.csv", text.append("oops,0\n").toString());
    assertThat(mistakes(late, "a").getFirst().message())
        .contains("row 100001 (not counting the header)", "'oops'");
  }
}
