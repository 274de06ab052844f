package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.codegen.Wrapper;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.Operation;
import io.formgate.datapath.RandomDatapaths;
import io.formgate.expression.FixedFormat;
import io.formgate.hwcost.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken away passes on the circuit and fails on another one, in every program named. */
class TestBenchesTest {
  private static final int CORNERS = 100;
  private static final int EACH = 16;

  private static void passes(Path folder, String target, int vectors, String... variables)
      throws IOException {
    EmittedCircuits.Ran ran = TestBenches.make(folder, target, variables);
    assertThat(ran.status()).as(ran.printed()).isZero();
    assertThat(ran.printed()).contains("PASS: " + vectors + " vectors compared");
    // cocotb counts failures, of which there are none, and a note of its own is called a warning.
    if (!target.equals("cocotb")) {
      assertThat(ran.printed()).doesNotContain("FAIL").doesNotContainIgnoringCase("warning");
    }
  }

  private static void fails(Path folder, String target, String why, String... variables)
      throws IOException {
    EmittedCircuits.Ran ran = TestBenches.make(folder, target, variables);
    assertThat(ran.status()).as(ran.printed()).isNotZero();
    assertThat(ran.printed()).containsPattern("FAIL: " + why).doesNotContain("PASS: ");
  }

  private static void replace(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).containsPattern(from);
    Files.writeString(file, text.replaceFirst(from, to));
  }

  /**
   * Leaves corners, which stand first, and some of the random vectors to a simulator that takes ten
   * milliseconds for each.
   */
  private static void few(Path folder, String name) throws IOException {
    Path vectors = folder.resolve("bench").resolve(name + "_vectors.txt");
    List<String> all = Files.readAllLines(vectors);
    List<String> few = new ArrayList<>(all.subList(0, Math.min(CORNERS, all.size())));
    for (int i = CORNERS; i < all.size(); i += EACH) {
      few.add(all.get(i));
    }
    assertThat(few).isNotEmpty();
    Files.write(vectors, few);
  }

  private static int lines(Path folder, String name) throws IOException {
    return Files.readAllLines(folder.resolve("bench").resolve(name + "_vectors.txt")).size();
  }

  @ParameterizedTest
  @ValueSource(strings = {"icarus", "verilator", "ghdl", "cocotb", "cpp", "python"})
  void passesOnTheCircuit(String target) throws IOException {
    Path folder =
        TestBenches.write("good_" + target, TestBenches.pipeline(TestBenches.MIXER, true));
    assertThat(lines(folder, "mixer")).isBetween(1000, 2500);
    passes(folder, target, lines(folder, "mixer"));
  }

  /** What computes another thing is found: an operator, and an entry of the table. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          icarus    | mixer.sv             | 4'h7, 4'h5 | 4'h6, 4'h5
          icarus    | mixer.sv             | a * b    | a + b
          verilator | mixer.sv             | 4'h7, 4'h5 | 4'h6, 4'h5
          cocotb    | mixer.sv             | a * b    | a + b
          ghdl      | bench/mixer_model.vhd | v_double + v_scaled | v_double - v_scaled
          ghdl      | bench/mixer_model.vhd | 11, 15   | 11, 14
          cpp       | bench/mixer_model.hpp | double_ + scaled | double_ - scaled
          cpp       | bench/mixer_model.hpp | 11, 15   | 11, 14
          python    | bench/mixer_model.py  | double + scaled | double - scaled
          python    | bench/mixer_model.py  | 11, 15   | 11, 14
          """)
  void failsOnAMutant(String target, String file, String from, String to) throws IOException {
    Path folder =
        TestBenches.write("mutant_" + target, TestBenches.pipeline(TestBenches.MIXER, true));
    replace(folder.resolve(file), Pattern.quote(from), to);
    fails(folder, target, "line \\d+: (wanted|file2|open2|any2) is -?\\d+, expected -?\\d+");
  }

  /** The right numbers a cycle early or late. */
  @ParameterizedTest
  @CsvSource({
    "icarus,mixer_bench.sv",
    "verilator,mixer_bench.sv",
    "ghdl,mixer_bench.vhd",
    "cocotb,mixer_cocotb.py"
  })
  void failsOnAnotherLatency(String target, String bench) throws IOException {
    Pipeline pipeline = TestBenches.pipeline(TestBenches.MIXER, true);
    Path folder = TestBenches.write("late_" + target, pipeline);
    int cycles = pipeline.latencyCycles();
    replace(
        folder.resolve("bench").resolve(bench),
        "(?i)(latency(?:_cycles)?(?: : natural)? :?= )" + cycles,
        "$1" + (cycles + 1));
    fails(folder, target, "cycle \\d+: valid_out is .?1.?, expected .?0");
  }

  /** Without vectors, or with half a line, nothing is said to pass. */
  @ParameterizedTest
  @ValueSource(strings = {"icarus", "verilator", "ghdl", "cocotb", "cpp", "python"})
  void neverPassesOnNothing(String target) throws IOException {
    Path folder =
        TestBenches.write("empty_" + target, TestBenches.pipeline(TestBenches.MIXER, true));
    Path vectors = folder.resolve("bench").resolve("mixer_vectors.txt");
    String first = Files.readAllLines(vectors).getFirst();
    Files.writeString(vectors, "");
    fails(folder, target, "(no vectors|0 of 0 vectors compared)");
    Files.writeString(vectors, first + "\n" + first.substring(0, first.lastIndexOf(' ')) + "\n");
    fails(folder, target, "line 2 of \\S+ does not hold 7 integers");
    Files.delete(vectors);
    EmittedCircuits.Ran ran = TestBenches.make(folder, target);
    assertThat(ran.status()).isNotZero();
    assertThat(ran.printed()).doesNotContain("PASS: ");
  }

  /** A number that is right but for bits that its port does not have is not right. */
  @ParameterizedTest
  @ValueSource(strings = {"icarus", "verilator", "ghdl", "cocotb", "cpp", "python"})
  void aNumberTooWideForItsPortFails(String target) throws IOException {
    Path folder =
        TestBenches.write("too_wide_" + target, TestBenches.pipeline(TestBenches.MIXER, true));
    Path vectors = folder.resolve("bench").resolve("mixer_vectors.txt");
    List<String> lines = Files.readAllLines(vectors);
    List<FixedFormat> formats = TestBenches.MIXER.outputFormats();
    for (int output = 0; output < formats.size(); output++) {
      String[] words = lines.get(1).split(" ");
      int word = words.length - formats.size() + output;
      words[word] =
          Long.toString(Long.parseLong(words[word]) + (1L << formats.get(output).widthBits()));
      Files.writeString(vectors, lines.getFirst() + "\n" + String.join(" ", words) + "\n");
      fails(folder, target, "line 2(:| of \\S+ does not hold 7 integers that fit)");
    }
  }

  /** Models wrap their inputs, so that such a number would pass with the bits it has. */
  @ParameterizedTest
  @ValueSource(strings = {"icarus", "ghdl", "cocotb", "cpp", "python"})
  void anInputTooWideForItsPortFails(String target) throws IOException {
    Path folder =
        TestBenches.write("wide_in_" + target, TestBenches.pipeline(TestBenches.MIXER, true));
    Path vectors = folder.resolve("bench").resolve("mixer_vectors.txt");
    String[] words = Files.readAllLines(vectors).getFirst().split(" ");
    int bits = TestBenches.MIXER.node(TestBenches.MIXER.inputs().getFirst()).format().widthBits();
    words[0] = Long.toString(Long.parseLong(words[0]) + (1L << bits));
    Files.writeString(vectors, String.join(" ", words) + "\n");
    fails(folder, target, "line 1(:| of \\S+ does not hold 7 integers that fit)");
  }

  /** Without a target, what can be run is, and the rest is named; nothing is no success. */
  @Test
  void withoutATargetWhatIsHereRuns() throws IOException {
    Path folder = TestBenches.write("any", TestBenches.pipeline(TestBenches.MIXER, true));
    EmittedCircuits.Ran ran =
        TestBenches.make(folder, "available", "PYTHON=nopython", "TESTED=cpp python cocotb");
    assertThat(ran.status()).as(ran.printed()).isZero();
    assertThat(ran.printed())
        .contains("PASS: ")
        .contains("left out, because their programs are missing: python cocotb")
        .contains("ran: cpp");
    EmittedCircuits.Ran none =
        TestBenches.make(folder, "available", "TESTED=python cpp", "PYTHON=nopython", "CXX=none");
    assertThat(none.status()).isNotZero();
    assertThat(none.printed()).contains("FAIL: no program of any target is here");
    Files.writeString(folder.resolve("bench").resolve("mixer_vectors.txt"), "0\n");
    assertThat(TestBenches.make(folder, "available", "TESTED=cpp").status()).isNotZero();
    EmittedCircuits.Ran help = TestBenches.make(folder, "help");
    assertThat(help.status()).isZero();
    for (String target :
        List.of("icarus", "verilator", "ghdl", "cpp", "python", "cocotb", "xsim")) {
      assertThat(help.printed()).contains(target);
    }
  }

  /** The bit at a threshold stands in the benches as every output does. */
  @ParameterizedTest
  @ValueSource(strings = {"icarus", "verilator", "ghdl", "cocotb", "cpp", "python"})
  void theBitAtAThresholdIsCompared(String target) throws IOException {
    Pipeline pipeline = TestBenches.threshold();
    Path folder = TestBenches.write("threshold_" + target, pipeline);
    Path vectors = folder.resolve("bench").resolve("decision_vectors.txt");
    List<String> lines = Files.readAllLines(vectors);
    assertThat(lines.stream().map(l -> l.substring(l.lastIndexOf(' '))).distinct()).hasSize(2);
    passes(folder, target, lines.size());
    String second = lines.get(1);
    String flipped = second.substring(0, second.length() - 1) + (second.endsWith("0") ? "1" : "0");
    Files.writeString(vectors, lines.getFirst() + "\n" + flipped + "\n");
    fails(folder, target, "line 2: x_pass is ");
  }

  /** Numbers beyond 32 and 53 bits, and a circuit without a register. */
  @ParameterizedTest
  @ValueSource(strings = {"icarus", "ghdl", "cocotb", "cpp", "python"})
  void widestNumbersAreExact(String target) throws IOException {
    Path folder = TestBenches.write("wide_" + target, TestBenches.pipeline(TestBenches.WIDE, true));
    if (target.equals("ghdl")) {
      few(folder, "wide");
    }
    passes(folder, target, lines(folder, "wide"));
    folder = TestBenches.write("wires_" + target, TestBenches.pipeline(TestBenches.WIDE, false));
    if (target.equals("ghdl")) {
      few(folder, "wide");
    }
    passes(folder, target, lines(folder, "wide"));
  }

  /** An X at an output is no match for anything. */
  @Test
  void anUndefinedBitFails() throws IOException {
    Path folder = TestBenches.write("undefined", TestBenches.pipeline(TestBenches.MIXER, true));
    replace(folder.resolve("mixer.sv"), "assign open2 = ", "assign open2 = 1'bx & ");
    fails(folder, "icarus", "line \\d+: open2 is x, expected 1");
  }

  /** The bench around the wrapper is found where the makefile says, with handshakes too. */
  @ParameterizedTest
  @EnumSource(Wrapper.class)
  void theBenchOfTheWrapperCanBeAnalysed(Wrapper wrapper) throws IOException {
    Path folder =
        TestBenches.write(
            "mixed_" + wrapper, TestBenches.pipeline(TestBenches.MIXER, true), wrapper);
    String where = wrapper == Wrapper.NONE ? ".." : ".";
    EmittedCircuits.Ran ran =
        EmittedCircuits.run(
            folder.resolve("bench"),
            List.of(
                "ghdl",
                "-a",
                "--std=93",
                "-Wno-binding",
                "--workdir=.",
                where + "/mixer_wrapper.vhd",
                "mixer_bench.vhd"));
    assertThat(ran.status()).as(ran.printed()).isZero();
    assertThat(Files.readString(folder.resolve("bench/Makefile")))
        .contains("WRAPPER  := " + where + "/mixer_wrapper.vhd\n");
  }

  /** A target tells which of its programs are missing, before it runs any. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          icarus        | iverilog vvp                | apt install iverilog
          verilator     | verilator none              | apt install verilator
          ghdl          | ghdl                        | apt install ghdl
          cocotb        | nopython iverilog vvp       | PYTHON=
          cpp           | none                        | set CXX=
          python        | nopython                    | set PYTHON=
          questa        | vlib vlog vsim              | Questa on the PATH
          xcelium       | xrun                        | Xcelium on the PATH
          vcs           | vcs                         | VCS on the PATH
          xsim          | xvlog xelab xsim            | source settings64.sh
          questa_mixed  | vlib vlog vcom vsim         | Questa on the PATH
          xcelium_mixed | xrun                        | Xcelium on the PATH
          xsim_mixed    | xvlog xvhdl xelab xsim      | source settings64.sh
          """)
  void aMissingProgramIsNamed(String target, String programs, String mend) throws IOException {
    Path folder = TestBenches.write("none", TestBenches.pipeline(TestBenches.MIXER, true));
    EmittedCircuits.Ran ran =
        TestBenches.make(
            folder, target, "PATH=" + folder.resolve("nothing"), "PYTHON=nopython -B", "CXX=none");
    assertThat(ran.status()).as(ran.printed()).isNotZero();
    assertThat(ran.printed())
        .contains("make " + target + " needs " + programs + ": ")
        .contains(mend)
        .doesNotContain("not found");
  }

  /** Every operation, with random formats: all models on all vectors against the golden model. */
  @ParameterizedTest
  @CsvSource({"cpp,16", "python,16", "ghdl,8", "icarus,8"})
  void modelsOfRandomDatapathsAreExact(String target, int count) throws IOException {
    // The mixer has what the random ones lack, and runs in every program.
    Set<String> operations = new TreeSet<>();
    TestBenches.MIXER.nodes().forEach(n -> operations.add(n.operation().keyword()));
    for (int seed = 1; seed <= count; seed++) {
      Datapath datapath = RandomDatapaths.of("random" + seed, seed, 40);
      datapath.nodes().forEach(n -> operations.add(n.operation().keyword()));
      Path folder =
          TestBenches.write(
              target + "_random" + seed, TestBenches.pipeline(datapath, seed % 2 == 0));
      if (target.equals("ghdl")) {
        few(folder, "random" + seed);
      }
      passes(
          folder, target, lines(folder, "random" + seed), "CXXFLAGS=-std=c++11 -O0 -Wall -Wextra");
    }
    assertThat(operations).hasSize(Operation.class.getPermittedSubclasses().length);
  }
}
