package io.formgate.report;

import io.formgate.expression.Diagnostic;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The page of one run, or of several side by side: one file that fetches nothing.
 *
 * <p>All texts of a run are data of the page, which its script shows as text; none is ever read as
 * markup.
 */
public final class ReportPage {
  private static final List<String> SCRIPTS =
      List.of(
          "elements.js",
          "charts.js",
          "parts.js",
          "graph.js",
          "schedule.js",
          "waves.js",
          "candidate.js",
          "page.js");

  private ReportPage() {}

  /**
   * {@return the page as HTML}
   *
   * @param runs at least one
   */
  public static String html(List<ReportData> runs) {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("a report of no runs");
    }
    String title =
        "formgate: "
            + Diagnostic.visible(
                runs.stream().map(ReportData::name).collect(Collectors.joining(", ")));
    String scripts = SCRIPTS.stream().map(ReportPage::resource).collect(Collectors.joining("\n"));
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src \
    'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
    <title>%s</title>
    <style>
    %s</style>
    </head>
    <body>
    <main id="report"><noscript>This page needs scripts; the same facts are in \
    report-data.json.</noscript></main>
    <script id="data" type="application/json">%s</script>
    <script>%s</script>
    <script>
    "use strict";
    (() => {
    %s
    })();
    </script>
    </body>
    </html>
    """
        .formatted(escaped(title), resource("report.css"), json(runs), echarts(), scripts);
  }

  /** In a script element only an opening angle bracket could end it or open a comment. */
  private static String json(List<ReportData> runs) {
    return ReportJson.text(runs).replace("<", "\\u003c");
  }

  private static String echarts() {
    try {
      Properties libraries = new Properties();
      libraries.load(new StringReader(resource("libraries.properties")));
      return text(libraries.getProperty("echarts"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) {
    return text("/io/formgate/report/" + name);
  }

  private static String text(String resource) {
    try (InputStream in = ReportPage.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + resource + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
