package io.formgate.sim;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The machine's tools, with a build cache below this module's target folder. */
final class TestTools {
  static final Duration TIME_LIMIT = Duration.ofMinutes(2);

  private TestTools() {}

  static ToolRunner runner() {
    return runner(Path.of("target", "verilator-cache").toAbsolutePath());
  }

  static ToolRunner runner(Path cacheHome) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("XDG_CACHE_HOME", cacheHome.toString());
    return new ToolRunner(environment);
  }

  static Verifier verifier() {
    return new Verifier(runner(), System::nanoTime, TIME_LIMIT);
  }
}
