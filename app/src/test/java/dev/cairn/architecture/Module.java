package dev.cairn.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Maven module as the class path of this one shows it: a jar or a folder of classes, found by one
 * of its packages. Its tests are elsewhere and so are left out.
 */
enum Module {
  CORE("dev.cairn.store", 50),
  OPTIMIZATION("dev.cairn.optimization", 25),
  STORAGE("dev.cairn.storage.sqlite", 12),
  DOCUMENT_STAGES("dev.cairn.stages", 4),
  ZSTD("dev.cairn.zstd", 3),
  JTOKKIT("dev.cairn.tokens.jtokkit", 3),
  TOON("dev.cairn.context.toon", 12),
  IMPORTER_LUMINORACORE("dev.cairn.importer.luminoracore", 5),
  IMPORTER_BRAINY("dev.cairn.importer.brainy", 10),
  IMPORTERS_OTHER("dev.cairn.importer.other", 10),
  VECTOR_PARTITIONED("dev.cairn.search.partitioned", 20),
  EMBEDDING_ONNX("dev.cairn.embedding.onnx", 7),
  LANGCHAIN4J("dev.cairn.langchain4j", 10),
  EXAMPLE_KEY_MAPPINGS("dev.cairn.example", 1),
  APP("dev.cairn.cli", 20);

  /** All but {@link #LANGCHAIN4J}, whose users make its parts themselves. */
  static final Set<Module> ADAPTERS_AND_PLUGINS =
      Set.of(
          STORAGE,
          DOCUMENT_STAGES,
          ZSTD,
          JTOKKIT,
          TOON,
          IMPORTER_LUMINORACORE,
          IMPORTER_BRAINY,
          IMPORTERS_OTHER,
          VECTOR_PARTITIONED,
          EMBEDDING_ONNX,
          EXAMPLE_KEY_MAPPINGS);

  private static final String SERVICES = "META-INF/services";

  private final String anchor;
  final int leastClasses;

  Module(String anchor, int leastClasses) {
    this.anchor = anchor;
    this.leastClasses = leastClasses;
  }

  JavaClasses classes() {
    return classesOf(Set.of(this));
  }

  static JavaClasses classesOf(Set<Module> modules) {
    return Imported.ALL.that(
        describe(
            "are in " + modules,
            type -> modules.stream().anyMatch(module -> module.contains(type))));
  }

  private boolean contains(JavaClass type) {
    return type.getSource()
        .map(source -> Location.of(source.getUri()).contains(location().toString()))
        .orElse(false);
  }

  /** Reads class files only once, and not before they are asked for. */
  private static final class Imported {
    static final JavaClasses ALL =
        new ClassFileImporter()
            .importLocations(
                EnumSet.allOf(Module.class).stream()
                    .map(module -> Location.of(module.location()))
                    .collect(Collectors.toSet()));
  }

  /** Names of the packages that have a type of their own. */
  Set<String> packages() {
    return classes().stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
  }

  /** The module's service files: interface to the implementations it names. */
  Map<String, List<String>> services() {
    try {
      URI location = location().toURI();
      Path path = Path.of(location);
      if (Files.isDirectory(path)) {
        return services(path.resolve(SERVICES));
      }
      try (FileSystem jar = FileSystems.newFileSystem(path)) {
        return services(jar.getPath(SERVICES));
      }
    } catch (URISyntaxException | IOException e) {
      throw new IllegalStateException("The service files of " + this + " cannot be read", e);
    }
  }

  private static Map<String, List<String>> services(Path folder) throws IOException {
    Map<String, List<String>> found = new TreeMap<>();
    if (Files.notExists(folder)) {
      return found;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        found.put(file.getFileName().toString(), implementations(file));
      }
    }
    return found;
  }

  private static List<String> implementations(Path file) throws IOException {
    return Arrays.stream(Files.readString(file).split("\n"))
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private URL location() {
    try {
      return Class.forName(anchor + ".package-info")
          .getProtectionDomain()
          .getCodeSource()
          .getLocation();
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("No package " + anchor + " for module " + this, e);
    }
  }
}
