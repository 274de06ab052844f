package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.datapath.DatapathInterpreter;
import io.formgate.expression.DiagnosticException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waves hold the cycles they claim, with the circuit's values and the golden model's beside it. */
class WavesTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Path reader;

  @SuppressWarnings("NullAway.Init")
  private static Verifier verifier;

  /** Prints "time signal bits" for every change, with the reader that comes with Verilator. */
  @BeforeAll
  static void buildReader() throws IOException {
    verifier = TestTools.verifier();
    ToolRunner tools = new ToolRunner(System.getenv());
    VerilatorToolchain toolchain = VerilatorToolchain.find(tools);
    Path fst = toolchain.verilatorRoot().resolve("include").resolve("gtkwave");
    Files.writeString(
        folder.resolve("reader.c"),
        """
        #define FST_CONFIG_INCLUDE "fst_config.h"
        #include "fstapi.c"
        #include "fastlz.c"
        #include "lz4.c"
        static char* names[65536];
        static void change(void* u, uint64_t time, fstHandle h, const unsigned char* value) {
          printf("%llu %s %s\\n", (unsigned long long)time, names[h], value);
        }
        int main(int argc, char** argv) {
          void* r = fstReaderOpen(argv[1]);
          if (!r) return 1;
          struct fstHier* h;
          char scope[4096] = "";
          while ((h = fstReaderIterateHier(r))) {
            if (h->htyp == FST_HT_SCOPE) { strcat(scope, h->u.scope.name); strcat(scope, "."); }
            else if (h->htyp == FST_HT_UPSCOPE) {
              scope[strlen(scope) - 1] = 0;
              char* dot = strrchr(scope, '.');
              if (dot) dot[1] = 0; else scope[0] = 0;
            } else if (h->htyp == FST_HT_VAR && !h->u.var.is_alias) {
              char* n = malloc(8192);
              sprintf(n, "%s%s", scope, h->u.var.name);
              char* blank = strchr(n, ' ');
              if (blank) *blank = 0;
              names[h->u.var.handle] = n;
            } else if (h->htyp == FST_HT_VAR) {
              printf("alias %s%s %s\\n", scope, h->u.var.name, names[h->u.var.handle]);
            }
          }
          fstReaderSetFacProcessMaskAll(r);
          fstReaderIterBlocks(r, change, NULL, NULL);
          return 0;
        }
        """);
    reader = folder.resolve("reader");
    tools.run(
        new ToolCommand(
            "gcc",
            List.of("gcc", "-w", "-O0", "-I" + fst, "reader.c", "-o", reader.toString(), "-lz"),
            folder,
            TestTools.TIME_LIMIT));
  }

  @AfterAll
  static void close() {
    verifier.close();
  }

  /** Values of signals of the module for waves by name and time in ps. */
  private static Map<String, NavigableMap<Long, Long>> read(Path file) {
    StringBuilder text = new StringBuilder();
    new ToolRunner(System.getenv())
        .stream(
            new ToolCommand(
                "reader",
                List.of(reader.toString(), file.toString()),
                folder,
                TestTools.TIME_LIMIT),
            stdin -> {},
            stdout ->
                text.append(
                    new String(stdout.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)));
    Map<String, NavigableMap<Long, Long>> values = new TreeMap<>();
    Map<String, String> aliases = new TreeMap<>();
    text.toString()
        .lines()
        .map(l -> l.split(" "))
        .forEach(l -> {
          if (l[0].equals("alias")) {
            aliases.put(l[1], l[l.length - 1]);
          } else {
            values
                .computeIfAbsent(l[1], _ -> new TreeMap<>())
                .put(Long.parseLong(l[0]), Long.parseLong(l[2], 2));
          }
        });
    aliases.forEach((alias, of) -> values.put(alias, values.getOrDefault(of, new TreeMap<>())));
    return values;
  }

  private static long at(Map<String, NavigableMap<Long, Long>> values, String signal, long cycle) {
    NavigableMap<Long, Long> changes =
        values.entrySet().stream()
            .filter(e -> e.getKey().endsWith("." + signal))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no " + signal + " among " + values.keySet()))
            .getValue();
    return changes.floorEntry(1000 * WaveFile.timeNs(cycle) + 499).getValue();
  }

  private static Stimulus stimulus(Designs.Design design) {
    return new Stimulus(List.of(Stimulus.random(design.datapath().inputFormats(), 20_000, 7)));
  }

  private static VerificationReport verify(Designs.Design design, WaveFile.When when) {
    return verifier.verify(
        design.request(stimulus(design)), new WaveFile.Wanted(folder.resolve("waves.fst"), when));
  }

  @Test
  void aMismatchIsInItsWaves() {
    // Wrong for few vectors: the first of them is not in the run with gaps.
    Designs.Design design =
        Designs.pipeline().broken("r[11:0];", "r[11:0] ^ {11'd0, r[11:0] == 12'h5a5};");
    VerificationReport report = verify(design, WaveFile.When.WRONG);
    Mismatch first = Objects.requireNonNull(report.firstMismatch());
    WaveFile waves = Objects.requireNonNull(report.waves());
    assertThat(waves.wrongCycle()).hasValue(first.cycle());
    assertThat(report.lines())
        .anyMatch(l ->
            l.startsWith("waves: waves.fst: cycles ") && l.contains("of the run " + waves.run()));
    Map<String, NavigableMap<Long, Long>> values = read(waves.file());
    assertThat(values.get(values.keySet().iterator().next()))
        .allSatisfy((time, _) ->
            assertThat(time)
                .isBetween(
                    1000 * WaveFile.timeNs(waves.firstCycle()),
                    1000 * WaveFile.timeNs(waves.lastCycle()) + 500));
    long cycle = first.cycle();
    assertThat(at(values, "cycle", cycle)).isEqualTo(cycle);
    assertThat(at(values, "o0", cycle)).isEqualTo(first.actual().raw());
    assertThat(at(values, "golden_o0", cycle)).isEqualTo(first.expected().raw());
    assertThat(at(values, "differs", cycle)).isEqualTo(1);
    assertThat(at(values, "circuit.x", cycle - 3)).isEqualTo(first.rawInputs()[0] & 0xfff);
    assertThat(at(values, "golden_valid", cycle)).isEqualTo(1);
  }

  @Test
  void withoutAMismatchTheFirstCyclesAreWrittenIfAsked() {
    Designs.Design design = Designs.pipeline();
    assertThat(verify(design, WaveFile.When.WRONG).waves()).isNull();
    VerificationReport report = verify(design, WaveFile.When.ALWAYS);
    assertThat(report.passed()).isTrue();
    WaveFile waves = Objects.requireNonNull(report.waves());
    assertThat(waves.wrongCycle()).isEmpty();
    Map<String, NavigableMap<Long, Long>> values = read(waves.file());
    DatapathInterpreter golden = new DatapathInterpreter(design.datapath());
    int results = 0;
    for (long cycle = 3; cycle <= waves.lastCycle(); cycle++) {
      assertThat(at(values, "differs", cycle)).isZero();
      if (at(values, "valid_out", cycle) == 1) {
        long[] inputs = {
          design.datapath().inputFormats().get(0).fromBits(at(values, "i0", cycle - 3)),
          design.datapath().inputFormats().get(1).fromBits(at(values, "i1", cycle - 3))
        };
        assertThat(design.datapath().outputFormats().get(0).fromBits(at(values, "o0", cycle)))
            .isEqualTo(golden.evaluate(inputs)[0]);
        results++;
      }
    }
    assertThat(results).isGreaterThan(50);
    assertThat(at(values, "reset", -1)).isEqualTo(1);
    assertThat(at(values, "reset", 0)).isZero();
  }

  @Test
  void whatDependsOnTheInitialStateIsShownFromThatState() {
    int shown = 0;
    for (String kept : List.of("kept", "~kept")) {
      VerificationReport report =
          verify(
              Designs.combinational()
                  .broken(
                      "assign eval__x = ",
                      "reg kept; always @(posedge clock) kept <= kept; assign eval__x = {4'd0, "
                          + kept
                          + "} ^ "),
              WaveFile.When.WRONG);
      Mismatch first = Objects.requireNonNull(report.firstMismatch());
      WaveFile waves = Objects.requireNonNull(report.waves());
      Map<String, NavigableMap<Long, Long>> values = read(waves.file());
      assertThat(at(values, "o0", first.cycle())).isEqualTo(first.actual().raw());
      assertThat(at(values, "golden_o0", first.cycle())).isEqualTo(first.expected().raw());
      shown += waves.run().contains("initial state") ? 1 : 0;
    }
    assertThat(shown).isEqualTo(1);
  }

  @Test
  void aWrongLatencyIsShownWhereValidDiffers() {
    VerificationReport report = verify(Designs.pipeline().promising(5), WaveFile.When.WRONG);
    WaveFile waves = Objects.requireNonNull(report.waves());
    Map<String, NavigableMap<Long, Long>> values = read(waves.file());
    long cycle = waves.wrongCycle().orElseThrow();
    assertThat(at(values, "valid_out", cycle)).isNotEqualTo(at(values, "valid_in", cycle - 5));
  }

  @Test
  void aFolderThatCannotBeWrittenIsAMistakeIfAskedForAndElseANote() {
    WaveFile.Wanted wanted =
        new WaveFile.Wanted(folder.resolve("none").resolve("waves.fst"), WaveFile.When.ALWAYS);
    Designs.Design design = Designs.pipeline();
    assertThatThrownBy(() -> verifier.verify(design.request(stimulus(design)), wanted))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG104")
        .hasMessageContaining("there is no folder " + wanted.file().getParent())
        .hasMessageNotContaining("Exception");
    Designs.Design wrong = design.promising(5);
    VerificationReport report =
        verifier.verify(
            wrong.request(stimulus(wrong)),
            new WaveFile.Wanted(wanted.file(), WaveFile.When.WRONG));
    assertThat(report.waves()).isNull();
    assertThat(report.notes())
        .anyMatch(n ->
            n.startsWith("no waves could be written: ")
                && n.contains("FG104; mend: make the folder writable"));
  }
}
