package dev.cairn.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Short texts that people wrote: sentences of the comments in the sources that come with a JDK.
 * Each is there once, in an order that is the same for the same JDK.
 */
final class JavadocSentences {
  private static final Pattern COMMENT = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\{@\\w+\\s+([^{}]*)}");
  private static final Pattern TAG = Pattern.compile("<[^>]*>");
  private static final int SHORTEST = 30;
  private static final int LONGEST = 200;

  private JavadocSentences() {}

  static List<String> read() throws IOException {
    Path sources = Path.of(System.getProperty("java.home"), "lib", "src.zip");
    Set<String> sentences = new LinkedHashSet<>();
    try (ZipFile zip = new ZipFile(sources.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().startsWith("java.") && entry.getName().endsWith(".java")) {
          String source =
              new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
          Matcher comments = COMMENT.matcher(source);
          while (comments.find()) {
            addSentences(comments.group(1), sentences);
          }
        }
      }
    }
    List<String> shuffled = new ArrayList<>(sentences);
    Collections.shuffle(shuffled, new Random(1));
    return shuffled;
  }

  private static void addSentences(String comment, Set<String> sentences) {
    String text = comment.replaceAll("(?m)^\\s*\\*", " ");
    text = LINK.matcher(text).replaceAll("$1");
    text = LINK.matcher(text).replaceAll("$1");
    text = TAG.matcher(text).replaceAll(" ").replaceAll("(?m)^\\s*@\\w+", ".");
    for (String sentence : text.split("[.;:]\\s")) {
      String clean = sentence.replaceAll("\\s+", " ").strip();
      boolean isProse = clean.chars().filter(c -> c == ' ').count() * 9 > clean.length();
      if (isProse && clean.length() >= SHORTEST && clean.length() <= LONGEST) {
        sentences.add(clean);
      }
    }
  }
}
