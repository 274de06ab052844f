package io.formgate.cli;

import io.formgate.expression.FormulaPrinter;
import io.formgate.search.FrontEntry;
import io.formgate.search.SearchListener;
import io.formgate.search.SearchProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The table that is drawn while the search runs: over itself on a terminal, a line now and then
 * elsewhere.
 */
final class LiveFront implements SearchListener {
  private static final int QUIET_LINES = 10;

  /** Nobody waits longer without a word. */
  private static final long LONG_NANOS = 10_000_000_000L;

  /** Formulas shown, those of the smallest loss: the table has to fit on a screen of 24 lines. */
  private static final int ROWS = 18;

  /** Where a terminal is narrower, the room of the path is the formula's. */
  private static final int WIDE_COLUMNS = 100;

  private final Terminal terminal;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private final List<String> columns;
  private final String output;
  private final LossScale scale;
  private final BooleanSupplier isEnding;
  private final List<Double> shownLosses = new ArrayList<>();
  private int drawn;
  private boolean saidEnding;
  private long spokeNanos;

  /**
   * Begins a table.
   *
   * @param terminal shows it
   * @param nanoTime a clock
   * @param columns names of the inputs
   * @param output name of the output
   * @param scale in which losses are shown
   * @param isEnding whether the user has asked for the end
   */
  LiveFront(
      Terminal terminal,
      LongSupplier nanoTime,
      List<String> columns,
      String output,
      LossScale scale,
      BooleanSupplier isEnding) {
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    spokeNanos = startNanos;
    this.columns = columns;
    this.output = output;
    this.scale = scale;
    this.isEnding = isEnding;
  }

  /** Says how the search is ended, before there is anything to show of it. */
  void begin() {
    if (terminal.interactive()) {
      bare("begins");
    }
  }

  private void bare(String what) {
    erase();
    terminal.out().println(terminal.shown("search    " + what + "   " + howItEnds()));
    terminal.out().flush();
    drawn = 1;
  }

  private String howItEnds() {
    saidEnding |= isEnding.getAsBoolean();
    return saidEnding ? "ending after this epoch" : "q ends it";
  }

  @Override
  public boolean onEpoch(SearchProgress p) {
    if (terminal.interactive()) {
      redraw(p);
    } else if (p.epoch() * QUIET_LINES / p.epochs() != (p.epoch() - 1) * QUIET_LINES / p.epochs()) {
      terminal.line("          " + headline(p) + best(p));
      spokeNanos = nanoTime.getAsLong();
    }
    return true;
  }

  /** Until there is a front, and where epochs are long, says that the search goes on. */
  @Override
  public void onIsland(int epoch, int islands, int of) {
    long now = nanoTime.getAsLong();
    boolean isBare = terminal.interactive() && shownLosses.isEmpty();
    if (terminal.interactive() && !isBare && !saidEnding && isEnding.getAsBoolean()) {
      saidEnding = true;
      terminal.out().println("          ending after this epoch");
      terminal.out().flush();
      drawn++;
    }
    if (!isBare && now - spokeNanos < LONG_NANOS) {
      return;
    }
    spokeNanos = now;
    String line = "epoch " + epoch + ": " + islands + " of " + of + " islands";
    if (!terminal.interactive()) {
      terminal.line("          " + line);
    } else if (isBare) {
      bare(line);
    }
  }

  private String headline(SearchProgress p) {
    double seconds = Math.max(1e-3, (nanoTime.getAsLong() - startNanos) / 1e9);
    double left = seconds * (p.epochs() - p.epoch()) / p.epoch();
    return String.format(
        Locale.ROOT,
        "epoch %d of %d, %,d evaluations (%,.0f/s), %.0f s left",
        p.epoch(),
        p.epochs(),
        p.evaluations(),
        p.evaluations() / seconds,
        left);
  }

  private String best(SearchProgress p) {
    return p.best().map(best -> ", best " + scale.show(best.loss())).orElse("");
  }

  private void redraw(SearchProgress p) {
    List<String> lines = new ArrayList<>();
    lines.add("search    " + headline(p));
    lines.add(bar(p));
    boolean hasPath = terminal.columns() >= WIDE_COLUMNS;
    lines.add(
        String.format(
            Locale.ROOT,
            "  # cycles%s    LUT DSP  %9s  in circuit  formula",
            hasPath ? "      path" : "",
            scale.title()));
    List<Boolean> isNew = new ArrayList<>(List.of(false, false, false));
    List<FrontEntry> front = p.front();
    for (int i = Math.max(0, front.size() - ROWS); i < front.size(); i++) {
      FrontEntry entry = front.get(i);
      lines.add(
          String.format(
              Locale.ROOT,
              "%3d %6d%s %6s %3d  %9s  %10s  %s = %s",
              i + 1,
              entry.latencyCycles(),
              hasPath ? String.format(Locale.ROOT, " %9s", Numbers.ns(entry.pathPs())) : "",
              Numbers.count(entry.resources().lut()),
              entry.resources().dsp(),
              scale.show(entry.loss()),
              entry.hardwareLoss().isPresent()
                  ? scale.show(entry.hardwareLoss().getAsDouble())
                  : "-",
              output,
              FormulaPrinter.print(entry.formula().toExpr(columns), 4)));
      isNew.add(!shownLosses.isEmpty() && !shownLosses.contains(entry.loss()));
    }
    shownLosses.clear();
    front.forEach(entry -> shownLosses.add(entry.loss()));
    erase();
    // Without wrapping, a line is one line also where the terminal is narrower than it says.
    terminal.out().print("\u001b[?7l");
    for (int i = 0; i < lines.size(); i++) {
      boolean isBright = isNew.get(i) && terminal.colours();
      terminal.out().print(isBright ? "\u001b[1;32m" : "");
      // Whatever follows the line begins without the colour.
      terminal.out().print(terminal.shown(lines.get(i)) + (isBright ? "\u001b[0m" : ""));
      terminal.out().println();
    }
    terminal.out().print("\u001b[?7h");
    terminal.out().flush();
    drawn = lines.size();
  }

  /** How much is done, and how to end it. */
  private String bar(SearchProgress p) {
    int width = Math.clamp(terminal.columns() - 40L, 10, 40);
    int full = width * p.epoch() / p.epochs();
    String done = terminal.unicode() ? "█" : "#";
    String open = terminal.unicode() ? "░" : ".";
    return "          "
        + done.repeat(full)
        + open.repeat(width - full)
        + " "
        + 100 * p.epoch() / p.epochs()
        + " %   "
        + howItEnds();
  }

  /** Removes the table, so that what follows stands in its place. */
  void erase() {
    if (drawn > 0) {
      // Up by the lines drawn, then clear to the end of the screen.
      terminal.out().print("\u001b[" + drawn + "A\u001b[J");
      drawn = 0;
    }
  }
}
