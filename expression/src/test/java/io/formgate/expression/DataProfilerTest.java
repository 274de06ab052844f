package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every cell of a file is counted as what it is. */
class DataProfilerTest {
  private static final SourceSpan SPAN = new SourceText("DATA", "x").span(0, 1);

  @TempDir private Path folder = Path.of("");

  private DataProfile profile(String content) throws IOException {
    return DataProfiler.profile(Files.writeString(folder.resolve("it's [1]*.csv"), content), SPAN);
  }

  private DiagnosticCode mistake(String content) {
    return catchThrowableOfType(DiagnosticException.class, () -> profile(content))
        .diagnostics()
        .getFirst()
        .code();
  }

  @Test
  void cellsAreCountedByKind() throws IOException {
    DataProfile profile =
        profile(
            """
            good,gap,mixed,note,flag
            1.5,,x,p,true
            -2,3,nan,q,false
            4,nan,,p,true
            0,inf,7,,true
            """);
    assertThat(profile.rows()).isEqualTo(4);
    assertThat(profile.columns())
        .extracting(
            ColumnProfile::name,
            ColumnProfile::emptyRows,
            ColumnProfile::textRows,
            ColumnProfile::notFiniteRows,
            ColumnProfile::firstBadRow,
            ColumnProfile::distinct)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("good", 0L, 0L, 0L, 0L, 4L),
            org.assertj.core.groups.Tuple.tuple("gap", 1L, 0L, 2L, 1L, 3L),
            org.assertj.core.groups.Tuple.tuple("mixed", 1L, 1L, 1L, 1L, 3L),
            org.assertj.core.groups.Tuple.tuple("note", 1L, 3L, 0L, 1L, 2L),
            org.assertj.core.groups.Tuple.tuple("flag", 0L, 4L, 0L, 1L, 2L));
    assertThat(profile.columns().get(3).values())
        .containsExactly(new ColumnProfile.Value("p", 2), new ColumnProfile.Value("q", 1));
    assertThat(profile.columns().get(4).values())
        .containsExactly(new ColumnProfile.Value("false", 1), new ColumnProfile.Value("true", 3));
    assertThat(profile.columns().get(0).statistics())
        .isEqualTo(ColumnStatistics.of(new double[] {1.5, -2, 4, 0}, false));
    assertThat(profile.columns().get(1).statistics()).isNull();
  }

  @Test
  void aColumnHasStatisticsIfAndOnlyIfItCanBeRead() throws IOException {
    String content =
        """
        a,b,c,d,e,f
        1,x,2020-01-02,1e400,,true
        2,1,2020-01-03,3,5,false
        3,2,2020-01-04,4,6,true
        """;
    int readable = 0;
    for (ColumnProfile column : profile(content).columns()) {
      SourceSpan span = new SourceText("s.fg", "x").span(0, 1);
      Path file = folder.resolve("it's [1]*.csv");
      boolean reads;
      try {
        double[] values =
            DatasetReader.read(
                    file,
                    span,
                    List.of(new DatasetReader.Wanted(column.name(), span)),
                    RowSelection.ALL)
                .data()
                .column(column.name());
        assertThat(Objects.requireNonNull(column.statistics()).max()).isEqualTo(values[2]);
        reads = true;
        readable++;
      } catch (DiagnosticException e) {
        reads = false;
      }
      assertThat(column.statistics() != null).as(column.name()).isEqualTo(reads);
    }
    assertThat(readable).isEqualTo(1);
  }

  @Test
  void equalColumnsAreFoundWhateverTheirOrderOfValues() throws IOException {
    List<ColumnProfile> columns =
        profile("a,swapped,copy,again\n1,2,1,1.0\n2,1,2,2.0\n5,5,5,5.0\n").columns();
    assertThat(columns.get(1).statistics()).isEqualTo(columns.get(0).statistics());
    assertThat(columns.get(1).sameAs()).isEmpty();
    assertThat(columns.get(2).sameAs()).contains("a");
    assertThat(columns.get(3).sameAs()).contains("a");
  }

  @Test
  void valuesAreListedWhileTheyAreFew() throws IOException {
    StringBuilder text = new StringBuilder("few,many\n");
    for (int i = 0; i < 21; i++) {
      text.append("t").append(i % 20).append(",t").append(i).append('\n');
    }
    List<ColumnProfile> columns = profile(text.toString()).columns();
    assertThat(columns.get(0).values()).hasSize(20);
    assertThat(columns.get(1).values()).isEmpty();
    assertThat(columns.get(1).distinct()).isEqualTo(21);
  }

  @Test
  void filesThatAreNoTablesAreRefused() {
    assertThat(mistake("")).isEqualTo(DiagnosticCode.DATA_EMPTY);
    assertThat(mistake("a,b\n")).isEqualTo(DiagnosticCode.DATA_EMPTY);
    assertThat(mistake("a,b\n1,2\n3\n4,5\n")).isEqualTo(DiagnosticCode.DATA_MALFORMED);
  }
}
