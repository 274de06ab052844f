package io.formgate.sim.synthesis;

import io.formgate.expression.DiagnosticException;
import io.formgate.sim.BuildCache;
import io.formgate.sim.CacheKey;
import io.formgate.sim.ToolCommand;
import io.formgate.sim.ToolRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Places a netlist on a device and routes it, with nextpnr, and measures its clock period.
 *
 * <p>The devices are iCE40 HX8K (package CT256) and ECP5 LFE5U-85F of speed grade 6 (package
 * CABGA756). The same netlist, target, seed and nextpnr give the same result; results are kept in a
 * cache like those of {@link Synthesis}.
 */
public final class PlaceAndRoute implements AutoCloseable {
  private static final String NETLIST = "netlist.json";
  private static final String REPORT = "report.json";

  private final ToolRunner tools;
  private final HardwareTool.Installed nextpnr;
  private final Family family;
  private final Duration timeLimit;
  private final BuildCache cache;

  /**
   * Finds nextpnr.
   *
   * @param family {@link Family#ICE40} or {@link Family#ECP5}; there is no place-and-route for the
   *     others, and asking for it is a bug
   * @param tools starts it
   * @param cacheFolder folder of results; {@link Synthesis#cacheFolder} is the user's
   * @param timeLimit for each place-and-route
   * @throws DiagnosticException with {@code TOOL_MISSING} if there is no nextpnr for the family
   */
  public PlaceAndRoute(Family family, ToolRunner tools, Path cacheFolder, Duration timeLimit) {
    this.family = family;
    this.tools = tools;
    this.nextpnr = tool(family).find(tools);
    this.timeLimit = timeLimit;
    this.cache = new BuildCache(cacheFolder);
  }

  private static HardwareTool tool(Family family) {
    return switch (family) {
      case ICE40 -> HardwareTool.NEXTPNR_ICE40;
      case ECP5 -> HardwareTool.NEXTPNR_ECP5;
      case XCUP, XC7 -> throw noPlaceAndRoute(family);
    };
  }

  private static IllegalArgumentException noPlaceAndRoute(Family family) {
    return new IllegalArgumentException("no place-and-route for " + family.label());
  }

  private static List<String> device(Family family) {
    return switch (family) {
      case ICE40 -> List.of("--hx8k", "--package", "ct256");
      case ECP5 ->
          List.of("--85k", "--speed", "6", "--package", "CABGA756", "--lpf-allow-unconstrained");
      case XCUP, XC7 -> throw noPlaceAndRoute(family);
    };
  }

  /** {@return nextpnr on this machine} */
  public HardwareTool.Installed tool() {
    return nextpnr;
  }

  /** {@return what a user should know about the cache} */
  public List<String> notes() {
    return cache.notes();
  }

  /**
   * {@return the circuit on the device}
   *
   * @param netlist a netlist of the family, with one clock
   * @param targetMhz frequency that placement works for; missing it is no error
   * @param seed of the placer
   * @throws DiagnosticException with {@code TOOL_FAILED} if the netlist does not fit or has no path
   *     between registers, with {@code TOOL_TIMEOUT} if it takes too long
   */
  public PlacedCircuit run(Netlist netlist, int targetMhz, int seed) {
    if (netlist.family() != family) {
      throw new IllegalArgumentException(
          "a netlist of " + netlist.family().label() + " on " + family.label());
    }
    List<String> options = new ArrayList<>(device(family));
    options.addAll(List.of("--json", NETLIST, "--report", REPORT));
    options.addAll(List.of("--freq", Integer.toString(targetMhz)));
    options.addAll(List.of("--seed", Integer.toString(seed)));
    options.addAll(List.of("--quiet", "--timing-allow-fail"));
    List<String> identity = new ArrayList<>(List.of(nextpnr.version(), netlist.json()));
    identity.addAll(options);
    String program = nextpnr.tool().program();
    BuildCache.Entry entry =
        cache.get(
            program + "/" + CacheKey.of(identity),
            folder -> {
              Files.writeString(folder.resolve(NETLIST), netlist.json());
              List<String> words = new ArrayList<>(List.of(nextpnr.path().toString()));
              words.addAll(options);
              tools.run(new ToolCommand(program, words, folder, timeLimit));
              // The netlist is kept by its synthesis.
              Files.delete(folder.resolve(NETLIST));
            });
    try {
      return TimingReport.read(
          Files.readString(entry.folder().resolve(REPORT)), program, nextpnr.version());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes what is not kept in the cache. */
  @Override
  public void close() {
    cache.close();
  }
}
