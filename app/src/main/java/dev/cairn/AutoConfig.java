package dev.cairn;

import static java.util.Objects.requireNonNull;

import dev.cairn.auto.AutoConfiguration;
import dev.cairn.auto.Decision;
import dev.cairn.auto.Hints;
import dev.cairn.auto.Machine;
import dev.cairn.auto.Scenario;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.plugin.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where records are kept, and what is known of what is to come; everything else is decided.
 * Immutable; each call gives a copy.
 *
 * <pre>{@code
 * Cairn.auto(AutoConfig.bucket("shared-bucket/app/v2").region("us-east-1").learningEnabled(true));
 * }</pre>
 *
 * @param storage where records are kept
 * @param namespace the namespace of the calls on {@link Cairn} itself
 * @param hints what is known
 */
public record AutoConfig(Component storage, String namespace, Hints hints) {

  public AutoConfig {
    requireNonNull(storage, "storage");
    requireNonNull(namespace, "namespace");
    requireNonNull(hints, "hints");
  }

  private static AutoConfig of(Component storage) {
    return new AutoConfig(storage, "default", Hints.NONE);
  }

  /** In one SQLite file, which the processes of one machine may share. */
  public static AutoConfig sqlite(Path file) {
    return of(Component.of("sqlite", Map.of("file", file.toString())));
  }

  /**
   * In a bucket that many machines may share.
   *
   * @param bucketName the bucket, or bucket and prefix as in {@code bucket/app/v2}
   */
  public static AutoConfig bucket(String bucketName) {
    return of(Component.of("s3", Map.of("bucketName", bucketName)));
  }

  /** In memory that vanishes with the process. */
  public static AutoConfig inMemory() {
    return of(Component.of("memory", Map.of()));
  }

  /** The region of the bucket, such as {@code eu-central-1}. */
  public AutoConfig region(String region) {
    return with("region", region);
  }

  /** The address of a store that is not Amazon's. */
  public AutoConfig endpoint(String address) {
    return with("endpoint", address);
  }

  /** Whether this process writes nothing at all to the bucket. */
  public AutoConfig readOnlyMode(boolean isReadOnly) {
    return with("readOnly", isReadOnly);
  }

  /** Any other setting of the storage. */
  public AutoConfig with(String setting, Object value) {
    JsonObject config = storage.config().with(setting, JsonValue.of(value));
    return new AutoConfig(new Component(storage.type(), config), namespace, hints);
  }

  public AutoConfig namespace(String name) {
    return new AutoConfig(storage, name, hints);
  }

  public AutoConfig hints(Hints newHints) {
    return new AutoConfig(storage, namespace, newHints);
  }

  /** As {@link Hints#scenario(Scenario)}. */
  public AutoConfig scenario(Scenario scenario) {
    return hints(hints.scenario(scenario));
  }

  /** As {@link Hints#expectedDatasetSize(long)}. */
  public AutoConfig expectedDatasetSize(long size) {
    return hints(hints.expectedDatasetSize(size));
  }

  /** As {@link Hints#maxMemoryUsage(long)}. */
  public AutoConfig maxMemoryUsage(long bytes) {
    return hints(hints.maxMemoryUsage(bytes));
  }

  /** As {@link Hints#targetSearchLatency(Duration)}. */
  public AutoConfig targetSearchLatency(Duration latency) {
    return hints(hints.targetSearchLatency(latency));
  }

  /** As {@link Hints#learningEnabled(boolean)}. */
  public AutoConfig learningEnabled(boolean isEnabled) {
    return hints(hints.learningEnabled(isEnabled));
  }

  /** A configuration and what led to it. */
  public record Decided(CairnConfig config, List<Decision> decisions) {}

  /**
   * Decides every other setting; a copy of the configuration may change some again.
   *
   * @throws dev.cairn.plugin.ConfigurationException if the storage is of no type
   */
  public Decided decide(Machine machine) {
    List<Decision> decisions =
        AutoConfiguration.decide(hints, machine, Set.of(), storage.type().equals("s3"));
    JsonObject tree =
        JsonObject.builder()
            .put("namespace", namespace)
            .put(
                "storage",
                JsonObject.builder()
                    .put("type", storage.type())
                    .put("config", storage.config())
                    .build())
            .build();
    for (Decision decision : decisions) {
      List<String> path = List.of(decision.setting().split("\\."));
      if (decision.value().isPresent()) {
        tree = tree.withPath(path, decision.value().get());
      }
    }
    return new Decided(Settings.of("", tree).as(CairnConfig.class), decisions);
  }
}
