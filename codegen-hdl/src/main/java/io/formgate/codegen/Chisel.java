package io.formgate.codegen;

import chisel3.Bits;
import chisel3.Bool;
import chisel3.Bool$;
import chisel3.Data;
import chisel3.IO$;
import chisel3.Input$;
import chisel3.Module;
import chisel3.Module$;
import chisel3.Mux$;
import chisel3.Output$;
import chisel3.RawModule;
import chisel3.Reg$;
import chisel3.RegInit$;
import chisel3.SInt;
import chisel3.SInt$;
import chisel3.UInt;
import chisel3.UInt$;
import chisel3.Width;
import chisel3.Width$;
import chisel3.Wire$;
import chisel3.experimental.ExtModule;
import chisel3.experimental.IntParam;
import chisel3.experimental.Param;
import chisel3.experimental.SourceInfo;
import chisel3.experimental.UnlocatableSourceInfo$;
import chisel3.layer.Layer;
import circt.stage.ChiselStage$;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import java.util.List;
import java.util.function.Supplier;
import scala.Function0;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;
import scala.math.BigInt;

/**
 * Chisel as a Java library: the only class that knows its mangled names.
 *
 * <p>Values are {@link UInt} or {@link SInt}. Widths are in bits.
 */
final class Chisel {
  /** Plain Verilog that Verilator, Icarus Verilog and yosys all read; nothing that varies. */
  private static final List<String> FIRTOOL_OPTIONS =
      List.of(
          "-disable-all-randomization",
          "-strip-debug-info",
          // Checks between its passes find bugs of firtool, take most of its time and change
          // nothing that it writes; what it writes is compared bit for bit.
          "-verify-each=false",
          // Every value keeps its name, so that a circuit can be read beside its schedule; without
          // it values that are used twice are called _GEN. Synthesis finds the same cells.
          "-preserve-values=all",
          "-disable-layers=Verification,Verification.Assert,Verification.Assume,Verification.Cover",
          "--lowering-options=" + "disallowPackedArrays,disallowLocalVariables,omitVersionComment");

  private static final SourceInfo SI = UnlocatableSourceInfo$.MODULE$;

  private Chisel() {}

