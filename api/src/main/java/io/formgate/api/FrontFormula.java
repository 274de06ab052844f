package io.formgate.api;

import io.formgate.cli.SearchedFormula;
import io.formgate.datapath.Area;
import io.formgate.expression.Expr;
import java.nio.file.Path;

/** A formula of a front with its circuit. */
public final class FrontFormula {
  private final SearchedFormula searched;

  FrontFormula(SearchedFormula searched) {
    this.searched = searched;
  }

  /** {@return the formula; its variables are the inputs} */
  public Expr formula() {
    return searched.formula();
  }

  /**
   * {@return the mean loss of the formula on the rows to fit, as the spec's {@code loss} counts}
   */
  public double loss() {
    return searched.loss();
  }

  /** {@return clock cycles from inputs to outputs} */
  public int latencyCycles() {
    return searched.latencyCycles();
  }

  /** {@return the resources of the circuit} */
  public Area area() {
    return searched.area();
  }

  /**
   * {@return what the circuit computes, bit for bit}
   *
   * @param rows values of the inputs, in the order of the spec: {@code rows[row][input]}; each is
   *     rounded to the format of its port
   */
  public double[] predict(double[][] rows) {
    return searched.predict(rows);
  }

  /**
   * {@return what the real-valued formula is; NaN where it has no value}
   *
   * @param rows values of the inputs: {@code rows[row][input]}
   */
  public double[] predictReal(double[][] rows) {
    return searched.predictReal(rows);
  }

  /**
   * Writes the circuit with all its files, and verifies it in Verilator, which has to be on the
   * path.
   *
   * @param target folder that does not exist yet, is empty, or holds a former circuit of this spec
   * @return what was written and shown
   */
  public CompiledCandidate compile(Path target) {
    SearchedFormula.Emitted emitted = searched.emit(target);
    return new CompiledCandidate(emitted.folder(), emitted.isVerified(), emitted.vectors());
  }
}
