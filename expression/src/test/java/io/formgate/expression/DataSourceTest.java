package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of all kinds are read for what they are, or named with the way to a table. */
class DataSourceTest {
  private static final SourceSpan SPAN = new SourceText("DATA", "d").span(0, 1);

  @TempDir private Path folder = Path.of("");

  private Path file(String name, String content, Charset charset) throws IOException {
    return Files.write(folder.resolve(name), content.getBytes(charset));
  }

  private Path file(String name, String content) throws IOException {
    return file(name, content, StandardCharsets.UTF_8);
  }

  private static Diagnostic mistake(Path file) {
    return catchThrowableOfType(DiagnosticException.class, () -> DataProfiler.profile(file, SPAN))
        .diagnostics()
        .getFirst();
  }

  private static double[] column(Path file, String name) {
    return DatasetReader.read(
            file, SPAN, List.of(new DatasetReader.Wanted(name, SPAN)), RowSelection.ALL)
        .data()
        .column(name);
  }

  @Test
  void otherFormatsAreNamedWithTheWayToATable() throws IOException {
    Map<String, List<String>> expected =
        Map.of(
            "root\0\0\1", List.of("ROOT", "uproot"),
            "\u0089HDF\r\n", List.of("HDF5", "pandas"),
            "\u0093NUMPY", List.of("NumPy", "savetxt"),
            "ARROW1\0\0", List.of("Arrow", "to_parquet"),
            "SIMPLE  =", List.of("FITS", "astropy"),
            "\u00FF\u00FEa\0", List.of("UTF-16", "iconv"),
            "{\"a\": [1, 2]}", List.of("JSON", "read_json"),
            "<?xml version='1.0'?>", List.of("XML", "CSV"),
            "PK\u0003\u0004", List.of("zip", "unpack"),
            "[[1, 2], [3, 4]]", List.of("JSON", "read_json"));
    for (ForeignFormat format : ForeignFormat.values()) {
      Path path = file("d.csv", format.magic(), StandardCharsets.ISO_8859_1);
      assertThat(mistake(path).code()).isEqualTo(DiagnosticCode.DATA_FOREIGN);
    }
    int compared = 0;
    for (var e : expected.entrySet()) {
      Diagnostic d = mistake(file("some.csv", e.getKey(), StandardCharsets.ISO_8859_1));
      assertThat(d.code()).isEqualTo(DiagnosticCode.DATA_FOREIGN);
      assertThat(d.span()).isEqualTo(SPAN);
      assertThat(d.render()).contains(e.getValue());
      compared++;
    }
    assertThat(compared).isEqualTo(10);
    assertThat(mistake(file("zeros.csv", "a,b\n1,\0\n")).render()).contains("FG200", "no text");
    assertThat(mistake(file("d.xlsx", "PK\u0003\u0004")).render()).contains("workbook");
    assertThat(mistake(file("d.parquet", "a,b\n1,2\n")).render()).contains("no Parquet file");
    assertThat(mistake(file("latin.csv", "a,\u00E9\n1,2\n", StandardCharsets.ISO_8859_1)).render())
        .contains("not text in UTF-8", "iconv -f LATIN1");
  }

  @Test
  void namesThatBeginLikeOtherFormatsAreRead() throws IOException {
    for (String name : List.of("root", "ARROW1", "<pt>", "[x]")) {
      assertThat(column(file("d.csv", name + ",y\n1,2\n3,4\n"), name)).containsExactly(1, 3);
    }
  }

