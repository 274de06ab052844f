package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.formgate.constraints.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What specs say beyond inputs and an output comes true in the run. */
class RichSpecTest {
  private static final String HARDWARE = "hardware xcvu9p-2 clock 5 ns\n";
  private static final String PORTS =
      """
      data "rows.csv", missing drop
      input a, b as fixed<10,4> in [-4, 4]
      """;

  /** Writes rows of a, b, their product, 2a + 1, a class, and a flag that is 0 in every third. */
  private static void data(Path folder) throws IOException {
    StringBuilder csv = new StringBuilder("a,b,product,line,kind,good\n");
    SplittableRandom random = new SplittableRandom(1);
    for (int row = 0; row < 150; row++) {
      double a = random.nextDouble(-4, 4);
      double b = random.nextDouble(-4, 4);
      int good = row % 3 == 0 ? 0 : 1;
      csv.append(
          String.format(
              Locale.ROOT,
              "%.4f,%s,%.4f,%.4f,%s,%d%n",
              a,
              row == 7 ? "" : String.format(Locale.ROOT, "%.4f", b),
              good == 0 ? 99 : a * b,
              2 * a + 1,
              a > b ? "up" : "down",
              good));
    }
    Files.writeString(folder.resolve("rows.csv"), csv);
  }

  private static JsonNode compile(Path folder, String spec) throws IOException {
    data(folder);
    Path file = Files.writeString(folder.resolve("s.fg"), PORTS + HARDWARE + spec);
    Path run = folder.resolve("run");
    Formgate.Ran ran =
        Formgate.run("compile", file.toString(), "--out", run.toString(), "--vectors", "500");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).as(ran.out()).isEqualTo(ExitCode.DONE);
    Path candidate =
        run.resolve("candidates").resolve(Formgate.names(run.resolve("candidates")).getFirst());
    return new ObjectMapper().readTree(candidate.resolve("report.json").toFile());
  }

  @Test
  void conditionAndMissingValuesLeaveRowsOut(@TempDir Path folder) throws IOException {
    JsonNode report =
        compile(
            folder,
            """
            where good > 0
            split validation 20 %, seed 3
            weight 1 + abs(a)
            output product as fixed<12,6> saturate tolerance 0.5
            operators + *
            search iterations 3, populations 2, population 20, maxsize 7
            """);

    // Of 150 rows 50 are not good, and row 7 lacks a value.
    assertThat(report.get("data").get(0).get("error").get("vectors").asLong()).isEqualTo(99);
    assertThat(report.get("data").get(0).get("formulaRelativeRms").asDouble()).isLessThan(1e-4);
    assertThat(Files.readString(folder.resolve("run").resolve("front.csv")))
        .startsWith("Loss,Equation,")
        .contains(",validation_loss,");
    // The metric is that of the table, for the rows to fit and for those kept apart.
    JsonNode metrics = report.get("metrics");
    assertThat(metrics).hasSize(2);
    assertThat(metrics.get(0).get("on").asText()).isEqualTo("fit");
    assertThat(metrics.get(1).get("on").asText()).isEqualTo("apart");
    assertThat(metrics.get(0).get("rows").asInt() + metrics.get(1).get("rows").asInt())
        .isEqualTo(99);
    JsonNode fit = metrics.get(0).get("outputs").get(0);
    assertThat(Files.readString(folder.resolve("run").resolve("front.csv")))
        .contains("," + fit.get("loss").asText() + ",");
    assertThat(fit.get("r2").asDouble()).isBetween(0.99, 0.9999999);
    assertThat(fit.get("formulaR2").asDouble()).isGreaterThan(fit.get("r2").asDouble());
    assertThat(fit.get("formulaLoss").asDouble()).isLessThan(fit.get("loss").asDouble());
  }

  @Test
  void severalOutputsBecomeOneCircuit(@TempDir Path folder) throws IOException {
    JsonNode report =
        compile(
            folder,
            """
            where good > 0
            output product as fixed<12,6> saturate tolerance 0.5
            output line as fixed<10,5> saturate tolerance 0.1
            operators + *
            loss logcosh for line
            constrain count(*) <= 1 for product
            search iterations 3, populations 2, population 20, maxsize 7
            """);

    assertThat(report.get("data")).hasSize(2);
    assertThat(report.get("data").get(1).get("output").asText()).isEqualTo("line");
    assertThat(report.get("data").get(1).get("formulaRelativeRms").asDouble()).isLessThan(1e-4);
    assertThat(report.get("verified").asBoolean()).isTrue();
    assertThat(Formgate.names(folder.resolve("run")))
        .contains("product.front.csv", "line.front.csv", "line.hall_of_fame.csv");
    assertThat(ReportBuilder.read(folder.resolve("run")).candidates())
        .filteredOn(c -> c.lossTitle().equals("loss") && c.circuit() != null)
        .isNotEmpty()
        .allSatisfy(c -> assertThat(c.hardwareLoss()).isNotNull());
    assertThat(report.get("demands")).hasSize(1);
    assertThat(report.get("demands").get(0).get("finding").get("status").asText())
        .isEqualTo("kept");
  }

  @Test
  void classesAreToldByTheLargestScore(@TempDir Path folder) throws IOException {
    JsonNode report =
        compile(
            folder,
            """
            classes up, down from kind as fixed<10,5> saturate tolerance 0.1
            threshold up at 0
            threshold down passes at most 10 % of kind == 0
            operators + - *
            search iterations 3, populations 2, population 20, maxsize 7
            """);

    assertThat(report.get("classes").get("accuracy").asDouble()).isGreaterThan(0.95);
    assertThat(report.get("data")).hasSize(2);
    JsonNode metric = report.get("metrics").get(0);
    assertThat(metric.get("classes").get("accuracy").asDouble())
        .isEqualTo(report.get("classes").get("accuracy").asDouble());
    assertThat(metric.get("classes").get("areas").get(1).get("area").asDouble())
        .isGreaterThan(0.95);
    assertThat(metric.get("outputs").get(0).get("r2").isNull()).isTrue();
    // At 0 the bit of class up is right where the score tells the class; at most 10 % of the rows
    // without it pass as down, so nearly all others do.
    assertThat(metric.get("bits")).hasSize(2);
    assertThat(metric.get("bits").get(0).get("accuracy").asDouble()).isGreaterThan(0.9);
    assertThat(metric.get("bits").get(1).get("truth").asText()).startsWith("rows without kind");
    assertThat(metric.get("bits").get(1).get("accuracy").asDouble()).isGreaterThan(0.9);
    assertThat(metric.get("bits").get(1).get("area").asDouble()).isGreaterThan(0.95);
    assertThat(report.get("verified").asBoolean()).isTrue();
    List<String> heads = new ArrayList<>();
    report.get("decisionsOnRandomVectors").forEach(d -> heads.add(d.get("head").asText()));
    assertThat(heads).containsExactly("class_index", "up_pass", "down_pass");
    Path run = folder.resolve("run").resolve("candidates");
    assertThat(
            Files.readAllLines(run.resolve(Formgate.names(run).getFirst()).resolve("datapath.txt")))
        .filteredOn(line -> line.startsWith("output "))
        .extracting(line -> line.split(" ")[1])
        .containsExactlyElementsOf(heads);

    // All 149 rows have b; the share is that of the rows of class up, whose index is 0.
    JsonNode number = report.get("passing").get(0);
    assertThat(number.get("rows").asLong()).isEqualTo(149);
    assertThat(number.get("passed").asLong()).isBetween(60L, 89L);
    JsonNode rate = report.get("passing").get(1);
    assertThat(rate.get("asked").asText()).isEqualTo("at most 10 % of kind == 0");
    assertThat(rate.get("rows").asLong() + rate.get("others").asLong()).isEqualTo(149);
    assertThat(10 * rate.get("passed").asLong()).isLessThanOrEqualTo(rate.get("rows").asLong());
    assertThat(rate.get("othersPassed").asLong()).isGreaterThan(40);
  }

  /** One output keeps its port beside the bit, although its own circuit exists already. */
  @Test
  void aThresholdIsChosenSoThatAShareOfRowsPasses(@TempDir Path folder) throws IOException {
    JsonNode report =
        compile(
            folder,
            """
            where good > 0
            output line as fixed<10,5> saturate tolerance 0.1
            threshold line passes at least 75 % of b > 0
            operators + *
            search iterations 3, populations 2, population 20, maxsize 7
            """);

    JsonNode passing = report.get("passing").get(0);
    assertThat(passing.get("port").asText()).isEqualTo("line_pass");
    assertThat(4 * passing.get("passed").asLong())
        .isGreaterThanOrEqualTo(3 * passing.get("rows").asLong());
    assertThat(4 * (passing.get("passed").asLong() - 2))
        .isLessThan(3 * passing.get("rows").asLong());
    Path run = folder.resolve("run").resolve("candidates");
    assertThat(
            Files.readAllLines(run.resolve(Formgate.names(run).getFirst()).resolve("datapath.txt")))
        .filteredOn(line -> line.startsWith("output "))
        .hasSize(2);
  }

  @Test
  void aThresholdThatTheRowsDoNotAllowIsRefused(@TempDir Path folder) throws IOException {
    data(folder);
    String spec =
        PORTS
            + HARDWARE
            + """
            operators + *
            search iterations 1, populations 1, population 10, maxsize 3
            """;
    Path none =
        Files.writeString(
            folder.resolve("none.fg"),
            spec + "output line as fixed<10,5>\nthreshold line passes at least 1 of a > 9\n");
    assertThat(Formgate.run("compile", none.toString()).err())
        .contains("error FG204: of the 149 rows taken none is one of those that are to pass");
    Path top =
        Files.writeString(
            folder.resolve("top.fg"),
            spec
                + "output line as fixed<3,2> saturate tolerance 1\n"
                + "form line = 20*cosh(a) + 0*?(b)\n"
                + "threshold line passes at most 10 % of b > 0\n");
    assertThat(
            Formgate.run("compile", top.toString(), "--out", folder.resolve("r").toString()).err())
        .contains("top.fg:8:39: error FG605: no threshold of 'line' lets so few rows pass");
  }

  @Test
  void formCustomOperatorParameterAndShapesHoldInTheCircuit(@TempDir Path folder)
      throws IOException {
    JsonNode report =
        compile(
            folder,
            """
            where good > 0
            parameter k in [0, 5]
            define twice(x) = x + x
            output line as fixed<10,5> saturate tolerance 0.1
            operators + twice
            form line = k*?(a)/2 + D(a*b, b)*0
            constrain line increasing in a, uses a, constants on grid 2^-6
            search iterations 4, populations 2, population 20, maxsize 8
            """);

    assertThat(report.get("data").get(0).get("formulaRelativeRms").asDouble()).isLessThan(1e-4);
    assertThat(report.get("parameters")).hasSize(1);
    assertThat(report.get("parameters").get(0).get("name").asText()).isEqualTo("k");
    assertThat(report.get("parameters").get(0).get("value").asDouble()).isBetween(0.0, 5.0);
    JsonNode demands = report.get("demands");
    assertThat(demands).hasSize(3);
    for (JsonNode demand : demands) {
      assertThat(demand.get("finding").get("distance").asDouble()).isZero();
    }
    assertThat(demands.get(0).get("finding").get("status").asText()).isEqualTo("proved");
  }

  @Test
  void nodesCanBeTheComplexity(@TempDir Path folder) throws IOException {
    JsonNode report =
        compile(
            folder,
            """
            where good > 0
            output product as fixed<12,6> saturate tolerance 0.5
            operators + * square
            complexity nodes, square 7/2, a 1/3
            search iterations 3, populations 2, population 20, maxsize 9
            """);

    assertThat(report.get("data").get(0).get("formulaRelativeRms").asDouble()).isLessThan(1e-4);
    // Of a*b: 1/3, 1 and 1.
    assertThat(complexities(folder)).contains(7 / 3.0);
  }

  @Test
  void cyclesOfOperatorsCanBeAddedUp(@TempDir Path folder) throws IOException {
    for (String complexity : List.of("additive", "additive published fixed<16,6>, rounded")) {
      JsonNode report =
          compile(
              folder,
              """
              where good > 0
              output product as fixed<12,6> saturate tolerance 0.5
              operators + *
              search iterations 3, populations 2, population 20, maxsize 9
              """
                  + "complexity "
                  + complexity
                  + "\n");

      assertThat(report.get("data").get(0).get("formulaRelativeRms").asDouble()).isLessThan(1e-4);
      // Of a*b: two variables, and a product that takes a cycle.
      assertThat(complexities(folder)).contains(3.0);
    }
  }

  /** The column of the hall of fame, which rises. */
  private static List<Double> complexities(Path folder) throws IOException {
    List<Double> column =
        Files.readAllLines(folder.resolve("run").resolve("hall_of_fame.csv")).stream()
            .skip(1)
            .map(line -> Double.valueOf(line.substring(0, line.indexOf(','))))
            .toList();
    assertThat(column).isSorted().doesNotHaveDuplicates();
    return column;
  }

  @Test
  void weightsAreNotNegative(@TempDir Path folder) throws IOException {
    data(folder);
    for (String weight : new String[] {"a", "0", "1/(good - good)"}) {
      Path file =
          Files.writeString(
              folder.resolve("s.fg"),
              PORTS
                  + HARDWARE
                  + "output line as fixed<10,5>\noperators +\nweight "
                  + weight
                  + "\n");
      Formgate.Ran ran = Formgate.run("check", file.toString());
      assertThat(ran.code()).as(weight).isEqualTo(ExitCode.USER_MISTAKE);
      assertThat(ran.err()).contains("s.fg:6:8: error FG208: ");
    }
  }

  @Test
  void rowsToFitAndRowsKeptApartWeighSomething(@TempDir Path folder) throws IOException {
    StringBuilder csv = new StringBuilder("a,y,validates\n");
    for (int row = 0; row < 100; row++) {
      boolean validates = new Split(0.3, 5).isValidation(row);
      csv.append(row / 50.0).append(",1,").append(validates ? 1 : 0).append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), csv);
    String spec =
        """
        data "rows.csv"
        input a as fixed<10,4>
        output y as fixed<10,4>
        operators +
        split validation 30 %, seed 5
        """
            + HARDWARE;
    int checked = 0;
    for (String weight : new String[] {"validates", "1 - validates"}) {
      Path file = Files.writeString(folder.resolve("s.fg"), spec + "weight " + weight + "\n");
      Formgate.Ran ran = Formgate.run("check", file.toString());
      assertThat(ran.code()).as(weight).isEqualTo(ExitCode.USER_MISTAKE);
      assertThat(ran.err())
          .contains("FG208: the weight is 0 on all rows ")
          .contains(weight.equals("validates") ? "to fit" : "kept apart");
      checked++;
    }
    assertThat(checked).isEqualTo(2);
  }

  @Test
  void aLossMayBeNegative(@TempDir Path folder) throws IOException {
    JsonNode report =
        compile(
            folder,
            """
            where good > 0
            output line as fixed<10,5> saturate tolerance 0.1
            operators + *
            loss (prediction - target)^2 - 0.001
            search iterations 3, populations 2, population 20, maxsize 7
            """);

    assertThat(report.get("data").get(0).get("formulaRelativeRms").asDouble()).isLessThan(1e-4);
  }

  @Test
  void aFormThatIsNeverDefinedIsSaid(@TempDir Path folder) throws IOException {
    data(folder);
    Path file =
        Files.writeString(
            folder.resolve("s.fg"),
            PORTS
                + HARDWARE
                + "output line as fixed<10,5>\noperators +\nform line = ?(a) + sqrt(-1 - a^2)\n");
    Formgate.Ran ran =
        Formgate.run("compile", file.toString(), "--out", folder.resolve("run").toString());
    assertThat(ran.code()).isEqualTo(ExitCode.NOT_MET);
    assertThat(ran.err()).contains("FG703").contains("the form");
  }

  @Test
  void whatTheSearchCannotDoIsSaid(@TempDir Path folder) throws IOException {
    data(folder);
    String ports = PORTS + HARDWARE + "operators + *\n";
    for (String unable :
        new String[] {
          "output line as fixed<10,5>\ncomplexity latency, * 3",
          "output line as fixed<10,5>\nform line = 2*a + 1",
          "output line as fixed<10,5>\nparameter k",
          "output line as fixed<10,5>\noutput product as fixed<10,5>\nparameter k\n"
              + "form line = k*a\nform product = a*b",
          "output line as fixed<10,5>\nconstrain constants in [0, 1], constants in [2, 3]",
          "output line as fixed<10,5>\nconstants in [0.1, 0.9], on grid 1"
        }) {
      Path file = Files.writeString(folder.resolve("s.fg"), ports + unable + "\n");
      Formgate.Ran ran =
          Formgate.run("compile", file.toString(), "--out", folder.resolve("run").toString());
      assertThat(ran.code()).as(unable).isEqualTo(ExitCode.USER_MISTAKE);
      assertThat(ran.err()).contains("FG704").contains("mend: ");
    }
  }
}
