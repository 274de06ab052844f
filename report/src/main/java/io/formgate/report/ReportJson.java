package io.formgate.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reports as JSON, the same bytes for the same report. */
public final class ReportJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ReportJson() {}

  /**
   * {@return the text of a report, or of several in a list}
   *
   * @param report one or a list of them
   */
  static String text(Object report) {
    try {
      return MAPPER.writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report cannot be written as JSON", e);
    }
  }

  /**
   * {@return the text of a report}
   *
   * @param report the report
   */
  public static String write(ReportData report) {
    return text(report) + "\n";
  }

  /**
   * {@return the report of a text}
   *
   * @param text what {@link #write} makes
   * @throws IllegalArgumentException if it is no report, with the reason
   */
  public static ReportData read(String text) {
    try {
      ReportData report = MAPPER.readValue(text, ReportData.class);
      if (report == null) {
        throw new IllegalArgumentException("it is null");
      }
      return report;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }
}
