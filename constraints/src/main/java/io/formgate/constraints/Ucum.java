package io.formgate.constraints;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.measure.IncommensurableException;
import javax.measure.MeasurementException;
import javax.measure.Unit;
import javax.measure.UnitConverter;
import javax.measure.format.UnitFormat;
import systems.uom.ucum.format.UCUMFormat;
import tech.units.indriya.unit.UnitDimension;

/**
 * The table of UCUM's unit codes.
 *
 * <p>Loading it takes about a third of a second, so it is loaded when the first code is looked up.
 */
final class Ucum {
  private static final UnitFormat FORMAT =
      UCUMFormat.getInstance(UCUMFormat.Variant.CASE_SENSITIVE);

  private static final List<Map.Entry<javax.measure.Dimension, BaseUnit>> BASE_DIMENSIONS =
      List.of(
          Map.entry(UnitDimension.LENGTH, BaseUnit.METRE),
          Map.entry(UnitDimension.MASS, BaseUnit.KILOGRAM),
          Map.entry(UnitDimension.TIME, BaseUnit.SECOND),
          Map.entry(UnitDimension.ELECTRIC_CURRENT, BaseUnit.AMPERE),
          Map.entry(UnitDimension.TEMPERATURE, BaseUnit.KELVIN),
          Map.entry(UnitDimension.AMOUNT_OF_SUBSTANCE, BaseUnit.MOLE),
          Map.entry(UnitDimension.LUMINOUS_INTENSITY, BaseUnit.CANDELA));

  private Ucum() {}

  /**
   * {@return the unit of a code, empty when UCUM does not know it or its values are not
   * proportional to those of a base unit, as those of Cel and dB}
   *
   * @param code letters, possibly with a prefix, possibly in brackets; such as {@code GeV}
   */
  static Optional<UnitExpression> lookUp(String code) {
    Unit<?> unit;
    try {
      unit = FORMAT.parse(code);
    } catch (MeasurementException unknown) {
      return Optional.empty();
    }
    Dimension dimension = dimensionOf(unit.getDimension());
    double scale;
    try {
      UnitConverter toBase = unit.getConverterToAny(unit.getSystemUnit());
      if (!toBase.isLinear()) {
        return Optional.empty();
      }
      scale = toBase.convert(1.0);
    } catch (ArithmeticException | IncommensurableException noScale) {
      return Optional.empty();
    }
    return scale > 0 && Double.isFinite(scale)
        ? Optional.of(new UnitExpression(code, dimension, scale))
        : Optional.empty();
  }

  /**
   * {@return whether UCUM reads a text as a unit, be its values proportional to those of a base
   * unit or not}
   *
   * @param text letters, digits and underscores
   */
  static boolean isCode(String text) {
    try {
      FORMAT.parse(text);
      return true;
    } catch (MeasurementException unknown) {
      return false;
    }
  }

  private static Dimension dimensionOf(javax.measure.Dimension d) {
    for (var base : BASE_DIMENSIONS) {
      if (base.getKey().equals(d)) {
        return Dimension.of(base.getValue());
      }
    }
    Map<? extends javax.measure.Dimension, Integer> factors = d.getBaseDimensions();
    Dimension product = Dimension.NONE;
    if (factors != null) {
      for (var factor : factors.entrySet()) {
        product =
            product.multiply(dimensionOf(factor.getKey()).power(Exponent.of(factor.getValue(), 1)));
      }
    }
    return product;
  }
}
