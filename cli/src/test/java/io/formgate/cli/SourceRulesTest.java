package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules of the sources that no compiler checks; failures name file and line. */
class SourceRulesTest {
  /** Files that are one concept all the same, with the reason. */
  private static final Map<String, String> LONG_FOR_A_REASON =
      Map.of(
          "expression/src/main/java/io/formgate/expression/Operator.java",
          "the one table of operators: ten lines for each row");

  private static final int MAX_LINES = 500;

  /** The start of a public declaration, at the outermost level or one within. */
  private static final Pattern PUBLIC =
      Pattern.compile(
          "( {0,4})public (?!static final \\w+ SPECIES)(?:static |final |sealed |abstract"
              + " |non-sealed |default )*(?:class|record|interface|enum|@interface|[\\w<].*\\().*");

  private static final Pattern UNFINISHED =
      Pattern.compile(
          "\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b|@Dis" + "abled|\\bAssump" + "tions\\b");

  @Test
  void publicTypesAndMethodsAreDocumented() {
    List<String> missing = new ArrayList<>();
    int seen = 0;
    for (Path file : Sources.below("main", ".java")) {
      List<String> lines = Formgate.text(file).lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        if (PUBLIC.matcher(lines.get(i)).matches()) {
          seen++;
          if (!isDocumented(lines, i)) {
            missing.add(Sources.name(file) + ":" + (i + 1) + ": " + lines.get(i).strip());
          }
        }
      }
    }
    assertThat(seen).isGreaterThan(300);
    assertThat(missing).isEmpty();
  }

  /** Looks above a declaration and its annotations for the end of a comment. */
  private static boolean isDocumented(List<String> lines, int declaration) {
    for (int i = declaration - 1; i >= 0; i--) {
      String line = lines.get(i).strip();
      if (line.startsWith("@Override")) {
        return true;
      }
      if (!line.startsWith("@") && !line.startsWith("//")) {
        if (!line.endsWith(")")) {
          return line.endsWith("*/");
        }
        // The end of an annotation of several lines.
        while (i > 0 && !lines.get(i).strip().startsWith("@")) {
          i--;
        }
      }
    }
    return false;
  }

  @Test
  void filesAreShort() {
    List<String> tooLong = new ArrayList<>();
    for (String kind : List.of("main", "test")) {
      for (Path file : Sources.below(kind, ".java")) {
        long lines = Formgate.text(file).lines().count();
        if (lines > MAX_LINES && !LONG_FOR_A_REASON.containsKey(Sources.name(file))) {
          tooLong.add(Sources.name(file) + ":" + MAX_LINES + ": has " + lines + " lines");
        }
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void nothingIsUnfinishedOrSwitchedOff() {
    List<String> found = new ArrayList<>();
    int files = 0;
    for (String kind : List.of("main", "test")) {
      for (Path file : Sources.below(kind, ".java")) {
        files++;
        List<String> lines = Formgate.text(file).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
          if (UNFINISHED.matcher(lines.get(i)).find()) {
            found.add(Sources.name(file) + ":" + (i + 1) + ": " + lines.get(i).strip());
          }
        }
      }
    }
    assertThat(files).isGreaterThan(150);
    assertThat(found).isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() {
    List<String> unmarked = new ArrayList<>();
    Stream.of("main", "test")
        .flatMap(kind -> Sources.below(kind, ".java").stream())
        .map(Path::getParent)
        .distinct()
        .forEach(folder -> {
          Path info = folder.resolve("package-info.java");
          // A test shares its package with the sources of its module.
          Path main = Path.of(info.toString().replace("src/test/", "src/main/"));
          if (!marked(info) && !marked(main)) {
            unmarked.add(Sources.name(info) + ":1: is missing or not @NullMarked");
          }
        });
    assertThat(unmarked).isEmpty();
  }

  private static boolean marked(Path info) {
    return Files.isRegularFile(info) && Formgate.text(info).contains("\n@NullMarked\n");
  }
}
