package io.formgate.search;

import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/** A search between two epochs: from it the search goes on as if it had never stopped. */
public final class Checkpoint {
  private static final long MAGIC = 0x666f726d67617465L;
  private static final int VERSION = 5;

  private final long fingerprint;
  private final int epoch;
  private final long evaluations;
  private final byte[] state;

  /**
   * Makes a checkpoint.
   *
   * @param fingerprint of the problem
   * @param epoch epochs done
   * @param evaluations candidates evaluated
   * @param state everything else, as the engine writes it
   */
  Checkpoint(long fingerprint, int epoch, long evaluations, byte[] state) {
    this.fingerprint = fingerprint;
    this.epoch = epoch;
    this.evaluations = evaluations;
    this.state = state;
  }

  /** {@return whether it is one of a problem; the number of epochs does not count} */
  public boolean isOf(SearchProblem problem) {
    return fingerprint == fingerprint(problem);
  }

  /** {@return the epochs done} */
  public int epoch() {
    return epoch;
  }

  /** {@return the candidates evaluated} */
  public long evaluations() {
    return evaluations;
  }

  byte[] state() {
    return state;
  }

  /** {@return the bytes of a file} */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(MAGIC);
      out.writeInt(VERSION);
      out.writeLong(fingerprint);
      out.writeInt(epoch);
      out.writeLong(evaluations);
      out.writeInt(state.length);
      out.write(state);
      out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /**
   * {@return the checkpoint of a file; empty if it is damaged or another version's}
   *
   * @param file its bytes
   */
  public static Optional<Checkpoint> ofBytes(byte[] file) {
    int body = file.length - Long.BYTES;
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file))) {
      if (body <= 0 || in.readLong() != MAGIC || in.readInt() != VERSION) {
        return Optional.empty();
      }
      long fingerprint = in.readLong();
      int epoch = in.readInt();
      long evaluations = in.readLong();
      int length = in.readInt();
      if (length < 0 || length != in.available() - Long.BYTES) {
        return Optional.empty();
      }
      byte[] state = in.readNBytes(length);
      return in.readLong() == checksum(file, body)
          ? Optional.of(new Checkpoint(fingerprint, epoch, evaluations, state))
          : Optional.empty();
    } catch (IOException tooShort) {
      return Optional.empty();
    }
  }

  private static long checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }

  /**
   * {@return a number that differs, but for chance, when rows, operators, options or form differ;
   * the number of epochs does not count}
   *
   * @param problem the problem
   */
  static long fingerprint(SearchProblem problem) {
    CRC32 crc = new CRC32();
    RowBlocks data = problem.data();
    SearchOptions options = problem.options().withIterations(1);
    options = options.withPlan(options.plan().endless());
    for (Operator operator : options.operators()) {
      crc.update(operator.name().getBytes(StandardCharsets.UTF_8));
    }
    crc.update(options.toString().getBytes(StandardCharsets.UTF_8));
    crc.update(problem.template().toString().getBytes(StandardCharsets.UTF_8));
    for (Tape guess : problem.guesses()) {
      String text = problem.template().formula(guess).toString();
      crc.update(text.getBytes(StandardCharsets.UTF_8));
    }
    for (double[] column : data.allColumns()) {
      long hash = 0;
      for (double value : column) {
        hash = 31 * hash + Double.doubleToLongBits(value);
      }
      crc.update(Long.toString(hash).getBytes(StandardCharsets.UTF_8));
    }
    if (data.hasOffsets()) {
      for (double[] column : new double[][] {data.offsets(), data.knownLosses()}) {
        crc.update(Arrays.toString(column).getBytes(StandardCharsets.UTF_8));
      }
    }
    return crc.getValue();
  }
}
