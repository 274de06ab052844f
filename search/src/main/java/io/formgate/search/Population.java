package io.formgate.search;

import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The members of an island between epochs.
 *
 * @param members in the order of their places
 */
record Population(List<PopMember> members) {
  Population {
    members = List.copyOf(members);
  }

  /** {@return the shapes of the cheapest members, cheapest first, the older first at equal cost} */
  List<Tape> best(int count) {
    List<PopMember> sorted = new ArrayList<>(members);
    sorted.sort(Comparator.comparingDouble(PopMember::cost).thenComparingLong(PopMember::birth));
    return sorted.stream().limit(count).map(PopMember::tape).toList();
  }

  /** {@return the shapes, oldest first} */
  List<Tape> shapesByAge() {
    return members.stream()
        .sorted(Comparator.comparingLong(PopMember::birth))
        .map(PopMember::tape)
        .toList();
  }
}
