package io.formgate.hwcost;

import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Expr;
import io.formgate.expression.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Formulas that are equal to others over the reals and look cheaper on a device, found by equality
 * saturation. Which of them is built is decided by their circuits.
 */
final class Rewriting {
  /** Nodes of formulas that are looked at; what is equal to longer ones is too much to look at. */
  private static final int MAX_FORMULA_NODES = 400;

  /** How much more than area delay counts, for each way to write the formulas. */
  private static final List<Double> DELAY_WEIGHTS = List.of(0.0, 1.0);

  private Rewriting() {}

  /**
   * {@return the same request with other formulas, those that are cheaper and these with
   * {@linkplain ExpandedAngles angles expanded}; none if there are no others}
   *
   * @param request formulas
   * @param device costs
   */
  static List<QuantizerRequest> of(QuantizerRequest request, DeviceModel device) {
    List<Expr> formulas =
        request.outputs().stream().map(QuantizerRequest.OutputPort::formula).toList();
    if (formulas.stream().mapToInt(Expr::size).sum() > MAX_FORMULA_NODES) {
      return List.of();
    }
    Map<String, Interval> ranges = new LinkedHashMap<>();
    request.inputs().forEach(i -> ranges.put(i.name(), i.range()));
    EGraph graph = new EGraph(ranges);
    List<Integer> roots = formulas.stream().map(graph::add).toList();
    EqualitySaturation.run(graph, RewriteRules.all());
    RewritePrices prices = RewritePrices.of(device);
    Set<List<Expr>> found = new LinkedHashSet<>();
    for (double weight : DELAY_WEIGHTS) {
      Extraction.of(graph, roots, prices, weight).ifPresent(found::add);
    }
    found.remove(formulas);
    List<Expr> first = found.isEmpty() ? formulas : found.iterator().next();
    List<Expr> expanded = first.stream().map(ExpandedAngles::of).toList();
    if (!expanded.equals(formulas)) {
      found.add(expanded);
    }
    List<QuantizerRequest> requests = new ArrayList<>();
    for (List<Expr> others : found) {
      List<QuantizerRequest.OutputPort> outputs = new ArrayList<>();
      for (int i = 0; i < others.size(); i++) {
        QuantizerRequest.OutputPort port = request.outputs().get(i);
        outputs.add(
            new QuantizerRequest.OutputPort(
                port.name(), others.get(i), port.format(), port.saturate(), port.tolerance()));
      }
      requests.add(request.withOutputs(outputs));
    }
    return requests;
  }
}
