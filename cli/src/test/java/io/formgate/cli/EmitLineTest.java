package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EmitLineTest {
  @Test
  void whatWasGivenIsGivenAgainButForThePlaceOfTheRun() {
    assertThat(
            EmitLine.asGiven(
                List.of(
                    "emit",
                    "x*y + it's",
                    "--out",
                    "runs/here",
                    "--tolerance",
                    "0.1 on data",
                    "--data=rows.csv",
                    "--force",
                    "--no-dsp",
                    "--out=there",
                    "--output",
                    "z:fixed<8,4>",
                    "--name",
                    "f")))
        .isEqualTo(
            "./formgate emit 'x*y + it'\\''s' --tolerance '0.1 on data' --data=rows.csv --no-dsp --output 'z:fixed<8,4>' --name f");
  }
}
