package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Interval;
import io.formgate.expression.Tolerance;
import io.formgate.hwcost.ScheduleOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What emit takes, and how it says that it does not. */
class EmitTest {
  private static final Pattern PLACED = Pattern.compile("(?m)^(.*): error (FG\\d+): ");

  private static EmitRequest.Options options(@Nullable String formula, @Nullable Path file) {
    return new EmitRequest.Options(
        "m",
        formula == null ? List.of() : List.of(formula),
        file,
        null,
        List.of(),
        "fixed<8,3>",
        null,
        false,
        List.of(),
        false,
        null,
        HeadPorts.Options.NONE,
        List.of(),
        List.of("xcvu9p-2"),
        List.of("5ns"),
        "none",
        null);
  }

  private static EmitRequest request(EmitRequest.Options options) {
    return EmitRequest.of(options, KeptFree.NONE, List.of());
  }

  private static List<String> outputs(EmitRequest request) {
    return request.circuit().outputs().stream()
        .map(o -> o.name() + ":" + o.format() + " = " + FormulaPrinter.print(o.formula()))
        .toList();
  }

  @Test
  void aHallOfFameGivesTheFormulaOfAComplexityOrOfTheSmallestLoss(@TempDir Path folder)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("hall_of_fame.csv"),
            "Complexity,Loss,Equation\n1,4.5,\"0.25\"\n3.5,0.5,\"x0^2.0\"\n7,0.125,\"cos(x0) * x1\"\n");

    assertThat(outputs(request(options(null, file)))).containsExactly("y:fixed<8,3> = cos(x0)*x1");
    assertThat(outputs(request(chosen(file, 3.5)))).containsExactly("y:fixed<8,3> = square(x0)");
    assertThatThrownBy(() -> request(chosen(file, 2)))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG100")
        .hasMessageContaining("complexity 2")
        .hasMessageContaining("its complexities are 1, 3.5, 7");
    assertThatThrownBy(() -> request(chosen(Files.writeString(folder.resolve("f.txt"), "x"), 2)))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("--complexity");
  }

  private static EmitRequest.Options chosen(Path file, double complexity) {
    EmitRequest.Options o = options(null, file);
    return new EmitRequest.Options(
        o.name(),
        o.formulas(),
        o.file(),
        complexity,
        o.inputs(),
        o.format(),
        o.everywhere(),
        o.isOnData(),
        o.outputs(),
        o.outputsLikeInputs(),
        o.tolerance(),
        o.heads(),
        o.definitions(),
        o.devices(),
        o.clocks(),
        o.registers(),
        o.maxLatencyCycles());
  }

  @Test
  void customOperatorsAreWrittenOut() {
    EmitRequest request =
        request(
            new EmitRequest.Options(
                "m",
                List.of("g(e, 1/32)"),
                null,
                null,
                List.of("e:fixed<8,3>:GeV:[-1/2, 3]"),
                null,
                null,
                false,
                List.of("z:fixed<12,7>:GeV"),
                false,
                "max(1 %, 1/8 GeV)",
                HeadPorts.Options.NONE,
                List.of("f(x, y) = x + y", "g(x, y) = f(x, 0*y)"),
                List.of("xcvu9p-2"),
                List.of("0.005us"),
                "in",
                3));
    // An input may be called as a constant of the language.
    assertThat(request.circuit().inputs())
        .containsExactly(
            new QuantizerRequest.InputPort(
                "e", new FixedFormat(true, 8, 3), new Interval(-0.5, 3)));
    assertThat(outputs(request)).containsExactly("z:fixed<12,7> = e + 0*(1/32)");
    assertThat(request.circuit().outputs().getFirst().tolerance())
        .isEqualTo(new Tolerance(0.01, 0.125));
    assertThat(request.schedules())
        .containsExactly(new ScheduleOptions(5000, true, false, OptionalInt.of(3)));
    assertThat(request.units().of("z")).isEqualTo("GeV");
  }

  @Test
  void formulasOneALineTakeOutputsInTheirOrder(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("two.txt"), "# two\nx + y\nx - y // other\n");
    assertThat(outputs(request(options(null, file))))
        .containsExactly("y0:fixed<8,3> = x + y", "y1:fixed<8,3> = x - y");
    assertThat(outputs(request(with(options(null, file), "sum:fixed<9,4>", "other:fixed<10,4>"))))
        .containsExactly("sum:fixed<9,4> = x + y", "other:fixed<10,4> = x - y");
    assertThat(outputs(request(with(options(null, file), "fixed<9,4>"))))
        .containsExactly("y0:fixed<9,4> = x + y", "y1:fixed<9,4> = x - y");
    assertThat(outputs(request(options("x + 1", null)))).containsExactly("y:fixed<8,3> = x + 1");
  }

  @Test
  void namedFormulasFindTheirOutputs(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("two.txt"), "b = x +\n y\nc = x\n");
    assertThat(outputs(request(with(options(null, file), "c:fixed<9,4>"))))
        .containsExactly("b:fixed<8,3> = x + y", "c:fixed<9,4> = x");
  }

  private static EmitRequest.Options with(EmitRequest.Options o, String... outputs) {
    return new EmitRequest.Options(
        o.name(),
        o.formulas(),
        o.file(),
        o.complexity(),
        o.inputs(),
        o.format(),
        o.everywhere(),
        o.isOnData(),
        List.of(outputs),
        o.outputsLikeInputs(),
        o.tolerance(),
        o.heads(),
        o.definitions(),
        o.devices(),
        o.clocks(),
        o.registers(),
        o.maxLatencyCycles());
  }

  @Test
  void mistakesOfOptionsFormulasAndUnitsAreShownTogether(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f.txt"), "u = x + m\nv = sine(x)\nw = x + q\n");
    Formgate.Ran syntax =
        Formgate.run(
            "emit",
            "--formulas=" + file,
            "--input=x:fixed<8,4>:GeV:[0,99]",
            "--input=X:fixd<8,4>",
            "--output=u:fixed<8,4>",
            "--clock=5 weeks",
            "--device=nosuch",
            "--define=f(a) = b",
            "--name=a__b",
            "--vectors=0",
            "--registers=inn",
            "--max-latency=-1",
            "--tolerance=0");
    assertThat(PLACED.matcher(syntax.err()).results().map(r -> r.group(1) + " " + r.group(2)))
        .containsExactlyInAnyOrder(
            "--input:1:18 FG304",
            "--input:1:1 FG301",
            "--input:1:3 FG303",
            "--define:1:8 FG403",
            "--clock:1:3 FG306",
            "--registers:1:1 FG300",
            "--tolerance:1:1 FG306",
            file + ":2:5 FG401");
    assertThat(syntax.err())
        .contains("error FG700: ")
        .contains("error FG301: --name 'a__b' has two underscores")
        .contains("did you mean 'in'?")
        .contains("error FG100: --max-latency is -1")
        .contains("error FG100: --vectors is 0");

    Files.writeString(file, "u = x + m\nv = x\nw = x + q\n");
    Formgate.Ran units =
        Formgate.run(
            "emit",
            "--formulas=" + file,
            "--input=x:fixed<8,4>:GeV",
            "--input=m:fixed<8,4>:m",
            "--output=u:fixed<8,4>:GeV",
            "--output=v:fixed<8,4>:s",
            "--output=w:fixed<99,4>");
    assertThat(PLACED.matcher(units.err()).results().map(r -> r.group(1) + " " + r.group(2)))
        .containsExactlyInAnyOrder(
            file + ":1:5 FG501", file + ":2:5 FG501", "--output:1:3 FG303", file + ":3:9 FG403");
  }

  /** The caret is below the part that is wrong, also where a custom operator is written for it. */
  @Test
  void unitsAreMistakenWhereThePartIsWritten() {
    Formgate.Ran ran =
        Formgate.run(
            "emit",
            "x + cos(x)*2 - (m - twice(x))^2",
            "--define=twice(a) = a + a",
            "--input=x:fixed<8,4>:GeV",
            "--input=m:fixed<8,4>:m",
            "--output=z:fixed<8,4>:GeV");
    assertThat(ran.err())
        .contains("<formula>:1:5: error FG501: 'cos(x)' needs a value without a unit")
        .contains("<formula>:1:17: error FG501: 'm - (x + x)' combines the units m and GeV")
        .contains("  | x + cos(x)*2 - (m - twice(x))^2\n  |     ^^^^^^\n");
  }

  @Test
  void numbersOfFormulasMayCarryUnits() {
    EmitRequest request =
        request(
            new EmitRequest.Options(
                "m",
                List.of("2.5*e + 3"),
                null,
                null,
                List.of("e:fixed<8,3>:GeV"),
                null,
                null,
                false,
                List.of("z:fixed<12,7>:GeV"),
                false,
                null,
                HeadPorts.Options.NONE,
                List.of(),
                List.of("xcvu9p-2"),
                List.of("5ns"),
                "none",
                null));
    assertThat(request.notes()).containsExactly("units: 3 carries GeV");
  }

  @Test
  void aToleranceThatIsFinerThanTheInputsIsSaid() {
    assertThat(InputResolution.notes(request(options("x*y", null)).circuit())).isEmpty();
    EmitRequest.Options fine = options("x*y", null);
    EmitRequest request = request(within(fine, "0.0001"));
    assertThat(InputResolution.notes(request.circuit()))
        .singleElement()
        .asString()
        .startsWith("the tolerance of 'z' is finer than its inputs: half a last bit of '")
        .contains("in steps of 0.03125");
  }

  private static EmitRequest.Options within(EmitRequest.Options o, String tolerance) {
    return new EmitRequest.Options(
        o.name(),
        o.formulas(),
        o.file(),
        o.complexity(),
        o.inputs(),
        o.format(),
        o.everywhere(),
        o.isOnData(),
        o.outputs(),
        o.outputsLikeInputs(),
        tolerance,
        o.heads(),
        o.definitions(),
        o.devices(),
        o.clocks(),
        o.registers(),
        o.maxLatencyCycles());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "module", "entity", "a__b", "x_", "_x", "$(rm -rf)", "a\"b", "it's", "a\\b", "\\alpha",
        "a%b", "a_{b}", "a&b", "a#b", "clock", "x y", "", "x;y", "a\nb", "größe"
      })
  void namesThatSomeToolCannotTakeAreRefused(String name, @TempDir Path folder) {
    for (List<String> ports :
        List.of(
            List.of("--input=x:fixed<8,4>", "--output=" + name + ":fixed<8,4>"),
            List.of(
                "--input=x:fixed<8,4>", "--input=" + name + ":fixed<8,4>", "--output=z:fixed<8,4>"),
            List.of("--input=x:fixed<8,4>", "--output=z:fixed<8,4>", "--name=" + name))) {
      String[] arguments =
          Stream.concat(Stream.of("emit", "x", "--out=" + folder.resolve("run")), ports.stream())
              .toArray(String[]::new);
      Formgate.Ran ran = Formgate.run(arguments);
      assertThat(ran.code()).as(ports + ran.err()).isEqualTo(ExitCode.USER_MISTAKE);
      assertThat(ran.err()).containsOnlyOnce("error FG301: ").containsOnlyOnce("error ");
      assertThat(Formgate.names(folder)).isEmpty();
    }
  }

  /** The measured latency has the ranks at the ports; verify reads it from the files alone. */
  @ParameterizedTest
  @CsvSource({"in, 1", "out, 1", "both, 2"})
  void registersAtThePortsAreBuiltAndMeasured(String where, int ranks, @TempDir Path folder) {
    String run = folder.resolve("run").toString();
    Formgate.Ran ran =
        Formgate.run(
            "emit",
            "x + y",
            "--format=fixed<8,4>",
            "--registers=" + where,
            "--max-latency=" + ranks,
            "--vectors=500",
            "--out=" + run);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("measured latency " + ranks + " = scheduled " + ranks)
        .contains(
            switch (where) {
              case "in" -> "; registers at the inputs";
              case "out" -> "; registers at the outputs";
              case "both" -> "; registers at inputs and outputs";
              default -> throw new IllegalArgumentException(where);
            });
    assertThat(Formgate.run("verify", run).code()).isZero();
  }
}
