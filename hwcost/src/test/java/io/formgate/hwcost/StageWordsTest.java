package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.DatapathText;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | false | false | no registers, logic in stage 0",
        "1 | false | false | registers after stage 0, logic in stages 0 and 1",
        "3 | false | false | registers after stages 0 to 2, logic in stages 0 to 3",
        "0 | true  | false | registers after stage 0, logic in stage 1",
        "0 | false | true  | registers after stage 0, logic in stage 0",
        "1 | true  | true  | registers after stages 0 to 2, logic in stages 1 and 2",
      })
  void registersAndLogicHaveTheirStages(int cycles, boolean in, boolean out, String words) {
    // Every operation of this device takes a cycle.
    StringBuilder text = new StringBuilder("datapath chain\nx = input : ufixed<4,4> in 0 .. 15\n");
    String last = "x";
    for (int i = 0; i <= cycles; i++) {
      text.append("n%d = minimum %s x : ufixed<4,4> in 0 .. 15\n".formatted(i, last));
      last = "n" + i;
    }
    Pipeline p =
        Scheduler.schedule(
            DatapathText.parse(text + "output r = " + last + "\n"),
            DeviceModels.load("unit", null),
            new ScheduleOptions(1000, in, out, OptionalInt.empty()));
    assertThat(p.latencyCycles()).isEqualTo(cycles + (in ? 1 : 0) + (out ? 1 : 0));
    assertThat(StageWords.of(p)).isEqualTo(words);
  }
}
