package io.formgate.search;

import io.formgate.datapath.Area;
import io.formgate.expression.Tape;
import io.formgate.hwcost.HardwareCost;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes the parts of a {@link Checkpoint}; {@link StateReader} reads them in the same order. */
final class StateWriter {
  static final byte CONSTANT = 0;
  static final byte VARIABLE = 1;
  static final byte CALL = 2;
  static final byte OPERATOR = 3;

  /** Writes one value. */
  @FunctionalInterface
  interface Part<T> {
    /** Writes it. */
    void write(T value);
  }

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  /** An action that only memory could make fail. */
  @FunctionalInterface
  private interface Action {
    void run() throws IOException;
  }

  private static void act(Action action) {
    try {
      action.run();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
  }

  void number(int value) {
    act(() -> out.writeInt(value));
  }

  void number(long value) {
    act(() -> out.writeLong(value));
  }

  void number(double value) {
    act(() -> out.writeDouble(value));
  }

  void text(String text) {
    act(() -> out.writeUTF(text));
  }

  <T> void list(Collection<T> values, Part<T> part) {
    number(values.size());
    values.forEach(part::write);
  }

  <T> void option(Optional<T> value, Part<T> part) {
    number(value.isPresent() ? 1 : 0);
    value.ifPresent(part::write);
  }

  /** Writes a map in the order of its keys, so that the bytes depend on what it holds only. */
  <T> void map(Map<Long, T> map, Part<T> part) {
    number(map.size());
    new TreeMap<>(map)
        .forEach((key, value) -> {
          number((long) key);
          part.write(value);
        });
  }

  void tape(Tape tape) {
    number(tape.length());
    for (int i = 0; i < tape.length(); i++) {
      if (tape.isConstant(i)) {
        act(() -> out.writeByte(CONSTANT));
        number(tape.constantAt(i));
      } else if (tape.isVariable(i)) {
        act(() -> out.writeByte(VARIABLE));
        number(tape.variableAt(i));
      } else if (tape.isCall(i)) {
        act(() -> out.writeByte(CALL));
        number(tape.definitionAt(i));
        number(tape.arityAt(i));
      } else {
        act(() -> out.writeByte(OPERATOR));
        text(tape.operatorAt(i).name());
      }
    }
  }

  void cost(HardwareCost c) {
    number(c.latencyCycles());
    number(c.pathPs());
    number(c.clockPeriodPs());
    Area a = c.area();
    number(a.lut());
    number(a.ff());
    number(a.dsp());
    number(a.carry());
    number(a.bram());
    number(c.brams());
    number(c.lutEquivalents());
  }

  void entry(FrontEntry entry) {
    tape(entry.genome());
    tape(entry.formula());
    number(entry.loss());
    number(entry.softCost());
    number(entry.complexity());
    cost(entry.cost());
    cost(entry.estimate());
    // No loss of a circuit is NaN.
    number(entry.hardwareLoss().orElse(Double.NaN));
  }

  void nearMiss(NearMiss nearMiss) {
    cost(nearMiss.cost());
    number(nearMiss.distance());
  }

  void excess(Excess excess) {
    number(excess.complexity());
    number(excess.cycles());
    number(excess.pathPs());
    number(excess.areaFactor());
  }
}
