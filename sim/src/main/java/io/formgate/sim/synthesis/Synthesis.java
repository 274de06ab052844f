package io.formgate.sim.synthesis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.formgate.codegen.YosysScript;
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
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Turns SystemVerilog into a netlist of a family's cells with yosys, and counts them.
 *
 * <p>The same texts and the same yosys give the same netlist. Results are kept in a cache, by all
 * that they were made from, so that work that was interrupted continues where it stopped.
 */
public final class Synthesis implements AutoCloseable {
  private static final String STATISTICS = "stat.json";
  private static final String NETLIST = "netlist.json";

  private final ToolRunner tools;
  private final HardwareTool.Installed yosys;
  private final Duration timeLimit;
  private final BuildCache cache;

  /**
   * Finds yosys.
   *
   * @param tools starts it
   * @param cacheFolder folder of results; {@link #cacheFolder} is the user's
   * @param timeLimit for each synthesis
   * @throws DiagnosticException with {@code TOOL_MISSING} if there is no yosys
   */
  public Synthesis(ToolRunner tools, Path cacheFolder, Duration timeLimit) {
    this.tools = tools;
    this.yosys = HardwareTool.YOSYS.find(tools);
    this.timeLimit = timeLimit;
    this.cache = new BuildCache(cacheFolder);
  }

  /**
   * {@return the user's folder of results}
   *
   * @param tools its environment tells where
   */
  public static Path cacheFolder(ToolRunner tools) {
    return BuildCache.userFolder(tools.environment()).resolve("synthesis");
  }

  /** {@return yosys on this machine} */
  public HardwareTool.Installed tool() {
    return yosys;
  }

  /** {@return what a user should know about the cache} */
  public List<String> notes() {
    return cache.notes();
  }

  /**
   * {@return the netlist of a design}
   *
   * @param design the texts
   * @param family whose cells to use
   * @throws DiagnosticException with {@code TOOL_FAILED} if yosys refuses the texts or needs cells
   *     of unknown cost, with {@code TOOL_TIMEOUT} if it takes too long
   */
  public Netlist run(Design design, Family family) {
    List<String> files = new ArrayList<>();
    for (int i = 0; i < design.systemVerilog().size(); i++) {
      files.add("text" + i + ".sv");
    }
    String script = script(files, design.topModule(), family);
    List<String> identity = new ArrayList<>(List.of(yosys.version(), script));
    identity.addAll(design.systemVerilog());
    BuildCache.Entry entry =
        cache.get(
            "yosys/" + CacheKey.of(identity),
            folder -> {
              Files.writeString(folder.resolve("script.ys"), script);
              for (int i = 0; i < files.size(); i++) {
                Files.writeString(folder.resolve(files.get(i)), design.systemVerilog().get(i));
              }
              List<String> words = List.of(yosys.path().toString(), "-q", "-s", "script.ys");
              tools.run(new ToolCommand(yosys.tool().program(), words, folder, timeLimit));
            });
    try {
      SortedMap<String, Integer> cells =
          cells(Files.readString(entry.folder().resolve(STATISTICS)), design.topModule());
      return new Netlist(
          family,
          CellTable.total(family, cells),
          cells,
          Files.readString(entry.folder().resolve(NETLIST)),
          yosys.version());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the script of a synthesis} */
  static String script(List<String> files, String topModule, Family family) {
    List<String> commands =
        new ArrayList<>(YosysScript.commands(files, topModule, family.ofDevices()));
    commands.add("tee -q -o " + STATISTICS + " stat -json");
    commands.add("write_json " + NETLIST);
    return String.join("\n", commands) + "\n";
  }

  /** {@return the number of cells by type} */
  static SortedMap<String, Integer> cells(String statistics, String topModule) throws IOException {
    JsonNode counts =
        new ObjectMapper()
            .readTree(statistics)
            .path("modules")
            .path("\\" + topModule)
            .path("num_cells_by_type");
    if (!counts.isObject()) {
      throw ToolOutput.unexpected("yosys", "its statistics hold no cells of " + topModule);
    }
    SortedMap<String, Integer> cells = new TreeMap<>();
    for (var cell : counts.properties()) {
      if (!cell.getValue().canConvertToInt()) {
        throw ToolOutput.unexpected("yosys", "its statistics hold no number of " + cell.getKey());
      }
      cells.put(cell.getKey(), cell.getValue().intValue());
    }
    return cells;
  }

  /** Deletes what is not kept in the cache. */
  @Override
  public void close() {
    cache.close();
  }
}
