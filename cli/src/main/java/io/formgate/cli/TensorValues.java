package io.formgate.cli;

import io.formgate.distill.OnnxTeacher;
import io.formgate.expression.Dataset;
import io.formgate.expression.DatasetReader;
import io.formgate.expression.RowSelection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a tensor of a network is on rows of its inputs, as a table that other commands read. */
final class TensorValues {
  private TensorValues() {}

  /**
   * Writes a CSV file: the columns that the network takes, then one for each component of the
   * tensor, named after it.
   *
   * @param request network, rows and tensor
   * @param file to write
   * @return a line that says what was written
   */
  static String write(TeacherSpec.Request request, Path file) {
    OnnxTeacher network = TeacherSpec.network(request);
    List<String> names = TeacherSpec.columnNames(request, network);
    Dataset rows =
        DatasetReader.read(
                request.inputs(),
                TeacherSpec.option("--inputs", request.inputs().toString()),
                names.stream()
                    .map(n ->
                        new DatasetReader.Wanted(n, TeacherSpec.option("--columns", n), List.of()))
                    .toList(),
                RowSelection.ALL)
            .data();
    double[][] columns = names.stream().map(rows::column).toArray(double[][]::new);
    double[][] values = network.run(names, columns);
    List<String> all = new ArrayList<>(names);
    all.addAll(components(request.tensor().orElse("y"), values[0].length, names));
    StringBuilder out = new StringBuilder(String.join(",", all)).append('\n');
    for (int row = 0; row < values.length; row++) {
      int r = row;
      out.append(
          IntStream.range(0, columns.length)
              .mapToObj(i -> Double.toString(columns[i][r]))
              .collect(Collectors.joining(",")));
      for (double v : values[row]) {
        out.append(',').append(v);
      }
      out.append('\n');
    }
    RunFolder.write(file, out.toString());
    return file
        + ": "
        + Numbers.count(values.length)
        + " rows of "
        + names.size()
        + " inputs and "
        + String.join(", ", all.subList(names.size(), Math.min(all.size(), names.size() + 3)))
        + (values[0].length > 3 ? ", ... (" + values[0].length + ")" : "");
  }

  /** Names of ports, though tensors may be called anything. */
  private static List<String> components(String tensor, int count, List<String> taken) {
    String letters =
        tensor.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^[^A-Za-z]+", "").replaceAll("_$", "");
    String base = letters.isEmpty() ? "y" : letters;
    while (taken.contains(base) || taken.contains(base + "_0")) {
      base += "y";
    }
    String name = base;
    return count == 1
        ? List.of(name)
        : IntStream.range(0, count).mapToObj(i -> name + "_" + i).toList();
  }
}
