package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.Diagnostic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mistake gives its diagnostic, at its place and nowhere else. */
class SpecMistakesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Syntax.
        "data      | data d.csv                                 | 1:6 SPEC_SYNTAX d",
        "data      | data \"d.csv                               | 1:6 SPEC_SYNTAX \"d.csv",
        "data      | dta \"d.csv\"                              | 1:1 SPEC_SYNTAX dta",
        "input     | Input x as fixed<8,4>                      | 2:1 SPEC_SYNTAX Input",
        "input     | input x sa fixed<8,4>                      | 2:9 SPEC_SYNTAX sa",
        "input     | input x as fixed                           | 2:17 SPEC_SYNTAX ",
        "input     | input x as fixed<8,4                       | 2:21 SPEC_SYNTAX ",
        "input     | input x as fixed<8,4> in [1 2]             | 2:29 SPEC_SYNTAX 2",
        "input     | input x as fixed<8,4> in [1, 2             | 2:31 SPEC_SYNTAX ",
        "input     | input x : as fixed<8,4>                    | 2:11 SPEC_SYNTAX as",
        "input     | input                                      | 2:6 SPEC_SYNTAX ",
        "input     | input x, as fixed<8,4>                     | 2:10 SPEC_SYNTAX as",
        "output    | output y as fixed<8,4> satturate           | 3:24 SPEC_SYNTAX satturate",
        "output    | output y as fixed<8,4> tolerance           | 3:33 SPEC_SYNTAX ",
        "output    | output y as fixed<8,4> tolerance max(1 %)  | 3:41 SPEC_SYNTAX )",
        "operators | operators                                  | 4:10 SPEC_SYNTAX ",
        "hardware  | hardware clock 5 ns                        | 5:10 SPEC_SYNTAX clock",
        "hardware  | hardware dev clok 5 ns                     | 5:14 SPEC_SYNTAX clok",
        "hardware  | hardware dev clock 5                       | 5:21 SPEC_SYNTAX ",
        "hardware  | hardware dev clock 5 ns, ff <= 3           | 5:26 SPEC_SYNTAX ff",
        "hardware  | hardware dev clock 5 ns, dsp < 3           | 5:30 SPEC_SYNTAX <",
        "hardware  | hardware dev clock 5 ns, registers         | 5:35 SPEC_SYNTAX ",
        "hardware  | hardware dev clock 5 ns, registers <= 1    | 5:36 SPEC_SYNTAX <=",
        "hardware  | hardware dev clock 5 ns, registers in out  | 5:39 SPEC_SYNTAX out",
        "hardware  | hardware dev clock 5 ns, least volume      | 5:32 SPEC_SYNTAX volume",
        "hardware  | hardware dev clock 5 ns, wrapper ready     | 5:34 SPEC_SYNTAX ready",
        "hardware  | hardware dev clock 5 ns; dsp <= 3          | 5:24 SPEC_SYNTAX ;",
        // Names.
        "input     | input 2x as fixed<8,4>                     | 2:7 SPEC_NAME 2x",
        "input     | input x-y as fixed<8,4>                    | 2:7 SPEC_NAME x-y",
        "input     | input \"x y\" as fixed<8,4>                | 2:7 SPEC_NAME \"x y\"",
        "input     | input _x as fixed<8,4>                     | 2:7 SPEC_NAME _x",
        "input     | input größe as fixed<8,4>                  | 2:7 SPEC_NAME größe",
        "input     | input Valid_In as fixed<8,4>               | 2:7 SPEC_NAME Valid_In",
        "input     | input wire as fixed<8,4>                   | 2:7 SPEC_NAME wire",
        "input     | input Entity as fixed<8,4>                 | 2:7 SPEC_NAME Entity",
        "input     | input x, X as fixed<8,4>                   | 2:10 SPEC_NAME X",
        "output    | output X as fixed<8,4>                     | 3:8 SPEC_NAME X",
        // Formats.
        "input     | input x as fixed<33,4>                     | 2:12 SPEC_FORMAT fixed<33,4>",
        "input     | input x as fixed<0,4>                      | 2:12 SPEC_FORMAT fixed<0,4>",
        "input     | input x as float<8,4>                      | 2:12 SPEC_FORMAT float<8,4>",
        "input     | input x as fixed<8>                        | 2:12 SPEC_FORMAT fixed<8>",
        "output    | output y as fixed<8.5,4>                   | 3:13 SPEC_FORMAT fixed<8.5,4>",
        // Ranges.
        "input     | input x as fixed<8,4> in [2, 1]            | 2:26 SPEC_RANGE [2, 1]",
        "input     | input x as fixed<8,4> in [0, 8]            | 2:26 SPEC_RANGE [0, 8]",
        "input     | input x as ufixed<8,4> in [-1, 1]          | 2:27 SPEC_RANGE [-1, 1]",
        "input     | input x as fixed<8,8> in [0.2, 0.3]        | 2:26 SPEC_RANGE [0.2, 0.3]",
        // Operators.
        "operators | operators + sqr                            | 4:13 SPEC_OPERATOR sqr",
        "operators | operators + - %                            | 4:15 SPEC_OPERATOR %",
        "operators | operators + * +                            | 4:15 SPEC_REPEATED +",
        // Values.
        "data      | data \"\"                                  | 1:6 SPEC_VALUE \"\"",
        "input     | input x as fixed<8,4> in [1/0, 2]          | 2:27 SPEC_VALUE 1/0",
        "input     | input x as fixed<8,4> in [0, 1e999]        | 2:30 SPEC_VALUE 1e999",
        "output    | output y as fixed<8,4> tolerance 0         | 3:34 SPEC_VALUE 0",
        "output    | output y as fixed<8,4> tolerance -1 %      | 3:34 SPEC_VALUE -1",
        "output    | output y as fixed<8,4> tolerance max(1,2)  | 3:40 SPEC_VALUE 2",
        "hardware  | hardware dev clock 0 ns                    | 5:20 SPEC_VALUE 0",
        "hardware  | hardware dev clock -5 ns                   | 5:20 SPEC_VALUE -5",
        "hardware  | hardware dev clock 0 MHz                   | 5:20 SPEC_VALUE 0",
        "hardware  | hardware dev clock 5 s                     | 5:22 SPEC_VALUE s",
        "hardware  | hardware dev clock 5 ns, dsp <= 1.5        | 5:33 SPEC_VALUE 1.5",
        "hardware  | hardware dev clock 5 ns, lut <= -1         | 5:33 SPEC_VALUE -1",
        "hardware  | hardware dev clock 5 ns, lut <= 1, lut <= 2| 5:36 SPEC_REPEATED lut",
        "hardware  | hardware dev clock 5 ns, registers in, registers out | 5:40 SPEC_REPEATED registers",
        "hardware  | hardware dev clock 5 ns, wrapper none, wrapper axi-stream | 5:40 SPEC_REPEATED wrapper",
        "hardware  | hardware dev clock 5 ns, least area, least cycles | 5:38 SPEC_REPEATED least",
        // Units.
        "input     | input x : GEV as fixed<8,4>                | 2:11 UNIT_UNKNOWN GEV",
        "input     | input x : m*furlong as fixed<8,4>          | 2:13 UNIT_UNKNOWN furlong",
        "input     | input x : dB as fixed<8,4>                 | 2:11 UNIT_UNKNOWN dB",
        "input     | input x : Cel as fixed<8,4>                | 2:11 UNIT_UNKNOWN Cel",
        "input     | input x : 2 as fixed<8,4>                  | 2:11 UNIT_UNKNOWN 2",
        "input     | input x : m^101 as fixed<8,4>              | 2:11 UNIT_UNKNOWN m^101",
        "input     | input x : m^(1/11) as fixed<8,4>           | 2:11 UNIT_UNKNOWN m^(1/11)",
        "output    | output y : m as fixed<8,4> tolerance 1 s   | 3:40 UNIT_MISMATCH s",
        "output    | output y : m as fixed<8,4> tolerance 1 mm  | 3:40 UNIT_MISMATCH mm",
      })
  void pointsAtEveryMistake(String statement, String line, String expected) {
    String text = SpecTexts.with(statement, line.strip());
    assertThat(SpecTexts.mistakes(text).stream().map(String::strip).toList())
        .containsExactly(expected.strip());
  }

  @ParameterizedTest
  @CsvSource({
    "iterations 0, 6:19 SPEC_VALUE 0",
    "iterations 1e3, 6:19 SPEC_VALUE 1e3",
    "seed -1, 6:13 SPEC_VALUE -1",
    "seed 9223372036854775808, 6:13 SPEC_VALUE 9223372036854775808",
    "population 1, 6:19 SPEC_VALUE 1",
    "maxsize 201, 6:16 SPEC_VALUE 201",
    "populations 10001, 6:20 SPEC_VALUE 10001",
    "threads 2, 6:8 SPEC_SYNTAX threads",
  })
  void pointsAtMistakesOfTheSearch(String setting, String expected) {
    assertThat(SpecTexts.mistakes(SpecTexts.SMALL + "search " + setting)).containsExactly(expected);
  }

  @Test
  void settingsOfTheSearchAreGivenOnce() {
    assertThat(SpecTexts.mistakes(SpecTexts.SMALL + "search seed 1, seed 2"))
        .containsExactly("6:16 SPEC_REPEATED seed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data", "input", "output", "operators", "hardware"})
  void namesTheStatementThatIsMissing(String statement) {
    String text = SpecTexts.with(statement, "") + "\n\n";
    List<Diagnostic> found = SpecTexts.diagnostics(text);
    assertThat(SpecTexts.mistakes(text)).hasSize(1).allMatch(m -> m.contains("SPEC_INCOMPLETE"));
    assertThat(found.getFirst().message()).contains("'" + statement + "'");
  }

  @Test
  void anEmptySpecMissesEverythingThatIsNeeded() {
    assertThat(SpecTexts.mistakes("// nothing\n\n"))
        .hasSize(5)
        .allMatch(m -> m.equals("1:11 SPEC_INCOMPLETE "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"data", "operators", "hardware"})
  void mostStatementsAreGivenOnce(String statement) {
    String line =
        SpecTexts.SMALL.lines().filter(l -> l.startsWith(statement)).findFirst().orElseThrow();
    assertThat(SpecTexts.mistakes(SpecTexts.SMALL + line))
        .containsExactly("6:1 SPEC_REPEATED " + statement);
  }

  @Test
  void reportsAllMistakesTogetherInOrder() {
    String text =
        """
        data "d.csv"
        input x : parsec as fixed<40,4> in [0, 1]
        inptu z as fixed<8,4>
        input end as fixed<8,4> in [9, 7]
        output y as fixed<8,4> tolerance (
        operators + tann
        hardware dev clock 5 ns, dsp <= x
        search seed 1.5
        """;
    assertThat(SpecTexts.mistakes(text))
        .containsExactly(
            "2:11 UNIT_UNKNOWN parsec",
            "2:21 SPEC_FORMAT fixed<40,4>",
            "3:1 SPEC_SYNTAX inptu",
            "4:7 SPEC_NAME end",
            "4:28 SPEC_RANGE [9, 7]",
            "5:34 SPEC_SYNTAX (",
            "6:13 SPEC_OPERATOR tann",
            "7:33 SPEC_SYNTAX x",
            "8:13 SPEC_VALUE 1.5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "input     | inptu x as fixed<8,4>             | did you mean 'input'?",
        "output    | output y as fixed<8,4> satturate  | did you mean 'saturate'?",
        "output    | output y as fixed<8,4> Tolerance 1| did you mean 'tolerance'?",
        "hardware  | hardware dev clok 5 ns            | did you mean 'clock'?",
        "hardware  | hardware dev clock 5 nss          | did you mean 'ns'?",
        "hardware  | hardware dev clock 5 ns, lat <= 3 | did you mean 'latency'?",
        "hardware  | hardware dev clock 5 ns, register in | did you mean 'registers'?",
        "hardware  | hardware dev clock 5 ns, registers bot | did you mean 'both'?",
        "hardware  | hardware dev clock 5 ns, wrapper axi-strem | did you mean 'axi-stream'?",
        "hardware  | hardware dev clock 5 ns, ff <= 3  | the form is: hardware DEVICE clock",
        "operators | operators sqroot                  | did you mean 'sqrt'?",
        "operators | operators derivative              | operators are + - * /",
      })
  void suggestsAMend(String statement, String line, String mend) {
    List<Diagnostic> found = SpecTexts.diagnostics(SpecTexts.with(statement, line));
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().mend()).startsWith(mend);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "data      | data d.csv                 | expected a file name in double quotes",
        "input     | input                      | the statement ends too early; expected a name",
        "input     | input x fixed<8,4>         | expected 'from', 'as', ',' or ':'",
        "input     | input x : as fixed<8,4>    | expected a unit",
        "input     | input x as                 | expected a format",
        "input     | input x as fixed<8,4> 3    | expected 'in' or the end of the statement",
        "input     | input x as fixed<8,4> in [a| expected a number",
        "operators | operators                  | expected an operator",
        "hardware  | hardware                   | expected a device",
        "hardware  | hardware dev clock 5       | expected 'ps', 'ns', 'us', 'MHz' or 'GHz'",
        "hardware  | hardware dev clock 5 ns, 3 | expected 'registers', 'wrapper', 'ii', 'least', 'latency', 'lut', 'dsp' or 'bram'",
      })
  void saysInPlainWordsWhatWasExpected(String statement, String line, String expected) {
    List<Diagnostic> found = SpecTexts.diagnostics(SpecTexts.with(statement, line));
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().message()).contains(expected);
  }

  @Test
  void tellsTheRangeOfTheFormat() {
    String text = SpecTexts.with("input", "input x as ufixed<12,9> in [3, 600]");
    assertThat(SpecTexts.diagnostics(text).getFirst().render())
        .isEqualTo(
            """
            a.fg:2:28: error FG304: the range does not fit the format
              | input x as ufixed<12,9> in [3, 600]
              |                            ^^^^^^^^
              mend: ufixed<12,9> holds values from 0 to 511.875 in steps of 0.125
            """);
  }

  @Test
  void aForgottenBracketSpoilsOnlyItsOwnStatement() {
    String text = SpecTexts.with("input", "input x as fixed<8,4> in [1, 2");
    assertThat(SpecTexts.mistakes(text)).containsExactly("2:31 SPEC_SYNTAX ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "where (x > 1                   | 6:13 FORMULA_SYNTAX",
        "define f(a = a                 | 6:12 SPEC_SYNTAX =",
        "constrain count(sin, cos <= 2  | 6:26 SPEC_SYNTAX <=",
        "constrain exponents in {1, 2   | 6:29 SPEC_SYNTAX",
        "form y = ?(x                   | 6:13 FORMULA_SYNTAX",
        "constrain depth <= 8,          | 6:22 SPEC_SYNTAX",
        "input z,                       | 6:9 SPEC_SYNTAX",
      })
  void whatFollowsIsReadNonetheless(String line, String mistake) {
    int read = 0;
    for (String next :
        List.of(
            "constrain depth <= 0",
            "parameter 3k",
            "complexity nods",
            "loss mze",
            "evolution swop 1",
            "split validatn 1 %",
            "weight x +",
            "define unit kg = 3 g",
            "search sed 1")) {
      List<String> found = SpecTexts.mistakes(SpecTexts.SMALL + line + "\n" + next);
      assertThat(found).as(next).hasSize(2);
      assertThat(found.getFirst().strip()).isEqualTo(mistake);
      assertThat(found.getLast()).startsWith("7:");
      read++;
    }
    assertThat(read).isEqualTo(9);
  }

  @Test
  void placesOfFormulasAreThoseOfTheFile() {
    String text = SpecTexts.SMALL + "where (x >\n  1 + sine(x))\nweight abs(\n x,\n  x)";
    assertThat(SpecTexts.mistakes(text))
        .containsExactly("7:7 FORMULA_FUNCTION sine", "8:8 FORMULA_ARITY abs");
    assertThat(SpecTexts.mistakes(SpecTexts.SMALL + "form y = (x + // hole\n\n  ?(zz))"))
        .containsExactly("8:5 FORMULA_VARIABLE zz");
  }
}
