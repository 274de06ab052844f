package io.formgate.sim.synthesis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the report of nextpnr: JSON with delays in ns and frequencies in MHz. */
final class TimingReport {
  private static final double PS_PER_NS = 1000;
  private static final double PS_MHZ = 1e6;

  private TimingReport() {}

  /**
   * {@return what a report says}
   *
   * @param json the report
   * @param tool name for messages
   * @param version of the tool
   * @throws DiagnosticException with {@code TOOL_FAILED} if it is not a report on a circuit with
   *     one clock and a path between registers
   */
  static PlacedCircuit read(String json, String tool, String version) {
    JsonNode report;
    try {
      report = new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw ToolOutput.unexpected(tool, "its report is no JSON: " + e.getOriginalMessage());
    }
    JsonNode clocks = report.path("fmax");
    if (clocks.size() != 1) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.TOOL_FAILED,
              tool + " found " + clocks.size() + " clocks with paths between registers, not one",
              "put the circuit between registers of one clock"));
    }
    double achievedMhz = number(tool, clocks.iterator().next(), "achieved");
    if (!(achievedMhz > 0)) {
      throw ToolOutput.unexpected(tool, "it reports a frequency of " + achievedMhz + " MHz");
    }
    return new PlacedCircuit(
        Math.toIntExact(Math.round(PS_MHZ / achievedMhz)),
        betweenRegisters(tool, report.path("critical_paths")),
        used(tool, report.path("utilization")),
        version);
  }

  private static CriticalPath betweenRegisters(String tool, JsonNode paths) {
    for (JsonNode path : paths) {
      String from = path.path("from").asText();
      if (from.startsWith("posedge ") && from.equals(path.path("to").asText())) {
        List<CriticalPath.Step> steps = new ArrayList<>();
        for (JsonNode step : path.path("path")) {
          steps.add(step(tool, step));
        }
        return new CriticalPath(steps);
      }
    }
    throw ToolOutput.unexpected(tool, "its report holds no path between registers");
  }

  private static CriticalPath.Step step(String tool, JsonNode step) {
    String type = step.path("type").asText();
    CriticalPath.Kind kind =
        switch (type) {
          case "clk-to-q", "source" -> CriticalPath.Kind.CLOCK_TO_Q;
          case "logic" -> CriticalPath.Kind.LOGIC;
          case "routing" -> CriticalPath.Kind.ROUTING;
          case "setup" -> CriticalPath.Kind.SETUP;
          case "clk-skew" -> CriticalPath.Kind.CLOCK_SKEW;
          default -> throw ToolOutput.unexpected(tool, "its report holds a delay of type " + type);
        };
    return new CriticalPath.Step(
        kind,
        Math.toIntExact(Math.round(number(tool, step, "delay") * PS_PER_NS)),
        step.path("from").path("cell").asText(),
        step.path("from").path("port").asText(),
        step.path("to").path("cell").asText(),
        step.path("to").path("port").asText());
  }

  private static SortedMap<String, Integer> used(String tool, JsonNode utilization) {
    SortedMap<String, Integer> used = new TreeMap<>();
    for (var place : utilization.properties()) {
      int count = (int) number(tool, place.getValue(), "used");
      if (count > 0) {
        used.put(place.getKey(), count);
      }
    }
    return used;
  }

  private static double number(String tool, JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (!value.isNumber()) {
      throw ToolOutput.unexpected(tool, "its report holds no number \"" + key + "\"");
    }
    return value.doubleValue();
  }
}
