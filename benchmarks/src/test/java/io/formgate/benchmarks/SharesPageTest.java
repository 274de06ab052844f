package io.formgate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of shares shows the newest line of each search. */
class SharesPageTest {
  private static final String LINE =
      "4000,10,256,20,%d,1500,10.0,20.0,30.0,25.0,14.0,1.0,0.5,abc,one CPU,25,2026-01-01";

  @Test
  void theNewestOfASearchIsShown() {
    SharesCell first = SharesCell.parse(LINE.formatted(1000));
    SharesCell second = SharesCell.parse(LINE.formatted(2_000_000));
    assertThat(SharesCell.parse(first.line())).isEqualTo(first);
    assertThat(SharesPage.text(List.of(first, second)))
        .contains(
            "| 4,000 | 10 | 256 | 2,000,000 | 10.0 % | 20.0 % | 30.0 % | 25.0 % | 14.0 % |"
                + " 1.0 % | 1,500 | 0.5 |")
        .doesNotContain("| 1,000 |");
  }

  @Test
  void pageIsTheOneOfTheCells() throws IOException {
    Path repository = Path.of(System.getProperty("formgate.repository", ""));
    List<SharesCell> cells = SharesRun.cells(repository).read();
    assertThat(cells).isNotEmpty();
    assertThat(Files.readString(repository.resolve("docs").resolve("shares.md")))
        .isEqualTo(SharesPage.text(cells));
  }
}
