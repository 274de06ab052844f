package io.formgate.search;

/** The ways to vary one candidate. */
public enum Mutation {
  /** Multiplies a constant by a random factor near 1, seldom changing its sign. */
  CONSTANT,
  /** Replaces an operator by another one of the same arity. */
  OPERATOR,
  /** Replaces a variable by another one. */
  FEATURE,
  /** Exchanges the arguments of an operator. */
  SWAP_OPERANDS,
  /** Makes an operator's child its parent. */
  ROTATE,
  /** Grows a leaf into an operator, or puts an operator on top. */
  ADD,
  /** Makes a subtree one argument of a new operator, or adds under a function and its inverse. */
  INSERT,
  /** Replaces an operator by one of its arguments. */
  DELETE,
  /** Replaces a subtree by a copy of another subtree of the same candidate. */
  COPY,
  /** Replaces a subtree by a random one of no more than a few nodes. */
  REPLACE,
  /** Joins to a subtree the building block that explains most of the residual. */
  GRAFT,
  /** Folds constants and neutral elements. */
  SIMPLIFY,
  /** Starts afresh with a random candidate. */
  RANDOMISE,
  /** Fits the constants. */
  OPTIMISE,
  /** Leaves the candidate as it is, but young: the oldest are replaced. */
  NOTHING
}
