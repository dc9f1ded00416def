import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Checks or applies google-java-format over every Java source below a folder: {@code check DIR} or
 * {@code apply DIR}. Runs as a single source file on the JDK that compiles the project, because a
 * formatter inside Maven's own, older Java cannot parse the project's language level.
 */
final class Format {

  public static void main(String[] args) throws IOException {
    boolean apply = args[0].equals("apply");
    if (!apply && !args[0].equals("check")) {
      throw new IllegalArgumentException("cairn.format must be check or apply, not " + args[0]);
    }
    Path root = Path.of(args[1]);
    List<String> faults =
        sources(root).parallelStream()
            .map(f -> format(root, f, apply))
            .filter(Objects::nonNull)
            .toList();
    if (!faults.isEmpty()) {
      faults.forEach(System.err::println);
      System.err.println("To lay these files out, run: mvn -q -N verify -Dcairn.format=apply");
      System.exit(1);
    }
  }

  /** Returns what is wrong with the file, or null. */
  private static String format(Path root, Path file, boolean apply) {
    try {
      String before = Files.readString(file);
      String tidy = RemoveUnusedImports.removeUnusedImports(before);
      tidy = ImportOrderer.reorderImports(tidy, Style.GOOGLE);
      tidy = new Formatter().formatSource(tidy);
      if (tidy.equals(before)) {
        return null;
      }
      if (apply) {
        Files.writeString(file, tidy);
        return null;
      }
      return root.relativize(file) + ": not in google-java-format";
    } catch (FormatterException | IOException e) {
      return root.relativize(file) + ": " + e.getMessage();
    }
  }

  private static List<Path> sources(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            String name = String.valueOf(dir.getFileName());
            return name.equals("target") || name.equals(".git")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
