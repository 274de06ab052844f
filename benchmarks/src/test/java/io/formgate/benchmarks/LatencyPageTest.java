package io.formgate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.sim.DeviceClocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of latencies shows what is in the cells, failures and missing ones too. */
class LatencyPageTest {
  private static final LatencyCell EQUAL =
      LatencyCell.parse("3,unit,4000,2,2,2,2,0,2600,aa,equal,abc,one CPU");

  @Test
  void linesAreReadAndWritten() {
    assertThat(LatencyCell.parse(EQUAL.line())).isEqualTo(EQUAL);
    String refused = "4,unit,4000,,,,,0,0,,refused FG601,abc,one CPU";
    assertThat(LatencyCell.parse(refused).line()).isEqualTo(refused);
    assertThat(DeviceClocks.parse("unit@1000,4000"))
        .isEqualTo(new DeviceClocks("unit", List.of(1000, 4000)));
  }

  @Test
  void circuitsAreCountedByDeviceAndClock() {
    String page =
        LatencyPage.text(
            List.of(
                EQUAL,
                LatencyCell.parse("4,unit,4000,2,2,2,2,0,2600,aa,equal,abc,one CPU"),
                LatencyCell.parse("5,unit,4000,,,,,0,0,,refused FG601,abc,one CPU"),
                LatencyCell.parse("5,unit,2000,7,7,7,7,3,9,bb,equal,abc,one CPU")));
    assertThat(page).contains("**3 of 3 circuits are equal, 0 failed**; 2 distinct ones");
    assertThat(page).contains("with 2,609 vectors");
    assertThat(page).contains("| unit | 4 ns | 2, 498 missing | 2 | 0 | 1 | 0 | 3 | 33.3 % |");
    assertThat(page).contains("| unit | 2 ns | 1, 499 missing | 1 | 0 | 1 | 1 | 1 | 0.0 % |");
    assertThat(page).contains("| unit | 2 ns |  |  |  |  | 1 |  |  |  | 7 |");
    assertThat(page).contains("| unit | 1 ns | 0, 500 missing |");
    assertThat(page).contains("- unit at 4 ns: 1 FG601");
    assertThat(page).doesNotContain("Failures");
  }

  @Test
  void failuresAreShownAndNewestCellsCount() {
    LatencyCell wrong =
        LatencyCell.parse("3,unit,4000,2,2,2,3,0,2600,aa,different latencies,def,one CPU");
    String page = LatencyPage.text(List.of(EQUAL, wrong));
    assertThat(page).contains("**0 of 1 circuits are equal, 1 failed**");
    assertThat(page).contains("- seed 3, unit at 4000 ps: different latencies");
    assertThat(page).contains("- sources of def, one CPU: 1").doesNotContain("sources of abc");
    LatencyCell thrown =
        LatencyCell.parse("3,unit,4000,,,,,0,0,,exception of the compiler,def,one CPU");
    assertThat(LatencyPage.text(List.of(thrown)))
        .contains("**0 of 1 circuits are equal, 1 failed**; 0 distinct");
  }

  @Test
  void pageIsTheOneOfTheCells() throws IOException {
    Path repository = Path.of(System.getProperty("formgate.repository", ""));
    List<LatencyCell> cells = LatencyRun.cells(repository).read();
    assertThat(Files.readString(repository.resolve("docs").resolve("latency.md")))
        .isEqualTo(LatencyPage.text(cells));
  }
}
