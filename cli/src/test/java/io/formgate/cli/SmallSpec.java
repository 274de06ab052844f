package io.formgate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/** A small data set, the product of two columns and a bit, and a spec for it. */
final class SmallSpec {
  static final String SPEC =
      """
      data "product.csv"
      input a : 1 as ufixed<8,3> in [0, 7.9]
      input b : 1 as fixed<8,3> in [-3.95, 3.95]
      output y : 1 as fixed<12,7> saturate tolerance 0.5
      operators + - *
      hardware xcvu9p-2 clock 5 ns
      search iterations 2, seed 1, populations 2, population 30
      """;

  private SmallSpec() {}

  /** {@return the text of the data file} */
  static String csv() {
    StringBuilder csv = new StringBuilder("a,b,y\n");
    SplittableRandom random = new SplittableRandom(1);
    for (int row = 0; row < 60; row++) {
      double a = random.nextDouble(0, 7.9);
      double b = random.nextDouble(-3.95, 3.95);
      csv.append(String.format(Locale.ROOT, "%.4f,%.4f,%.4f%n", a, b, a * b + 1.5));
    }
    return csv.toString();
  }

  /** {@return the spec file, with the data file beside it} */
  static Path write(Path folder) throws IOException {
    return write(folder, SPEC, csv());
  }

  /** {@return the file of a spec, with a data file beside it} */
  static Path write(Path folder, String spec, String csv) throws IOException {
    Files.writeString(folder.resolve("product.csv"), csv);
    return Files.writeString(folder.resolve("product.fg"), spec);
  }
}
