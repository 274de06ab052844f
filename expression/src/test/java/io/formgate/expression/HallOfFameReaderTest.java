package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of PySR's best formulas is read, and its mistakes are located. */
class HallOfFameReaderTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("hof.csv"), text);
  }

  @Test
  void everyRowIsRead() throws IOException {
    Path file = folder.resolve("hall of fame's [1].csv");
    try (InputStream in = HallOfFameReaderTest.class.getResourceAsStream("hall_of_fame.csv")) {
      if (in == null) {
        throw new IllegalStateException("the sample is missing");
      }
      Files.copy(in, file);
    }
    List<HallOfFameReader.Row> rows = HallOfFameReader.read(file, Vocabulary.NONE);
    assertThat(rows.stream().map(HallOfFameReader.Row::complexity))
        .containsExactly(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 9.0, 11.0, 13.0);
    assertThat(rows.stream().map(r -> FormulaPrinter.print(r.formula())))
        .containsExactly(
            "0.34117198",
            "square(x0)",
            "square(x0)",
            "cos(x1)*2",
            "x0*0.5 + cos(x1)",
            "(x0 > 0.3) + -x1",
            "cond(x0, x1*1.5E-5, 0) - inv(x1)",
            "max(x0, -1.25)^0.16666666666666666",
            "(x0 + -1)*(x1 - 0.001) + atanh(mod(x0 + 1, 2) - 1)",
            "x0 > 0.5 or x1");
    assertThat(rows.get(7).loss()).isEqualTo(1.2e-3);
    assertThat(rows.getLast().loss()).isInfinite();
  }

  @Test
  void mistakesNameRowAndPlace() throws IOException {
    Path file =
        file(
            """
            Complexity,Loss,Equation
            1,0.5,"x0"
            3,0.4,"x0 + gamma(x1)"
            x,0.3,"x0 ^ 2.0"
            5,low,"x0 ^ 2.0"
            5,0.2,"x0 +* 2.0"
            6,,""
            """);
    assertThatThrownBy(() -> HallOfFameReader.read(file, Vocabulary.NONE))
        .hasMessageContaining(file + " row 2, Equation:1:6: error FG401")
        .hasMessageContaining("row 3, column 'Complexity' holds 'x'")
        .hasMessageContaining("row 4, column 'Loss' holds 'low'")
        .hasMessageContaining(file + " row 5, Equation:1:5: error FG400")
        .hasMessageContaining(file + " row 6, Equation:1:1: error FG400");
    for (String text :
        List.of(
            "Complexity,Loss,Equation\n1,0.5,x0\n2,0.4,max(x0, x1)\n",
            "",
            "Complexity,Loss,Equation\n",
            "a,b\n1,2\n",
            "\u0000\u0001",
            "\"")) {
      Path bad = file(text);
      assertThatThrownBy(() -> HallOfFameReader.read(bad, Vocabulary.NONE))
          .as(text)
          .isInstanceOf(DiagnosticException.class);
    }
    assertThatThrownBy(() -> HallOfFameReader.read(folder.resolve("none.csv"), Vocabulary.NONE))
        .hasMessageContaining("FG101");
  }
}
