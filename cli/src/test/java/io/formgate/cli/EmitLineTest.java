package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.constraints.StreamWrapper;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.SourceText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmitLineTest {
  /** {@return the unit of y in the command of a formula of a spec} */
  private static String unitOfY(String a, String y, String more, String formula) {
    Spec spec =
        SpecParser.parse(
            new SourceText(
                "product.fg",
                SmallSpec.SPEC
                        .replace("input a : 1", "input a : " + a)
                        .replace("output y : 1", "output y : " + y)
                    + more),
            Path.of("folder"));
    Expr expr = FormulaParser.parse(new SourceText("<formula>", formula));
    return ReportCandidates.units(
            spec, SpecPorts.request(spec, "product", spec.outputs(), List.of(expr)))
        .of("y");
  }

  @Test
  void unitsAreKeptWhereEmitTakesThem() {
    assertThat(unitOfY("GeV", "GeV", "", "a*b + 1.5")).isEqualTo("GeV");
    assertThat(unitOfY("GeV", "GeV^2", "", "2*a")).isEqualTo("GeV^2");
    assertThat(unitOfY("1", "1", "", "a + b")).isEqualTo("1");
    // Of a search that only pays for what violates the units.
    assertThat(unitOfY("GeV", "GeV", "", "a + b")).isEqualTo("1");
    assertThat(unitOfY("GeV", "m", "", "a + a*b")).isEqualTo("1");
    // No constant can carry GeV here and nothing there.
    assertThat(unitOfY("GeV", "GeV", "", "a + 2*b*a + sin(a)")).isEqualTo("1");
  }

  @Test
  void theLeastAreaIsAskedForAgainWithItsLimit() {
    String least = SmallSpec.SPEC.replace("clock 5 ns", "clock 5 ns, least area, latency <= 3");
    assertThat(commandOf(least)).contains(" --least area --max-latency 3");
    assertThat(commandOf(SmallSpec.SPEC)).doesNotContain("--least").doesNotContain("--max-latency");
  }

  private static String commandOf(String text) {
    Spec spec = SpecParser.parse(new SourceText("product.fg", text), Path.of("folder"));
    Expr formula = FormulaParser.parse(new SourceText("<formula>", "a*b + 1.5"));
    QuantizerRequest request = SpecPorts.request(spec, "product", spec.outputs(), List.of(formula));
    return EmitLine.of(
            CompiledCircuit.compile(request, SharedProducts.device(spec), SpecPorts.schedule(spec)),
            new EmitLine.Around(
                ReportCandidates.units(spec, request), StreamWrapper.NONE, false, Optional.empty()))
        .getFirst();
  }

  /** No option of emit defines a unit. */
  @Test
  void unitsOfTheSpecsOwnAreLeftOut() {
    String own = "define unit Hit = 3 GeV\n";
    assertThat(unitOfY("Hit", "Hit", own, "2*a")).isEqualTo("1");
    assertThat(unitOfY("Hit^2/m", "m", own, "2*a")).isEqualTo("1");
    assertThat(unitOfY("GeV", "GeV", own, "2*a")).isEqualTo("GeV");
  }

  @Test
  void whatWasGivenIsGivenAgainButForThePlaceOfTheRun() {
    assertThat(
            EmitLine.asGiven(
                List.of(
                    "emit",
                    "x*y + it's",
                    "--out",
                    "runs/here",
                    "--tolerance",
                    "0.1 on data",
                    "--data=rows.csv",
                    "--force",
                    "--no-dsp",
                    "--out=there",
                    "--output",
                    "z:fixed<8,4>",
                    "--name",
                    "f")))
        .isEqualTo(
            "./formgate emit 'x*y + it'\\''s' --tolerance '0.1 on data' --data=rows.csv --no-dsp --output 'z:fixed<8,4>' --name f");
  }
}
