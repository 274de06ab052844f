package io.formgate.codegen;

import chisel3.Bits;
import chisel3.Bool;
import chisel3.SInt;
import chisel3.UInt;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.expression.FixedFormat;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.SharedMultiplier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pipeline as a Chisel module.
 *
 * <p>Ports: clock, reset, valid_in, the inputs, valid_out, the outputs; data ports are plain
 * vectors of the formats' bits. Only the valid bits are cleared by reset. A node keeps its name;
 * its copy after register rank k is called name_sk. Where products take turns at multipliers, the
 * valid bits tell whose turn it is.
 */
final class PipelineModule extends Chisel.ClockedModule {
  private final Pipeline pipeline;
  private final Datapath datapath;
  private final int[] lastUses;
  private final TwoOperandSums twoOperandSums;
  private final SubtrahendModule subtrahends;

  /** For each node, its value in the stages from the one where it is available to its last use. */
  private final List<List<Bits>> values = new ArrayList<>();

  private final Optional<SharedMultipliers> shared;

  PipelineModule(Pipeline pipeline) {
    super(pipeline.datapath().name());
    this.pipeline = pipeline;
    this.datapath = pipeline.datapath();
    this.lastUses = pipeline.lastUses();
    twoOperandSums = new TwoOperandSums(pipeline);
    subtrahends = new SubtrahendModule(pipeline);
    Bool valid = Chisel.inputBit("valid_in");
    List<UInt> inputs = new ArrayList<>();
    for (int input : datapath.inputs()) {
      Node node = datapath.node(input);
      inputs.add(Chisel.input(node.name(), node.format().widthBits()));
    }
    Bool validOut = Chisel.outputBit("valid_out");
    List<UInt> outputs = new ArrayList<>();
    for (Datapath.Output output : datapath.outputs()) {
      FixedFormat format = datapath.node(output.node()).format();
      outputs.add(Chisel.output(output.name(), format.widthBits()));
    }
    shared =
        pipeline.sharing().isShared()
            ? Optional.of(new SharedMultipliers(pipeline, valid))
            : Optional.empty();
    int nextInput = 0;
    for (int i = 0; i < datapath.nodes().size(); i++) {
      if (subtrahends.isInside(i)) {
        values.add(List.of());
        continue;
      }
      Node node = datapath.node(i);
      Bits value;
      if (node.operation() instanceof Operation.Input) {
        UInt port = inputs.get(nextInput++);
        value = node.format().signed() ? Chisel.asSigned(port) : port;
      } else if (node.operation() instanceof Operation.Literal(long raw)) {
        value = literal(raw, node.format());
      } else {
        Bits result = resized(compute(i), node.format());
        value = Chisel.wire(node.name(), result, () -> type(node.format()));
      }
      values.add(delayed(i, value));
    }
    if (shared.isPresent()) {
      valid = shared.get().valid(pipeline.latencyCycles());
    } else {
      for (int k = 1; k <= pipeline.latencyCycles(); k++) {
        valid = Chisel.registerCleared("valid_s" + k, valid);
      }
    }
    Chisel.connect(validOut, valid);
    for (int i = 0; i < outputs.size(); i++) {
      Bits value = at(datapath.outputs().get(i).node(), pipeline.latencyCycles());
      Chisel.connect(outputs.get(i), Chisel.asUnsigned(value));
    }
  }

  private List<Bits> delayed(int index, Bits computed) {
    if (pipeline.isConstant(index)) {
      return List.of(computed);
    }
    Node node = datapath.node(index);
    Pipeline.Slot slot = pipeline.slots().get(index);
    List<Bits> copies = new ArrayList<>();
    Bits value = computed;
    int first = slot.stage() + slot.leadingRanks();
    for (int stage = first; stage <= lastUses[index]; stage++) {
      if (stage > first) {
        value = Chisel.register(node.name() + "_s" + stage, value, () -> type(node.format()));
      }
      if (stage >= slot.availableStage()) {
        copies.add(value);
      }
    }
    return copies;
  }

  private Bits at(int node, int stage) {
    List<Bits> copies = values.get(node);
    return pipeline.isConstant(node)
        ? copies.getFirst()
        : copies.get(stage - pipeline.slots().get(node).availableStage());
  }

