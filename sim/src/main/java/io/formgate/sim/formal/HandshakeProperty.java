package io.formgate.sim.formal;

import java.util.Locale;

/** What the protocol of a wrapper demands of a cycle and the one after it. */
enum HandshakeProperty {
  /** Nothing happens in reset. */
  RESET("in reset a vector is accepted or a result offered"),
  /** The circuit gets each accepted vector and no other. */
  INSIDE("the circuit inside does not get what is accepted, or gets more"),
  /** Each result is handed over in its vector's turn. */
  ORDER("a result is lost, repeated or out of order, or is not that of its vector"),
  /** A result that is there is offered. */
  COMES("a result is there and not offered"),
  /** A result that is not taken stays. */
  STAYS("a result that is offered changes before it is taken"),
  /** A vector is accepted where there is room. */
  ROOM("there is room, and no vector is accepted"),
  /** Nothing is late where the sink never waits. */
  SPEED("results come late although the sink never waits"),
  /** Vectors keep the interval, where it is more than a cycle. */
  APART("vectors are accepted nearer to each other than the interval");

  private final String wrong;

  HandshakeProperty(String wrong) {
    this.wrong = wrong;
  }

  /** {@return the bit that is 1 where the property is broken} */
  String bit() {
    return "p_" + name().toLowerCase(Locale.ROOT);
  }

  /** {@return what is wrong where it is broken, in words} */
  String wrong() {
    return wrong;
  }
}
