package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostModelPageTest {
  /** Every figure on the page is the device file's, and none of the file's is left out. */
  @Test
  void figuresAreThoseOfTheDeviceFile() throws IOException {
    Path repository = Path.of(System.getProperty("formgate.repository", ""));
    String page = Files.readString(repository.resolve("docs/cost-model.md"));
    List<String> figures =
        Files.readAllLines(
                repository.resolve("hwcost/src/main/resources/io/formgate/hwcost/xcvu9p-2.device"))
            .stream()
            .filter(l -> !l.isBlank() && !l.startsWith("#"))
            .filter(l -> !l.startsWith("row ") && !l.startsWith("device "))
            .toList();
    assertThat(page.split("```")[1].strip().lines()).containsExactlyElementsOf(figures);
    assertThat(figures).hasSizeGreaterThan(15);
  }
}
