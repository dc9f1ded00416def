package dev.cairn.s3.aws;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.migration.legacy.LegacyObjectsProvider;
import dev.cairn.plugin.Settings;
import dev.cairn.s3.legacy.S3LegacyObjects;
import dev.cairn.s3.object.Timeline;
import java.security.SecureRandom;
import java.util.List;

/** Provides {@code s3}: a legacy store in a bucket; settings in {@link S3Config}. */
public final class S3LegacyObjectsProvider implements LegacyObjectsProvider {

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public LegacyObjects create(Settings settings) {
    S3Config config = settings.as(S3Config.class);
    return new S3LegacyObjects(
        new AwsObjectStore(config),
        "s3://" + config.bucketName(),
        Timeline.system(),
        new SecureRandom(),
        config.patience());
  }

  @Override
  public JsonValue fencePolicy(Settings settings, String migrator, List<String> prefixes) {
    S3Config config = settings.as(S3Config.class);
    String root = "arn:aws:s3:::" + config.bucket() + "/" + config.prefix();
    JsonObject condition =
        JsonObject.builder()
            .put("ArnNotLike", JsonObject.builder().put("aws:PrincipalArn", migrator).build())
            .build();
    JsonObject statement =
        JsonObject.builder()
            .put("Sid", "CairnMigrationFence")
            .put("Effect", "Deny")
            .put("Principal", "*")
            .put(
                "Action",
                JsonArray.of(JsonValue.of("s3:PutObject"), JsonValue.of("s3:DeleteObject")))
            .put(
                "Resource",
                JsonArray.ofStrings(prefixes.stream().map(prefix -> root + prefix + "*").toList()))
            .put("Condition", condition)
            .build();
    return JsonObject.builder()
        .put("Version", "2012-10-17")
        .put("Statement", JsonArray.of(statement))
        .build();
  }
}
