package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.codegen.HdlBackend;
import io.formgate.codegen.HdlBundle;
import io.formgate.codegen.HdlDescription;
import io.formgate.codegen.HdlRequest;
import io.formgate.codegen.Wrapper;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.hwcost.SharedMultiplier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Circuits whose products take turns at multipliers equal the golden model to the bit, with the
 * latency and the multipliers that the schedule says.
 */
class SharedMultipliersTest {
  /** More than the normal check verifies, if the property asks for them. */
  private static final int DESIGNS = Integer.getInteger("formgate.shared.designs", 20);

  private static final long VECTORS = 1_000;

  /** Three products in three stages, one of them without sign. */
  private static final Datapath THREE =
      DatapathText.parse(
              """
              datapath three
              a = input : fixed<8,8> in -128 .. 127
              b = input : fixed<7,7> in -64 .. 63
              c = input : ufixed<6,6> in 0 .. 63
              p = multiply a b : fixed<15,15> in -8128 .. 8192
              q = multiply c c : ufixed<12,12> in 0 .. 3969
              s = add p q : fixed<15,15> in -8128 .. 12161
              r = multiply s a : fixed<22,22> in -1556608 .. 1544447
              output y = r
              output z = q
              """)
          .verify();

  @SuppressWarnings("NullAway.Init")
  private static Verifier verifier;

  @BeforeAll
  static void findTools() {
    verifier = TestTools.verifier();
  }

  @AfterAll
  static void close() {
    verifier.close();
  }

  private static Pipeline shared(
      Datapath datapath, String device, int periodPs, int interval, boolean registers) {
    return ScheduledCircuits.on(
        device,
        datapath,
        new ScheduleOptions(periodPs, registers, registers, OptionalInt.empty(), interval));
  }

  private static Pipeline three(int interval) {
    Pipeline p = shared(THREE, "unit", 1000, interval, true);
    assertThat(p.sharing().isShared()).isTrue();
    return p;
  }

  private static VerificationReport verify(Pipeline pipeline, String text) {
    return verify(pipeline, pipeline.initiationInterval(), text);
  }

  private static VerificationReport verify(Pipeline pipeline, int interval, String text) {
    Datapath datapath = pipeline.datapath();
    List<InputRange> ranges =
        datapath.inputFormats().stream().map(f -> new InputRange(f.rawMin(), f.rawMax())).toList();
    Stimulus stimulus = new StimulusPlan(ranges, null, VECTORS, 500, 8).build(datapath, 5);
    return verifier.verify(
        new VerificationRequest(
            datapath, pipeline.latencyCycles(), interval, datapath.name(), text, stimulus, 3));
  }

  private static String text(Pipeline pipeline) {
    return HdlBackend.emit(HdlRequest.plain(pipeline, List.of("any"))).systemVerilog();
  }

  /** Operators of products, and instances of the module with the operator for signed ones. */
  private static int multipliers(String text, String name) {
    String code = text.replaceAll("//.*", "").replace("assign whole = a * b;", "");
    int operators = (int) Pattern.compile(" \\* ").matcher(code).results().count();
    int instances =
        (int)
            Pattern.compile("\\b" + name + "_signed_product #\\(\\s*\\.")
                .matcher(code)
                .results()
                .count();
    return operators + instances;
  }

  @Test
  void randomCircuitsAreBitExactAndHaveTheMultipliersThatTheReportSays() {
    int saved = 0;
    Set<Integer> turns = new TreeSet<>();
    Set<Integer> leadingRanks = new TreeSet<>();
    for (int i = 0; i < DESIGNS; i++) {
      int products = 2 + i % 6;
      int interval = 2 + i % 4;
      Datapath datapath = RandomProducts.of("shared" + i, i, products);
      String device = i % 4 == 0 ? "unit" : i % 7 == 1 ? "lfe5u-85f-6" : "xcvu9p-2";
      int periodPs =
          device.equals("unit") ? 1000 : device.equals("xcvu9p-2") ? 2500 * (1 + i % 2) : 10_000;
      Pipeline p = shared(datapath, device, periodPs, interval, i % 3 == 0);
      String text = text(p);
      VerificationReport report = verify(p, text);
      assertThat(report.passed())
          .as("%d %s%n%s%n%s", i, p.describe(), report.lines(), DatapathText.print(datapath))
          .isTrue();
      assertThat(report.measuredLatencyCycles()).hasValue(p.latencyCycles());
      assertThat(multipliers(text, datapath.name())).isEqualTo(p.area().dsp());
      assertThat(p.area().dsp()).isBetween(Math.ceilDiv(products, interval), products);
      saved += products - p.area().dsp();
      for (SharedMultiplier m : p.sharing().multipliers()) {
        turns.add(m.products().size());
        leadingRanks.add(p.slots().get(m.products().getFirst()).leadingRanks());
      }
    }
    assertThat(saved).isGreaterThan(DESIGNS);
    assertThat(turns).contains(2, 3, 4);
    assertThat(leadingRanks).contains(0, 1);
  }

