package dev.cairn.migration.live;

import dev.cairn.migration.legacy.LegacyFormat;
import dev.cairn.migration.legacy.LegacyFormat.ItemId;
import dev.cairn.migration.legacy.LegacyFormat.Kind;
import dev.cairn.migration.legacy.LegacyObjects;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The items of a legacy format under names. */
record FormatTranslation(LegacyFormat format) implements Translation {

  @Override
  public String name() {
    return format.name();
  }

  @Override
  public boolean recognizes(LegacyObjects objects) {
    return format.recognizes(objects);
  }

  @Override
  public Use useOf(String key) {
    return switch (format.roleOf(key)) {
      case LegacyFormat.Role.Part part -> new Use.PartOf(name(part.item()));
      case LegacyFormat.Role.Derived ignored -> new Use.Derived();
      case LegacyFormat.Role.Foreign ignored -> new Use.Foreign();
    };
  }

  @Override
  public List<String> keysOf(String item) {
    return format.keysOf(id(item));
  }

  @Override
  public Reading read(String item, Map<String, byte[]> parts) {
    return switch (format.read(id(item), parts)) {
      case LegacyFormat.Item.OfNoun it ->
          new Reading.Of(new Content.OfNoun(it.noun()), it.oddities());
      case LegacyFormat.Item.OfVerb it ->
          new Reading.Of(new Content.OfVerb(it.verb()), it.oddities());
      case LegacyFormat.Item.Skipped it -> new Reading.Skipped(it.reason());
    };
  }

  @Override
  public Optional<Map<String, byte[]>> write(Content content, List<String> existing) {
    return switch (content) {
      case Content.OfNoun it -> format.write(it.noun(), existing);
      case Content.OfVerb it -> format.write(it.verb(), existing);
      case Content.OfRecord ignored -> Optional.empty();
    };
  }

  private static String name(ItemId item) {
    return (item.kind() == Kind.NOUN ? ItemNames.NOUN : ItemNames.VERB) + item.id();
  }

  private static ItemId id(String item) {
    boolean noun = item.startsWith(ItemNames.NOUN);
    int prefix = (noun ? ItemNames.NOUN : ItemNames.VERB).length();
    return new ItemId(noun ? Kind.NOUN : Kind.VERB, item.substring(prefix));
  }
}
