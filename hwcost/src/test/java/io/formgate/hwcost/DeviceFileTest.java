package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.formgate.datapath.Area;
import io.formgate.datapath.Multiplier;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices of a user's own. */
class DeviceFileTest {
  private static final String OURS =
      """
      like xcvu9p-2 the same silicon
      device xcvu9p-2
      factor 1.7 post-route timing of three designs
      """;

  @TempDir private Path folder = Path.of("");

  private DeviceModel load(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("ours.device"), text);
    return DeviceModels.load(file.toString(), null);
  }

  private List<String> mistakes(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("ours.device"), text);
    DiagnosticException thrown =
        catchThrowableOfType(
            DiagnosticException.class, () -> DeviceModels.load(file.toString(), null));
    assertThat(thrown).as(text).isNotNull();
    return thrown.diagnostics().stream()
        .map(Diagnostic::render)
        .map(m -> m.replace(folder + "/", ""))
        .toList();
  }

  @Test
  void blocksOfWhichNoneIsLeftAreNotUsed() throws IOException {
    DeviceModel ours = load(OURS + "resources 1000 2000 0 0 the rest is taken\n");
    assertThat(ours.dsp().block()).isInstanceOf(Multiplier.Adders.class);
    assertThat(ours.lutEquivalents(new Area(1, 0, 0, 0, 2))).isEqualTo(2001);
    assertThat(mistakes(OURS + "resources 0 2000 1 1 none\n").getFirst())
        .contains("ours.device:4:11: error FG720: a device has look-up tables");
  }

  @Test
  void aFileThatBeginsLikeAnotherSaysWhereItsFiguresComeFrom() throws IOException {
    DeviceModel ours = load(OURS);
    DeviceModel theirs = DeviceModels.load("xcvu9p-2", null);
    assertThat(ours.timing().factor()).isEqualTo(1.7);
    assertThat(ours.rows()).isEqualTo(theirs.rows());
    assertThat(ours.provenance().getFirst())
        .startsWith("file " + folder)
        .contains("ours.device, SHA-256 ");
    assertThat(ours.provenance())
        .contains("factor 1.7 post-route timing of three designs")
        .noneMatch(p -> p.startsWith("factor 1.5"));
    assertThat(ours.reference()).endsWith("ours.device");
    assertThat(theirs.reference()).isEqualTo("xcvu9p-2");
  }

  /** What formgate knows is legal, and complete, as a file of one's own. */
  @ParameterizedTest
  @ValueSource(
      strings = {"xcvu9p-2", "xcvu13p-2", "xc7k325t-2", "lfe5u-85f-6", "ice40hx8k", "unit"})
  void aCopyOfAShippedFileIsTheSameDevice(String name) throws IOException {
    DeviceModel shipped = DeviceModels.load(name, null);
    DeviceModel copy = load(DeviceModels.text(DeviceModels.file(name)));
    assertThat(copy.rows()).isEqualTo(shipped.rows());
    assertThat(copy.timing()).isEqualTo(shipped.timing());
    assertThat(copy.memory()).isEqualTo(shipped.memory());
    assertThat(copy.dsp()).isEqualTo(shipped.dsp());
    assertThat(copy.provenance().subList(1, copy.provenance().size()))
        .isEqualTo(shipped.provenance());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          factr 1.7 ours                   | 4:1  | no statement factr
          factor 1.7                       | 4:8  | the figure has no source
          factor                           | 4:1  | ends too early
          factor fast ours                 | 4:8  | 'fast' is no number from 0
          factor 0 ours                    | 4:8  | 0 is no factor
          factor -1 ours                   | 4:8  | '-1' is no number from 0
          margin 100 ours                  | 4:8  | 100 is no margin
          flip-flop 0.5 ours               | 4:11 | 0.5 is no flip-flop
          kind guess                       | 4:6  | 'guess' is no kind
          family altera                    | 4:8  | 'altera' is no family
          sums odd ours                    | 4:6  | 'odd' is no sums
          arc fast x ours                  | 4:10 | 'x' is no whole number
          arc lut6 100 ours                | 4:5  | the arc lut6 has a figure already
          row add 8 1 0 1 8 0 0 1 0        | 4:1  | no rows-from
          same add mul ours                | 4:10 | no rows of mul
          multiplier 18 27 ours            | 4:12 | no multiplier of 18 x 27 bits
          multiplier-variant 1 1 x 1 1 o   | 4:24 | no arc x
          multiplier-variant 1 1 2** 1 1 o | 4:24 | '2**' is no delay
          tables 1 0 1 ours                | 4:8  | no look-up tables of 1 inputs
          memory 512 36                    | 4:1  | no memory-from
          memory-variant 0 1 1 ours        | 4:16 | a rank of registers
          resources 1 2 3 ours             | 4:17 | 'ours' is no whole number
          like xcvu9p-2 ours               | 4:1  | 'like' is not the first statement
          table-trees 10 ours              | 4:13 | 10 is no table-trees
          """)
  void aMistakeIsShownWithItsPlace(String line, String place, String message) throws IOException {
    assertThat(mistakes(OURS + line + "\n"))
        .singleElement()
        .asString()
        .startsWith("ours.device:" + place + ": error FG720: ")
        .contains(message)
        .contains("\n  mend: ");
  }

  /** Figures above it would be those of the other device, and sums of arcs not what they say. */
  @Test
  void likeIsTheFirstStatement() throws IOException {
    for (String above : List.of("arc lut6 100 ours", "factor 3 ours", "device xcvu9p-2")) {
      assertThat(mistakes(above + "\nlike xcvu9p-2 ours\n"))
          .singleElement()
          .asString()
          .startsWith("ours.device:2:1: error FG720: 'like' is not the first statement")
          .contains("\n  mend: ");
    }
    assertThat(mistakes("like xcvu9p-3 ours\n"))
        .singleElement()
        .asString()
        .startsWith("ours.device:1:6: error FG720: there is no device 'xcvu9p-3'");
  }

  @Test
  void whatBeginsAnewLeavesNoSource() throws IOException {
    DeviceModel ours =
        load(
            OURS
                + "multiplier 20 20 our blocks\n"
                + "multiplier-variant 1 1 100 100 100 our blocks\n"
                + "memory-from our memory\nmemory 512 36\n"
                + "memory-variant 1 100 100 our memory\n");
    assertThat(ours.provenance())
        .filteredOn(p -> p.startsWith("multiplier") || p.startsWith("memory-from"))
        .containsExactly(
            "multiplier 20 20 our blocks",
            "multiplier-variant 1 1 100 100 100 our blocks",
            "memory-from our memory");
    assertThat(ours.provenance())
        .filteredOn(p -> p.startsWith("memory-variant"))
        .containsExactly("memory-variant 1 100 100 our memory");
  }

  @Test
  void aMistakeOfTheNameIsShownAtTheName() throws IOException {
    assertThat(mistakes("like xcvu9p-2 ours\ndevice board\nfactor 2 ours\n"))
        .singleElement()
        .asString()
        .startsWith("ours.device:2:8: error FG720: 'board' is no name of a device");
  }

  @Test
  void tablesOfALookUpTablesInputsHaveCostsWhereverLargerOnesGo() throws IOException {
    String unit =
        DeviceModels.text(DeviceModels.file("unit"))
            .replace("tables-in-memory-from 17", "tables-in-memory-from 3")
            .replace("row lookup   16", "row lookup    2");
    assertThat(mistakes(unit))
        .singleElement()
        .asString()
        .contains("FG721: the file lacks rows of lookup from 1 to 6");
  }

  @Test
  void allMistakesAreShownTogether() throws IOException {
    assertThat(mistakes("kind guess\n\nfactor 1\n# note\nrows-from us\nrow add 1 1\n"))
        .hasSize(3)
        .satisfies(m -> assertThat(m.get(1)).startsWith("ours.device:3:8: "))
        .satisfies(m -> assertThat(m.get(2)).startsWith("ours.device:6:11: "));
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    assertThat(mistakes("device ours\nkind model\n"))
        .singleElement()
        .asString()
        .startsWith("ours.device:2:1: error FG721: the file lacks the statements family, factor, ")
        .contains("resources");
    assertThat(mistakes("# nothing\n").getFirst()).startsWith("ours.device:1:1: error FG721: ");
    String unit = DeviceModels.text(DeviceModels.file("unit"));
    assertThat(mistakes(unit.replace("row lookup   16", "row lookup    3")))
        .singleElement()
        .asString()
        .contains("FG721: the file lacks rows of lookup from 1 to 16");
    assertThat(mistakes(OURS + "device board\n").getFirst())
        .contains("'board' is no name of a device of its family");
    assertThat(mistakes(OURS + "tables 4 0 1 ours\n").getFirst())
        .contains("FG720: the figures contradict each other");
  }

  @Test
  void whatIsLikeAnotherOperationStaysSoUntilItHasRowsOfItsOwn() throws IOException {
    DeviceModel ours = load(OURS + "rows-from ours\nrow subtract 8 1 0 1 9 0 0 1 0\n");
    assertThat(ours.row("subtract", 8).area().lut()).isEqualTo(9);
    assertThat(ours.row("add", 8).area().lut()).isEqualTo(8);
    DeviceModel both = load(OURS + "rows-from ours\nrow add 8 1 0 1 9 0 0 1 0\n");
    assertThat(both.row("subtract", 8).area().lut()).isEqualTo(9);
  }

  @Test
  void whatLeavesNothingOfThePeriodIsAMistakeAtItsPlace() throws IOException {
    DeviceModel device = load(OURS + "margin 20 ours\n");
    SourceText option = new SourceText("--margin", "80 %");
    assertThat(device.keepingFree(79, option.span(0, 2)).usablePs(100_000)).isPositive();
    for (double percent : List.of(80.0, 90.0)) {
      DiagnosticException thrown =
          catchThrowableOfType(
              DiagnosticException.class, () -> device.keepingFree(percent, option.span(0, 2)));
      assertThat(thrown.diagnostics())
          .singleElement()
          .extracting(Diagnostic::render)
          .asString()
          .startsWith("--margin:1:1: error FG306: ")
          .contains("ours.device", "margin of 20 %", "less than 80 %");
    }
  }

  @Test
  void whatIsKeptFreeIsNotForLogic() {
    DeviceModel device = DeviceModels.load("xcvu9p-2", null);
    assertThat(device.keepingFree(10).usablePs(5000)).isEqualTo(device.usablePs(5000) - 500);
    DeviceModel measured = DeviceModels.load("ice40hx8k", null);
    assertThat(measured.timing().marginPercent()).isPositive();
    assertThat(measured.keepingFree(10).usablePs(10_000))
        .isEqualTo(measured.usablePs(10_000) - 1000);
    assertThat(device.keepingFree(10).withFactor(2).timing().keptFreePercent()).isEqualTo(10);
    assertThat(device.keepingFree(0)).isEqualTo(device);
  }
}
