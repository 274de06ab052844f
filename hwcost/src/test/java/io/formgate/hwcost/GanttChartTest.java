package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import java.io.StringReader;
import java.util.OptionalInt;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The picture of a schedule, and the slack of its nodes. */
class GanttChartTest {
  private static final String SUM_OF_SQUARES =
      """
      datapath squares
      x = input : ufixed<8,8> in 0 .. 255
      y = input : ufixed<8,8> in 0 .. 255
      xx = multiply x x : ufixed<16,16> in 0 .. 65025
      yy = multiply y y : ufixed<16,16> in 0 .. 65025
      sum = add xx yy : ufixed<17,17> in 0 .. 130050
      output r = sum
      """;

  private static Pipeline schedule(Datapath datapath, String device, ScheduleOptions options) {
    return Scheduler.schedule(datapath, DeviceModels.load(device, null), options);
  }

  private static Datapath chain(int length) {
    StringBuilder text = new StringBuilder("datapath chain\nx = input : ufixed<4,4> in 0 .. 15\n");
    String last = "x";
    for (int i = 0; i < length; i++) {
      text.append("n%d = minimum %s x : ufixed<4,4> in 0 .. 15\n".formatted(i, last));
      last = "n" + i;
    }
    return DatapathText.parse(text + "output r = " + last + "\n");
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static long bars(Document svg) {
    NodeList all = svg.getElementsByTagName("rect");
    long bars = 0;
    for (int i = 0; i < all.getLength(); i++) {
      bars += all.item(i).getChildNodes().getLength() > 0 ? 1 : 0;
    }
    return bars;
  }

  @Test
  void everyNodeThatTakesTimeIsABar() throws Exception {
    Pipeline p =
        schedule(
            DatapathText.parse(SUM_OF_SQUARES),
            "xcvu9p-2",
            new ScheduleOptions(5000, true, true, OptionalInt.empty()));
    Document svg = parsed(GanttChart.svg(p, "squares"));
    assertThat(bars(svg)).isEqualTo(3);
    // A line for each of the three edges and the one that ends the last stage.
    assertThat(svg.getElementsByTagName("line").getLength()).isEqualTo(p.latencyCycles() + 2);
    assertThat(svg.getDocumentElement().getTextContent())
        .contains("xx  multiply", "sum  add", "critical path", "15000");
  }

  @Test
  void anyTitleIsText() throws Exception {
    Pipeline p =
        schedule(DatapathText.parse(SUM_OF_SQUARES), "unit", ScheduleOptions.atPeriod(1000));
    String hostile = "a < b && \"c\" > </svg><script>\u0000\u001b\ud800 " + "x".repeat(9999);
    Document svg = parsed(GanttChart.svg(p, hostile));
    assertThat(svg.getElementsByTagName("script").getLength()).isZero();
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .startsWith("a < b && \"c\" > </svg><script>\uFFFD\uFFFD\uFFFD x");
  }

  @Test
  void heightIsLimited() throws Exception {
    Pipeline p = schedule(chain(400), "xcvu9p-2", ScheduleOptions.atPeriod(5000));
    Document svg = parsed(GanttChart.svg(p, "chain"));
    assertThat(Integer.parseInt(svg.getDocumentElement().getAttribute("height"))).isLessThan(1500);
    assertThat(bars(svg)).isBetween(1L, 400L);
    assertThat(svg.getDocumentElement().getTextContent())
        .contains(" nodes of stage 0")
        .contains("numbers are nodes");
  }

  @Test
  void aCircuitOfWiresHasAPicture() throws Exception {
    Datapath wire =
        DatapathText.parse("datapath w\nx = input : ufixed<4,4> in 0 .. 15\noutput r = x\n");
    assertThat(
            bars(
                parsed(GanttChart.svg(schedule(wire, "unit", ScheduleOptions.atPeriod(1000)), ""))))
        .isZero();
  }

  @Test
  void slackIsWhatTheStageLeavesAndSlipWhatTheFollowersLeave() {
    Datapath datapath = chain(3);
    Pipeline p = schedule(datapath, "unit", ScheduleOptions.atPeriod(2500));
    assertThat(p.latencyCycles()).isEqualTo(1);
    // Two operations of 1 ns in the first stage, one in the second.
    assertThat(Slack.stageSlackPs(p)).containsExactly(2500, 1500, 500, 1500);
    assertThat(Slack.slipPs(p)).containsExactly(500, 500, 500, 1500);
    assertThat(CriticalPath.of(p)).containsExactly(0, 1, 2);
  }
}
