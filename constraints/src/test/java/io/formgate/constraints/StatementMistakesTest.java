package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mistake of the statements on rows, outputs, definitions, forms, losses and measures. */
class StatementMistakesTest {
  private static final String BASE =
      """
      data "d.csv"
      input x, y as fixed<8,4>
      output M as fixed<8,4>
      operators + sin
      hardware dev clock 5 ns
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // Rows.
        "where                         | 6 SPEC_SYNTAX               | the form is: where FORMULA",
        "where x >                     | 10 FORMULA_SYNTAX           | complete it",
        "where sine(x) > 0             | 7 FORMULA_FUNCTION sine     | ",
        "where D(x*x*x*x*x*x*x*x*x*x*x*x, 2) | 7 FORMULA_ARITY D       | write D(f, x)",
        "weight ?(x)                   | 8 FORMULA_SYNTAX ?          | write a formula",
        "split valdation 20 %          | 7 SPEC_SYNTAX valdation     | did you mean 'validation'?",
        "split validation 100 %        | 18 SPEC_VALUE 100           | write a share",
        "split validation -1           | 18 SPEC_VALUE -1            | write a share",
        "split validation 20 %, sed 7  | 24 SPEC_SYNTAX sed          | did you mean 'seed'?",
        "split validation 20 % seed 7  | 23 SPEC_SYNTAX seed         | the form is",
        // Outputs, classes and parameters.
        "output m as fixed<8,4>        | 8 SPEC_NAME m               | upper and lower case",
        "classes g, q from label       | 1 SPEC_CONFLICT classes     | remove the 'output'",
        "threshold N at 1              | 11 SPEC_REFERENCE N         | M",
        "threshold M at 8              | 16 SPEC_RANGE 8             | holds values from -8",
        "threshold M is 1              | 13 SPEC_SYNTAX is           | the form is: threshold",
        "threshold M passes at lest 1 % of x > 0 | 23 SPEC_SYNTAX lest | did you mean 'least'?",
        "threshold M passes at least 0 of x > 0 | 29 SPEC_VALUE 0   | such as at least 90 %",
        "threshold M passes at most 100 % of x > 0 | 28 SPEC_VALUE 100 | such as at most 1 %",
        "threshold M passes at most 1 % | 31 SPEC_SYNTAX             | of",
        "threshold M passes at most 1 % of ?(x) | 35 FORMULA_SYNTAX ? | write a formula",
        "parameter x                   | 11 SPEC_NAME x              | give everything a name",
        "parameter k in [1, 0]         | 16 SPEC_RANGE [1, 0]        | write the lower end first",
        "parameter k in [inf, inf]     | 16 SPEC_RANGE [inf, inf]    | write the lower end first",
        "parameter k in [0, infi]      | 20 SPEC_SYNTAX infi         | did you mean 'inf'?",
        "parameter k : GEV             | 15 UNIT_UNKNOWN GEV         | units are UCUM codes",
        "parameter k as fixed<8,4>     | 13 SPEC_SYNTAX as           | the form is: parameter",
        // Custom operators and units.
        "define sin(a) = a             | 8 SPEC_NAME sin             | choose another name",
        "define f(a, a) = a            | 13 SPEC_NAME a              | a name of its own",
        "define f(2a) = 1              | 10 SPEC_NAME 2a             | choose another name",
        "define f(a) = a + xx          | 19 FORMULA_VARIABLE xx      | the formula may use a",
        "define f(a) = a + f(a)        | 19 FORMULA_FUNCTION f       | ",
        "define f(alpha) = alpah       | 19 FORMULA_VARIABLE alpah   | did you mean 'alpha'?",
        "define f = 3                  | 10 SPEC_SYNTAX =            | the form is: define NAME",
        "define f(a)                   | 12 SPEC_SYNTAX              | the form is: define NAME",
        "define M(a) = a               | 8 SPEC_NAME M               | give everything a name",
        "define unit kg = 3 g          | 13 UNIT_DEFINITION kg       | choose another name",
        "define unit Ux = 3 Ux         | 13 UNIT_DEFINITION Ux       | known without it",
        "define unit Ux = 1e300 Ym     | 18 UNIT_DEFINITION 1e300 Ym | its value in base units",
        "define unit Ux = 0 m          | 18 UNIT_DEFINITION 0 m      | its value in base units",
        "define unit Ux = 3 parsecs    | 20 UNIT_UNKNOWN parsecs     | units are UCUM codes",
        "define unit Ux = 3 m m        | 22 SPEC_SYNTAX m            | the form is: define unit",
        "define unit Ux =              | 17 SPEC_SYNTAX              | the form is: define unit",
        "define unit 2U = m            | 13 UNIT_DEFINITION 2U       | choose another name",
        // Constants.
        "constants dimensionles        | 11 SPEC_SYNTAX dimensionles | did you mean 'dimensionless'?",
        "constants in [0, 1], in [0,1] | 22 SPEC_REPEATED in         | say everything",
        "constants in [0, inf]         | 18 SPEC_SYNTAX inf          | the form is",
        "constants on grid -1          | 19 SPEC_VALUE -1            | write for example",
        // Forms.
        "form N = ?(x)                 | 6 SPEC_REFERENCE N          | those that there are: M",
        "form M = ?(q)                 | 12 FORMULA_VARIABLE q       | the formula may use x, y",
        "form M = f(x) + f(x, y)       | 17 FORMULA_ARITY f          | give it as many in every place",
        "form M = f(x) + ?f(x, y)      | 10 SPEC_FORM f              | give it as many everywhere",
        "form M = sin(x, y)            | 10 FORMULA_ARITY sin        | ",
        "form M = srqt(x) + ?cosine(y) | 10 FORMULA_FUNCTION srqt    | or ?srqt(...) for a hole",
        "form M ?(x)                   | 8 SPEC_SYNTAX ?             | the form is: form",
        "form M = D(?(x), 2)           | 10 FORMULA_ARITY D          | write D(f, x)",
        "form M =                      | 9 SPEC_SYNTAX               | the form is: form",
        // Losses.
        "loss mze                      | 6 SPEC_LOSS mze             | did you mean 'mse'?",
        "loss wobble                   | 6 SPEC_LOSS wobble          | losses are mse, mae, huber",
        "loss huber                    | 6 SPEC_LOSS huber           | the form is: loss huber(d)",
        "loss mae(1)                   | 6 SPEC_LOSS mae             | the form is: loss mae",
        "loss huber(0)                 | 12 SPEC_VALUE 0             | its number has to be above 0",
        "loss quantile(1)              | 15 SPEC_VALUE 1             | between 0 and 1",
        "loss epsilon(-1)              | 14 SPEC_VALUE -1            | has to be 0 or more",
        "loss cross_entropy            | 6 SPEC_LOSS cross_entropy   | declare classes",
        "loss cross_entropy for M      | 6 SPEC_LOSS cross_entropy   | declare classes",
        "loss target^2                 | 6 SPEC_LOSS target^2        | write for example abs",
        "loss abs(predicton - target)  | 10 FORMULA_VARIABLE predicton | did you mean 'prediction'?",
        "loss abs(prediction) fro M    | 22 FORMULA_SYNTAX fro       | an operator is missing before it",
        "loss mse for N                | 14 SPEC_REFERENCE N         | those that there are: M",
        "loss                          | 5 SPEC_SYNTAX               | the form is: loss",
        // Measures and settings.
        "complexity laten              | 12 SPEC_SYNTAX laten        | did you mean 'latency'?",
        "complexity nodes, sine 3      | 19 SPEC_REFERENCE sine      | did you mean 'sin'?",
        "complexity nodes, sin 3, sin 2| 26 SPEC_REPEATED sin        | give every complexity once",
        "complexity nodes, sin -3      | 23 SPEC_VALUE -3            | write a number from 0",
        "complexity nodes, sin 1/0     | 23 SPEC_VALUE 1/0           | write a number from 0",
        "complexity nodes, sin 1e-12   | 23 SPEC_VALUE 1e-12         | write a number from 0",
        "complexity nodes, M 2         | 19 SPEC_REFERENCE M         | those that there are",
        "complexity additiv            | 12 SPEC_SYNTAX additiv      | did you mean 'additive'?",
        "complexity additive publishd  | 21 SPEC_SYNTAX publishd     | did you mean 'published'?",
        "complexity additive published | 30 SPEC_SYNTAX              | the form is: complexity",
        "complexity additive published fixed<99,6> | 31 SPEC_FORMAT fixed<99,6> | write fixed<W,I>",
        "complexity additive, roundd   | 22 SPEC_SYNTAX roundd       | did you mean 'rounded'?",
        "complexity nodes published fixed<16,6> | 18 SPEC_SYNTAX published | the form is: complexity",
        "complexity nodes, fractional  | 19 SPEC_CONFLICT fractional | remove it",
        "complexity latency, rounded   | 21 SPEC_CONFLICT rounded    | remove it",
        "complexity additive published fixed<16,6>, fractional | 44 SPEC_CONFLICT fractional | remove 'fractional'",
        "complexity nodes, rounded, rounded | 28 SPEC_REPEATED rounded | write it once",
        "evolution crossver 0.2        | 11 SPEC_SYNTAX crossver     | did you mean 'crossover'?",
        "evolution crossover 2         | 21 SPEC_VALUE 2             | from 0 to 1",
        "evolution swap 1, swap 2      | 19 SPEC_REPEATED swap       | give every setting once",
        "search precision 16           | 18 SPEC_VALUE 16            | write precision 64 or precision 32",
        "search warmup -1              | 15 SPEC_VALUE -1            | whole number from 0",
        "search evaluations 0          | 20 SPEC_VALUE 0             | whole number from 1",
        "search stoploss 1e999         | 17 SPEC_VALUE 1e999         | magnitudes",
        "evolution adaptive 2          | 20 SPEC_VALUE 2             | from 0 to 1",
        "guess N = x                   | 7 SPEC_REFERENCE N          | those that there are: M",
        "guess M = x + z               | 15 FORMULA_VARIABLE z       | the formula may use x, y",
        "guess M = x*sin(y) - 1        | 11 SPEC_GUESS x*sin(y) - 1  | add to 'operators'",
        "guess M                       | 8 SPEC_SYNTAX               | the form is: guess",
        "features 0                    | 10 SPEC_VALUE 0             | from 1 to 2",
        "features 3                    | 10 SPEC_VALUE 3             | from 1 to 2",
        "denoise gausian process       | 9 SPEC_SYNTAX gausian       | did you mean 'gaussian'?",
        "select bset                   | 8 SPEC_SYNTAX bset          | did you mean 'best'?",
        "select best, knee             | 12 SPEC_SYNTAX ,            | the form is: select",
        "search iterations 5, sed 2    | 22 SPEC_SYNTAX sed          | did you mean 'seed'?",
        // Words at the ends of parts.
        "input z as fixed<8,4> im [0,1]| 23 SPEC_SYNTAX im           | did you mean 'in'?",
        "input z : m az fixed<8,4>     | 13 SPEC_SYNTAX az           | did you mean 'as'?",
        "input z : m/ as fixed<8,4>    | 14 SPEC_SYNTAX as           | the form is: input",
        "input z : m^ as fixed<8,4>    | 14 SPEC_SYNTAX as           | the form is: input",
        "output N as fixed<8,4> saturate tolerence 1 | 33 SPEC_SYNTAX tolerence | did you mean 'tolerance'?",
        "output N as fixed<8,4> tolerance max(1 %, 1) saturat | 46 SPEC_SYNTAX saturat | did you mean 'saturate'?",
        "constrain depth <= 8 fo M     | 22 SPEC_SYNTAX fo           | did you mean 'for'?",
        // Names.
        "input a__b as fixed<8,4>      | 7 SPEC_NAME a__b            | choose another name",
        "input a_ as fixed<8,4>        | 7 SPEC_NAME a_              | choose another name",
        "input a$b as fixed<8,4>       | 7 SPEC_NAME a$b             | choose another name",
        "input \\alpha as fixed<8,4>   | 7 SPEC_NAME \\alpha         | choose another name",
        "input `rm` as fixed<8,4>      | 7 SPEC_NAME `rm`            | choose another name",
        "parameter a;b                 | 11 SPEC_NAME a;b            | choose another name",
        "define a_(x) = x              | 8 SPEC_NAME a_              | choose another name",
      })
  void pointsAtMistakesAndMendsThem(String line, String mistake, String mend) {
    String spec = BASE + line;
    assertThat(SpecTexts.mistakes(spec).stream().map(String::strip))
        .as(line)
        .containsExactly("6:" + mistake.strip());
    assertThat(SpecTexts.diagnostics(spec).getFirst().mend())
        .as(line)
        .contains(mend == null ? "" : mend.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a__b | two underscores in a row, which VHDL does not allow",
        "a_   | ends with an underscore, which VHDL does not allow",
        "a$b  | holds $, which LaTeX or a shell would act on",
        "_a   | is not a letter followed by letters, digits and underscores",
        "end  | is a keyword of SystemVerilog or VHDL",
      })
  void namesAreRefusedWithAReason(String name, String reason) {
    assertThat(
            SpecTexts.diagnostics(BASE + "input " + name + " as fixed<8,4>").getFirst().message())
        .contains(reason);
  }

  @Test
  void unitsThatNeedEachOtherAreRefused() {
    String text =
        BASE
            + """
            define unit Ax = 2 Bx
            define unit Bx = 2 Cx
            define unit Cx = 2 Ax
            define unit Bx = 2 m
            """;
    assertThat(SpecTexts.mistakes(text))
        .containsExactly("6:13 UNIT_DEFINITION Ax", "9:13 UNIT_DEFINITION Bx");
  }

  @Test
  void definitionsThatGrowTooLargeAreRefused() {
    StringBuilder text = new StringBuilder(BASE).append("define f0(x) = x + x\n");
    for (int i = 1; i < 20; i++) {
      text.append("define f%d(x) = f%d(f%d(x))\n".formatted(i, i - 1, i - 1));
    }
    List<String> found = SpecTexts.mistakes(text.toString());
    assertThat(found).isNotEmpty().allMatch(m -> m.contains("FORMULA_SIZE"));
  }

  @Test
  void rowsAreNotChosenByParameters() {
    assertThat(SpecTexts.mistakes(BASE + "parameter k\nwhere x > k\nweight x-k"))
        .containsExactly("7:11 FORMULA_VARIABLE k", "8:10 FORMULA_VARIABLE k");
  }

  @Test
  void aDeclarationWithAMistakeMakesNoFurtherMistakes() {
    String text =
        BASE
            + """
            input z az fixed<8,4>
            define f(a) = a +
            constrain uses z
            form M = f(z) + ?(zz)
            """;
    assertThat(SpecTexts.mistakes(text)).hasSize(2);
    assertThat(SpecTexts.mistakes(text).getFirst()).isEqualTo("6:9 SPEC_SYNTAX az");
    assertThat(SpecTexts.mistakes(text).get(1)).startsWith("7:18 FORMULA_SYNTAX");
  }

  @Test
  void classesStandAlone() {
    String text = BASE.replaceAll("output .*\n", "");
    assertThat(SpecTexts.mistakes(text + "classes g from label"))
        .containsExactly("5:9 SPEC_VALUE g");
    assertThat(SpecTexts.mistakes(text + "classes g = a, q = a from label"))
        .containsExactly("5:16 SPEC_REPEATED q");
    assertThat(SpecTexts.mistakes(text + "classes g = \" \", q from label"))
        .containsExactly("5:13 SPEC_VALUE \" \"");
    assertThat(SpecTexts.mistakes(text + "classes g = , q from label"))
        .containsExactly("5:13 SPEC_SYNTAX ,");
    assertThat(SpecTexts.mistakes(text + "classes g, G from label"))
        .containsExactly("5:12 SPEC_NAME G");
    assertThat(SpecTexts.mistakes(text + "classes g, q from x"))
        .containsExactly("5:19 SPEC_NAME x");
    assertThat(SpecTexts.mistakes(text + "classes g, q fro x"))
        .containsExactly("5:14 SPEC_SYNTAX fro");
    assertThat(SpecTexts.mistakes(text + "classes g, q from l with score"))
        .containsExactly("5:26 SPEC_SYNTAX score");
    assertThat(SpecTexts.mistakes(text + "classes class_index, q from l"))
        .containsExactly("5:29 SPEC_NAME l");
    assertThat(SpecTexts.mistakes(text + "classes g, q from l\nthreshold g at 1\nthreshold g at 2"))
        .containsExactly("7:11 SPEC_NAME g");
    assertThat(SpecTexts.mistakes(text + "classes g, q from l\nloss mse for g"))
        .containsExactly("6:14 SPEC_CONFLICT g");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FG308 | constrain uses w",
        "FG309 | classes g, q from l",
        "FG310 | constrain latency <= 6",
        "FG311 | form M = f(x) + ?f(x, y)",
        "FG312 | loss mze",
        "FG403 | form M = ?(q)",
        "FG404 | define f(a) = DEEP",
        "FG502 | define unit kg = 3 g",
      })
  void mistakesAreShownWithTheirCode(String code, String line) {
    String deep = "(".repeat(150) + "a" + ")".repeat(150) + " + a".repeat(2_000);
    assertThat(SpecTexts.diagnostics(BASE + line.replace("DEEP", deep)).getFirst().render())
        .startsWith("a.fg:6:")
        .contains(": error " + code + ": ");
  }

  @Test
  void someChangeHasAWeight() {
    String all =
        Stream.of(EvolutionSettings.Setting.values())
            .map(s -> s.symbol() + " 0")
            .collect(Collectors.joining(", "));
    assertThat(SpecTexts.mistakes(BASE + "evolution " + all))
        .singleElement()
        .asString()
        .startsWith("6:11 SPEC_VALUE constant 0");
  }

  @Test
  void lossesAndFormsAreGivenOnce() {
    assertThat(SpecTexts.mistakes(BASE + "loss mse\nloss mae"))
        .containsExactly("7:6 SPEC_REPEATED mae");
    assertThat(SpecTexts.mistakes(BASE + "loss mse for M\nloss mae for M"))
        .containsExactly("7:6 SPEC_REPEATED mae");
    assertThat(SpecTexts.mistakes(BASE + "form M = ?(x)\nform M = ?(y)"))
        .containsExactly("7:6 SPEC_REPEATED M");
  }
}
