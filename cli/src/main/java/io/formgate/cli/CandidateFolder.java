package io.formgate.cli;

import io.formgate.codegen.HdlBundle;
import io.formgate.codegen.HdlFile;
import io.formgate.codegen.Wrapper;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Sha256;
import io.formgate.hwcost.Pipeline;
import io.formgate.sim.InputRange;
import io.formgate.sim.VerificationReport;
import io.formgate.sim.VerificationRequest;
import io.formgate.sim.WaveFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The files of one circuit, written by compile and emit and read by verify.
 *
 * @param manifest what the folder holds
 * @param datapath the golden model
 * @param systemVerilog the circuit
 * @param wrapperText the wrapper; empty without one
 * @param vectors the data set's vectors, raw values; may be empty
 */
record CandidateFolder(
    Manifest manifest,
    Datapath datapath,
    String systemVerilog,
    String wrapperText,
    List<long[]> vectors) {
  private static final String MANIFEST = "manifest.json";
  private static final String CANDIDATES = "candidates";
  private static final int HASH_DIGITS = 8;
  private static final String WAVES = "waves.fst";

  /** {@return the folder's name: cycles, LUTs and the start of a hash of the golden model} */
  static String name(Pipeline pipeline) {
    String hash = Sha256.of(DatapathText.print(pipeline.datapath()));
    return pipeline.latencyCycles()
        + "c-"
        + pipeline.area().lut()
        + "l-"
        + hash.substring(0, HASH_DIGITS);
  }

  /** Writes everything but the report. */
  static void write(
      Path folder, Pipeline pipeline, HdlBundle bundle, Manifest manifest, List<long[]> vectors) {
    RunFolder.write(folder.resolve(MANIFEST), Json.write(manifest));
    for (HdlFile file : bundle.files()) {
      RunFolder.write(folder.resolve(file.name()), file.text());
    }
    RunFolder.write(folder.resolve(manifest.datapath()), DatapathText.print(pipeline.datapath()));
    RunFolder.write(folder.resolve("schedule.txt"), pipeline.describe());
    String formulas =
        manifest.outputs().stream()
            .map(o -> o.name() + " = " + o.formula() + "\n")
            .collect(Collectors.joining());
    RunFolder.write(folder.resolve("formula.txt"), formulas);
    if (!vectors.isEmpty()) {
      String lines =
          vectors.stream()
              .map(v -> LongStream.of(v).mapToObj(Long::toString).collect(Collectors.joining(" ")))
              .collect(Collectors.joining("\n", "", "\n"));
      RunFolder.write(folder.resolve(manifest.vectors()), lines);
    }
  }

  /** {@return the file that shows the signals of a circuit in a folder} */
  static WaveFile.Wanted waves(Path folder, WaveFile.When when) {
    return new WaveFile.Wanted(folder.resolve(WAVES), when);
  }

  /** {@return the manifest with the waves that a verification wrote, which the folder gets too} */
  static Manifest keepWaves(Path folder, Manifest manifest, VerificationReport report) {
    if (report.waves() == null) {
      return manifest;
    }
    return keep(folder, manifest, new Manifest.File(WAVES, "waves"));
  }

  /** {@return the manifest with another file, which the folder gets too} */
  static Manifest keep(Path folder, Manifest manifest, Manifest.File file) {
    Manifest whole = manifest.with(file);
    if (!whole.equals(manifest)) {
      RunFolder.write(folder.resolve(MANIFEST), Json.write(whole));
    }
    return whole;
  }

  /**
   * {@return the circuit folders of a run, or the folder itself}
   *
   * @throws DiagnosticException if there are none
   */
  static List<Path> find(Path folder) {
    if (Files.isRegularFile(folder.resolve(MANIFEST))) {
      return List.of(folder);
    }
    Path candidates = folder.resolve(CANDIDATES);
    if (Files.isDirectory(candidates)) {
      try (Stream<Path> entries = Files.list(candidates)) {
        List<Path> found =
            entries.filter(e -> Files.isRegularFile(e.resolve(MANIFEST))).sorted().toList();
        if (!found.isEmpty()) {
          return found;
        }
      } catch (IOException e) {
        throw notARun(folder, e.getMessage());
      }
    }
    if (!Files.exists(folder)) {
      throw notARun(folder, "there is no folder of that name");
    }
    if (Files.isRegularFile(folder.resolve(ReportBuilder.DATA))) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.NOT_A_RUN,
              folder + " has formulas and no circuit",
              "build one of them: 'formgate resume " + folder + "' after a search"));
    }
    throw notARun(folder, "there is no " + MANIFEST);
  }

  /** {@return the folder of a candidate below a run's folder} */
  static Path below(Path run, Pipeline pipeline) {
    return run.resolve(CANDIDATES).resolve(name(pipeline));
  }

  /**
   * {@return the circuit of a folder}
   *
   * @throws DiagnosticException if a file is missing or malformed
   */
  static CandidateFolder read(Path folder) {
    Manifest manifest = Json.read(folder.resolve(MANIFEST), Manifest.class);
    try {
      Datapath datapath =
          DatapathText.parse(Files.readString(folder.resolve(manifest.datapath()))).verify();
      String text = Files.readString(folder.resolve(manifest.systemVerilog()));
      String wrapperText =
          manifest.wrapperKind() == Wrapper.NONE
              ? ""
              : Files.readString(
                  folder.resolve(manifest.fileOf(HdlFile.Kind.STREAM_WRAPPER.word())));
      List<long[]> vectors = new ArrayList<>();
      if (!manifest.vectors().isEmpty()) {
        for (String line : Files.readAllLines(folder.resolve(manifest.vectors()))) {
          vectors.add(Stream.of(line.split(" ")).mapToLong(Long::parseLong).toArray());
        }
      }
      CandidateFolder read = new CandidateFolder(manifest, datapath, text, wrapperText, vectors);
      read.check();
      return read;
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw notARun(folder, e.getMessage());
    }
  }

  /** Throws if the files do not belong together. */
  private void check() {
    List<FixedFormat> formats = datapath.inputFormats();
    require(manifest.inputs().size() == formats.size(), "manifest and datapath differ in inputs");
    require(manifest.randomVectors() > 0, "the manifest asks for no random vectors");
    require(manifest.latencyCycles() >= 0, "the manifest's latency is below 0");
    for (int i = 0; i < formats.size(); i++) {
      Manifest.InputPort port = manifest.inputs().get(i);
      require(
          formats.get(i).rawMin() <= port.rawLo()
              && port.rawLo() <= port.rawHi()
              && port.rawHi() <= formats.get(i).rawMax(),
          "the range of " + port.name() + " does not fit the datapath");
    }
    for (long[] vector : vectors) {
      require(vector.length == formats.size(), "a vector has " + vector.length + " values");
      for (int i = 0; i < vector.length; i++) {
        require(
            formats.get(i).rawMin() <= vector[i] && vector[i] <= formats.get(i).rawMax(),
            "a vector holds " + vector[i] + ", which " + formats.get(i) + " does not");
      }
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** {@return what is to be shown of the circuit} */
  VerificationRequest request() {
    return Proof.request(
        datapath,
        ranges(),
        manifest.latencyCycles(),
        manifest.initiationInterval(),
        systemVerilog,
        new Proof.Plan(vectors, manifest.randomVectors(), manifest.seed()));
  }

  /** {@return the raw ranges of the inputs} */
  List<InputRange> ranges() {
    return manifest.inputs().stream().map(i -> new InputRange(i.rawLo(), i.rawHi())).toList();
  }

  static DiagnosticException notARun(Path folder, @org.jspecify.annotations.Nullable String why) {
    return new DiagnosticException(
        Diagnostic.of(
            DiagnosticCode.NOT_A_RUN,
            folder + " is not a folder of a circuit that formgate wrote: " + why,
            "give the output folder of compile, distill or emit, or one below its candidates/"));
  }
}
