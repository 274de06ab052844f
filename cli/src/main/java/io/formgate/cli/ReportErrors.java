package io.formgate.cli;

import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Dataset;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.report.Candidate;
import io.formgate.report.Histogram;
import io.formgate.report.ReportData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a circuit does, as a report shows it: each value comes from the golden model. */
final class ReportErrors {
  /** Random vectors of a histogram. */
  private static final int VECTORS = 20_000;

  /** Points of a picture, evenly spaced over the rows. */
  private static final int POINTS = 600;

  /** Thresholds at which the rates of a class are drawn. */
  private static final int RATES = 100;

  private final CompiledCircuit circuit;
  private final Units units;
  private final @Nullable Dataset data;
  private final double[][] hardware;

  /**
   * Runs the golden model on the rows.
   *
   * @param circuit the circuit
   * @param units of its ports
   * @param data columns of inputs and targets, or null without data
   */
  ReportErrors(CompiledCircuit circuit, Units units, @Nullable Dataset data) {
    this.circuit = circuit;
    this.units = units;
    this.data = data;
    List<QuantizerRequest.OutputPort> ports = circuit.request().outputs();
    hardware = new double[ports.size()][data == null ? 0 : data.rows()];
    if (data != null) {
      DatapathInterpreter model = new DatapathInterpreter(circuit.quantized().everyValue());
      List<long[]> vectors = DataRows.quantized(data, circuit.request().inputs());
      for (int row = 0; row < vectors.size(); row++) {
        long[] raw = model.evaluate(vectors.get(row));
        for (int k = 0; k < ports.size(); k++) {
          hardware[k][row] = ports.get(k).format().toReal(raw[k]);
        }
      }
    }
  }

  /** {@return the root mean square of circuit minus target over that of the target} */
  private double relativeRms(int output) {
    double[] target = targets(output);
    double squares = 0;
    double all = 0;
    for (int row = 0; row < target.length; row++) {
      squares += Math.pow(hardware[output][row] - target[row], 2);
      all += target[row] * target[row];
    }
    return DataRows.relative(Math.sqrt(squares), Math.sqrt(all));
  }

  private double[] targets(int output) {
    if (data == null) {
      throw new IllegalStateException("there are no data");
    }
    return data.column(circuit.request().outputs().get(output).name());
  }

  /**
   * {@return how each output does}
   *
   * @param seed of the random vectors
   * @param areScores whether outputs are scores of classes, which are not near any number of the
   *     data
   */
  List<Candidate.Fit> fits(long seed, boolean areScores) {
    List<Candidate.Fit> fits = new ArrayList<>();
    for (int k = 0; k < circuit.request().outputs().size(); k++) {
      fits.add(fit(k, seed, areScores));
    }
    return fits;
  }

  private Candidate.Fit fit(int k, long seed, boolean isScore) {
    QuantizerRequest.OutputPort port = circuit.request().outputs().get(k);
    String unit = units.of(port.name());
    List<Histogram> histograms = new ArrayList<>();
    Distances random = distances(k, ErrorStatistics.random(circuit.request(), VECTORS, seed));
    List<ReportData.Fact> facts = new ArrayList<>();
    if (random.errors.length > 0) {
      Histogram histogram =
          Histogram.of(
              "circuit minus formula",
              Numbers.count(random.errors.length) + " random vectors in the declared ranges",
              unit,
              random.errors);
      histograms.add(histogram);
      facts.add(
          new ReportData.Fact(
              "circuit to formula",
              "worst seen "
                  + units.show(histogram.worst(), port.name())
                  + (circuit.quantized().claims().get(k).bound().isKnown()
                      ? ", " + Numbers.percent(random.worstShare) + " of the tolerance"
                      : "")
                  + ", mean "
                  + units.show(Objects.requireNonNull(histogram.mean()), port.name())
                  + ", RMS "
                  + units.show(histogram.rms(), port.name())
                  + ", on "
                  + histogram.source()));
    }
    List<Double> truth = new ArrayList<>();
    List<Double> shown = new ArrayList<>();
    long rows = 0;
    if (data != null && !isScore) {
      double[] target = targets(k);
      rows = target.length;
      double[] errors = new double[target.length];
      double worst = 0;
      for (int row = 0; row < errors.length; row++) {
        errors[row] = hardware[k][row] - target[row];
        worst = Math.max(worst, Math.abs(errors[row]));
      }
      histograms.add(
          Histogram.of("circuit minus data", Numbers.count(rows) + " rows", unit, errors));
      facts.add(
          new ReportData.Fact(
              "circuit to data",
              "RMS "
                  + Numbers.percent(relativeRms(k))
                  + " of the target's, worst "
                  + units.show(worst, port.name())));
      int step = Math.max(1, Math.ceilDiv(target.length, POINTS));
      for (int row = 0; row < target.length; row += step) {
        truth.add(rounded(target[row]));
        shown.add(hardware[k][row]);
      }
    }
    return new Candidate.Fit(port.name(), unit, facts, truth, shown, rows, histograms);
  }

