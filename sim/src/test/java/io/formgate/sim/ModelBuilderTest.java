package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.FixedFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelBuilderTest {
  private static VerificationReport verify() {
    try (Verifier verifier = TestTools.verifier()) {
      Designs.Design design = Designs.combinational();
      return verifier.verify(
          design.request(new Stimulus(List.of(Stimulus.random(formats(design), 100, 5)))));
    }
  }

  private static List<FixedFormat> formats(Designs.Design design) {
    return design.datapath().inputFormats();
  }

  @Test
  void aModelIsReusedUntilItIsDamaged() throws IOException {
    ToolRunner tools = TestTools.runner();
    VerilatorToolchain toolchain = VerilatorToolchain.find(tools);
    Designs.Design design = Designs.combinational();
    Circuit circuit = Circuit.of(design.datapath(), "Sum", design.systemVerilog());
    Path executable;
    try (ModelBuilder builder = new ModelBuilder(tools, toolchain, TestTools.TIME_LIMIT)) {
      executable = builder.build(circuit, Optimisation.SOME).executable();
      assertThat(builder.build(circuit, Optimisation.SOME).reused()).isTrue();
      Circuit other = Circuit.of(design.datapath(), "Sum", design.systemVerilog() + "// other\n");
      assertThat(builder.build(other, Optimisation.SOME).executable()).isNotEqualTo(executable);
      assertThat(builder.notes()).isEmpty();
    }
    assertThat(verify().buildReused()).isTrue();
    Files.write(executable, new byte[10]);
    VerificationReport report = verify();
    assertThat(report.buildReused()).isFalse();
    assertThat(report.passed()).isTrue();
  }

  @Test
  void passingModelsGoWithTheirBuilder() {
    ToolRunner tools = TestTools.runner();
    Designs.Design design = Designs.combinational();
    Circuit circuit = Circuit.of(design.datapath(), "Sum", design.systemVerilog() + "// passing\n");
    try (ModelBuilder builder =
        new ModelBuilder(tools, VerilatorToolchain.find(tools), TestTools.TIME_LIMIT)) {
      Path executable;
      try (ModelBuilder passing = builder.ofPassingModels()) {
        executable = passing.build(circuit, Optimisation.SOME).executable();
        assertThat(passing.build(circuit, Optimisation.SOME).reused()).isTrue();
        try (ModelBuilder other = builder.ofPassingModels()) {
          assertThat(other.build(circuit, Optimisation.SOME).reused()).isFalse();
        }
        assertThat(executable).isRegularFile();
        assertThat(executable.startsWith(ModelBuilder.cacheRoot(tools.environment()))).isFalse();
        assertThat(passing.notes()).isEmpty();
      }
      assertThat(executable).doesNotExist();
    }
  }

  @Test
  void theCacheFollowsTheEnvironment() {
    assertThat(ModelBuilder.cacheRoot(Map.of("XDG_CACHE_HOME", "/c", "HOME", "/h")))
        .isEqualTo(Path.of("/c/formgate/verilator"));
    assertThat(ModelBuilder.cacheRoot(Map.of("XDG_CACHE_HOME", "", "HOME", "/h")))
        .isEqualTo(Path.of("/h/.cache/formgate/verilator"));
  }

  @Test
  void largeDesignsWithFewVectorsAreCompiledQuickly() {
    assertThat(Optimisation.choose(60, 1_000)).isEqualTo(Optimisation.SOME);
    assertThat(Optimisation.choose(2_000, 1_000)).isEqualTo(Optimisation.NONE);
    assertThat(Optimisation.choose(2_000, 1_000_000)).isEqualTo(Optimisation.SOME);
  }
}
