package io.formgate.datapath;

/** How the index of the largest score is found; circuits of several are compared. */
public enum ArgmaxForm {
  /** Two by two: the larger score goes on with its index, as in a knockout. */
  TREE,
  /**
   * Every two scores are compared at the same time, and the index follows from these bits. Of more
   * than {@value HeadLowering#MOST_PAIRED} scores, whose pairs are too many, it is a tree all the
   * same.
   */
  PAIRS
}
