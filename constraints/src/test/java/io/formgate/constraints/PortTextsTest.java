package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts of their own mean what they mean in a spec, and their mistakes have places. */
class PortTextsTest {
  private final PortTexts texts = new PortTexts();

  private static SourceText input(String text) {
    return new SourceText("--input", text);
  }

  private List<String> mistakes() {
    return texts.mistakes().stream()
        .map(d -> {
          SourceSpan at = Objects.requireNonNull(d.span());
          return (at.location() + " " + d.code().id() + " " + at.text()).strip();
        })
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pt:ufixed<12,9>:GeV:[3,300]       | input pt : GeV as ufixed<12,9> in [3, 300]",
        "x:fixed<8,4>                      | input x as fixed<8,4>",
        " x : fixed<8, 4> : [ 1/32 , 1e0 ] | input x as fixed<8,4> in [1/32, 1]",
        "x:fixed<8,4>:m/s^2                | input x : m/s^2 as fixed<8,4>",
        "x:fixed<8,4>:[in_i]               | input x : [in_i] as fixed<8,4>",
        "x:fixed<8,4>:[in_i]:[-1,+1]       | input x : [in_i] as fixed<8,4> in [-1, +1]",
      })
  void anInputIsThatOfASpec(String text, String statement) {
    InputDeclaration of = texts.input(input(text)).orElseThrow();
    InputDeclaration spec = SpecTexts.parse(SpecTexts.with("input", statement)).inputs().getFirst();
    assertThat(texts.mistakes()).isEmpty();
    assertThat(of.name()).isEqualTo(spec.name());
    assertThat(of.unit()).isEqualTo(spec.unit());
    assertThat(of.format()).isEqualTo(spec.format());
    assertThat(of.range()).isEqualTo(spec.range());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x:fixed<8,4>                             | x",
        "x from \"jet.x [GeV]\":fixed<8,4>:m       | jet.x [GeV]",
        "x from \"a:b \"\"c\"\"\":fixed<8,4>:[0,1]   | a:b \"c\"",
        " x  from y : fixed<8,4>                  | y",
        "x from\"from\":fixed<8,4>                 | from",
        "from:fixed<8,4>                          | from",
      })
  void anInputMayHaveAColumnOfAnotherName(String text, String column) {
    InputDeclaration port = texts.input(input(text)).orElseThrow();
    assertThat(texts.columns(List.of(port)).getOrDefault(port.name(), port.name()))
        .isEqualTo(column);
    assertThat(texts.mistakes()).isEmpty();
  }

  @Test
  void twoInputsOfOneColumnAreAMistake() {
    InputDeclaration x = texts.input(input("x:fixed<8,4>")).orElseThrow();
    InputDeclaration y = texts.input(input("y from x:fixed<8,4>")).orElseThrow();
    texts.columns(List.of(x, y));
    assertThat(mistakes()).containsExactly("--input:1:8 FG307 x");
    assertThat(texts.mistakes().getFirst().message())
        .isEqualTo("the column 'x' is that of 'x' in --input");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.5            | 0.5",
        "1/32           | 1/32",
        "1 %            | 1 %",
        "max(1 %, 1/32) | max(1 %, 1/32)",
        "25 GeV         | 25 GeV",
      })
  void aToleranceIsThatOfASpec(String text, String written) {
    OutputDeclaration of =
        texts
            .output(input("y:fixed<8,4>:GeV"), Optional.of(new SourceText("--tolerance", text)))
            .orElseThrow();
    OutputDeclaration spec =
        SpecTexts.parse(
                SpecTexts.with("output", "output y : GeV as fixed<8,4> tolerance " + written))
            .output();
    assertThat(of.tolerance()).isEqualTo(spec.tolerance());
  }

  @ParameterizedTest
  @CsvSource({
    "5ns, 5 ns",
    "200MHz, 200 MHz",
    "1GHz, 1 GHz",
    "0.005us, 0.005 us",
    "3125ps, 3125 ps"
  })
  void aClockIsThatOfASpec(String text, String written) {
    assertThat(texts.clockPeriodPs(new SourceText("--clock", text)))
        .hasValue(
            SpecTexts.parse(SpecTexts.with("hardware", "hardware dev clock " + written))
                .hardware()
                .clockPeriodPs());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x:fixd<8,4>              | --input:1:3 FG303 fixd<8,4>",
        "x:fixed<40,4>            | --input:1:3 FG303 fixed<40,4>",
        "x:fixed<8,4              | --input:1:12 FG300",
        "x                        | --input:1:2 FG300",
        "``                       | --input:1:1 FG301 & --input:1:1 FG300",
        "x:                       | --input:1:3 FG300",
        "x from:fixed<8,4>        | --input:1:1 FG301 x from",
        "x from \"y:fixed<8,4>     | --input:1:8 FG300 \"y:fixed<8,4>",
        "x from \"\":fixed<8,4>     | --input:1:8 FG301 \"\"",
        "x to \"y\":fixed<8,4>      | --input:1:1 FG301 x to \"y\"",
        "x:fixed<8,4>:            | --input:1:14 FG300",
        "x:fixed<8,4>:[5,1]       | --input:1:14 FG304 [5,1]",
        "x:fixed<8,4>:[0,1] // no | --input:1:20 FG300 // no",
        "x:fixed<8,4>:GeVV        | --input:1:14 FG500 GeVV",
        "x:fixd<8,4>:GeVV         | --input:1:3 FG303 fixd<8,4> & --input:1:13 FG500 GeVV",
        "x:fixed<8,4>:[inf,1]     | --input:1:15 FG300 inf",
        "a__b:fixed<8,4>          | --input:1:1 FG301 a__b",
        "x_:fixed<8,4>            | --input:1:1 FG301 x_",
        "module:fixed<8,4>        | --input:1:1 FG301 module",
        "a\"b:fixed<8,4>          | --input:1:1 FG301 a\"b",
        "$(rm -rf):fixed<8,4>     | --input:1:1 FG301 $(rm -rf)",
        "a#b:fixed<8,4>           | --input:1:1 FG301 a#b",
        "\\alpha:fixed<8,4>       | --input:1:1 FG301 \\alpha",
      })
  void mistakesHaveAPlace(String text, String expected) {
    boolean isEmpty = texts.input(input(text.replace("``", ""))).isEmpty();
    assertThat(String.join(" & ", mistakes()))
        .isEqualTo(expected.replace("``", "").replaceAll(" +", " ").strip());
    assertThat(isEmpty || expected.contains("FG301")).isTrue();
  }

  @Test
  void namesOfAllTextsDiffer() {
    assertThat(texts.input(input("x:fixed<8,4>"))).isPresent();
    var _ = texts.input(input("X:fixed<8,4>"));
    var _ = texts.output(new SourceText("--output", "x:fixed<8,4>"), Optional.empty());
    texts.define(new SourceText("--define", "x(a) = a"));
    assertThat(mistakes())
        .containsExactly("--input:1:1 FG301 X", "--output:1:1 FG301 x", "--define:1:1 FG301 x");
    assertThat(texts.mistakes().getFirst().message())
        .isEqualTo("'X' is declared twice; the first time in --input as 'x'");
  }

  @Test
  void aToleranceHasTheUnitOfItsOutput() {
    Optional<SourceText> tolerance = Optional.of(new SourceText("--tolerance", "1/32 m"));
    assertThat(texts.output(input("a:fixed<8,4>:GeV"), tolerance)).isEmpty();
    assertThat(texts.output(input("b:fixed<8,4>:GeV"), tolerance)).isEmpty();
    assertThat(mistakes()).containsExactly("--tolerance:1:6 FG501 m");
    assertThat(texts.output(input("c:fixed<8,4>:m"), tolerance).orElseThrow().tolerance())
        .isEqualTo(new Tolerance(0, 1 / 32.0));
  }

  @Test
  void aDefinitionMayCallThoseBefore() {
    texts.define(new SourceText("--define", "f(x, y) = cos(x)*(x + y)"));
    texts.define(new SourceText("--define", "g(x) = f(x, 2*x)"));
    assertThat(texts.mistakes()).isEmpty();
    assertThat(texts.definitions().getLast().body().hasCalls()).isFalse();
    texts.define(new SourceText("--define", "h(x) = cso(x) + q"));
    texts.define(new SourceText("--define", "sin(x) = x"));
    texts.define(new SourceText("--define", "k(x = x"));
    assertThat(texts.mistakes().stream().map(Diagnostic::code).map(Object::toString))
        .containsExactly("FORMULA_FUNCTION", "SPEC_NAME", "SPEC_SYNTAX");
  }
}
