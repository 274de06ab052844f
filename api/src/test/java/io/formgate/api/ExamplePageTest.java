package io.formgate.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of the page on the Java API is compiled and run as it stands there. */
final class ExamplePageTest {
  private static final Pattern PROGRAM = Pattern.compile("(?ms)^```java\n(.*?)^```$");

  @Test
  void theProgramOfThePageSearchesAndBuilds(@TempDir Path folder) throws Exception {
    Path page = Path.of(System.getProperty("formgate.repository", ""), "docs", "java-api.md");
    Matcher program = PROGRAM.matcher(Files.readString(page));
    assertThat(program.find()).isTrue();
    Path source = Files.writeString(folder.resolve("Example.java"), program.group(1));
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertThat(code).isZero();

    Path circuit = folder.resolve("circuit");
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, ExamplePageTest.class.getClassLoader())) {
      loader
          .loadClass("Example")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {circuit.toString()});
    }
    try (Stream<Path> files = Files.walk(circuit)) {
      assertThat(files.map(f -> String.valueOf(f.getFileName())))
          .contains("formula.sv", "report.json", "formula_wrapper.vhd");
    }
    try (Stream<Path> files = Files.walk(circuit)) {
      Path report = files.filter(f -> f.endsWith("report.json")).findFirst().orElseThrow();
      assertThat(Files.readString(report)).containsPattern("\"verified\" ?: ?true");
    }
  }
}
