package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Columns of any name, under names that a circuit can have. */
class ColumnNamesTest {
  private static final String SPEC =
      """
      data "d.csv"
      input pt1 from "pt 1", plain, E from "E_T [GeV] // 1" : GeV as ufixed<8,4>
      input q from "q""q" as fixed<8,4>
      output m from "m [GeV]" : GeV as ufixed<8,4>
      column w from "event weight", site from "Site #"
      parameter k[site]
      weight w
      where pt1 > 1 and site >= 0
      operators +
      form m = k*f(pt1)
      hardware dev clock 5 ns
      """;

  @Test
  void portsAndOtherColumnsHaveNamesOfTheirOwn() {
    assertThat(SpecTexts.mistakes(SPEC)).isEmpty();
    Spec spec = SpecTexts.parse(SPEC);
    assertThat(spec.inputNames()).containsExactly("pt1", "plain", "E", "q");
    assertThat(spec.inputColumns()).containsExactly("pt 1", "plain", "E_T [GeV] // 1", "q\"q");
    assertThat(spec.columnOf("m")).isEqualTo("m [GeV]");
    assertThat(spec.columnOf("w")).isEqualTo("event weight");
    assertThat(spec.columnOf("site")).isEqualTo("Site #");
    assertThat(spec.columnOf("other")).isEqualTo("other");
  }

  @Test
  void aNameOfASpecHidesAColumnInQuotesToo() {
    String spec =
        SpecTexts.SMALL.replaceFirst("output .*", "classes one, two from \"kind\"")
            + "column kind from \"jet class\", other from \"kind\"\n";
    assertThat(SpecTexts.mistakes(spec)).isEmpty();
    Spec parsed = SpecTexts.parse(spec);
    String classes = parsed.classes().orElseThrow().column().orElseThrow();
    assertThat(parsed.columnOf(classes)).isEqualTo("jet class");
    assertThat(parsed.columnOf("other")).isEqualTo("kind");
  }

  @Test
  void theyArePrintedAsTheyAreRead() {
    Spec spec = SpecTexts.parse(SPEC);
    String printed = SpecPrinter.print(spec);
    assertThat(printed)
        .contains("input pt1 from \"pt 1\" : GeV as ufixed<8,4>")
        .contains("input plain : GeV")
        .contains("input q from \"q\"\"q\" : 1")
        .contains("output m from \"m [GeV]\" : GeV")
        .contains("column w from \"event weight\"\n");
    Spec again = SpecTexts.parse(printed);
    assertThat(again)
        .usingRecursiveComparison()
        .ignoringFieldsOfTypes(SourceSpan.class, SourceText.class)
        .isEqualTo(spec);
    assertThat(SpecPrinter.print(again)).isEqualTo(printed);
  }

  @Test
  void aColumnIsNamedOnceAndByAName() {
    String twice = SpecTexts.with("input", "input a from \"x y\", b from \"x y\" as fixed<8,4>");
    assertThat(SpecTexts.mistakes(twice)).containsExactly("2:28 SPEC_REPEATED \"x y\"");
    assertThat(SpecTexts.diagnostics(twice).getFirst().message())
        .isEqualTo("the column 'x y' is that of 'a' on line 2");
    assertThat(SpecTexts.mistakes(SpecTexts.with("output", "output y from x as fixed<8,4>")))
        .containsExactly("3:15 SPEC_REPEATED x");
    assertThat(
            SpecTexts.mistakes(
                SpecTexts.SMALL + "column k from \"x\"\ncolumn l from q\nweight l\n"))
        .containsExactly("6:15 SPEC_REPEATED \"x\"");
    for (String blank : List.of("\"\"", "\" \"")) {
      assertThat(
              SpecTexts.mistakes(
                  SpecTexts.with("input", "input x from " + blank + " as fixed<8,4>")))
          .containsExactly("2:14 SPEC_NAME " + blank);
    }
    assertThat(SpecTexts.mistakes(SpecTexts.with("input", "input x from as fixed<8,4>")))
        .containsExactly("2:14 SPEC_SYNTAX as");
    assertThat(SpecTexts.mistakes(SpecTexts.SMALL + "column k\n")).hasSize(1);
    assertThat(SpecTexts.mistakes(SpecTexts.SMALL + "column k from kk\nconstrain uses k\n"))
        .containsExactly("7:16 SPEC_REFERENCE k");
  }

  @Test
  void anIllegalNameIsMendedByItsColumn() {
    Diagnostic quoted =
        SpecTexts.diagnostics(SpecTexts.with("input", "input \"pt 1\" as fixed<8,4>")).getFirst();
    assertThat(quoted.render()).contains("FG301", "pt_1 from \"pt 1\"");
    Diagnostic word =
        SpecTexts.diagnostics(SpecTexts.with("input", "input module as fixed<8,4>")).getFirst();
    assertThat(word.render()).contains("FG301", "x_module from module");
  }

  @Test
  void legalNamesResembleOthers() {
    List<List<String>> pairs =
        List.of(
            List.of("pt 1", "pt_1"),
            List.of("jet.pt", "jet_pt"),
            List.of("E_T [GeV]", "E_T"),
            List.of("m (GeV/c^2)", "m"),
            List.of("[GeV]", "GeV"),
            List.of("\u0394\u03C6", "deltaphi"),
            List.of("Gr\u00F6\u00DFe", "Gro_e"),
            List.of("1st", "x_1st"),
            List.of("in", "x_in"),
            List.of("clock", "x_clock"),
            List.of("__", "x"),
            List.of("a".repeat(39) + " b", "a".repeat(39)),
            List.of("\u4E2D", "x"));
    for (List<String> pair : pairs) {
      assertThat(SignalNames.resembling(pair.getFirst())).isEqualTo(pair.getLast());
      assertThat(SignalNames.objection(pair.getLast())).isEmpty();
    }
  }
}
