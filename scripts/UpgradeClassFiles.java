import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Copies a jar and gives its class files the format of Java 8, with the stack maps that Java's verifier
 * checks fast and that Java's class cache asks for; arguments: the jar, the copy.
 */
final class UpgradeClassFiles {
  private UpgradeClassFiles() {}

  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        var input = new ZipFile(jar.toFile());
        OutputStream file = Files.newOutputStream(Path.of(args[1]));
        var output = new JarOutputStream(file)) {
      ClassFile classFile =
          ClassFile.of(
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(loader)));
      for (ZipEntry entry : Collections.list(input.entries())) {
        byte[] content = input.getInputStream(entry).readAllBytes();
        output.putNextEntry(new ZipEntry(entry.getName()));
        output.write(entry.getName().endsWith(".class") ? upgrade(classFile, content) : content);
        output.closeEntry();
      }
    }
  }

  private static byte[] upgrade(ClassFile classFile, byte[] content) {
    var model = classFile.parse(content);
    if (model.majorVersion() >= ClassFile.JAVA_8_VERSION) {
      return content;
    }
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
          } else {
            builder.with(element);
          }
        };
    ClassTransform code = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
    return classFile.transformClass(model, version.andThen(code));
  }
}
