package io.formgate.cli;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.LearnedFunction;
import io.formgate.expression.ReferenceEvaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which part of the formulas each node of a circuit is for.
 *
 * <p>Rewriting, tables and reordered sums leave no trace from a node back to the formula, so it is
 * told by values: a node computes the part that depends on the same inputs and has the same value
 * on random vectors but for rounding. What computes none is a step towards the part for which its
 * users are.
 */
final class FormulaParts {
  /** Beyond that a typeset formula is not read part by part. */
  private static final int MOST_NODES = 600;

  private static final int VECTORS = 200;

  private static final int DIGITS = 4;

  /** A longer text of a part is cut in its middle. */
  private static final int LONGEST = 120;

  /**
   * Largest root mean square distance of a node from its part, in standard deviations of that.
   * Three bits are a choice and were not measured: less is taken for a part that it merely
   * resembles.
   */
  private static final double FARTHEST = 1.0 / 8;

  /**
   * How much farther than the nearest node another may be, besides the last bits of its own format:
   * the first, coarse summand of an approximation is none that computes the function. Four times,
   * two bits, is a choice and was not measured.
   */
  private static final double AS_NEAR = 4;

  /**
   * What a node is for.
   *
   * @param part number of the part, or -1
   * @param isStep whether it is a step towards it and not its value
   */
  record Link(int part, boolean isStep) {
    private static final Link NONE = new Link(-1, false);
  }

  /** Parts of variables and operators, each once, with those inside of each before it. */
  private final List<Expr> parts = new ArrayList<>();

  private final Map<Expr, Integer> numbers = new HashMap<>();
  private final Map<Expr, Integer> shown = new HashMap<>();
  private final List<BitSet> within = new ArrayList<>();

  /**
   * Numbers the parts of formulas; none where they are too long.
   *
   * @param formulas of a circuit
   */
  FormulaParts(Collection<Expr> formulas) {
    if (formulas.stream().mapToLong(FormulaParts::size).sum() <= MOST_NODES) {
      formulas.forEach(this::add);
    }
  }

  private static List<Expr> inside(Expr e) {
    return LearnedFunction.of(e).map(LearnedFunction::of).orElseGet(e::children);
  }

  private static int size(Expr e) {
    int size = 0;
    List<Expr> open = new ArrayList<>(List.of(e));
    while (!open.isEmpty() && size <= MOST_NODES) {
      open.addAll(inside(open.removeLast()));
      size++;
    }
    return size;
  }

  private BitSet add(Expr e) {
    Integer known = numbers.get(e);
    if (known != null) {
      return within.get(known);
    }
    BitSet all = new BitSet();
    inside(e).forEach(i -> all.or(add(i)));
    if (e instanceof Expr.Variable || !all.isEmpty()) {
      int number = parts.size();
      parts.add(e);
      numbers.put(e, number);
      shown.put(LearnedFunction.named(e), number);
      all.set(number);
      within.add(all);
    }
    return all;
  }

  /**
   * {@return the number of a part, or -1}
   *
   * @param named a part of a formula as {@link LearnedFunction#named} shows it
   */
  int number(Expr named) {
    return shown.getOrDefault(named, -1);
  }

  /** {@return the parts as text, by their numbers} */
  List<String> texts() {
    return parts.stream()
        .map(e -> FormulaPrinter.print(e, DIGITS))
        .map(t ->
            t.length() <= LONGEST
                ? t
                : t.substring(0, LONGEST / 2) + " ... " + t.substring(t.length() - LONGEST / 2))
        .toList();
  }