  private static String broken(String text, String pattern, String to) {
    Matcher m = Pattern.compile(pattern).matcher(text);
    assertThat(m.find()).as(pattern + " in\n" + text).isTrue();
    return m.replaceFirst(Matcher.quoteReplacement(to));
  }

  /** Each line is a mistake that somebody could make where products take turns. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a turn too early          | p_turn0 <= valid_s2                      | p_turn0 <= valid_s1
          a turn never comes        | p_turn0 <= valid_s2                      | p_turn0 <= 1'h0
          turns are exchanged       | p_turn0 ? r_turn_x : p_turn_x            | p_turn0 ? p_turn_x : r_turn_x
          one side has no turns     | p_turn0 ? r_turn_y : p_turn_y            | p_turn_y
          too soon is soon enough   | {valid_s2, valid_s1} == 2'h0 & valid_in  | valid_in
          an operand a stage early  | a_s3 <= a_s2                             | a_s3 <= a_s1
          """)
  void mistakesInTurnsAreFound(String what, String from, String to) {
    Pipeline p = three(3);
    String sound = text(p);
    assertThat(verify(p, sound).passed()).isTrue();
    VerificationReport report = verify(p, broken(sound, Pattern.quote(from), to));
    assertThat(report.passed()).as(what).isFalse();
  }

  /** A circuit for vectors that are farther apart than is said. */
  @Test
  void anotherIntervalIsFound() {
    Pipeline p = three(3);
    VerificationReport report = verify(p, 2, text(p));
    assertThat(report.passed()).isFalse();
  }

  private static WrapperRequest wrapped(Pipeline pipeline, Wrapper wrapper) {
    HdlBundle bundle =
        HdlBackend.emit(
            new HdlRequest(pipeline, HdlDescription.ofFormulas(List.of("any")), wrapper));
    return new WrapperRequest(
        pipeline.datapath(),
        pipeline.latencyCycles(),
        pipeline.initiationInterval(),
        wrapper,
        bundle.top().name(),
        String.join("\n", bundle.systemVerilogTexts()),
        1);
  }

  @ParameterizedTest
  @CsvSource({
    "READY_VALID, 2",
    "READY_VALID, 3",
    "READY_VALID, 12",
    "AXI_STREAM, 2",
    "AXI_STREAM, 4"
  })
  void wrappersHoldTheSourceBack(Wrapper wrapper, int interval) {
    WrapperReport report = verifier.verifyWrapper(wrapped(three(interval), wrapper));
    assertThat(report.passed()).as(report.lines().toString()).isTrue();
    assertThat(report.lines().getLast())
        .contains("one vector every " + interval + " cycles: shown");
  }

  @ParameterizedTest
  @EnumSource(
      value = Wrapper.class,
      names = {"READY_VALID", "AXI_STREAM"})
  void aWrapperThatDoesNotWaitIsCaught(Wrapper wrapper) {
    WrapperRequest sound = wrapped(three(3), wrapper);
    WrapperReport report =
        verifier.verifyWrapper(
            new WrapperRequest(
                sound.datapath(),
                sound.coreLatencyCycles(),
                sound.initiationInterval(),
                sound.wrapper(),
                sound.moduleName(),
                broken(sound.systemVerilog(), Pattern.quote(" & ~|lately"), ""),
                sound.seed()));
    assertThat(report.passed()).isFalse();
    assertThat(report.faults()).anyMatch(f -> f.contains("cycles behind another"));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void resultsAreDefinedWhateverStandsBetweenVectors(int interval) throws IOException {
    Pipeline p = three(interval);
    FourStateRun run =
        FourStateRun.of(
            "shared" + interval,
            Circuit.of(THREE, THREE.name(), text(p)),
            THREE,
            p.latencyCycles(),
            interval,
            1);
    assertThat(run.faults()).isEmpty();
    assertThat(run.compared()).isGreaterThan(30);
  }

  /** Benches keep vectors apart; one that does not would lose some. */
  @ParameterizedTest
  @CsvSource({
    "icarus, three_bench.sv, since_vector >= 3, since_vector >= 1",
    "ghdl, three_bench.vhd, since_vector >= 3, since_vector >= 1",
    "cocotb, three_cocotb.py, INTERVAL_CYCLES = 3, INTERVAL_CYCLES = 2"
  })
  void benchesKeepVectorsApart(String target, String file, String from, String to)
      throws IOException {
    Path folder = TestBenches.write("shared_" + target, three(3));
    EmittedCircuits.Ran ran = TestBenches.make(folder, target);
    assertThat(ran.status()).as(ran.printed()).isZero();
    assertThat(ran.printed()).contains("PASS: ");
    Path bench = folder.resolve("bench").resolve(file);
    Files.writeString(bench, broken(Files.readString(bench), Pattern.quote(from), to));
    EmittedCircuits.Ran wrong = TestBenches.make(folder, target);
    assertThat(wrong.status()).as(wrong.printed()).isNotZero();
    assertThat(wrong.printed()).contains("valid_out is");
  }
}
