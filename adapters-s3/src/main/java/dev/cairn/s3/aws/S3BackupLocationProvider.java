package dev.cairn.s3.aws;

import dev.cairn.backup.BackupLocation;
import dev.cairn.backup.BackupLocationProvider;
import dev.cairn.json.JsonObject;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Provides backups in a bucket: {@code s3://bucket/prefix}, with the parameters {@code region},
 * {@code endpoint} and {@code timeout} if they are needed, as in {@code
 * s3://bucket/backups?region=eu-central-1}. They mean what they mean for the storage {@code s3}.
 */
public final class S3BackupLocationProvider implements BackupLocationProvider {
  private static final List<String> PARAMETERS = List.of("region", "endpoint", "timeout");
  private static final String TIMEOUT = "PT5M";

  @Override
  public String name() {
    return "s3";
  }

  /** The one setting. */
  record Address(String address) {}

  @Override
  public BackupLocation create(Settings settings) {
    String address = settings.as(Address.class).address();
    URI uri = parse(address);
    if (uri.getAuthority() == null) {
      throw wrong(address, "names no bucket");
    }
    String path = uri.getPath() == null ? "" : uri.getPath();
    JsonObject.Builder config =
        JsonObject.builder().put("bucketName", uri.getAuthority() + trimmed(path));
    boolean timed = false;
    if (uri.getRawQuery() != null) {
      for (String part : uri.getRawQuery().split("&")) {
        String[] pair = part.split("=", 2);
        if (pair.length < 2 || !PARAMETERS.contains(pair[0])) {
          throw wrong(address, "has a parameter that is none of " + PARAMETERS);
        }
        timed |= pair[0].equals("timeout");
        config.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
      }
    }
    if (!timed) {
      config.put("timeout", TIMEOUT);
    }
    return new S3BackupLocation(Settings.of("backup", config.build()).as(S3Config.class));
  }

  private static String trimmed(String path) {
    String rest = path.replaceAll("^/+|/+$", "");
    return rest.isEmpty() ? "" : "/" + rest;
  }

  private static URI parse(String address) {
    try {
      return new URI(address);
    } catch (URISyntaxException broken) {
      throw wrong(address, "cannot be read: " + broken.getReason());
    }
  }

  private static ConfigurationException wrong(String address, String what) {
    return new ConfigurationException(
        "The address %s %s. Write it as s3://bucket/prefix?region=eu-central-1"
            .formatted(address.replaceAll("\\?.*", ""), what));
  }
}
