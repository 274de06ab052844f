package io.formgate.search;

import java.util.random.RandomGenerator;

/**
 * A stream of random numbers that is a hash of a key and a counter.
 *
 * <p>A split stream depends on the key and the path of numbers that names it, never on how much of
 * this stream has been used, so that work can be done in any order. The hash is the finaliser of
 * SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
 */
public final class RandomSource implements RandomGenerator {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final long SPLIT_SALT = 0x5851F42D4C957F2DL;

  private final long key;
  private long counter;

  /**
   * Makes the root stream of a seed.
   *
   * @param seed any number
   */
  public RandomSource(long seed) {
    key = mix(seed + GOLDEN_GAMMA);
  }

  private RandomSource(long parentKey, long[] path) {
    long k = parentKey ^ SPLIT_SALT;
    for (long step : path) {
      k = mix(k + GOLDEN_GAMMA) ^ mix(step ^ SPLIT_SALT);
    }
    key = mix(k + GOLDEN_GAMMA);
  }

  /**
   * {@return an independent stream named by a path}
   *
   * @param path such as purpose, island and epoch
   */
  public RandomSource split(long... path) {
    return new RandomSource(key, path);
  }

  @Override
  public long nextLong() {
    return mix(key + GOLDEN_GAMMA * ++counter);
  }

  /**
   * {@return a number of the standard normal distribution}
   *
   * <p>Marsaglia's polar method (Marsaglia, Bray, SIAM Review 1964). It is written out because the
   * default of the interface uses {@link Math#exp}, whose last bit may differ between machines.
   */
  @Override
  public double nextGaussian() {
    while (true) {
      double u = 2 * nextDouble() - 1;
      double v = 2 * nextDouble() - 1;
      double s = u * u + v * v;
      if (s > 0 && s < 1) {
        return u * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
      }
    }
  }

  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
