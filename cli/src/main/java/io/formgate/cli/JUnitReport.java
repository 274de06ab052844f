package io.formgate.cli;

import io.formgate.expression.Diagnostic;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Verdicts in the XML of JUnit, which continuous integration shows: a {@code testsuite} for each
 * circuit and in it a {@code testcase} for each {@link VerificationCheck}, with the text of what
 * failed.
 */
final class JUnitReport {
  private JUnitReport() {}

  /** {@return the text of the file} */
  static String of(VerificationFacts facts) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      xml.writeAttribute("name", "formgate verify");
      counts(xml, facts.circuits().stream().flatMap(c -> c.checks().stream()).toList());
      for (VerificationFacts.Circuit circuit : facts.circuits()) {
        suite(xml, circuit);
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("verdicts cannot be written as XML", e);
    }
    return text.toString();
  }

  private static void suite(XMLStreamWriter xml, VerificationFacts.Circuit circuit)
      throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", legal(circuit.folder()));
    counts(xml, circuit.checks());
    VerificationFacts.Simulation simulation = circuit.simulation();
    if (simulation != null) {
      xml.writeAttribute("time", String.format(Locale.ROOT, "%.3f", simulation.seconds()));
    }
    for (VerificationCheck check : circuit.checks()) {
      testCase(xml, circuit.top(), check);
    }
    VerificationFacts.Reached reached = circuit.coverage();
    if (reached != null) {
      xml.writeCharacters("\n    ");
      xml.writeStartElement("system-out");
      xml.writeCharacters(
          "lines reached: "
              + reached.lines().text()
              + "; bits that were 0 and 1: "
              + reached.bits().text());
      xml.writeEndElement();
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private static void counts(XMLStreamWriter xml, List<VerificationCheck> checks)
      throws XMLStreamException {
    xml.writeAttribute("tests", Integer.toString(checks.size()));
    xml.writeAttribute("failures", count(checks, VerificationCheck.Verdict.FAILED));
    xml.writeAttribute("errors", count(checks, VerificationCheck.Verdict.ERROR));
    xml.writeAttribute("skipped", count(checks, VerificationCheck.Verdict.SKIPPED));
  }

  private static String count(List<VerificationCheck> checks, VerificationCheck.Verdict verdict) {
    return Long.toString(checks.stream().filter(c -> c.verdict() == verdict).count());
  }

  private static void testCase(XMLStreamWriter xml, String module, VerificationCheck check)
      throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", legal(module));
    xml.writeAttribute("name", legal(check.name()));
    String text = check.text().lines().map(JUnitReport::legal).collect(Collectors.joining("\n"));
    String first = text.lines().findFirst().orElse("");
    switch (check.verdict()) {
      case PASSED -> {
        xml.writeStartElement("system-out");
        xml.writeCharacters(text);
        xml.writeEndElement();
      }
      case FAILED -> {
        xml.writeStartElement("failure");
        xml.writeAttribute("message", first);
        xml.writeCharacters(text);
        xml.writeEndElement();
      }
      case ERROR -> {
        xml.writeStartElement("error");
        xml.writeAttribute("message", first);
        xml.writeCharacters(text);
        xml.writeEndElement();
      }
      case SKIPPED -> {
        xml.writeEmptyElement("skipped");
        xml.writeAttribute("message", first);
      }
    }
    xml.writeEndElement();
  }

  /** XML has no way to write most control characters, nor the last two of the basic plane. */
  private static String legal(String text) {
    return Diagnostic.visible(text).replace('\ufffe', '\ufffd').replace('\uffff', '\ufffd');
  }
}
