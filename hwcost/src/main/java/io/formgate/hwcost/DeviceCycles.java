package io.formgate.hwcost;

import io.formgate.datapath.Composite;
import io.formgate.datapath.Role;
import io.formgate.expression.Expr;
import io.formgate.expression.Operator;
import io.formgate.expression.Ratio;
import java.util.Optional;

/**
 * Cycles of operators on a device: the delay from register to register, over the clock period.
 *
 * <p>Values have the fixed width of {@link OperatorChain}, and the arguments of an operator vary
 * independently.
 *
 * @param device delays
 * @param clockPeriodPs clock period in ps
 * @param fractional whether the ratio is kept as it is; else it is rounded up, and at least 1
 */
public record DeviceCycles(DeviceModel device, int clockPeriodPs, boolean fractional)
    implements OperatorCycles {

  @Override
  public Ratio of(Operator operator) {
    int delayPs = registeredDelayPs(operator);
    return fractional
        ? new Ratio(delayPs, clockPeriodPs)
        : new Ratio(Math.max(1, Math.ceilDiv(delayPs, clockPeriodPs)), 1);
  }

  /**
   * {@return the time from a register through an operator to the next register, in ps: flip-flop
   * and operator, of a root or quotient all digits, of a function its table}
   *
   * @param operator any
   */
  public int registeredDelayPs(Operator operator) {
    return device.timing().flipFlopPs() + delayPs(operator);
  }

  /** Operators without a circuit of their own take as long as the longest path of their formula. */
  private int delayPs(Operator operator) {
    Role role = Role.of(operator);
    Optional<Expr> formula =
        role == Role.COMPOSITE
            ? Optional.of(Composite.definition(operator))
            : Composite.ofTwoValues(operator);
    return formula.isPresent() ? longestPathPs(formula.get()) : OperatorChain.delayPs(role, device);
  }

  private int longestPathPs(Expr formula) {
    int latestPs = 0;
    for (Expr argument : formula.children()) {
      latestPs = Math.max(latestPs, longestPathPs(argument));
    }
    return latestPs + (formula instanceof Expr.Apply(Operator o, _) ? delayPs(o) : 0);
  }
}
