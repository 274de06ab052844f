package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.formgate.sim.VerificationReport.GroupCount;
import io.formgate.sim.WrapperReport;
import java.io.StringReader;
import java.util.List;
import java.util.OptionalInt;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Verdicts as XML, whatever they hold. */
class JUnitReportTest {
  static Element root(String xml) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)))
        .getDocumentElement();
  }

  @Test
  void anyTextIsLegal() throws Exception {
    String hostile = "<&\"'>]]> \u0000\u001b\u202e\uffff\ud800 \u00b5";
    VerificationFacts facts =
        VerificationFacts.of(
            List.of(
                new VerificationFacts.Circuit(
                    hostile,
                    hostile,
                    hostile,
                    false,
                    List.of(
                        new VerificationCheck(
                            hostile, VerificationCheck.Verdict.FAILED, hostile + "\nsecond")),
                    null,
                    null,
                    null,
                    null,
                    List.of())));
    Element suites = root(JUnitReport.of(facts));
    Element suite = (Element) suites.getElementsByTagName("testsuite").item(0);
    assertThat(suite.getAttribute("name")).startsWith("<&\"'>]]> ").endsWith(" \u00b5");
    assertThat(suites.getElementsByTagName("failure").item(0).getTextContent())
        .startsWith("<&\"'>]]> ")
        .endsWith("\nsecond");
  }

  @Test
  void checksOfAWrapperSayWhatItsSimulationSays() {
    assertThat(VerificationCheck.of(wrapper(0, List.of(), 5)))
        .extracting(VerificationCheck::name, c -> c.verdict().word())
        .containsExactly(
            tuple("wrapper handshakes", "passed"),
            tuple("wrapper latency", "passed"),
            tuple("wrapper throughput", "passed"));
    assertThat(VerificationCheck.of(wrapper(0, List.of("a result was withdrawn"), 6)))
        .extracting(c -> c.verdict().word())
        .containsExactly("failed", "failed", "passed");
    assertThat(VerificationCheck.of(wrapper(3, List.of(), 5)).getFirst().text())
        .contains("WRONG, 3 results differ of 10 vectors");
  }

  private static WrapperReport wrapper(long mismatches, List<String> faults, int latency) {
    return new WrapperReport(
        "top",
        List.of(new GroupCount("eager", 10)),
        mismatches,
        null,
        faults,
        5,
        OptionalInt.of(latency),
        1,
        true,
        1);
  }
}
