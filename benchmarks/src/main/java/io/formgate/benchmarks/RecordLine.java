package io.formgate.benchmarks;

import static java.util.stream.Collectors.joining;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Records as lines of values with commas between, in the order of their components. A component
 * that is a record without a method {@code parse} stands as its own components; one of a class that
 * has {@code static parse(String)} as what {@code toString} gives. Line ends in texts become
 * semicolons, and so do commas but in the last value.
 *
 * @param <C> the record
 */
final class RecordLine<C extends Record> {
  /** How many decimals a number is written with; all digits without it. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  @interface Decimals {
    /** {@return the number of decimals} */
    int value();
  }

  private final Class<C> type;
  private final int columns;

  /**
   * Reads and writes the lines of one kind of record.
   *
   * @param type of the record
   * @param header names of the columns, one for each value
   */
  RecordLine(Class<C> type, String header) {
    this.type = type;
    columns = header.split(",", -1).length;
    int values = values(type);
    if (columns != values) {
      throw new IllegalArgumentException(
          type.getSimpleName() + " has " + values + " values, but " + columns + " columns");
    }
  }

  /** {@return the line of a record} */
  String of(C cell) {
    List<String> texts = new ArrayList<>();
    write(cell, texts);
    int last = texts.size() - 1;
    return texts.subList(0, last).stream()
            .map(t -> t.replaceAll(",+", ";") + ",")
            .collect(joining())
        + texts.get(last);
  }

  /**
   * {@return the record of a line}
   *
   * @throws IllegalArgumentException if the line has another number of values or one that cannot be
   *     read
   */
  C parse(String line) {
    List<String> texts = Arrays.asList(line.split(",", columns));
    if (texts.size() != columns) {
      throw new IllegalArgumentException(
          "a cell has " + columns + " values, not " + texts.size() + ": " + line);
    }
    return read(type, texts.iterator());
  }

  private static int values(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .mapToInt(c -> isSpread(c.getType()) ? values(c.getType()) : 1)
        .sum();
  }

  private static boolean isSpread(Class<?> type) {
    return type.isRecord()
        && Arrays.stream(type.getDeclaredMethods()).noneMatch(m -> m.getName().equals("parse"));
  }

  private static void write(Record cell, List<String> texts) {
    for (RecordComponent component : cell.getClass().getRecordComponents()) {
      Object value = component(cell, component);
      if (value instanceof Record part && isSpread(component.getType())) {
        write(part, texts);
      } else {
        texts.add(text(value, component));
      }
    }
  }

  private static String text(Object value, AnnotatedElement component) {
    Decimals decimals = component.getAnnotation(Decimals.class);
    return switch (value) {
      case Double d when decimals != null ->
          String.format(Locale.ROOT, "%." + decimals.value() + "f", d);
      case OptionalInt i -> i.isPresent() ? Integer.toString(i.getAsInt()) : "";
      case OptionalDouble d -> d.isPresent() ? Double.toString(d.getAsDouble()) : "";
      case Enum<?> e -> e.name();
      default -> value.toString().replaceAll("[\\r\\n]+", ";");
    };
  }

  private static <R> R read(Class<R> type, Iterator<String> texts) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      Class<?> part = components[i].getType();
      values[i] = isSpread(part) ? read(part, texts) : value(part, texts.next());
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  private static Object value(Class<?> type, String text) {
    if (type == String.class) {
      return text;
    } else if (type == int.class) {
      return Integer.valueOf(text);
    } else if (type == long.class) {
      return Long.valueOf(text);
    } else if (type == double.class) {
      return Double.valueOf(text);
    } else if (type == OptionalInt.class) {
      return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    } else if (type == OptionalDouble.class) {
      return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
    } else if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> ((Enum<?>) constant).name().equals(text))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException(type.getSimpleName() + " " + text));
    }
    try {
      return type.getDeclaredMethod("parse", String.class).invoke(null, text);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(type.getSimpleName() + " " + text, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("values of " + type + " have no text", e);
    }
  }

  private static Object component(Record cell, RecordComponent component) {
    try {
      return component.getAccessor().invoke(cell);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }
}
