package io.formgate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellFileTest {
  @TempDir Path folder;

  private CellFile<String> cells() {
    return new CellFile<>(
        folder.resolve("cells.csv"), "value,commit", Function.identity(), Function.identity());
  }

  private static String commit(String cell) {
    return cell.substring(cell.indexOf(',') + 1);
  }

  @Test
  void fileThatIsNotThereHasNoCells() throws IOException {
    assertThat(cells().read()).isEmpty();
  }

  @Test
  void cellsAreAppendedBehindOneHeader() throws IOException {
    cells().append(List.of("1,a", "2,a"));
    cells().append(List.of("3,b"));
    assertThat(Files.readString(folder.resolve("cells.csv")))
        .isEqualTo("value,commit\n1,a\n2,a\n3,b\n");
    assertThat(cells().read()).containsExactly("1,a", "2,a", "3,b");
  }

  @Test
  void aRunGoesOnWithTheCellsOfItsSourcesAlone() throws IOException {
    cells().append(List.of("1,a", "2,b", "3,c-dirty"));
    assertThat(cells().readOf("b", CellFileTest::commit)).containsExactly("2,b");
    assertThat(cells().readOf("c-dirty", CellFileTest::commit)).isEmpty();
  }
}
