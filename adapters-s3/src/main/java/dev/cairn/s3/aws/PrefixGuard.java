package dev.cairn.s3.aws;

import dev.cairn.json.JsonException;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.json.JsonWriter;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.ObjectPage;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.PutOutcome;
import dev.cairn.store.StorageException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Sees to it that a prefix is used by one application, and with one key. */
final class PrefixGuard {
  static final String KEY = "NAMESPACE";
  private static final int FORMAT = 1;
  private static final List<String> OURS =
      List.of("log/", "seg/", "ckpt/", "idx/", "lock/", "probe/", "CURRENT", "caps");

  private final ObjectStore store;
  private final PatientReads reads;
  private final String application;
  private final String keyCheck;

  /**
   * @param store as it is, without encryption
   * @param keyCheck tells the key from others without telling it; empty without encryption
   */
  PrefixGuard(ObjectStore store, PatientReads reads, String application, String keyCheck) {
    this.store = store;
    this.reads = reads;
    this.application = application;
    this.keyCheck = keyCheck;
  }

  /**
   * Checks the guard object.
   *
   * @return false if there is none
   * @throws ConfigurationException if the prefix is another application's, or needs another key
   * @throws StorageException if the store does not answer
   */
  boolean isThere() {
    Optional<Fetched.Found> found = reads.get(KEY);
    found.ifPresent(guard -> check(new String(guard.bytes(), StandardCharsets.UTF_8)));
    return found.isPresent();
  }

  /**
   * Makes sure that nothing is in the prefix that this would mix with.
   *
   * @throws ConfigurationException if something is
   */
  void requireUnused() {
    ObjectPage page = store.list("", "");
    for (ObjectPage.Entry entry : page.entries()) {
      if (OURS.stream().noneMatch(entry.key()::startsWith)) {
        throw new ConfigurationException(
            "%s holds objects that are not Cairn's, such as '%s'. Use an empty prefix, as in bucketName: bucket/app/v2."
                .formatted(store, entry.key()));
      }
      if (!keyCheck.isEmpty() && entry.key().startsWith("log/")) {
        throw new ConfigurationException(
            "%s holds records that are not encrypted. Leave out 'encryptionKeyFile', or use an empty prefix."
                .formatted(store));
      }
    }
  }

  /** Leaves a guard object. */
  void create() {
    String guard =
        JsonWriter.write(
            JsonObject.builder()
                .put("format", FORMAT)
                .put("application", application)
                .put("keyCheck", keyCheck)
                .build(),
            JsonStyle.MINIFIED);
    PutOutcome outcome = store.putIfAbsent(KEY, guard.getBytes(StandardCharsets.UTF_8));
    if (!(outcome instanceof PutOutcome.Written) && !isThere()) {
      throw new StorageException(
          "The bucket %s did not take the object '%s': %s. Try again."
              .formatted(store, KEY, outcome));
    }
  }

  private void check(String text) {
    JsonObject guard;
    try {
      guard = (JsonObject) JsonValue.parse(text);
    } catch (JsonException | ClassCastException foreign) {
      throw new ConfigurationException(
          "The object '%s' of %s is not Cairn's. Use an empty prefix.".formatted(KEY, store),
          foreign);
    }
    String format = guard.find("format").map(PrefixGuard::text).orElse("");
    if (!format.equals(Integer.toString(FORMAT))) {
      throw new ConfigurationException(
          "%s has format '%s', but this version of Cairn knows %d. Use a newer version."
              .formatted(store, format, FORMAT));
    }
    requireOwn(guard.find("application").map(PrefixGuard::text).orElse(""));
    String check = guard.find("keyCheck").map(PrefixGuard::text).orElse("");
    if (!check.equals(keyCheck)) {
      throw new ConfigurationException(wrongKey(check));
    }
  }

  /**
   * @throws ConfigurationException if the prefix belongs to another application
   */
  void requireOwn(String owner) {
    if (!owner.equals(application)) {
      throw new ConfigurationException(
          "%s belongs to application '%s', but 'application' is '%s'. Use another prefix, or correct 'application'."
              .formatted(store, owner, application));
    }
  }

  private String wrongKey(String check) {
    if (check.isEmpty()) {
      return "%s holds records that are not encrypted. Leave out 'encryptionKeyFile'."
          .formatted(store);
    }
    return keyCheck.isEmpty()
        ? "%s is encrypted. Name its key by 'encryptionKeyFile'.".formatted(store)
        : "%s is encrypted with another key than that of 'encryptionKeyFile'. Name the right one."
            .formatted(store);
  }

  private static String text(JsonValue value) {
    return switch (value) {
      case JsonString string -> string.value();
      case JsonNumber number -> number.text();
      default -> "";
    };
  }
}
