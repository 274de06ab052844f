package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Area;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tape;
import io.formgate.hwcost.HardwareCost;
import io.formgate.search.FrontEntry;
import io.formgate.search.SearchProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The table that is drawn while a search runs. */
class TerminalTest {
  private static final List<String> COLUMNS = List.of("a", "b");

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private Terminal terminal(boolean interactive) {
    PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    return new Terminal(out, out, interactive, 60, Map.of());
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  private static SearchProgress progress(int epoch, int formulas) {
    List<FrontEntry> front = new ArrayList<>();
    StringBuilder formula = new StringBuilder("a*b + 0.125");
    for (int i = 0; i < formulas; i++) {
      formula.append(" + a*b*").append(i + 2).append(".5");
      Expr e = FormulaParser.parse(new SourceText("<formula>", formula.toString()));
      Tape tape = Tape.of(e, COLUMNS);
      HardwareCost cost = new HardwareCost(i, 1000 * i, 5000, Area.NONE, 0, i);
      OptionalDouble inCircuit = i == 1 ? OptionalDouble.of(0.7) : OptionalDouble.empty();
      front.add(new FrontEntry(tape, tape, 1.0 / (1 + i), 0, i, cost, cost, inCircuit));
    }
    return new SearchProgress(
        epoch,
        100,
        1000L * epoch,
        front,
        () -> {
          throw new IllegalStateException("nothing is kept");
        });
  }

  private boolean isEnding;

  private LiveFront live(Terminal terminal) {
    long[] nanos = {0};
    return new LiveFront(
        terminal,
        () -> nanos[0] += 1_000_000_000L,
        COLUMNS,
        "y",
        new LossScale("RMS error", 1.0),
        () -> isEnding);
  }

  @Test
  void interactiveTableIsDrawnOverItself() {
    LiveFront live = live(terminal(true));
    live.onEpoch(progress(1, 3));
    int first = text().length();
    assertThat(text()).startsWith("\u001b[?7l").endsWith("\u001b[?7h");
    live.onEpoch(progress(2, 4));
    assertThat(text().substring(first)).startsWith("\u001b[6A\u001b[J\u001b[?7l");
    int second = text().length();
    live.erase();
    assertThat(text().substring(second)).isEqualTo("\u001b[7A\u001b[J");
    live.erase();
    assertThat(text().substring(second)).isEqualTo("\u001b[7A\u001b[J");
  }

  @Test
  void lossesOfCircuitsStandBesideThoseOfFormulas() {
    live(terminal(true)).onEpoch(progress(1, 3));
    LossScale scale = new LossScale("RMS error", 1.0);
    assertThat(text())
        .contains("  in circuit  f")
        .containsPattern(scale.show(0.5) + " +" + scale.show(0.7) + "  y")
        .containsPattern(scale.show(1.0) + " +-  y");
  }

  @Test
  void aLongEpochSaysHowFarItIs() {
    LiveFront live = live(terminal(true));
    for (int islands = 1; islands <= 12; islands++) {
      live.onIsland(1, islands, 12);
    }
    // On a terminal at once, each line over the one before.
    assertThat(text())
        .startsWith("search    epoch 1: 1 of 12 islands   q ends it\n\u001b[1A\u001b[J")
        .contains("epoch 1: 12 of 12 islands");
    live.onEpoch(progress(1, 3));
    assertThat(text()).contains("\u001b[1A\u001b[J");

    written.reset();
    LiveFront plain = live(terminal(false));
    for (int islands = 1; islands <= 12; islands++) {
      plain.onIsland(1, islands, 12);
    }
    assertThat(text().lines().map(String::strip)).containsExactly("epoch 1: 10 of 12 islands");
  }

  @Test
  void anEndThatIsAskedForIsAcknowledgedBeforeTheEpochEnds() {
    LiveFront live = live(terminal(true));
    live.begin();
    assertThat(text()).isEqualTo("search    begins   q ends it\n");
    live.onEpoch(progress(1, 3));
    int before = text().length();
    live.onIsland(2, 1, 12);
    assertThat(text()).hasSize(before);
    isEnding = true;
    live.onIsland(2, 2, 12);
    live.onIsland(2, 3, 12);
    assertThat(text().substring(before)).isEqualTo("          ending after this epoch\n");
    before = text().length();
    live.erase();
    assertThat(text().substring(before)).isEqualTo("\u001b[7A\u001b[J");

    written.reset();
    LiveFront early = live(terminal(true));
    early.onIsland(1, 1, 12);
    assertThat(text()).contains("1 of 12 islands   ending after this epoch");
  }

  @Test
  void formulasHaveTheRoomOfThePathOnANarrowTerminal() {
    PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    live(new Terminal(out, out, true, 80, Map.of())).onEpoch(progress(1, 2));
    assertThat(text())
        .contains("  # cycles    LUT DSP  RMS error  in circuit  formula")
        .contains("\n  2      1 ");
    written.reset();
    live(new Terminal(out, out, true, 120, Map.of())).onEpoch(progress(1, 2));
    assertThat(text()).contains("  # cycles      path    LUT DSP  RMS error");
  }

  @Test
  void newFormulasAreHighlightedUnlessColoursAreUnwanted() {
    LiveFront live = live(terminal(true));
    live.onEpoch(progress(1, 3));
    assertThat(text()).doesNotContain("\u001b[1;32m").contains("1 %   q ends it");
    live.onEpoch(progress(2, 4));
    assertThat(text().split("\u001b\\[1;32m", -1)).hasSize(2);
    written.reset();
    PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    LiveFront plain =
        live(new Terminal(out, out, true, 60, Map.of("NO_COLOR", "1", "LANG", "C.UTF-8")));
    plain.onEpoch(progress(1, 3));
    plain.onEpoch(progress(50, 4));
    assertThat(text()).doesNotContain("\u001b[1").contains("\u2588\u2591");
  }

  @Test
  void linesAreCutToTheWidthAndTheTableToAScreen() {
    live(terminal(true)).onEpoch(progress(1, 40));
    List<String> lines = text().replaceAll("\u001b\\[[?0-9]*[A-Za-z]", "").lines().toList();
    assertThat(lines.size()).isBetween(10, 24);
    assertThat(lines).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(60));
    assertThat(lines).anySatisfy(l -> assertThat(l).endsWith("..."));
    assertThat(lines.getLast()).contains(" 39 ");
  }