  private static Bits type(FixedFormat format) {
    return Chisel.type(format.signed(), format.widthBits());
  }

  static Bits literal(long raw, FixedFormat format) {
    return format.signed()
        ? Chisel.sint(raw, format.widthBits())
        : Chisel.uint(raw, format.widthBits());
  }

  /** {@return the result of a node, in any width that holds it} */
  private Bits compute(int index) {
    Node node = datapath.node(index);
    int stage = pipeline.slots().get(index).stage();
    return switch (node.operation()) {
      case Operation.Input(), Operation.Literal(_) ->
          throw new IllegalStateException("inputs and constants are not computed");
      case Operation.Add(int a, int b) -> {
        if (twoOperandSums.contains(index)) {
          yield TwoOperandSums.sum(signedAt(a, stage), signedAt(b, stage));
        }
        yield signed(a) || signed(b)
            ? Chisel.add(signedAt(a, stage), signedAt(b, stage))
            : Chisel.add((UInt) at(a, stage), (UInt) at(b, stage));
      }
      // Always signed: firtool narrows an unsigned difference of padded operands and loses its
      // sign.
      case Operation.Subtract(int a, int b) -> {
        SInt x = signedAt(a, stage);
        SInt y;
        if (subtrahends.isOf(index)) {
          UInt low =
              Chisel.bits(widened(x, node.format().widthBits()), node.format().widthBits() - 1, 0);
          x = Chisel.asSigned(low);
          y =
              Chisel.asSigned(
                  Chisel.subtrahend(
                      subtrahends.name(index),
                      node.name() + "_subtrahend",
                      Chisel.asUnsigned(at(subtrahends.index(index), stage)),
                      low));
        } else {
          y = signedAt(b, stage);
        }
        yield twoOperandSums.contains(index)
            ? TwoOperandSums.difference(x, y)
            : Chisel.subtract(x, y);
      }
      case Operation.Multiply _ when pipeline.sharing().of(index).isPresent() -> {
        SharedMultiplier.Sides sides = SharedMultiplier.sides(datapath, index);
        yield shared
            .orElseThrow()
            .product(index, at(sides.wide(), stage), at(sides.narrow(), stage));
      }
      case Operation.Multiply(int a, int b) -> {
        Bits x = entering(index, a, "x");
        Bits y = a == b ? x : entering(index, b, "y");
        yield signed(a) || signed(b)
            ? Chisel.signedProduct(
                SignedProductModule.name(datapath),
                node.name() + "_multiplier",
                asSigned(x),
                asSigned(y))
            : Chisel.multiply((UInt) x, (UInt) y);
      }
      case Operation.Negate(int a) -> Chisel.subtract(Chisel.sint(0, 1), signedAt(a, stage));
      case Operation.Absolute(int a) -> {
        SInt value = signedAt(a, stage);
        SInt negated = Chisel.subtract(Chisel.sint(0, 1), value);
        Bool negative = Chisel.bit(value, value.getWidth() - 1);
        yield Chisel.mux(negative, resized(negated, node.format()), resized(value, node.format()));
      }
      case Operation.Minimum(int a, int b) -> {
        Bool less = less(a, b, stage);
        yield Chisel.mux(
            less, resized(at(a, stage), node.format()), resized(at(b, stage), node.format()));
      }
      case Operation.Maximum(int a, int b) -> {
        Bool less = less(a, b, stage);
        yield Chisel.mux(
            less, resized(at(b, stage), node.format()), resized(at(a, stage), node.format()));
      }
      case Operation.Select(int c, int a, int b) ->
          Chisel.mux(
              Chisel.bit(at(c, stage), 0),
              resized(at(a, stage), node.format()),
              resized(at(b, stage), node.format()));
      case Operation.Align(int a) -> {
        int shift = node.format().fractionBits() - datapath.node(a).format().fractionBits();
        UInt shifted = Chisel.concat(Chisel.asUnsigned(at(a, stage)), Chisel.uint(0, shift));
        yield signed(a) ? Chisel.asSigned(shifted) : shifted;
      }
      case Operation.Round(int a, Operation.Rounding mode) -> round(node, a, mode, stage);
      case Operation.Saturate(int a) ->
          Saturation.of(at(a, stage), datapath.node(a), node.format());
      case Operation.Lookup(int table, int a) -> lookup(datapath.tables().get(table), a, stage);
      case Operation.Bits(int a, int lowBit) ->
          Chisel.bits(at(a, stage), lowBit + node.format().widthBits() - 1, lowBit);
      case Operation.Concat(int high, int low) ->
          Chisel.concat((UInt) at(high, stage), (UInt) at(low, stage));
      case Operation.Any(int a) -> Chisel.any(at(a, stage));
      case Operation.Reinterpret(int a) ->
          node.format().signed() ? Chisel.asSigned(at(a, stage)) : Chisel.asUnsigned(at(a, stage));
    };
  }

