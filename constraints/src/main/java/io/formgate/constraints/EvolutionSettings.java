package io.formgate.constraints;

import java.util.Map;

/**
 * Settings of the evolution that a spec changes; the others have the engine's defaults.
 *
 * @param values by name of the setting, such as {@code crossover}; inside the setting's range
 */
public record EvolutionSettings(Map<Setting, Double> values) {
  /** The engine's defaults. */
  public static final EvolutionSettings DEFAULTS = new EvolutionSettings(Map.of());

  /** Copies the values. */
  public EvolutionSettings {
    values = Map.copyOf(values);
  }

  /** What can be set. Ranges and defaults stand in {@code docs/spec-language.md}. */
  public enum Setting {
    /** Weight of the change of a constant. */
    CONSTANT("constant", 0, 1e6),
    /** Weight of the change of an operator. */
    OPERATOR("operator", 0, 1e6),
    /** Weight of the change of a variable. */
    FEATURE("feature", 0, 1e6),
    /** Weight of the exchange of two arguments. */
    SWAP("swap", 0, 1e6),
    /** Weight of the rotation of a subtree. */
    ROTATE("rotate", 0, 1e6),
    /** Weight of an operator added at a leaf. */
    ADD("add", 0, 1e6),
    /** Weight of an operator inserted above a subtree. */
    INSERT("insert", 0, 1e6),
    /** Weight of the removal of an operator. */
    DELETE("delete", 0, 1e6),
    /** Weight of a copy of a subtree in another place. */
    COPY("copy", 0, 1e6),
    /** Weight of a subtree replaced by a random one. */
    REPLACE("replace", 0, 1e6),
    /** Weight of a subtree replaced by one that fits what is missing. */
    GRAFT("graft", 0, 1e6),
    /** Weight of a fit of the constants. */
    OPTIMIZE("optimize", 0, 1e6),
    /** Weight of simplification. */
    SIMPLIFY("simplify", 0, 1e6),
    /** Weight of a wholly new tree. */
    RANDOMIZE("randomize", 0, 1e6),
    /** Weight of leaving a candidate as it is. */
    NOTHING("nothing", 0, 1e6),
    /** Share of candidates that have two parents. */
    CROSSOVER("crossover", 0, 1),
    /** How far the weights follow what succeeds. */
    ADAPTIVE("adaptive", 0, 1);

    /** {@return whether it is the weight of a kind that changes something} */
    boolean isWeight() {
      return this != CROSSOVER && this != ADAPTIVE && this != NOTHING;
    }

    private final String symbol;
    private final double lowest;
    private final double highest;

    Setting(String symbol, double lowest, double highest) {
      this.symbol = symbol;
      this.lowest = lowest;
      this.highest = highest;
    }

    /** {@return the name that a spec uses} */
    public String symbol() {
      return symbol;
    }

    /** {@return the least value} */
    public double lowest() {
      return lowest;
    }

    /** {@return the largest value} */
    public double highest() {
      return highest;
    }
  }
}