  /**
   * {@return what each node of a circuit is for}
   *
   * @param circuit of the formulas
   * @param outputs formulas by the names of their outputs
   * @param seed of the random vectors
   */
  List<Link> links(CompiledCircuit circuit, Map<String, Expr> outputs, long seed) {
    Datapath datapath = circuit.pipeline().datapath();
    int nodes = datapath.nodes().size();
    Link[] links = new Link[nodes];
    Arrays.fill(links, Link.NONE);
    if (parts.isEmpty()) {
      return List.of(links);
    }
    List<QuantizerRequest.InputPort> ports = circuit.request().inputs();
    List<long[]> vectors = new ArrayList<>();
    Iterator<long[]> random = ErrorStatistics.random(circuit.request(), VECTORS, seed);
    random.forEachRemaining(vectors::add);
    double[][] wanted = wanted(ports, vectors);
    double[][] values = values(datapath, vectors);
    List<BitSet> inputs = inputs(datapath);
    List<BitSet> wantedInputs = parts.stream().map(p -> inputs(p, ports)).toList();
    double[][] rms = new double[nodes][parts.size()];
    double[][] worst = new double[nodes][parts.size()];
    double[] nearest = new double[parts.size()];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    for (int p = 0; p < parts.size(); p++) {
      double spread = spread(wanted[p]);
      for (int n = 0; n < nodes; n++) {
        rms[n][p] = Double.POSITIVE_INFINITY;
        if (inputs.get(n).equals(wantedInputs.get(p)) && spread > 0) {
          Distance d = Distance.of(values[n], wanted[p]);
          if (d.rms <= FARTHEST * spread) {
            rms[n][p] = d.rms;
            worst[n][p] = d.worst;
            nearest[p] = Math.min(nearest[p], d.worst);
          }
        }
      }
    }
    for (int n = 0; n < nodes; n++) {
      int part = chosen(rms[n], datapath.node(n), links);
      double lsb = datapath.node(n).format().lsb();
      if (part >= 0 && worst[n][part] <= AS_NEAR * nearest[part] + 2 * lsb) {
        links[n] = new Link(part, false);
      }
    }
    for (Datapath.Output output : datapath.outputs()) {
      Expr formula = outputs.get(output.name());
      Integer whole = formula == null ? null : numbers.get(formula);
      if (whole != null) {
        links[output.node()] = new Link(whole, false);
      }
    }
    addSteps(datapath, links);
    return List.of(links);
  }

  /**
   * Of parts of the same value it is the smallest that holds all that its operands compute, and
   * none of those unless it only moves its operand into another format.
   */
  private int chosen(double[] rms, Node node, Link[] links) {
    double least = Arrays.stream(rms).min().orElse(Double.POSITIVE_INFINITY);
    if (Double.isInfinite(least)) {
      return -1;
    }
    BitSet needed = new BitSet();
    for (int operand : node.operation().operands()) {
      if (links[operand].part >= 0) {
        needed.set(links[operand].part);
      }
    }
    int chosen = -1;
    int best = -1;
    for (int p = 0; p < rms.length; p++) {
      // Equal over the reals, they differ by the rounding of the reference.
      if (rms[p] <= least * (1 + 1e-6) + 1e-12) {
        BitSet missing = (BitSet) needed.clone();
        missing.andNot(within.get(p));
        boolean isNew = isMove(node.operation()) || !needed.get(p);
        int rank = missing.isEmpty() ? (isNew ? 2 : 1) : 0;
        if (rank > best) {
          best = rank;
          chosen = p;
        }
      }
    }
    return chosen;
  }

  private static boolean isMove(Operation operation) {
    return switch (operation) {
      case Operation.Align _,
          Operation.Round _,
          Operation.Saturate _,
          Operation.Bits _,
          Operation.Reinterpret _ ->
          true;
      case Operation.Input _,
          Operation.Literal _,
          Operation.Add _,
          Operation.Subtract _,
          Operation.Multiply _,
          Operation.Negate _,
          Operation.Absolute _,
          Operation.Minimum _,
          Operation.Maximum _,
          Operation.Select _,
          Operation.Lookup _,
          Operation.Concat _,
          Operation.Any _ ->
          false;
    };
  }

  private void addSteps(Datapath datapath, Link[] links) {
    List<BitSet> users = new ArrayList<>();
    for (Link _ : links) {
      users.add(new BitSet());
    }
    for (int n = links.length - 1; n >= 0; n--) {
      boolean isValue = !(datapath.node(n).operation() instanceof Operation.Literal);
      if (links[n].part < 0 && isValue && !users.get(n).isEmpty()) {
        links[n] = new Link(holding(users.get(n)), true);
      }
      if (links[n].part >= 0) {
        for (int operand : datapath.node(n).operation().operands()) {
          users.get(operand).set(links[n].part);
        }
      }
    }
  }

