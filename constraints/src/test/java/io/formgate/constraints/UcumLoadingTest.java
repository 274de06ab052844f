package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of units costs start-up time, so it is loaded by those who need it only. */
class UcumLoadingTest {
  /** Loads all classes anew and tells which have been asked for. */
  private static final class Fresh extends URLClassLoader {
    Fresh(List<URL> path) {
      super(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    boolean hasLoaded(String name) {
      return findLoadedClass(name) != null;
    }
  }

  @Test
  void onlyUnitsLoadTheTableOfUnits() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (Fresh loader = new Fresh(classPath())) {
      // Service providers are looked up through the thread's loader.
      Thread.currentThread().setContextClassLoader(loader);
      var parse =
          loader
              .loadClass("io.formgate.constraints.UcumLoadingTest$Probe")
              .getMethod("parse", String.class);

      parse.invoke(null, SpecTexts.SMALL.replace("input x", "input x : 1"));
      assertThat(loader.hasLoaded("io.formgate.constraints.SpecParser")).isTrue();
      assertThat(loader.hasLoaded("io.formgate.constraints.Ucum")).isFalse();
      assertThat(loader.hasLoaded("systems.uom.ucum.UCUM")).isFalse();

      parse.invoke(null, SpecTexts.DIMUON);
      assertThat(loader.hasLoaded("io.formgate.constraints.Ucum")).isTrue();
      assertThat(loader.hasLoaded("systems.uom.ucum.UCUM")).isTrue();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static List<URL> classPath() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return urls;
  }

  /** What the test runs inside the fresh class loader. */
  public static final class Probe {
    private Probe() {}

    /**
     * Reads a spec.
     *
     * @param text the spec
     */
    public static void parse(String text) {
      SpecTexts.parse(text);
    }
  }
}
