package io.formgate.search;

/**
 * When islands start anew. Members of all islands become alike in time, and what they lack is then
 * seldom found; an island that begins from nothing, and stays alone at first, finds something else.
 *
 * @param everyEpochs epochs between two starts of an island; 0 for none
 * @param aloneEpochs epochs after a start in which no one migrates to it
 */
public record Restarts(int everyEpochs, int aloneEpochs) {
  /**
   * Chosen by trial on three laws of two variables, 20 seeds each, among 20 and 8, 20 and 1, 40 and
   * 20, and none.
   */
  public static final Restarts DEFAULT = new Restarts(20, 8);

  /** No island starts anew. */
  public static final Restarts NONE = new Restarts(0, 0);

  /** Checks the ranges. */
  public Restarts {
    if (everyEpochs < 0 || aloneEpochs < 0) {
      throw new IllegalArgumentException("epochs are counted from 0");
    }
  }

  /**
   * {@return the epochs since an island started anew, very many if it has not yet; the islands take
   * turns}
   *
   * @param island index of the island
   * @param islands their number
   * @param epoch epochs done
   */
  int age(int island, int islands, int epoch) {
    if (everyEpochs == 0) {
      return Integer.MAX_VALUE;
    }
    long since = epoch + (long) island * everyEpochs / islands;
    return since < everyEpochs ? Integer.MAX_VALUE : (int) (since % everyEpochs);
  }
}