  /** {@return the smallest part that holds all of these; the first of them if none does} */
  private int holding(BitSet some) {
    for (int p = 0; p < parts.size(); p++) {
      BitSet missing = (BitSet) some.clone();
      missing.andNot(within.get(p));
      if (missing.isEmpty()) {
        return p;
      }
    }
    return some.nextSetBit(0);
  }

  private double[][] wanted(List<QuantizerRequest.InputPort> ports, List<long[]> vectors) {
    double[][] wanted = new double[parts.size()][vectors.size()];
    for (int v = 0; v < vectors.size(); v++) {
      Map<String, Double> row = new LinkedHashMap<>();
      for (int i = 0; i < ports.size(); i++) {
        row.put(ports.get(i).name(), ports.get(i).format().toReal(vectors.get(v)[i]));
      }
      for (int p = 0; p < parts.size(); p++) {
        wanted[p][v] = value(parts.get(p), row, wanted, v);
      }
    }
    return wanted;
  }

  /** The values of the parts inside are known. */
  private double value(Expr e, Map<String, Double> row, double[][] wanted, int v) {
    if (!(e instanceof Expr.Apply apply) || LearnedFunction.of(e).isPresent()) {
      return ReferenceEvaluator.evaluate(e, row);
    }
    double[] arguments =
        apply.arguments().stream()
            .mapToDouble(a -> {
              Integer number = numbers.get(a);
              return number == null ? ReferenceEvaluator.evaluate(a, row) : wanted[number][v];
            })
            .toArray();
    return apply.operator().evaluate(arguments);
  }

  private static double[][] values(Datapath datapath, List<long[]> vectors) {
    DatapathInterpreter model = new DatapathInterpreter(datapath);
    double[][] values = new double[datapath.nodes().size()][vectors.size()];
    for (int v = 0; v < vectors.size(); v++) {
      long[] raw = model.evaluateNodes(vectors.get(v));
      for (int n = 0; n < raw.length; n++) {
        values[n][v] = datapath.node(n).format().toReal(raw[n]);
      }
    }
    return values;
  }

  /** {@return for each node, the inputs that it depends on} */
  private static List<BitSet> inputs(Datapath datapath) {
    List<BitSet> all = new ArrayList<>();
    List<Integer> ports = datapath.inputs();
    for (int n = 0; n < datapath.nodes().size(); n++) {
      BitSet own = new BitSet();
      int port = ports.indexOf(n);
      if (port >= 0) {
        own.set(port);
      }
      datapath.node(n).operation().operands().forEach(o -> own.or(all.get(o)));
      all.add(own);
    }
    return all;
  }

  private static BitSet inputs(Expr part, List<QuantizerRequest.InputPort> ports) {
    BitSet own = new BitSet();
    for (int i = 0; i < ports.size(); i++) {
      own.set(i, part.variables().contains(ports.get(i).name()));
    }
    return own;
  }

  private static double spread(double[] values) {
    double[] defined = Arrays.stream(values).filter(Double::isFinite).toArray();
    double mean = Arrays.stream(defined).average().orElse(0);
    return Math.sqrt(Arrays.stream(defined).map(x -> (x - mean) * (x - mean)).average().orElse(0));
  }

  /** How far apart values are where both are defined. */
  private record Distance(double rms, double worst) {
    static Distance of(double[] values, double[] wanted) {
      double squares = 0;
      double worst = 0;
      int n = 0;
      for (int i = 0; i < values.length; i++) {
        if (Double.isFinite(wanted[i])) {
          double distance = Math.abs(values[i] - wanted[i]);
          worst = Math.max(worst, distance);
          squares += distance * distance;
          n++;
        }
      }
      return n == 0
          ? new Distance(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY)
          : new Distance(Math.sqrt(squares / n), worst);
    }
  }
}
