package dev.cairn.migration.live;

import dev.cairn.json.JsonObject;
import java.time.Instant;

/**
 * One walk over the source.
 *
 * @param number counts passes from 1; 0 before the first
 * @param cursor the key up to which objects were compared
 * @param fenced whether the fence stood before it began
 * @param listed how many objects were listed
 * @param differing how many differed from what was recorded
 * @param items how many items were read
 * @param derived how many objects were made from others
 * @param foreign how many objects are not the source's
 * @param bytes the size of the listed parts of items
 */
public record Pass(
    long number,
    Stage stage,
    String cursor,
    boolean fenced,
    long listed,
    long differing,
    long items,
    long derived,
    long foreign,
    long bytes,
    Instant began) {

  /** What a pass is doing. */
  public enum Stage {
    NONE,
    LISTING,
    READING
  }

  static final Pass NONE = new Pass(0, Stage.NONE, "", false, 0, 0, 0, 0, 0, 0, Instant.EPOCH);

  Pass next(boolean behindFence, Instant now) {
    return new Pass(number + 1, Stage.LISTING, "", behindFence, 0, 0, 0, 0, 0, 0, now);
  }

  Pass plusItems(long more) {
    return new Pass(
        number,
        stage,
        cursor,
        fenced,
        listed,
        differing,
        items + more,
        derived,
        foreign,
        bytes,
        began);
  }

  /** After a part of a store was looked at, and some of it copied. */
  Pass scanned(String newCursor, Stage newStage, long looked, long copied) {
    return new Pass(
        number,
        newStage,
        newCursor,
        fenced,
        listed + looked,
        differing + copied,
        items + copied,
        derived,
        foreign,
        bytes,
        began);
  }

  Pass at(Stage newStage) {
    return new Pass(
        number, newStage, cursor, fenced, listed, differing, items, derived, foreign, bytes, began);
  }

  boolean isClean() {
    return differing == 0;
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("number", number)
        .put("stage", stage.name())
        .put("cursor", cursor)
        .put("fenced", fenced)
        .put("listed", listed)
        .put("differing", differing)
        .put("items", items)
        .put("derived", derived)
        .put("foreign", foreign)
        .put("bytes", bytes)
        .put("began", began.toString())
        .build();
  }

  static Pass ofJson(JsonObject json) {
    Members in = new Members(json);
    return new Pass(
        in.number("number"),
        Stage.valueOf(in.text("stage")),
        in.text("cursor"),
        in.flag("fenced"),
        in.number("listed"),
        in.number("differing"),
        in.number("items"),
        in.number("derived"),
        in.number("foreign"),
        in.number("bytes"),
        Instant.parse(in.text("began")));
  }
}
