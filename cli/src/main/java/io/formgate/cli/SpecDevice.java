package io.formgate.cli;

import io.formgate.constraints.HardwareTarget;
import io.formgate.constraints.Spec;
import io.formgate.expression.Sha256;
import io.formgate.hwcost.DeviceFile;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;

/** The device that a spec names, with the part of a period that it keeps free. */
final class SpecDevice {
  private SpecDevice() {}

  /**
   * {@return the device}
   *
   * @throws io.formgate.expression.DiagnosticException if there is none of the name, with what is
   *     wrong with its file, or if its own margin and the part that is kept free leave nothing
   */
  static DeviceModel of(Spec spec) {
    HardwareTarget hardware = spec.hardware();
    return DeviceModels.load(hardware.device(), hardware.deviceSpan())
        .keepingFree(hardware.keptFreePercent(), hardware.keptFreeSpan());
  }

  /**
   * {@return what tells a spec from any other, its device's own file included}
   *
   * @param spec the spec
   * @param device its device
   */
  static String hash(Spec spec, DeviceModel device) {
    return Sha256.of(
        spec.source().text() + device.file().map(DeviceFile::text).map(t -> "\f" + t).orElse(""));
  }
}
