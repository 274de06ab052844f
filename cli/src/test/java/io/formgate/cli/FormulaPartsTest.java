package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.SourceText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which part of a formula a node of its circuit is for. */
class FormulaPartsTest {
  private static final long SEED = 1;

  /** {@return the nodes of a circuit that are no literals, each with the part it is for} */
  private static List<String> links(String text) {
    Spec spec = SpecParser.parse(new SourceText("product.fg", SmallSpec.SPEC), Path.of("folder"));
    Expr formula = FormulaParser.parse(new SourceText("<formula>", text));
    QuantizerRequest request = SpecPorts.request(spec, "product", spec.outputs(), List.of(formula));
    CompiledCircuit circuit =
        CompiledCircuit.compile(request, SharedProducts.device(spec), SpecPorts.schedule(spec));
    Map<String, Expr> outputs = Map.of("y", formula);
    FormulaParts parts = new FormulaParts(outputs.values());
    List<FormulaParts.Link> links = parts.links(circuit, outputs, SEED);
    Datapath datapath = circuit.pipeline().datapath();
    List<String> texts = parts.texts();
    List<String> found = new ArrayList<>();
    for (int n = 0; n < links.size(); n++) {
      Node node = datapath.node(n);
      if (!(node.operation() instanceof Operation.Literal)) {
        FormulaParts.Link link = links.get(n);
        found.add(
            node.operation().keyword()
                + (link.isStep() ? " -> " : " = ")
                + (link.part() < 0 ? "none" : texts.get(link.part())));
      }
    }
    return found;
  }

  @Test
  void operationsComputeTheirParts() {
    assertThat(links("a*b + 1.5"))
        .contains("input = a", "input = b", "multiply = a*b", "add = a*b + 1.5")
        .noneMatch(l -> l.endsWith("none"));
  }

  /** The product of three is built in another order than it is written, or as it is. */
  @Test
  void whatTheFormulaDoesNotWriteIsAStep() {
    List<String> links = links("a*(b*a) + sin(a - b)");
    assertThat(links)
        .contains("subtract = a - b", "lookup = sin(a - b)", "add = a*(b*a) + sin(a - b)")
        .anyMatch(l -> l.endsWith(" = a*(b*a)"))
        .noneMatch(l -> l.endsWith("none"));
    assertThat(links).anyMatch(l -> l.contains(" -> "));
  }

  /** Where a part has the value of another, the operation that computes it is not its operand. */
  @Test
  void partsOfOneValueAreToldApart() {
    assertThat(links("sqrt(a*a)*b"))
        .contains("input = a")
        .noneMatch(l -> l.startsWith("lookup = a"));
  }

  @Test
  void formulasOfAnyLengthAreNoMistake() {
    String text = "a" + " + a*b".repeat(400);
    Expr formula = FormulaParser.parse(new SourceText("<formula>", text));
    assertThat(new FormulaParts(List.of(formula)).texts()).isEmpty();
    assertThat(new FormulaParts(List.of(formula)).number(Expr.variable("a"))).isEqualTo(-1);
  }
}
