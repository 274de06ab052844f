package io.formgate.benchmarks;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Quantizer;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.datapath.QuantizerStyle;
import io.formgate.datapath.Target;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A circuit of about 2,000 nodes: formulas of six inputs with roots, quotients, tables, products
 * and choices, each several times with other constants.
 */
final class WideCircuit {
  private static final int OUTPUTS = 23;

  private static final List<String> FORMULAS =
      List.of(
          "sqrt(square(%1$s*x2) + square(x3 + %2$s*x4) + 1)",
          "exp(-square(%1$s*x2 - %2$s*x5))*(sin(x4 - %1$s*x3) + %2$s*square(x3))",
          "(%1$s*x2 - %2$s*x5)/(square(x4) + %1$s + 1)",
          "abs(%1$s*x2 - x5)*max(x3*x4 + %2$s, %1$s*x0) + min(square(x1), %2$s*x5)");

  private WideCircuit() {}

  private static FixedFormat format(String text) {
    return FixedFormat.parse(text).orElseThrow();
  }

  static Datapath datapath(Target target) {
    List<QuantizerRequest.InputPort> inputs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      inputs.add(
          new QuantizerRequest.InputPort("x" + i, format("fixed<12,3>"), new Interval(-2.5, 2.5)));
    }
    List<QuantizerRequest.OutputPort> outputs = new ArrayList<>();
    for (int i = 0; i < OUTPUTS; i++) {
      String formula =
          FORMULAS
              .get(i % FORMULAS.size())
              .formatted(constant(0.37 + 0.021 * i), constant(1.21 + 0.014 * i));
      outputs.add(
          new QuantizerRequest.OutputPort(
              "y" + i,
              FormulaParser.parse(new SourceText("<formula>", formula)),
              format("fixed<24,12>"),
              true,
              new Tolerance(0.01, 0.25)));
    }
    return Quantizer.of(new QuantizerRequest("wide", inputs, outputs), QuantizerStyle.PLAIN)
        .circuit(target)
        .datapath();
  }

  private static String constant(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
