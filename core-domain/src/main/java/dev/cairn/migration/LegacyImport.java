package dev.cairn.migration;

import dev.cairn.migration.legacy.LegacyFormat;
import dev.cairn.migration.legacy.LegacyFormat.Item;
import dev.cairn.migration.legacy.LegacyFormat.ItemId;
import dev.cairn.migration.legacy.LegacyFormat.Kind;
import dev.cairn.migration.legacy.LegacyFormat.Role;
import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.migration.legacy.LegacyObjects.Listed;
import dev.cairn.migration.legacy.LegacyObjects.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads all nouns and then all verbs of a store that keeps each in objects of its own. Lists the
 * keys three times and reads each object of an item once; never writes. Holds 16 bytes or less for
 * each key.
 */
public final class LegacyImport {
  private static final int PAGE = 1_000;

  private final LegacyFormat format;
  private final LegacyObjects objects;
  private final ImportTarget target;
  private final HashedKeys present = new HashedKeys();

  private LegacyImport(LegacyFormat format, LegacyObjects objects, ImportTarget target) {
    this.format = format;
    this.objects = objects;
    this.target = target;
  }

  /**
   * Hands over what the objects hold, and tells what is skipped and why. An object that appears
   * while this reads may be missed.
   *
   * @throws dev.cairn.store.StorageException if the store cannot be read
   */
  public static void read(LegacyFormat format, LegacyObjects objects, ImportTarget target) {
    LegacyImport run = new LegacyImport(format, objects, target);
    run.eachKey(run::note);
    run.eachKey(key -> run.read(key, Kind.NOUN));
    run.eachKey(key -> run.read(key, Kind.VERB));
  }

  private void eachKey(Consumer<String> each) {
    String after = "";
    boolean more = true;
    while (more) {
      Page page = objects.list("", after, PAGE);
      for (Listed listed : page.objects()) {
        each.accept(listed.key());
        after = listed.key();
      }
      more = page.more() && !page.objects().isEmpty();
    }
  }

  private void note(String key) {
    switch (format.roleOf(key)) {
      case Role.Part part -> present.add(key);
      case Role.Derived derived -> {}
      case Role.Foreign foreign ->
          skipped(key, "an object that %s does not know".formatted(format.name()));
    }
  }

  private void read(String key, Kind kind) {
    if (format.roleOf(key) instanceof Role.Part part && part.item().kind() == kind) {
      List<String> keys = format.keysOf(part.item()).stream().filter(present::mayContain).toList();
      if (!keys.getFirst().equals(key)) {
        return; // the item's turn comes, or came, with its first key
      }
      Map<String, byte[]> parts = new LinkedHashMap<>();
      keys.forEach(each -> objects.read(each).ifPresent(found -> parts.put(each, found.body())));
      if (!parts.isEmpty()) {
        handOver(part.item(), format.read(part.item(), parts));
      }
    }
  }

  private void handOver(ItemId id, Item item) {
    String place = "%s %s".formatted(id.kind() == Kind.NOUN ? "noun" : "verb", id.id());
    switch (item) {
      case Item.OfNoun read -> {
        tell(place, read.oddities());
        target.noun(read.noun(), place);
      }
      case Item.OfVerb read -> {
        tell(place, read.oddities());
        target.verb(read.verb(), place);
      }
      case Item.Skipped skipped -> skipped(place, skipped.reason());
    }
  }

  private void tell(String place, List<String> oddities) {
    oddities.forEach(
        oddity -> target.notice(new ImportNotice(ImportNotice.Kind.CHANGED, place, oddity)));
  }

  private void skipped(String place, String reason) {
    target.notice(new ImportNotice(ImportNotice.Kind.SKIPPED, place, reason));
  }
}
