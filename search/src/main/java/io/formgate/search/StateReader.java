package io.formgate.search;

import io.formgate.datapath.Area;
import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import io.formgate.hwcost.HardwareCost;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads the parts of a {@link Checkpoint} that {@link StateWriter} wrote. */
final class StateReader {
  private final DataInputStream in;

  StateReader(byte[] state) {
    in = new DataInputStream(new ByteArrayInputStream(state));
  }

  /** Reads one value. */
  @FunctionalInterface
  interface Part<T> {
    /** {@return the value} */
    T read() throws IOException;
  }

  /** A checkpoint's checksum was right, so what does not fit is a bug. */
  private static <T> T act(Part<T> part) {
    try {
      return part.read();
    } catch (IOException e) {
      throw new IllegalStateException("a checkpoint ends too early", e);
    }
  }

  int whole() {
    return act(in::readInt);
  }

  long wide() {
    return act(in::readLong);
  }

  double real() {
    return act(in::readDouble);
  }

  String text() {
    return act(in::readUTF);
  }

  <T> List<T> list(Part<T> part) {
    int size = whole();
    List<T> values = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      values.add(act(part));
    }
    return values;
  }

  <T> Optional<T> option(Part<T> part) {
    return whole() == 1 ? Optional.of(act(part)) : Optional.empty();
  }

  <T> Map<Long, T> map(Part<T> part) {
    int size = whole();
    Map<Long, T> map = new HashMap<>();
    for (int i = 0; i < size; i++) {
      long key = wide();
      map.put(key, act(part));
    }
    return map;
  }

  Tape tape() {
    int length = whole();
    Tape tape = new Tape(length);
    for (int i = 0; i < length; i++) {
      byte kind = act(in::readByte);
      if (kind == StateWriter.CONSTANT) {
        tape.addConstant(real());
      } else if (kind == StateWriter.VARIABLE) {
        tape.addVariable(whole());
      } else if (kind == StateWriter.CALL) {
        int definition = whole();
        tape.addCall(definition, whole());
      } else {
        tape.addOperator(Operator.valueOf(text()));
      }
    }
    return tape;
  }

  HardwareCost cost() {
    int latencyCycles = whole();
    int pathPs = whole();
    int clockPeriodPs = whole();
    Area area = new Area(whole(), whole(), whole(), whole(), whole());
    return new HardwareCost(latencyCycles, pathPs, clockPeriodPs, area, real(), real());
  }

  FrontEntry entry() {
    return new FrontEntry(tape(), tape(), real(), real(), real(), cost(), cost(), known(real()));
  }

  private static OptionalDouble known(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  NearMiss nearMiss() {
    return new NearMiss(cost(), real());
  }

  Excess excess() {
    return new Excess(real(), whole(), whole(), real());
  }
}
