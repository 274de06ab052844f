package io.formgate.codegen.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.codegen.HdlDescription;
import io.formgate.codegen.HdlFile;
import io.formgate.codegen.HdlRequest;
import io.formgate.codegen.Wrapper;
import io.formgate.datapath.DatapathText;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Scheduler;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The files as text; what simulators make of them is tested in module sim. */
class BenchFilesTest {
  /** Ports that the benches would like to use as names of their own. */
  private static final String CIRCUIT =
      """
      datapath taken
      path = input : fixed<8,4> in -128 .. 127
      Word = input : fixed<8,4> in -128 .. 127
      sum = add path Word : fixed<9,5> in -256 .. 254
      output random = sum
      output double = path
      """;

  private static HdlRequest request(Wrapper wrapper) {
    return new HdlRequest(
        Scheduler.schedule(
            DatapathText.parse(CIRCUIT).verify(), DeviceModels.load("xcvu9p-2", null), 5000),
        new HdlDescription(List.of("random = path + Word"), "1.2.3", "00ff", Map.of()),
        wrapper);
  }

  private static List<HdlFile> files(Wrapper wrapper) {
    return BenchFiles.of(request(wrapper), List.of(new long[] {3, -5}, new long[] {-128, -128}));
  }

  private static String text(HdlFile.Kind kind) {
    return files(Wrapper.NONE).stream()
        .filter(f -> f.kind() == kind)
        .findFirst()
        .orElseThrow()
        .text();
  }

  @ParameterizedTest
  @EnumSource(Wrapper.class)
  void everyFileButTheVectorsTellsWhatItIsAbout(Wrapper wrapper) {
    List<HdlFile> files = files(wrapper);
    assertThat(files).isEqualTo(files(wrapper)).hasSize(wrapper == Wrapper.NONE ? 10 : 11);
    assertThat(files).extracting(HdlFile::kind).doesNotHaveDuplicates();
    for (HdlFile file : files) {
      assertThat(file.name()).startsWith("bench/");
      assertThat(file.text()).endsWith("\n").doesNotContain("@MODULE");
      assertThat(file.text().chars())
          .allMatch(c -> c == '\n' || c == '\t' || (c >= ' ' && c < 127));
      if (file.kind() != HdlFile.Kind.BENCH_VECTORS) {
        assertThat(file.text())
            .as(file.name())
            .contains("Written by formgate 1.2.3.")
            .contains("random = path + Word")
            .contains("latency  ")
            .contains("SHA-256 00ff");
      }
    }
  }

  @Test
  void aLineHoldsInputsAndOutputs() {
    assertThat(text(HdlFile.Kind.BENCH_VECTORS)).isEqualTo("3 -5 -2 3\n-128 -128 -256 -128\n");
  }

  @Test
  void namesThatPortsHaveAreLeftToThem() {
    assertThat(text(HdlFile.Kind.SYSTEM_VERILOG_BENCH))
        .contains("  string path_2;\n")
        .contains("  reg [15:0] random_2;\n");
    assertThat(text(HdlFile.Kind.VHDL_BENCH))
        .contains("  subtype word_2 is signed(63 downto 0);\n");
    assertThat(text(HdlFile.Kind.CPP_MODEL)).contains("  std::int64_t double_;\n");
  }

  @Test
  void aBenchWithoutVectorsIsRefused() {
    assertThatThrownBy(() -> BenchFiles.of(request(Wrapper.NONE), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
