package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.formgate.expression.Diagnostic;
import io.formgate.sim.formal.FormalReport;
import io.formgate.sim.formal.HandshakeReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

/** Proves emitted folders again, sound and broken ones. */
class VerifyTest {
  @TempDir private static Path emitted = Path.of("");

  private static Path run = Path.of("");

  @BeforeAll
  static void emit() {
    run = emitted.resolve("run");
    Formgate.Ran ran =
        Formgate.run(
            "emit",
            "x*y + 1",
            "--input=x:fixed<8,4>",
            "--input=y:fixed<8,4>:[-7,7]",
            "--output=z:fixed<12,8>",
            "--tolerance=0.125",
            "--vectors=1000",
            "--name=product",
            "--formal",
            "--out=" + run);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    assertThat(ran.out())
        .containsPattern("\nformal  .* s   proved by Yosys ")
        .contains("  formal    proved for all values of the 16 input bits");
    assertThat(candidate().resolve("formal.json")).isNotEmptyFile();
    assertThat(Formgate.text(run.resolve("report.html")))
        .contains("proved for all values of the 16 input bits");
  }

  private static Path candidate() {
    return run.resolve("candidates").resolve(Formgate.names(run.resolve("candidates")).getFirst());
  }

  /** {@return a copy of the circuit's folder} */
  private static Path copy(Path folder) throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    for (String name : Formgate.names(candidate())) {
      Files.copy(candidate().resolve(name), copy.resolve(name));
    }
    return copy;
  }

  private static void replace(Path file, String pattern, String by) throws IOException {
    String text = Files.readString(file);
    String changed = Pattern.compile(pattern).matcher(text).replaceFirst(by);
    assertThat(changed).as("the file holds " + pattern).isNotEqualTo(text);
    Files.writeString(file, changed);
  }

  @Test
  void runFolderAndCandidateFolderPass() {
    for (Path folder : new Path[] {run, candidate()}) {
      Formgate.Ran ran = Formgate.run("verify", folder.toString());
      assertThat(ran.err()).isEmpty();
      assertThat(ran.code()).isEqualTo(ExitCode.DONE);
      assertThat(ran.out())
          .contains("bit-exact on ")
          .contains("65,536 exhaustive")
          .containsPattern(" 8 initial states of the registers; [1-9][0-9,]* vectors/s");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a changed operator | ' \\* '          | ' + '
          a changed constant | (\\d+'h)8\\b | $19
          """)
  void brokenCircuitIsNamedByVectorCycleAndSignal(
      String what, String pattern, String by, @TempDir Path folder) throws IOException {
    Path copy = copy(folder);
    replace(copy.resolve("product.sv"), pattern, by);
    Formgate.Ran ran = Formgate.run("verify", copy.toString());
    assertThat(ran.code()).as(what).isEqualTo(ExitCode.NOT_MET);
    assertThat(ran.err()).startsWith("error FG900: ").doesNotContain("\tat ");
    assertThat(ran.out()).containsPattern("first mismatch: vector \\d+ of .*, cycle \\d+");
    assertThat(ran.out()).containsPattern("expected z = .*").containsPattern("got      z = .*");
    Matcher inputs = Pattern.compile("(?m)^ +(x|y) = ").matcher(ran.out());
    assertThat(inputs.results().count()).isEqualTo(2);
  }

  @Test
  void wrongLatencyIsAMismatch(@TempDir Path folder) throws IOException {
    Path copy = copy(folder);
    replace(copy.resolve("manifest.json"), "\"latencyCycles\" : \\d+", "\"latencyCycles\" : 7");
    Formgate.Ran ran = Formgate.run("verify", copy.toString());
    assertThat(ran.code()).isEqualTo(ExitCode.NOT_MET);
    assertThat(ran.out()).contains("7 were promised");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          manifest.json | (?s).*                    | not JSON
          manifest.json | (?s).*                    | {}
          manifest.json | (?s).*                    | null
          manifest.json | "datapath.txt"            | null
          manifest.json | "datapath.txt"            | "gone.txt"
          manifest.json | "product.sv"              | "gone.sv"
          manifest.json | "randomVectors" : \\d+    | "randomVectors" : -1
          manifest.json | (?s)"inputs" : \\[.*?\\]  | "inputs" : [ ]
          manifest.json | "rawLo" : -?\\d+          | "rawLo" : 100000
          manifest.json | "vectors" : ""            | "vectors" : "schedule.txt"
          datapath.txt  | (?s).*                    | not a datapath
          datapath.txt  | multiply (\\w+)           | multiply nosuch
          """)
  void damagedFolderIsAUsersMistake(String file, String pattern, String by, @TempDir Path folder)
      throws IOException {
    Path copy = copy(folder);
    replace(copy.resolve(file), pattern, by);
    Formgate.Ran ran = Formgate.run("verify", copy.toString());
    assertThat(ran.err()).startsWith("error FG103: ").contains("  mend: ");
    assertThat(ran.err()).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
  }

  @Test
  void wavesAreWrittenOnRequestAndListedInTheManifest(@TempDir Path folder) throws IOException {
    Path copy = copy(folder);
    assertThat(Files.readString(copy.resolve("manifest.json"))).doesNotContain("waves.fst");
    Formgate.Ran ran = Formgate.run("verify", copy.toString(), "--waves");
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    assertThat(ran.out()).contains("  waves     " + copy.resolve("waves.fst") + ": cycles -4 to 2");
    assertThat(copy.resolve("waves.fst")).isNotEmptyFile();
    assertThat(Files.readString(copy.resolve("manifest.json"))).containsOnlyOnce("waves.fst");
    // The folder is still one of a circuit, and lists the file once.
    assertThat(Formgate.run("verify", copy.toString(), "--waves").code()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(copy.resolve("manifest.json"))).containsOnlyOnce("waves.fst");
  }

  @Test
  void coverageIsCountedAndKept(@TempDir Path folder) throws IOException {
    Path copy = copy(folder);
    Formgate.Ran ran = Formgate.run("verify", copy.toString(), "--coverage");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    JsonNode facts = new ObjectMapper().readTree(copy.resolve("coverage/coverage.json").toFile());
    assertThat(facts.get("vectors").asLong()).isGreaterThan(2000);
    assertThat(facts.get("bits").get("reached").asLong()).isPositive();
    assertThat(ran.out())
        .contains("  coverage  lines reached: ")
        .contains(
            Numbers.count(facts.get("bits").get("reached").asLong())
                + " of "
                + Numbers.count(facts.get("bits").get("all").asLong()));
    assertThat(Files.readString(copy.resolve("coverage/product.sv.txt")))
        .startsWith("   reached    bits  text\n")
        .contains("module product(");
    assertThat(Files.readString(copy.resolve("coverage/coverage.dat")))
        .startsWith("# SystemC::Coverage-3\n");
    assertThat(Files.readString(copy.resolve("manifest.json")))
        .contains("\"coverage/coverage.dat\"");

    replace(copy.resolve("product.sv"), "assign z = ", "assign z = 12'h1 ^ ");
    ran = Formgate.run("verify", copy.toString(), "--coverage");
    assertThat(ran.code()).isEqualTo(ExitCode.NOT_MET);
    assertThat(ran.out()).contains("no coverage is counted of a circuit that differs");
  }

  @Test
  void aProofIsKeptAndShown(@TempDir Path folder) throws IOException {
    Path copy = Files.createDirectories(folder.resolve("run"));
    for (String file : Formgate.files(run)) {
      Path to = copy.resolve(file);
      Files.createDirectories(to.getParent());
      Files.copy(run.resolve(file), to);
    }
    Formgate.Ran ran = Formgate.run("verify", copy.toString(), "--formal");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    assertThat(ran.out()).contains("  formal    proved for all values of the 16 input bits");
    Path circuit = copy.resolve(run.relativize(candidate()).toString());
    JsonNode facts = new ObjectMapper().readTree(circuit.resolve("formal.json").toFile());
    assertThat(facts.get("verdict").asText()).isEqualTo("proved");
    assertThat(facts.get("outputs").get(0).get("verdict").asText()).isEqualTo("proved");
    assertThat(Files.readString(circuit.resolve("manifest.json"))).contains("formal.json");

    assertThat(Formgate.run("report", copy.toString()).code()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(copy.resolve("report.html")))
        .contains("proved for all values of the 16 input bits");
    replace(circuit.resolve("product.sv"), "assign z = ", "// another text\n  assign z = ");
    assertThat(Formgate.run("report", copy.toString()).code()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(copy.resolve("report.html")))
        .contains("looked at another text of the circuit")
        .doesNotContain("proved for all values of the 16 input bits");
  }

  @Test
  void aFaultThatNoVectorShowsIsFound(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("rare");
    Formgate.Ran ran =
        Formgate.run(
            "emit",
            "x + y",
            "--input=x:fixed<16,8>",
            "--input=y:fixed<16,8>",
            "--output=z:fixed<17,9>",
            "--vectors=100",
            "--name=rare",
            "--out=" + out);
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    Path candidates = out.resolve("candidates");
    Path circuit = candidates.resolve(Formgate.names(candidates).getFirst());
    replace(
        circuit.resolve("rare.sv"),
        "assign z = ",
        "assign z = {16'h0, x == 16'h1234 & y == 16'h4321} ^ ");
    ran = Formgate.run("verify", circuit.toString(), "--formal");
    assertThat(ran.code()).isEqualTo(ExitCode.NOT_MET);
    assertThat(ran.out())
        .contains("bit-exact on")
        .contains("  formal    DIFFERENT: z; found by the solver")
        .contains("x = 18.203125 (raw 4660, fixed<16,8>)");
    assertThat(ran.err()).startsWith("error FG680: ").doesNotContain("\tat ");
  }

  @Test
  void aProofThatIsNoneIsAMistakeOfItsOwn() {
    Manifest manifest = Json.read(candidate().resolve("manifest.json"), Manifest.class);
    assertThat(FormalFiles.diagnostics(manifest, FormalVerdicts.of(FormalReport.Verdict.PROVED)))
        .isEmpty();
    assertThat(told(manifest, FormalVerdicts.of(FormalReport.Verdict.NO_PIPELINE)))
        .startsWith("error FG681: product.sv is no pipeline of ");
    assertThat(told(manifest, FormalVerdicts.of(FormalReport.Verdict.UNDECIDED)))
        .startsWith("error FG682: the solver found no answer about product.sv in 3 s");
    assertThat(told(manifest, FormalVerdicts.around(HandshakeReport.Verdict.NOT_PROVED)))
        .startsWith("error FG683: there is no proof that the wrapper product_axi_stream keeps");
    assertThat(told(manifest, FormalVerdicts.around(HandshakeReport.Verdict.UNDECIDED)))
        .startsWith("error FG682: the solver found no answer about the wrapper product_axi_stream");
    assertThat(FormalVerdicts.around(HandshakeReport.Verdict.PROVED).isProved()).isTrue();
    assertThat(FormalVerdicts.around(HandshakeReport.Verdict.UNDECIDED).isProved()).isFalse();
    assertThat(FormalVerdicts.of(FormalReport.Verdict.UNDECIDED).isProved()).isFalse();
  }

  private static String told(Manifest manifest, FormalVerdict verdict) {
    List<Diagnostic> told = FormalFiles.diagnostics(manifest, verdict);
    assertThat(told).hasSize(1);
    return told.getFirst().render();
  }

  private static List<String> checks(JsonNode circuit, String verdict) {
    return circuit
        .get("checks")
        .valueStream()
        .filter(c -> c.get("verdict").asText().equals(verdict))
        .map(c -> c.get("name").asText())
        .toList();
  }

  @Test
  void verdictsForProgramsAreOneObjectAndAFile(@TempDir Path folder) throws Exception {
    Path copy = copy(folder);
    Path xml = folder.resolve("new/verify.xml");
    Formgate.Ran ran =
        Formgate.run(
            "verify", copy.toString(), "--json", "--coverage", "--formal", "--junit=" + xml);
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    assertThat(ran.err()).contains("verified  bit-exact on 65,536 vectors");
    JsonNode facts = new ObjectMapper().readTree(ran.out());
    assertThat(facts.get("passed").asBoolean()).isTrue();
    JsonNode circuit = facts.get("circuits").get(0);
    assertThat(checks(circuit, "passed"))
        .containsExactly(
            "vectors exhaustive (16 input bits)",
            "vectors with gaps",
            "initial states",
            "golden model",
            "valid",
            "latency",
            "throughput",
            "formal");
    JsonNode simulation = circuit.get("simulation");
    assertThat(simulation.get("groups").get(0).get("vectors").asLong()).isEqualTo(65_536);
    assertThat(simulation.get("mismatches").asLong()).isZero();
    assertThat(simulation.get("faults")).isEmpty();
    assertThat(circuit.get("coverage").get("bits").get("all").asLong()).isPositive();
    assertThat(circuit.get("formal").get("verdict").asText()).isEqualTo("proved");
    assertThat(circuit.get("files").toString()).contains("product.sv").contains("formal.json");
    Element suites = JUnitReportTest.root(Files.readString(xml));
    assertThat(suites.getAttribute("tests")).isEqualTo("8");
    assertThat(suites.getAttribute("failures")).isEqualTo("0");
    assertThat(suites.getElementsByTagName("testcase").getLength()).isEqualTo(8);
  }

  @Test
  void whatDiffersIsAFailureForPrograms(@TempDir Path folder) throws Exception {
    Path copy = copy(folder);
    replace(copy.resolve("product.sv"), "assign z = ", "assign z = 12'h1 ^ ");
    Path xml = folder.resolve("verify.xml");
    Formgate.Ran ran =
        Formgate.run("verify", copy.toString(), "--json", "--formal", "--junit=" + xml);
    assertThat(ran.code()).isEqualTo(ExitCode.NOT_MET);
    assertThat(ran.err()).contains("error FG900: ");
    JsonNode facts = new ObjectMapper().readTree(ran.out());
    assertThat(facts.get("passed").asBoolean()).isFalse();
    JsonNode circuit = facts.get("circuits").get(0);
    assertThat(checks(circuit, "failed"))
        .containsExactly(
            "vectors exhaustive (16 input bits)",
            "vectors with gaps",
            "initial states",
            "throughput");
    assertThat(checks(circuit, "skipped")).containsExactly("formal");
    JsonNode simulation = circuit.get("simulation");
    assertThat(simulation.get("groups").get(0).get("mismatches").asLong()).isEqualTo(65_536);
    assertThat(simulation.get("mismatches").asLong())
        .isEqualTo(
            65_536
                + simulation.get("gapVectors").asLong()
                + simulation.get("initialStateVectors").asLong());
    assertThat(simulation.get("firstMismatch").get("inputs")).hasSize(2);
    Element suites = JUnitReportTest.root(Files.readString(xml));
    assertThat(suites.getAttribute("failures")).isEqualTo("4");
    assertThat(suites.getAttribute("skipped")).isEqualTo("1");
    assertThat(suites.getElementsByTagName("failure").item(0).getTextContent())
        .startsWith("65,536 of 65,536 vectors differ\n")
        .contains("first mismatch: vector 0 of exhaustive (16 input bits), cycle ")
        .contains("expected z = ")
        .doesNotContain("with gaps");
    assertThat(suites.getElementsByTagName("failure").item(1).getTextContent())
        .contains("of random with gaps (seed 1), cycle ")
        .contains("waves: " + copy + "/waves.fst: ");
    assertThat(suites.getElementsByTagName("failure").item(2).getTextContent())
        .contains("of random with gaps (seed 1) from initial state ");
    assertThat(simulation.get("groups").get(0).at("/firstMismatch/group").asText())
        .isEqualTo("exhaustive (16 input bits)");
  }

  @Test
  void aToolThatRefusesIsAnErrorForPrograms(@TempDir Path folder) throws Exception {
    Path copy = copy(folder);
    Files.writeString(copy.resolve("product.sv"), "module product(; endmodule\n");
    Path xml = folder.resolve("verify.xml");
    Formgate.Ran ran = Formgate.run("verify", copy.toString(), "--json", "--junit=" + xml);
    assertThat(ran.code()).isEqualTo(ExitCode.NOT_MET);
    JsonNode facts = new ObjectMapper().readTree(ran.out());
    assertThat(facts.get("passed").asBoolean()).isFalse();
    assertThat(checks(facts.get("circuits").get(0), "error")).containsExactly("tools");
    Element suites = JUnitReportTest.root(Files.readString(xml));
    assertThat(suites.getAttribute("errors")).isEqualTo("1");
    assertThat(suites.getElementsByTagName("error").item(0).getTextContent()).contains("FG610");
    ran = Formgate.run("verify", copy.toString(), "--junit=" + folder);
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err()).contains("--junit names the folder ");
  }

  @Test
  void aProofThatIsNoneIsAFailureForPrograms() {
    assertThat(VerificationCheck.of(FormalVerdicts.of(FormalReport.Verdict.UNDECIDED)))
        .extracting(VerificationCheck::verdict)
        .containsExactly(VerificationCheck.Verdict.FAILED);
    assertThat(VerificationCheck.of(FormalVerdicts.around(HandshakeReport.Verdict.NOT_PROVED)))
        .extracting(VerificationCheck::verdict)
        .containsExactly(VerificationCheck.Verdict.PASSED, VerificationCheck.Verdict.FAILED);
  }

  @Test
  void aLimitOfNoProofIsAMistake() {
    Formgate.Ran ran = Formgate.run("verify", run.toString(), "--formal-limit=5");
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err()).contains("--formal-limit is given without --formal");
    assertThat(ran.out()).isEmpty();
    ran = Formgate.run("emit", "x*", "--formal-limit=5");
    assertThat(ran.err()).contains("--formal-limit is given without --formal").contains("FG4");
    ran = Formgate.run("verify", run.toString(), "--formal", "--formal-limit=0");
    assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran.err()).contains("--formal-limit is 0");
  }

  @Test
  void aMissingSolverIsToldBeforeAnythingRuns() {
    Formgate.Ran ran =
        Formgate.run(Map.of("PATH", "/nowhere"), "verify", run.toString(), "--formal");
    assertThat(ran.code()).isEqualTo(ExitCode.TOOL);
    assertThat(ran.err()).startsWith("error FG800: yosys was not found on the PATH");
    assertThat(ran.out()).isEmpty();
    ran = Formgate.run(Map.of("PATH", "/nowhere"), "emit", "x", "--format=fixed<8,4>", "--formal");
    assertThat(ran.code()).isEqualTo(ExitCode.TOOL);
    assertThat(ran.err()).startsWith("error FG800: yosys was not found on the PATH");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void aMismatchLeavesWaves(@TempDir Path folder) throws IOException {
    Path copy = copy(folder);
    replace(copy.resolve("product.sv"), "assign z = ", "assign z = 12'h1 ^ ");
    Formgate.Ran ran = Formgate.run("verify", copy.toString());
    assertThat(ran.code()).isEqualTo(ExitCode.NOT_MET);
    assertThat(ran.out())
        .containsPattern("waves: " + copy + "/waves.fst: cycles .* of the run with gaps");
    assertThat(copy.resolve("waves.fst")).isNotEmptyFile();
    assertThat(Files.readString(copy.resolve("manifest.json"))).contains("waves.fst");
  }

  @Test
  void vectorsThatDoNotFitThePortsAreRefused(@TempDir Path folder) throws IOException {
    for (String vectors : new String[] {"1\n", "1 2 3\n", "1 x\n", "1 4000\n"}) {
      Path copy = copy(Files.createTempDirectory(folder, "vectors"));
      replace(copy.resolve("manifest.json"), "\"vectors\" : \"\"", "\"vectors\" : \"v.txt\"");
      Files.writeString(copy.resolve("v.txt"), vectors);
      Formgate.Ran ran = Formgate.run("verify", copy.toString());
      assertThat(ran.err()).startsWith("error FG103: ");
      assertThat(ran.code()).isEqualTo(ExitCode.USER_MISTAKE);
    }
  }

  @Test
  void textThatIsNoCircuitIsRefused(@TempDir Path folder) throws IOException {
    Path copy = copy(folder);
    Files.writeString(copy.resolve("product.sv"), "module product(; endmodule\n");
    Formgate.Ran ran = Formgate.run("verify", copy.toString());
    assertThat(ran.err()).startsWith("error FG610: ").doesNotContain("\tat ");
    assertThat(ran.code()).isEqualTo(ExitCode.NOT_MET);
  }

  @Test
  void missingToolsAreNamed() {
    Formgate.Ran ran = Formgate.run(Map.of("PATH", ""), "verify", run.toString());
    assertThat(ran.err())
        .contains("error FG800: verilator")
        .contains("error FG800: g++")
        .contains("apt-get install verilator")
        .doesNotContain("Exception");
    assertThat(ran.code()).isEqualTo(ExitCode.TOOL);
  }

  /** The search is done by then, and goes on to the circuit when the tool is there. */
  @Test
  void missingToolLeavesNoRunButTheSearch(@TempDir Path folder) throws IOException {
    Path spec = SmallSpec.write(folder);
    String[] command = {"compile", spec.toString(), "--out", folder.resolve("run").toString()};
    Formgate.Ran ran = Formgate.run(Map.of("PATH", ""), command);
    assertThat(ran.err()).contains("error FG800: ");
    assertThat(ran.code()).isEqualTo(ExitCode.TOOL);
    assertThat(ran.out()).doesNotContain("removes");
    assertThat(Formgate.names(folder)).containsExactly("product.csv", "product.fg", "run.search");
    assertThat(Formgate.run(Map.of("PATH", ""), command).out())
        .contains("removes the search kept in " + folder.resolve("run.search"));
  }
}
