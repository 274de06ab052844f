package io.formgate.report;

import java.util.List;

/**
 * All that the page of a run shows. Texts may hold anything; what is a number is a number, with its
 * unit beside it.
 *
 * @param formgate version of the program
 * @param name of the run
 * @param command that made it
 * @param asked the spec or request, as text
 * @param facts about the run, such as rows, evaluations, seed
 * @param device where delays and areas come from
 * @param ports the inputs, then the outputs
 * @param candidates the front, in the order of the search; the one that was built among them
 * @param files of the run, for taking away
 */
public record ReportData(
    String formgate,
    String name,
    String command,
    String asked,
    List<Fact> facts,
    Device device,
    List<Port> ports,
    List<Candidate> candidates,
    List<Download> files) {

  /** Copies the lists. */
  public ReportData {
    facts = List.copyOf(facts);
    ports = List.copyOf(ports);
    candidates = List.copyOf(candidates);
    files = List.copyOf(files);
  }

  /**
   * A line of a table.
   *
   * @param label what it is
   * @param value as text, with its unit
   */
  public record Fact(String label, String value) {}

  /**
   * A device.
   *
   * @param name of the device
   * @param source {@code model} or {@code measured}
   * @param figures what holds for every path
   * @param provenance sources, one line each
   */
  public record Device(String name, String source, List<Fact> figures, List<String> provenance) {
    /** Copies the lists. */
    public Device {
      figures = List.copyOf(figures);
      provenance = List.copyOf(provenance);
    }
  }

  /**
   * A port.
   *
   * @param name of the port
   * @param direction {@code input} or {@code output}
   * @param unit as the spec writes it
   * @param format its bits
   * @param lo end of the declared range, of an output that of its format
   * @param hi the other end
   * @param note what else is asked for, such as a tolerance; may be empty
   */
  public record Port(
      String name,
      String direction,
      String unit,
      String format,
      double lo,
      double hi,
      String note) {}

  /**
   * A file, as seen from the page.
   *
   * @param path relative to the page, with slashes
   * @param what it is
   */
  public record Download(String path, String what) {}
}