  private static SInt widened(SInt value, int width) {
    return value.getWidth() < width ? Chisel.padded(value, width) : value;
  }

  private boolean signed(int node) {
    return datapath.node(node).format().signed();
  }

  private SInt signedAt(int node, int stage) {
    return asSigned(at(node, stage));
  }

  private static SInt asSigned(Bits value) {
    return value instanceof SInt s ? s : Chisel.zeroExtended((UInt) value);
  }

  /** {@return an operand behind the register ranks that the operation has before it} */
  private Bits entering(int node, int operand, String side) {
    Pipeline.Slot slot = pipeline.slots().get(node);
    FixedFormat format = datapath.node(operand).format();
    Bits value = at(operand, slot.stage());
    for (int rank = 1; rank <= slot.leadingRanks(); rank++) {
      String name = datapath.node(node).name() + "_" + side + "_s" + (slot.stage() + rank);
      value = Chisel.register(name, value, () -> type(format));
    }
    return value;
  }

  private Bool less(int a, int b, int stage) {
    return signed(a) || signed(b)
        ? Chisel.less(signedAt(a, stage), signedAt(b, stage))
        : Chisel.less((UInt) at(a, stage), (UInt) at(b, stage));
  }

  private Bits round(Node node, int a, Operation.Rounding mode, int stage) {
    FixedFormat from = datapath.node(a).format();
    int dropped = from.fractionBits() - node.format().fractionBits();
    Bits value = at(a, stage);
    int width = from.widthBits();
    switch (mode) {
      case FLOOR -> {}
      case NEAREST -> {
        long half = 1L << (dropped - 1);
        value =
            from.signed()
                ? Chisel.add((SInt) value, Chisel.sint(half, dropped + 1))
                : Chisel.add((UInt) value, Chisel.uint(half, dropped));
        width = Math.max(width, from.signed() ? dropped + 1 : dropped) + 1;
      }
    }
    if (dropped >= width) {
      // Nothing of an unsigned value is left; of a signed one, its sign.
      UInt rest = from.signed() ? Chisel.bits(value, width - 1, width - 1) : Chisel.uint(0, 1);
      return from.signed() ? Chisel.asSigned(rest) : rest;
    }
    UInt kept = Chisel.bits(value, width - 1, dropped);
    return from.signed() ? Chisel.asSigned(kept) : kept;
  }

  private Bits lookup(FunctionTable table, int index, int stage) {
    FixedFormat format = table.valueFormat();
    UInt word =
        Chisel.rom(
            RomModule.name(datapath, table),
            table.name(),
            Chisel.asUnsigned(at(index, stage)),
            format.widthBits());
    return format.signed() ? Chisel.asSigned(word) : word;
  }

  /** {@return a value in a format that holds it: extended by its own sign, or cut} */
  static Bits resized(Bits value, FixedFormat format) {
    int width = format.widthBits();
    if (value instanceof SInt s) {
      if (s.getWidth() < width) {
        s = Chisel.padded(s, width);
      }
      UInt low = Chisel.bits(s, width - 1, 0);
      return format.signed() ? Chisel.asSigned(low) : low;
    }
    UInt u = (UInt) value;
    UInt low = u.getWidth() < width ? Chisel.padded(u, width) : Chisel.bits(u, width - 1, 0);
    return format.signed() ? Chisel.asSigned(low) : low;
  }
}
