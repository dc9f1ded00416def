package dev.cairn.s3.aws;

import dev.cairn.store.RecordId;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;

/** Facts of about 300 bytes as other programs write them; the number of one decides all of it. */
final class BulkRecords {
  private static final int FACTS_OF_A_USER = 100;
  private static final String[] WORDS =
      ("the of a to in is with on from at has likes prefers works lives enjoys usually often sister "
              + "brother friend colleague team project coffee tea running cycling mountains city small "
              + "large house garden weekend morning evening winter summer music guitar piano book novel "
              + "recipe kitchen language spanish italian trip train flight office meeting deadline dog cat")
          .split(" ");
  private static final String[] CATEGORIES = {"preferences", "work", "family", "hobbies", "travel"};

  private BulkRecords() {}

  static RecordId id(int number) {
    return new RecordId(
        "app",
        "fact",
        String.format(Locale.ROOT, "usr_%06x", number / FACTS_OF_A_USER),
        CATEGORIES[number % CATEGORIES.length] + "/key_" + number % FACTS_OF_A_USER);
  }

  static byte[] fact(int number) {
    SplittableRandom random = new SplittableRandom(number);
    StringBuilder text = new StringBuilder();
    while (text.length() < 70) {
      // Frequent words are more frequent than rare ones, as in any language.
      double skewed = random.nextDouble() * random.nextDouble();
      text.append(WORDS[(int) (WORDS.length * skewed)]).append(' ');
    }
    RecordId id = id(number);
    return String.format(
            Locale.ROOT,
            "{\"user_id\": \"%s\", \"category\": \"%s\", \"key\": \"key_%d\", \"value\": \"%s\", "
                + "\"importance\": 0.%d, \"timestamp\": \"2026-%02d-%02dT%02d:%02d:%02dZ\", "
                + "\"source\": \"conversation\", \"confidence\": 0.%02d, \"tags\": [\"%s\", \"imported\"]}",
            id.partition(),
            CATEGORIES[number % CATEGORIES.length],
            number % FACTS_OF_A_USER,
            text.toString().strip(),
            random.nextInt(10),
            1 + random.nextInt(12),
            1 + random.nextInt(28),
            random.nextInt(24),
            random.nextInt(60),
            random.nextInt(60),
            random.nextInt(100),
            WORDS[random.nextInt(WORDS.length)])
        .getBytes(StandardCharsets.UTF_8);
  }
}
