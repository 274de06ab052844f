package io.formgate.cli;

import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import io.formgate.hwcost.DeviceModel;

/**
 * The part of a clock period that is kept free besides the device's own margin.
 *
 * @param percent of the period, from 0
 * @param place where the user says it
 */
record KeptFree(double percent, SourceSpan place) {
  /** Nothing. */
  static final KeptFree NONE = new KeptFree(0, new SourceText("--margin", "0").span(0, 1));

  /**
   * {@return a device of whose period so much is kept free}
   *
   * @throws io.formgate.expression.DiagnosticException if that and its own margin leave nothing
   */
  DeviceModel on(DeviceModel device) {
    return device.keepingFree(percent, place);
  }
}
