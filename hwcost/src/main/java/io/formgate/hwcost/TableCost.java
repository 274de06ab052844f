package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.OperationCost;

/**
 * What a table of known contents is made of: look-up tables if its index is narrow, if the table
 * says so, or if they are fewer than the block memories count for and no slower than the widest
 * table that is in logic whatever it holds; else block memories of the bits that have to be stored.
 */
final class TableCost {
  private TableCost() {}

  static OperationCost of(FunctionTable table, DeviceModel device) {
    int indexBits = table.indexFormat().widthBits();
    if (indexBits < device.memory().tablesFromBits()
        || (table.isLogic() && device.hasRow("lookup", indexBits))) {
      return logic(table, device);
    }
    TableBits bits = TableBits.of(table);
    if (bits.columns().isEmpty()) {
      return OperationCost.WIRING;
    }
    OperationCost inMemory = device.lookup(indexBits, bits.columns().size());
    if (isFastInLogic(indexBits, device)) {
      OperationCost inLogic = logic(table, device);
      if (device.lutEquivalents(inLogic.area()) < device.lutEquivalents(inMemory.area())) {
        return inLogic;
      }
    }
    // The memory's register is none of the fabric's, those beside it are.
    return new OperationCost(
        inMemory.variants(), inMemory.area().plus(Area.flipFlops(bits.ofIndex())));
  }

  private static boolean isFastInLogic(int indexBits, DeviceModel device) {
    int widest = device.memory().tablesFromBits() - 1;
    return device.hasRow("lookup", indexBits)
        && device.hasRow("lookup", widest)
        && delayPs(device.row("lookup", indexBits)) <= delayPs(device.row("lookup", widest));
  }

  private static int delayPs(OperationCost cost) {
    return cost.first().setupPs() + cost.first().ripplePs();
  }

  private static OperationCost logic(FunctionTable table, DeviceModel device) {
    int luts = TableMapping.of(table, device.fabric()).luts();
    return new OperationCost(
        device.row("lookup", table.indexFormat().widthBits()).variants(),
        new Area(luts, 0, 0, 0, 0));
  }
}