  @Test
  void plainOutputHasTenLinesAndNoEscapes() {
    LiveFront live = live(terminal(false));
    for (int epoch = 1; epoch <= 100; epoch++) {
      live.onEpoch(progress(epoch, 3));
    }
    live.erase();
    assertThat(text()).doesNotContain("\u001b");
    assertThat(text().lines()).hasSize(10);
    assertThat(text()).contains("epoch 100 of 100");
  }

  @Test
  void printedLinesHoldNoControlCharacters() {
    terminal(true).line("column \u001b[31m\u202e\u0007 name");
    terminal(true).full("unit \u009b31m");
    assertThat(text()).isEqualTo("column \uFFFD[31m\uFFFD\uFFFD name\nunit \uFFFD31m\n");
  }

  @Test
  void linesThatNoTerminalShowsAreWhole() {
    String line = "x".repeat(200);
    terminal(false).line(line);
    assertThat(text()).isEqualTo(line + "\n");
    written.reset();
    terminal(true).line(line);
    assertThat(text()).isEqualTo("x".repeat(57) + "...\n");
  }

  @Test
  void longLinesGoOnBelowTheirText() {
    terminal(true)
        .full("  latency   3 cycles = 15 ns at 200 MHz (5 ns), II = 1; four stages of logic");
    terminal(true)
        .full("verify      0.57 s   2,637 vectors in Verilator 5.006 2023-01-22 rev (Debian)");
    terminal(true)
        .full("M = sqrt(pt1*pt2)*(square(eta1 - eta2) + (4.67447 - cos(phi1 - phi2)*1.96083))");
    terminal(true).full("  files     runs/" + "x".repeat(80));
    terminal(false).full("y".repeat(30) + " " + "y".repeat(50));
    assertThat(text().lines())
        .containsExactly(
            "  latency   3 cycles = 15 ns at 200 MHz (5 ns), II = 1; four",
            "            stages of logic",
            "verify      0.57 s   2,637 vectors in Verilator 5.006",
            "                     2023-01-22 rev (Debian)",
            "M = sqrt(pt1*pt2)*(square(eta1 - eta2) + (4.67447 - cos(phi1",
            "    - phi2)*1.96083))",
            "  files     runs/" + "x".repeat(80),
            "y".repeat(30) + " " + "y".repeat(50));
  }

  @Test
  void widthComesFromTheEnvironment() {
    PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    assertThat(Terminal.of(out, out, Map.of("COLUMNS", "132")).columns()).isEqualTo(132);
    assertThat(Terminal.of(out, out, Map.of("COLUMNS", "wide")).columns()).isEqualTo(100);
    assertThat(Terminal.of(out, out, Map.of("TERM", "dumb")).interactive()).isFalse();
  }
}
