package io.formgate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import java.io.IOException;
import java.nio.file.Path;

/** Records as JSON, the same bytes for the same record. */
final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);
  private static final ObjectWriter WRITER =
      MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

  private Json() {}

  /** {@return the text of a record} */
  static String write(Object record) {
    try {
      return WRITER.writeValueAsString(record) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record cannot be written as JSON", e);
    }
  }

  /**
   * {@return the record of a file}
   *
   * @throws DiagnosticException if the file does not hold one
   */
  static <T> T read(Path file, Class<T> type) {
    try {
      T record = MAPPER.readValue(file.toFile(), type);
      if (record == null) {
        throw damaged(file, "it is null");
      }
      return record;
    } catch (IOException e) {
      throw damaged(file, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  static DiagnosticException damaged(Path file, String why) {
    return new DiagnosticException(
        Diagnostic.of(
            DiagnosticCode.NOT_A_RUN,
            file + " is not what formgate writes: " + why,
            "make the folder again with compile or emit"));
  }
}
