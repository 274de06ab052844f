package io.formgate.benchmarks;

import io.formgate.expression.Dataset;
import io.formgate.expression.RowBlocks;
import io.formgate.search.RandomSource;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * A regression problem whose rows are split three ways: a quarter of its rows for training, drawn
 * by a seed, are kept apart for validation.
 *
 * @param name of its files
 * @param inputs names of the inputs
 * @param train rows to fit
 * @param validation rows that choose between formulas
 * @param test rows that judge
 */
record RegressionSet(
    String name, List<String> inputs, RowBlocks train, RowBlocks validation, RowBlocks test) {
  private static final int VALIDATION_PART = 4;

  /** Sets and their files, small ones first. */
  static final List<String> ALL =
      List.of(
          "Nikuradse_1",
          "Poly-10",
          "Concrete",
          "Pagie-1",
          "AirfoilSelfNoise",
          "FrictionDyn-OneHot",
          "Vladislavleva-1",
          "Flow_stress",
          "Chemical-I",
          "Friedman-I");

  /**
   * {@return a set}
   *
   * @param folder with the set's {@code .csv} or {@code .csv.gz}, and a {@code .json} that names
   *     the target and the rows for training and test
   * @param seed of the split
   */
  static RegressionSet read(Path folder, String name, long seed) throws IOException {
    String about = Files.readString(folder.resolve(name + ".json"));
    List<double[]> rows = new ArrayList<>();
    List<String> names;
    Path plain = folder.resolve(name + ".csv");
    try (InputStream in =
            Files.exists(plain)
                ? Files.newInputStream(plain)
                : new GZIPInputStream(Files.newInputStream(folder.resolve(name + ".csv.gz")));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      names = List.of(lines.readLine().strip().split(","));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        rows.add(Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray());
      }
    }
    int target = names.indexOf(field(about, "\"target\"\\s*:\\s*\"([^\"]*)\""));
    List<double[]> training = part(rows, about, "training_rows");
    int[] order = IntStream.range(0, training.size()).toArray();
    RandomSource random = new RandomSource(seed);
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    int apart = order.length / VALIDATION_PART;
    return new RegressionSet(
        name,
        IntStream.range(0, names.size() - 1).mapToObj(i -> "x" + (i + 1)).toList(),
        blocks(columns(target, Arrays.stream(order).skip(apart).mapToObj(training::get).toList())),
        blocks(columns(target, Arrays.stream(order).limit(apart).mapToObj(training::get).toList())),
        blocks(columns(target, part(rows, about, "test_rows"))));
  }

  private static String field(String about, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(about);
    if (!matcher.find()) {
      throw new IllegalArgumentException("the description of a set has no " + pattern);
    }
    return matcher.group(1);
  }

  private static List<double[]> part(List<double[]> rows, String about, String name) {
    String inner = field(about, "\"" + name + "\"\\s*:\\s*\\{([^}]*)\\}");
    int start = Integer.parseInt(field(inner, "\"start\"\\s*:\\s*(\\d+)"));
    int end = Integer.parseInt(field(inner, "\"end\"\\s*:\\s*(\\d+)"));
    return rows.subList(start, Math.min(end, rows.size()));
  }

  private static double[][] columns(int target, List<double[]> rows) {
    int width = rows.get(0).length;
    double[][] columns = new double[width][rows.size()];
    for (int r = 0; r < rows.size(); r++) {
      int next = 0;
      for (int c = 0; c < width; c++) {
        columns[c == target ? width - 1 : next++][r] = rows.get(r)[c];
      }
    }
    return columns;
  }

  /** {@return columns as blocks of rows} */
  private static RowBlocks blocks(double[][] columns) {
    List<String> names = IntStream.range(0, columns.length).mapToObj(i -> "x" + (i + 1)).toList();
    return new RowBlocks(
        new Dataset(names, columns),
        names.subList(0, columns.length - 1),
        names.get(columns.length - 1));
  }

  /** {@return the variance of values} */
  static double variance(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
  }

  /** Writes the columns of the inputs and, last, of the target, one after the other. */
  static void write(RowBlocks rows, Path file) throws IOException {
    write(Arrays.copyOf(rows.allColumns(), rows.inputs() + 1), file);
  }

  /** Writes columns, one after the other. */
  static void write(double[][] columns, Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (double[] column : columns) {
        for (double v : column) {
          out.writeDouble(v);
        }
      }
    }
  }

  /** {@return what was written} */
  static RowBlocks readRows(Path file, int columns, int rows) throws IOException {
    double[][] all = new double[columns][rows];
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (double[] column : all) {
        for (int r = 0; r < rows; r++) {
          column[r] = in.readDouble();
        }
      }
    }
    return blocks(all);
  }
}
