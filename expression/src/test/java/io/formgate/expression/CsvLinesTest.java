package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The line that has another number of cells than there are columns is named as an editor counts.
 */
class CsvLinesTest {
  private static final SourceSpan SPAN = new SourceText("DATA", "d.csv").span(0, 5);

  @TempDir private Path folder = Path.of("");

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("d.csv"), content);
  }

  private static Diagnostic mistake(Path file) {
    return catchThrowableOfType(DiagnosticException.class, () -> DataProfiler.profile(file, SPAN))
        .diagnostics()
        .getFirst();
  }

  /** Ends of lines are written {@code ~}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "a,b,y~1,2,3~4,5~6,7,8                 ! line 3 of d.csv has 2 cells, and line 1 has 3",
        "a,b,y~1,2,3~4,5,6,7~6,7,8             ! line 3 of d.csv has 4 cells, and line 1 has 3",
        "a;b;y~1;2;3~4;5~6;7;8                 ! line 3 of d.csv has 2 cells, and line 1 has 3",
        "a,b,y~~1,2,3~~~4,5~6,7,8              ! line 6 of d.csv has 2 cells, and line 1 has 3",
        "# made by x, y~a,b,y~1,2,3~# c~4,5~6,7,8 ! line 5 of d.csv has 2 cells, and line 2 has 3",
        "a,b,y~1,`u~v,w~x`,3~4,5~6,`z`,8       ! line 5 of d.csv has 2 cells, and line 1 has 3",
        "a,b,y~1,`u``~``v`,3~4,`5~5`~6,z,8     ! line 4 of d.csv has 2 cells, and line 1 has 3",
        "a,b,y~1,2,3~4,5,6~total               ! line 4 of d.csv has 1 cell, and line 1 has 3",
        "`a`,`b`~`1`,2,3~`2`,4,5~`3`,7,8       ! line 2 of d.csv has 3 cells, and line 1 has 2",
      })
  void theLineIsNamed(String content, String expected) throws IOException {
    String text = content.replace('`', '"').replace("~", "\n") + "\n";
    for (String ends : List.of("\n", "\r\n")) {
      Diagnostic mistake = mistake(file(text.replace("\n", ends)));
      assertThat(mistake.code()).isEqualTo(DiagnosticCode.DATA_MALFORMED);
      assertThat(mistake.message()).startsWith(expected + " names of columns");
    }
  }

  @Test
  void aLineFarDownAndOnePackedAreNamedToo() throws IOException {
    String text =
        "a,b,y\n"
            + IntStream.range(0, 3000).mapToObj(i -> i + ",2,3\n").collect(Collectors.joining())
            + "1,2\n7,8,9\n";
    assertThat(mistake(file(text)).message()).startsWith("line 3002 of d.csv has 2 cells");
    Path packed = folder.resolve("d.csv.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(mistake(packed).message()).startsWith("line 3002 of d.csv.gz has 2 cells");
  }

  @Test
  void theMendFitsTheMistake() throws IOException {
    assertThat(mistake(file("a,b,y\n1,2,3\n4,5\n6,7,8\n")).mend()).contains("all its cells");
    assertThat(mistake(file("a,b,y\n1,2,3\n4,5,6,7\n6,7,8\n")).mend()).contains("double quotes");
    assertThat(mistake(file("a,b\n1,2,3\n4,5,6\n6,7,8\n")).mend()).contains("row.names");
    assertThat(mistake(file("a,b,y\n1,2,3\n4,\"5\n6\"\n6,7,8\n")).message())
        .contains("line 3 of", "goes on to line 4");
  }

  /** What could be read before still is. */
  @Test
  void titlesCommentsAndSeparatorsAtEndsOfLinesAreNoMistake() throws IOException {
    for (String text :
        List.of(
            "My title\na,b,y\n1,2,3\n4,5,7\n",
            "# c\na,b,y\n1,2,3\n# d\n4,5,7\n",
            "a,b,y\n1,2,3,\n4,5,7,\n",
            "a,b,y\n\n1,2,3\n\n4,5,7\n")) {
      assertThat(DataProfiler.profile(file(text), SPAN).columns())
          .as(text)
          .extracting(ColumnProfile::name)
          .containsExactly("a", "b", "y");
    }
  }

  @Test
  void columnsOfOneNameAreTold() throws IOException {
    Path file = file("pt,\"pt\",PT,y,y_1\n1,2,3,4,5\n2,3,4,5,6\n");
    List<RepeatedColumns> repeated = RepeatedColumns.of(file, SPAN);
    assertThat(repeated).hasSize(1);
    assertThat(repeated.getFirst().columns())
        .containsExactly(
            new RepeatedColumns.Column(1, "pt", "pt"),
            new RepeatedColumns.Column(2, "pt", "pt_1"),
            new RepeatedColumns.Column(3, "PT", "PT_2"));
    assertThat(DataProfiler.profile(file, SPAN).columns())
        .extracting(ColumnProfile::name)
        .containsExactly("pt", "pt_1", "PT_2", "y", "y_1");
    assertThat(RepeatedColumns.of(file("a,b\n1,2\n"), SPAN)).isEmpty();
  }
}