  /**
   * {@return the SystemVerilog of a module}
   *
   * @param module makes the module; called inside Chisel's elaboration
   * @throws DiagnosticException with {@code TOOL_FAILED} if firtool cannot be run or fails
   */
  static String emitSystemVerilog(Supplier<? extends RawModule> module) {
    try {
      return ChiselStage$.MODULE$.emitSystemVerilog(
          module::get, new String[0], FIRTOOL_OPTIONS.toArray(String[]::new));
    } catch (RuntimeException e) {
      if (!e.getClass().getName().contains("Firtool")) {
        throw e;
      }
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.TOOL_FAILED,
              "firtool, which writes the SystemVerilog, failed: " + e.getMessage(),
              "run the command again; it is unpacked into the user's cache folder, which has to be"
                  + " writable"));
    }
  }

  private static Width width(int bits) {
    return Width$.MODULE$.apply(bits);
  }

  private static UInt uintType(int bits) {
    return UInt$.MODULE$.apply(width(bits));
  }

  private static SInt sintType(int bits) {
    return SInt$.MODULE$.apply(width(bits));
  }

  static Bits type(boolean signed, int bits) {
    return signed ? sintType(bits) : uintType(bits);
  }

  static UInt uint(long value, int bits) {
    return UInt$.MODULE$.Lit(BigInt.apply(value), width(bits));
  }

  static SInt sint(long value, int bits) {
    return SInt$.MODULE$.Lit(BigInt.apply(value), width(bits));
  }

  private static <T extends Data> T named(T data, String name) {
    data.suggestName(() -> name);
    return data;
  }

  static UInt input(String name, int bits) {
    return named(IO$.MODULE$.apply(() -> Input$.MODULE$.apply(() -> uintType(bits)), SI), name);
  }

  static UInt output(String name, int bits) {
    return named(IO$.MODULE$.apply(() -> Output$.MODULE$.apply(() -> uintType(bits)), SI), name);
  }

  static Bool inputBit(String name) {
    return named(IO$.MODULE$.apply(() -> Input$.MODULE$.apply(Bool$.MODULE$::apply), SI), name);
  }

  static Bool outputBit(String name) {
    return named(IO$.MODULE$.apply(() -> Output$.MODULE$.apply(Bool$.MODULE$::apply), SI), name);
  }

  static Bits wire(String name, Bits source, Function0<Bits> type) {
    Bits wire = named(Wire$.MODULE$.apply(type, SI), name);
    connect(wire, source);
    return wire;
  }

  static Bits register(String name, Bits next, Function0<Bits> type) {
    Bits register = named(Reg$.MODULE$.apply(type, SI), name);
    connect(register, next);
    return register;
  }

  static Bool registerCleared(String name, Bool next) {
    Bool register = registerCleared(name);
    connect(register, next);
    return register;
  }

  /** {@return a register that reset clears and that has to be connected} */
  static Bool registerCleared(String name) {
    return named(RegInit$.MODULE$.apply(Bool$.MODULE$.Lit(false), SI), name);
  }

  /** {@return a wire that has to be connected} */
  static Bits wire(String name, Function0<Bits> type) {
    return named(Wire$.MODULE$.apply(type, SI), name);
  }

  static Bool clear() {
    return Bool$.MODULE$.Lit(false);
  }

  static void connect(Data sink, Data source) {
    sink.$colon$eq(() -> source, SI);
  }

  static UInt add(UInt a, UInt b) {
    return a._impl_$plus$amp(b, SI);
  }

  static SInt add(SInt a, SInt b) {
    return a._impl_$plus$amp(b, SI);
  }

  static SInt subtract(SInt a, SInt b) {
    return a._impl_$minus$amp(b, SI);
  }

  static UInt multiply(UInt a, UInt b) {
    return a._impl_$times(b, SI);
  }

  static Bool less(UInt a, UInt b) {
    return a._impl_$less(b, SI);
  }

  static Bool less(SInt a, SInt b) {
    return a._impl_$less(b, SI);
  }

  static Bool notEqual(UInt a, UInt b) {
    return a._impl_$eq$div$eq(b, SI);
  }

  static <T extends Data> T mux(Bool condition, T ifSet, T ifClear) {
    return Mux$.MODULE$._applyImpl(condition, ifSet, ifClear, SI);
  }

  static Bool bit(Bits a, int position) {
    return a._applyImpl(position, SI);
  }

  static Bool any(Bits a) {
    return asUnsigned(a)._orRImpl(SI);
  }

  static UInt bits(Bits a, int high, int low) {
    return a._applyImpl(high, low, SI);
  }

  /** {@return the bits of one value followed by those of another} */
  static UInt concat(UInt high, UInt low) {
    return high._impl_$hash$hash(low, SI);
  }

  static SInt asSigned(Bits a) {
    return a._asSIntImpl(SI);
  }

  static UInt asUnsigned(Bits a) {
    return a._asUIntImpl(SI);
  }

  /** {@return an unsigned value with a zero sign bit in front} */
  static SInt zeroExtended(UInt a) {
    return a._zextImpl(SI);
  }

  static UInt padded(UInt a, int bits) {
    return (UInt) a._padImpl(bits, SI);
  }

  static SInt padded(SInt a, int bits) {
    return (SInt) a._padImpl(bits, SI);
  }

  /**
   * {@return the word that a memory without a clock shows for an address}
   *
   * @param module name of a module with ports {@code index} and {@code value}, written elsewhere
   * @param instance name of the instance
   * @param index the address
   * @param valueBits bits of a word
   */
  static UInt rom(String module, String instance, UInt index, int valueBits) {
    Rom rom = Module$.MODULE$._applyImpl(() -> new Rom(module, index.getWidth(), valueBits), SI);
    rom.suggestName(() -> instance);
    connect(rom.index, index);
    return rom.value;
  }

  /**
   * {@return what a module gives that knows what is subtracted from a minuend}
   *
   * @param module name of a module with ports {@code index}, {@code minuend} and {@code value},
   *     written elsewhere
   * @param instance name of the instance
   */
  static UInt subtrahend(String module, String instance, UInt index, UInt minuend) {
    Subtrahend s =
        Module$.MODULE$._applyImpl(
            () -> new Subtrahend(module, index.getWidth(), minuend.getWidth()), SI);
    s.suggestName(() -> instance);
    connect(s.index, index);
    connect(s.minuend, minuend);
    return s.value;
  }

  /**
   * {@return the product of two signed numbers}
   *
   * @param module name of a module with parameters for the operands' bits and ports {@code a},
   *     {@code b} and {@code product}, written elsewhere
   * @param instance name of the instance
   */
  static SInt signedProduct(String module, String instance, SInt a, SInt b) {
    SignedProduct p =
        Module$.MODULE$._applyImpl(() -> new SignedProduct(module, a.getWidth(), b.getWidth()), SI);
    p.suggestName(() -> instance);
    connect(p.a, asUnsigned(a));
    connect(p.b, asUnsigned(b));
    return asSigned(p.product);
  }

  /** A module that is only declared. */
  // Its successor takes a bundle of ports, which only the Scala compiler can make.
  @SuppressWarnings("deprecation")
  private abstract static class DeclaredModule extends ExtModule {
    private final String module;

    DeclaredModule(String module, java.util.Map<String, Param> parameters) {
      super(
          Map$.MODULE$.from(CollectionConverters.asScala(parameters)),
          CollectionConverters.asScala(List.<Layer>of()).toSeq());
      this.module = module;
    }

    @Override
    public String desiredName() {
      return module;
    }
  }

  private static final class Rom extends DeclaredModule {
    private final UInt index;
    private final UInt value;

    Rom(String module, int indexBits, int valueBits) {
      super(module, java.util.Map.of());
      index = input("index", indexBits);
      value = output("value", valueBits);
    }
  }

  private static final class Subtrahend extends DeclaredModule {
    private final UInt index;
    private final UInt minuend;
    private final UInt value;

    Subtrahend(String module, int indexBits, int valueBits) {
      super(module, java.util.Map.of());
      index = input("index", indexBits);
      minuend = input("minuend", valueBits);
      value = output("value", valueBits);
    }
  }

  // As above: the parameters of modules moved with their successor.
  @SuppressWarnings("deprecation")
  private static final class SignedProduct extends DeclaredModule {
    private final UInt a;
    private final UInt b;
    private final UInt product;

    SignedProduct(String module, int aBits, int bBits) {
      super(
          module,
          java.util.Map.of(
              SignedProductModule.A_BITS, IntParam.apply(BigInt.apply(aBits)),
              SignedProductModule.B_BITS, IntParam.apply(BigInt.apply(bBits))));
      a = input("a", aBits);
      b = input("b", bBits);
      product = output("product", aBits + bBits);
    }
  }

  /** A module with clock and reset; its subclass builds the circuit in its constructor. */
  abstract static class ClockedModule extends Module {
    private final String name;

    ClockedModule(String name) {
      this.name = name;
    }

    @Override
    public String desiredName() {
      return name;
    }
  }
}
