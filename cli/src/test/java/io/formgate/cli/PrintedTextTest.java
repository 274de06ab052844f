package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pages say of output is compared with it, but for what they leave out. */
class PrintedTextTest {
  @ParameterizedTest
  @CsvSource({
    "a/b, a/b, true",
    "a/b, a, false",
    "a, a/b, false",
    "a/b, a/c, false",
    "a/.../d, a/b/c/d, true",
    "a/.../d, a/d, true",
    "a/.../d, a/b/d/e, false",
    ".../b/c, a/b/x/b/c, true",
    ".../b/c, a/b/x/c, false",
    "a/..., a, true",
    "a/..., b/a, false",
    "..., '', true",
    ".../b/.../b/..., a/b/c, false",
    ".../b/.../b/..., a/b/c/b, true",
    "a 3.4 s b, a 3x4 s b, false",
    "a ... s b, a 3.4 s b, true",
    "a ... s b, a 3.4 s c, false",
    "'a  b', 'a b', false",
  })
  void linesAreEqualButForDots(String said, String printed, boolean holds) {
    PrintedText text = new PrintedText(said.replace('/', '\n'));
    assertThat(text.missing(printed.replace('/', '\n')).isEmpty()).isEqualTo(holds);
  }
}
