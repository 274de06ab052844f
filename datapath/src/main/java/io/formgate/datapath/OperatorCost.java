package io.formgate.datapath;

/** Area and delay of a node on some device; device models implement it. */
@FunctionalInterface
public interface OperatorCost {

  /**
   * {@return the cost of a node}
   *
   * @param datapath the datapath
   * @param node index of the node
   */
  OperationCost of(Datapath datapath, int node);
}
