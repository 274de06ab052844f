package io.formgate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InOrderTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void threadsDoNotChangeWhatIsTaken(int threads) throws IOException {
    List<String> taken = new ArrayList<>();
    InOrder.measure(
        threads,
        Long.MAX_VALUE,
        design -> {
          return design * design;
        },
        (design, measured) -> {
          taken.add(design + ":" + measured);
          return taken.size() < 20;
        });
    assertThat(taken).hasSize(20).startsWith("0:0", "1:1", "2:4").endsWith("19:361");
  }

  /** The first design waits for the second: with one thread at a time the test would not end. */
  @Test
  void designsAreMeasuredAtTheSameTime() throws IOException {
    CountDownLatch second = new CountDownLatch(1);
    Set<String> workers = ConcurrentHashMap.newKeySet();
    List<Long> taken = new ArrayList<>();
    InOrder.measure(
        2,
        2,
        design -> {
          workers.add(Thread.currentThread().getName());
          if (design == 1) {
            second.countDown();
          } else {
            await(second);
          }
          return design;
        },
        (_, measured) -> taken.add(measured));
    assertThat(taken).containsExactly(0L, 1L);
    assertThat(workers).hasSize(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A design that is never measured is ended when it is of no use any more. */
  @Test
  void nothingIsWaitedForBehindTheLast() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    List<Long> taken = new ArrayList<>();
    InOrder.measure(
        2,
        10,
        design -> {
          if (design > 0) {
            await(never);
          }
          return design;
        },
        (_, measured) -> {
          taken.add(measured);
          return false;
        });
    assertThat(taken).containsExactly(0L);
  }

  @Test
  void aBugEndsTheRunBehindWhatWasTaken() {
    List<Long> taken = new ArrayList<>();
    assertThatThrownBy(() ->
            InOrder.measure(
                2,
                10,
                design -> {
                  if (design == 3) {
                    throw new IllegalStateException("broken");
                  }
                  return design;
                },
                (_, measured) -> taken.add(measured)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken");
    assertThat(taken).containsExactly(0L, 1L, 2L);
  }

  private static DiagnosticException failure(DiagnosticCode code) {
    return new DiagnosticException(Diagnostic.of(code, "g++ ended with status 1", "make room"));
  }

  @Test
  void whatAToolDoesIsNoVerdict() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ToolFailures failures =
        new ToolFailures(new PrintStream(printed, true, StandardCharsets.UTF_8));
    assertThat(failures.measured("one", () -> 1)).contains(1);
    assertThat(failures.none()).isTrue();
    for (int i = 0; i < ToolFailures.MOST; i++) {
      Optional<Integer> none =
          failures.measured(
              "two",
              () -> {
                throw failure(DiagnosticCode.TOOL_FAILED);
              });
      assertThat(none).isEmpty();
    }
    assertThat(failures.none()).isFalse();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("two is not measured", "10 times a tool failed");
    DiagnosticException full = failure(DiagnosticCode.OUTPUT_UNWRITABLE);
    assertThatThrownBy(() ->
            failures.measured(
                "three",
                () -> {
                  throw full;
                }))
        .isSameAs(full);
  }

  /** A circuit that Verilator refuses is the circuit's fault. */
  @Test
  void aRefusedCircuitIsAVerdict() {
    DiagnosticException refused = failure(DiagnosticCode.CIRCUIT_REFUSED);
    assertThat(ToolFailures.isOne(refused)).isFalse();
    assertThatThrownBy(() ->
            new ToolFailures(System.err)
                .measured(
                    "one",
                    () -> {
                      throw refused;
                    }))
        .isSameAs(refused);
  }
}
