package dev.cairn.importer.other;

import dev.cairn.json.JsonObject;
import dev.cairn.migration.ImportTarget;
import dev.cairn.migration.LineReader;
import dev.cairn.migration.LineReader.Line;
import dev.cairn.migration.MemoryImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads JSON objects, one a line. Thread-safe. */
final class JsonlImporter implements MemoryImporter {
  private final RowShape shape;

  JsonlImporter(RowShape shape) {
    this.shape = shape;
  }

  /** Only who names it can say what the lines are. */
  @Override
  public boolean recognizes(Path source) {
    return false;
  }

  @Override
  public boolean isGeneral() {
    return true;
  }

  @Override
  public void read(Path source, ImportTarget target) {
    try (LineReader lines = new LineReader(source)) {
      for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
        String place = line.get().place();
        Reasons.json(line.get(), target)
            .ifPresent(
                value -> {
                  if (value instanceof JsonObject row) {
                    shape.read(row, place, target);
                  } else {
                    Reasons.skipped(target, place, "the line is no JSON object");
                  }
                });
      }
    } catch (IOException unreadable) {
      throw Reasons.unreadable(source, unreadable);
    }
  }
}