  /** Seven digits are more than a picture shows, and half the bytes. */
  private static double rounded(double value) {
    return Double.isFinite(value) ? Double.parseDouble(Numbers.digits(value, 7)) : value;
  }

  /** Circuit minus formula, moved into the output's range, and as a share of the tolerance. */
  private static final class Distances {
    private final double[] errors;

    /** Largest magnitude as a share of the tolerance there. */
    private final double worstShare;

    Distances(double[] errors, double worstShare) {
      this.errors = errors;
      this.worstShare = worstShare;
    }
  }

  private Distances distances(int output, Iterator<long[]> vectors) {
    QuantizerRequest request = circuit.request();
    QuantizerRequest.OutputPort port = request.outputs().get(output);
    DatapathInterpreter model = new DatapathInterpreter(circuit.quantized().everyValue());
    Map<String, Double> values = new HashMap<>();
    double[] found = new double[VECTORS];
    int n = 0;
    double worstShare = 0;
    while (vectors.hasNext()) {
      long[] raw = vectors.next();
      for (int i = 0; i < raw.length; i++) {
        QuantizerRequest.InputPort input = request.inputs().get(i);
        values.put(input.name(), input.format().toReal(raw[i]));
      }
      double exact = ReferenceEvaluator.evaluate(port.formula(), values);
      if (Double.isFinite(exact)) {
        found[n] =
            port.format().toReal(model.evaluate(raw)[output]) - port.format().range().clamp(exact);
        worstShare =
            Math.max(worstShare, DataRows.relative(Math.abs(found[n]), port.tolerance().at(exact)));
        n++;
      }
    }
    return new Distances(Arrays.copyOf(found, n), worstShare);
  }

  /**
   * {@return how often each class is taken for which}
   *
   * @param classes names, in the order of the scores
   */
  Candidate.Confusion confusion(List<String> classes) {
    long[][] counts = new long[classes.size()][classes.size()];
    int[] truth = truth(classes);
    for (int row = 0; row < truth.length; row++) {
      int best = 0;
      for (int k = 1; k < hardware.length; k++) {
        best = hardware[k][row] > hardware[best][row] ? k : best;
      }
      counts[truth[row]][best]++;
    }
    return new Candidate.Confusion(
        classes, Stream.of(counts).map(c -> Arrays.stream(c).boxed().toList()).toList());
  }

  private int[] truth(List<String> classes) {
    int[] truth = new int[hardware[0].length];
    for (int k = 0; k < classes.size(); k++) {
      double[] target = targets(k);
      for (int row = 0; row < truth.length; row++) {
        truth[row] = target[row] > 0 ? k : truth[row];
      }
    }
    return truth;
  }

  /**
   * {@return how a class is told from the others: by how far its score is above the largest of the
   * others, as metrics have it, or by its score where there are no others}
   */
  List<Candidate.Rates> rates() {
    double[][] byRow =
        IntStream.range(0, hardware[0].length)
            .mapToObj(row -> Arrays.stream(hardware).mapToDouble(of -> of[row]).toArray())
            .toArray(double[][]::new);
    return IntStream.range(0, hardware.length)
        .mapToObj(k ->
            rates(
                circuit.request().outputs().get(k).name(),
                "circuit",
                hardware.length == 1 ? hardware[0] : TableFigures.lead(byRow, k),
                targets(k)))
        .toList();
  }

  /** Rows of equal scores pass together. */
  static Candidate.Rates rates(String name, String source, double[] scores, double[] targets) {
    List<Integer> order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((a, b) -> Double.compare(scores[b], scores[a]))
            .toList();
    double own = Math.max(1, Arrays.stream(targets).filter(t -> t > 0).count());
    double others = Math.max(1, scores.length - own);
    List<Double> x = new ArrayList<>(List.of(0.0));
    List<Double> y = new ArrayList<>(List.of(0.0));
    double area = 0;
    long seen = 0;
    long right = 0;
    double beforeX = 0;
    double beforeY = 0;
    int step = Math.max(1, scores.length / RATES);
    int drawn = 0;
    for (int i = 0; i < order.size(); i++) {
      if (targets[order.get(i)] > 0) {
        right++;
      } else {
        seen++;
      }
      boolean isLast = i + 1 == order.size();
      if (!isLast && scores[order.get(i)] == scores[order.get(i + 1)]) {
        continue;
      }
      double nowX = seen / others;
      double nowY = right / own;
      area += (nowX - beforeX) * (nowY + beforeY) / 2;
      beforeX = nowX;
      beforeY = nowY;
      if (isLast || i - drawn >= step) {
        x.add(nowX);
        y.add(nowY);
        drawn = i;
      }
    }
    return new Candidate.Rates(name, source, x, y, area);
  }
}
