package dev.cairn.zstd;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDictTrainer;
import com.github.luben.zstd.ZstdException;
import dev.cairn.json.JsonObject;
import dev.cairn.optimization.Stage;
import dev.cairn.optimization.StageContext;
import dev.cairn.optimization.StageProvider;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Settings;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Provides {@code zstd/1}: parameters {@code threshold} and {@code level}, and {@code trained}, the
 * dictionary in Base64 if there is one.
 */
public final class ZstdStageProvider implements StageProvider {
  private static final int DEFAULT_THRESHOLD = 32;

  /** Without a dictionary smaller documents hardly ever shrink, and trying costs 20 µs each. */
  private static final int UNTRAINED_THRESHOLD = 512;

  private static final int DEFAULT_LEVEL = 9;
  private static final int DEFAULT_DICTIONARY_BYTES = 32 * 1024;

  /** Fewer samples than this give no dictionary worth its bytes. */
  private static final int MIN_SAMPLES = 100;

  /** Larger documents hold what a dictionary would give them themselves. */
  private static final int MAX_SAMPLE_BYTES = 16 * 1024;

  private static final int MAX_TRAINING_BYTES = 32 * 1024 * 1024;

  /**
   * @param threshold documents of fewer bytes are left as they are
   * @param level 1 (fast) to 22 (small)
   * @param dictionaryBytes how large a trained dictionary may be
   */
  record Config(Integer threshold, Integer level, Integer dictionaryBytes) {
    Config {
      threshold = threshold == null ? DEFAULT_THRESHOLD : threshold;
      level = level == null ? DEFAULT_LEVEL : level;
      dictionaryBytes = dictionaryBytes == null ? DEFAULT_DICTIONARY_BYTES : dictionaryBytes;
      if (threshold < 0) {
        throw new IllegalArgumentException(
            "'threshold' must be 0 or more, but is %d".formatted(threshold));
      }
      if (level < 1 || level > Zstd.maxCompressionLevel()) {
        throw new IllegalArgumentException(
            "'level' must be 1 to %d, but is %d".formatted(Zstd.maxCompressionLevel(), level));
      }
      if (dictionaryBytes < 256) {
        throw new IllegalArgumentException(
            "'dictionaryBytes' must be 256 or more, but is %d".formatted(dictionaryBytes));
      }
    }
  }

  @Override
  public String name() {
    return "zstd";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public JsonObject freeze(StageContext context) {
    Config config = Settings.of("optimization.zstd", context.settings()).as(Config.class);
    JsonObject.Builder parameters =
        JsonObject.builder().put("threshold", config.threshold()).put("level", config.level());
    train(context.samples(), config.dictionaryBytes())
        .ifPresent(
            dictionary -> parameters.put(TRAINED, Base64.getEncoder().encodeToString(dictionary)));
    return parameters.build();
  }

  private static Optional<byte[]> train(List<byte[]> samples, int dictionaryBytes) {
    List<byte[]> chosen = new ArrayList<>();
    int total = 0;
    for (byte[] sample : samples) {
      if (sample.length <= MAX_SAMPLE_BYTES && total + sample.length <= MAX_TRAINING_BYTES) {
        chosen.add(sample);
        total += sample.length;
      }
    }
    if (chosen.size() < MIN_SAMPLES) {
      return Optional.empty();
    }
    ZstdDictTrainer trainer = new ZstdDictTrainer(total, dictionaryBytes);
    chosen.forEach(trainer::addSample);
    try {
      return Optional.of(trainer.trainSamples());
    } catch (ZstdException tooLittleToLearn) {
      return Optional.empty();
    }
  }

  @Override
  public Stage open(JsonObject parameters) {
    try {
      Frozen frozen = Settings.of("zstd", parameters).as(Frozen.class);
      byte[] dictionary = Base64.getDecoder().decode(frozen.trained());
      int threshold =
          dictionary.length == 0
              ? Math.max(UNTRAINED_THRESHOLD, frozen.threshold())
              : frozen.threshold();
      return new ZstdStage(threshold, frozen.level(), dictionary);
    } catch (ConfigurationException | IllegalStateException refused) {
      throw new IllegalArgumentException(refused.getMessage(), refused);
    }
  }

  record Frozen(Integer threshold, Integer level, String trained) {
    Frozen {
      if (threshold == null || level == null) {
        throw new IllegalArgumentException("'threshold' and 'level' must be given.");
      }
      trained = trained == null ? "" : trained;
    }
  }
}
