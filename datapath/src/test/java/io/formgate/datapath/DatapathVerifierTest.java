package io.formgate.datapath;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatapathVerifierTest {
  private static final String INPUTS =
      """
      datapath circuit
      table t ufixed<2,2> ufixed<3,3> 0 1 4 7
      a = input : fixed<8,4> in -128 .. 127
      b = input : ufixed<4,4> in 0 .. 15
      c = input : ufixed<1,1> in 0 .. 1
      i = input : ufixed<2,2> in 0 .. 3
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a = add b b : ufixed<5,5> in 0 .. 30                  | names are unique
          x = add b b : ufixed<5,5> in 30 .. 0                  | the range is not empty
          x = add b b : ufixed<4,4> in 0 .. 30                  | the format holds the range
          x = add b b : ufixed<5,5> in 0 .. 29                  | the range holds every possible result
          x = add a b : fixed<9,5> in -128 .. 142               | operands and result have the same fraction bits
          x = minimum a b : fixed<9,5> in -128 .. 142           | operands and result have the same fraction bits
          x = negate a : fixed<9,6> in -127 .. 128              | operands and result have the same fraction bits
          x = saturate a : fixed<8,5> in -128 .. 127            | operands and result have the same fraction bits
          x = multiply a b : fixed<12,9> in -1920 .. 1905       | a product has the fraction bits of both operands
          x = select b i i : ufixed<2,2> in 0 .. 3              | a condition is one bit
          x = align a : fixed<8,4> in -128 .. 127               | align adds fraction bits
          x = align c : ufixed<62,-1> in 0 .. 1                 | align adds no more bits than a value has
          x = round floor a : fixed<8,4> in -128 .. 127         | round drops fraction bits
          x = round floor a : fixed<1,70> in -1 .. 0            | round drops no more bits than a value has
          x = lookup t b : ufixed<3,3> in 0 .. 7                | the index has the table's format
          x = lookup t i : ufixed<4,4> in 0 .. 7                | the value has the table's format
          x = bits 5 a : ufixed<4,4> in 0 .. 15                 | bits are taken from within the operand
          x = bits 0 a : fixed<4,4> in -8 .. 7                  | bits are taken from within the operand
          x = concat b i : ufixed<7,7> in 0 .. 63               | concatenation joins unsigned operands
          x = concat a i : ufixed<10,10> in 0 .. 1023           | concatenation joins unsigned operands
          x = reinterpret a : ufixed<9,9> in 0 .. 511           | reinterpret keeps the width
          x = add b b : ufixed<5,5> in 0 .. 30                  | an output needs every node but the inputs
          """)
  void everyBrokenRuleIsNamed(String line, String rule) {
    Datapath datapath = DatapathText.parse(INPUTS + line + "\noutput y = i\n");
    assertThatThrownBy(datapath::verify)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("node " + line.substring(0, 1) + " ")
        .hasMessageContaining("broken rule: " + rule);
  }

  @Test
  void portsAndTablesAreChecked() {
    assertThatThrownBy(() -> DatapathText.parse(INPUTS).verify())
        .hasMessageContaining("a datapath has an output");
    assertThatThrownBy(() -> DatapathText.parse(INPUTS + "output y = a\noutput y = b\n").verify())
        .hasMessageContaining("output y: broken rule: ports are unique");
    assertThatThrownBy(() -> DatapathText.parse(INPUTS + "output b = a\n").verify())
        .hasMessageContaining("output b: broken rule: ports are unique");
    String twice = INPUTS.replace("a = input", "table t ufixed<1,1> ufixed<1,1> 0 1\na = input");
    assertThatThrownBy(() -> DatapathText.parse(twice + "output y = a\n").verify())
        .hasMessageContaining("table t: broken rule: table names are unique");
    Datapath good = DatapathText.parse(INPUTS + "output y = a\n").verify();
    assertThatThrownBy(() ->
            new Datapath(
                    good.name(), good.tables(), good.nodes(), List.of(new Datapath.Output("y", 9)))
                .verify())
        .hasMessageContaining("output y: broken rule: it carries a node");
    Node early = new Node("e", new Operation.Negate(7), good.node(0).format(), 0, 0);
    assertThatThrownBy(
            () -> new Datapath("d", good.tables(), List.of(early), good.outputs()).verify())
        .hasMessageContaining("operands come before their users");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x = add a             : fixed<8,4> in 0 .. 1   | 2 words after add
          x = negate a b        : fixed<8,4> in 0 .. 1   | 1 words after negate
          x = negate z          : fixed<8,4> in 0 .. 1   | no z before this line
          x = lookup u i        : fixed<8,4> in 0 .. 1   | no u before this line
          x = negate a          : fixed<8;4> in 0 .. 1   | no format fixed<8;4>
          x = negate a          : fixed<8,4> in 0 .. q   | "q"
          x = negate a          : fixed<8,4> from 0 to 1 | NAME = OPERATION : FORMAT in LO .. HI
          x = negate a                                   | NAME = OPERATION : FORMAT in LO .. HI
          x = frobnicate a b    : fixed<8,4> in 0 .. 1   | no operation frobnicate
          x = round upward a    : fixed<8,4> in 0 .. 1   | UPWARD
          output y              : a                      | output NAME = NODE
          table u ufixed<1,1>                            | a name, two formats and entries
          table u ufixed<1,1> ufixed<1,1> 0              | 1 entries for an index of 1 bits
          table u ufixed<1,1> ufixed<1,1> 0 2            | 2 does not fit
          datapath                                       | a name
          """)
  void aMalformedLineIsNamed(String line, String message) {
    assertThatThrownBy(() -> DatapathText.parse(INPUTS + line + "\noutput y = i\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("datapath text, line 7 (" + line.strip())
        .hasMessageContaining(message);
  }
}