  @Test
  void packedTextIsReadWhateverItsName() throws IOException {
    Path packed = folder.resolve("d.csv");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("a;b\n1,5;2\n-2,25;3\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(column(packed, "a")).containsExactly(1.5, -2.25);
    byte[] bytes = Files.readAllBytes(packed);
    Files.write(packed, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertThat(mistake(packed).code()).isEqualTo(DiagnosticCode.DATA_MALFORMED);
  }

  @Test
  void decimalCommasAreReadWhereTheyCannotSeparate() throws IOException {
    assertThat(column(file("a.csv", "a;b\n1,5;2\n-2,25e1;3,5\n"), "a")).containsExactly(1.5, -22.5);
    assertThat(column(file("b.csv", "a\tb\n1,5\t2\n2\t3,5\n"), "a")).containsExactly(1.5, 2);
    assertThat(column(file("c.csv", "a;b\n1.5;2\n2.25;3\n"), "a")).containsExactly(1.5, 2.25);
    Path mixed = file("d.csv", "a;b\n1,5;2.5\n2,25;3\n");
    assertThat(
            catchThrowableOfType(DiagnosticException.class, () -> column(mixed, "a"))
                .diagnostics()
                .getFirst()
                .render())
        .contains("FG202", "'1,5'", "decimal point");
  }

  @Test
  void wholeNumbersMayBeNamesOfColumns() throws IOException {
    for (String header : List.of("0,1,2", "2016,2017,2018")) {
      Path path = file("n.csv", header + "\n1.5,2,3\n3,4,6\n");
      assertThat(DataProfiler.profile(path, SPAN).columns())
          .extracting(ColumnProfile::name)
          .containsExactly(header.split(","));
    }
    assertThat(column(file("m.csv", "0,1\n1.5,2\n3,4\n"), "0")).containsExactly(1.5, 3);
    for (String numbers : List.of("1.5,2", "-1,2", "1e3,2", "+1,2", "7,7")) {
      assertThat(mistake(file("n.csv", numbers + "\n3,4\n5,6\n")).render())
          .as(numbers)
          .contains("FG200", "holds numbers, not names");
    }
  }

  @Test
  void aNameThatIsOfferedForPastingIsWhole() throws IOException {
    Path path =
        file("long.csv", "\"the \"\"true\"\" transverse momentum of the leading jet\",z\n1,2\n");
    assertThat(
            catchThrowableOfType(
                    DiagnosticException.class,
                    () -> column(path, "the true transverse momentum of the leading jet"))
                .diagnostics()
                .getFirst()
                .render())
        .contains(" from \"the \"\"true\"\" transverse momentum of the leading jet\"");
  }

  @Test
  void linesThatMakeNoTableAreNamed() throws IOException {
    assertThat(mistake(file("a.csv", "1.5,2\n3,4\n5,6\n")).render())
        .contains("FG200", "holds numbers, not names");
    assertThat(mistake(file("b.csv", "a b\n1 2\n3 4\n")).render())
        .contains("FG200", "no separator", "not by blanks");
    assertThat(mistake(file("c.csv", "\n \n")).code()).isEqualTo(DiagnosticCode.DATA_EMPTY);
    assertThat(mistake(file("d.csv", "a,b\n")).code()).isEqualTo(DiagnosticCode.DATA_EMPTY);
    assertThat(mistake(file("e.csv", "")).code()).isEqualTo(DiagnosticCode.DATA_EMPTY);
  }

  @Test
  void tooManyColumnsAreRefusedBeforeTheyAreLookedAt() throws IOException {
    String header =
        IntStream.rangeClosed(0, DataProfiler.MAX_COLUMNS)
            .mapToObj(i -> "x" + i)
            .collect(Collectors.joining(","));
    Path wide = file("wide.csv", header + "\n" + header.replace("x", "") + "\n");
    assertThat(mistake(wide).render()).contains("FG206", "2001 columns", "keep those columns");
  }

  @Test
  void aFileThatIsNotThereIsNamedWithOneThatIs() throws IOException {
    file("muons.csv", "a,b\n1,2\n");
    assertThat(mistake(folder.resolve("muon.csv")).render())
        .contains("FG101", "does not exist", "did you mean '" + folder.resolve("muons.csv") + "'?");
    assertThat(mistake(folder.resolve("other.csv")).render())
        .contains("FG101", "does not exist")
        .doesNotContain("did you mean");
    assertThat(mistake(folder).render())
        .contains("is a folder", "such as " + folder.resolve("muons.csv"));
  }

  @Test
  void aMissingColumnIsNamedWithNearOnes() throws IOException {
    Path file = file("d.csv", "pt 1,m [GeV],z\n1,2,3\n3,4,5\n");
    assertThat(
            catchThrowableOfType(DiagnosticException.class, () -> column(file, "pt1"))
                .diagnostics()
                .getFirst()
                .render())
        .contains("FG201", "did you mean 'pt 1'?", "pt1 from \"pt 1\"", "m [GeV], z");
    assertThat(
            DatasetReader.read(
                    file,
                    SPAN,
                    List.of(new DatasetReader.Wanted("m", "m [GeV]", SPAN, List.of(), false)),
                    RowSelection.ALL)
                .data()
                .column("m"))
        .containsExactly(2, 4);
  }
}
