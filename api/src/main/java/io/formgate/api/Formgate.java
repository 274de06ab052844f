package io.formgate.api;

import io.formgate.cli.SearchedFormula;
import io.formgate.constraints.Spec;
import io.formgate.expression.Dataset;
import io.formgate.expression.DiagnosticException;

/**
 * From a spec and data to a front of formulas whose circuits are known.
 *
 * {@snippet :
 * Spec spec = SpecParser.parse(SourceText.read(file), folder);
 * Front front = Formgate.search(spec, dataset);
 * double[] predicted = front.get(0).predict(rows);
 * CompiledCandidate circuit = front.get(0).compile(Path.of("out"));
 * }
 */
public final class Formgate {
  private Formgate() {}

  /**
   * {@return the front of a spec with one output, by rising cycles, on all processors} The same
   * spec and data give the same front on any number of threads.
   *
   * @param spec the spec; the file that its {@code data} names is not read
   * @param dataset a column for every input and the output, named as the spec names them, whatever
   *     its {@code from} says, in the units of the spec; every row is taken, so that {@code where}
   *     and {@code missing} are the caller's
   * @throws DiagnosticException if the spec has several outputs, a column is missing, or no formula
   *     can be built
   */
  public static Front search(Spec spec, Dataset dataset) {
    return search(spec, dataset, Runtime.getRuntime().availableProcessors());
  }

  /**
   * {@return the front of a spec with one output, by rising cycles}
   *
   * @param spec the spec
   * @param dataset as above
   * @param threads at least 1; never changes the result
   * @throws DiagnosticException as above
   */
  public static Front search(Spec spec, Dataset dataset, int threads) {
    return new Front(
        SearchedFormula.search(spec, dataset, threads).stream().map(FrontFormula::new).toList());
  }
}
