package dev.cairn.s3.aws;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.store.AccessRole;
import java.util.ArrayList;
import java.util.List;

/** The least permissions for one prefix of a bucket, as a policy of Amazon's IAM. */
final class AccessPolicy {
  private static final List<String> WRITTEN =
      List.of(
          "log/*", "seg/*", "ckpt/*", "idx/*", "lock/*", "probe/*", "CURRENT", "NAMESPACE", "caps");
  private static final List<String> REMOVED = List.of("seg/*", "ckpt/*", "idx/*");

  private AccessPolicy() {}

  static JsonValue of(S3Config config, AccessRole role) {
    String bucket = "arn:aws:s3:::" + config.bucket();
    String root = bucket + "/" + config.prefix();
    List<JsonValue> statements = new ArrayList<>();
    // A condition on the prefix would not be met by reads, for which S3 asks this permission too:
    // without it, a missing key is a denied one. "IfExists" leaves those alone.
    statements.add(
        statement("ListPrefix", "s3:ListBucket", List.of(bucket))
            .put(
                "Condition",
                JsonObject.builder()
                    .put(
                        "StringLikeIfExists",
                        JsonObject.builder().put("s3:prefix", config.prefix() + "*").build())
                    .build())
            .build());
    statements.add(statement("Read", "s3:GetObject", List.of(root + "*")).build());
    if (role != AccessRole.READER) {
      statements.add(statement("Write", "s3:PutObject", below(root, WRITTEN)).build());
    }
    if (role == AccessRole.JANITOR) {
      statements.add(statement("Remove", "s3:DeleteObject", below(root, REMOVED)).build());
    }
    return JsonObject.builder()
        .put("Version", "2012-10-17")
        .put("Statement", new JsonArray(statements))
        .build();
  }

  private static List<String> below(String root, List<String> names) {
    return names.stream().map(name -> root + name).toList();
  }

  private static JsonObject.Builder statement(String id, String action, List<String> resources) {
    List<JsonValue> arns = new ArrayList<>();
    resources.forEach(resource -> arns.add(JsonValue.of(resource)));
    return JsonObject.builder()
        .put("Sid", id)
        .put("Effect", "Allow")
        .put("Action", action)
        .put("Resource", new JsonArray(arns));
  }
}
