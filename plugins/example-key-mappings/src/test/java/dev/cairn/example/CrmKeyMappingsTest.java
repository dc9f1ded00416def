package dev.cairn.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.optimization.KeyMappingsProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class CrmKeyMappingsTest {

  @Test
  void isFoundByItsName() {
    assertThat(ServiceLoader.load(KeyMappingsProvider.class))
        .extracting(KeyMappingsProvider::name)
        .contains("built-in", "acme-crm");
  }

  @Test
  void givesEachKeyACodeOfItsOwnThatIsShorter() {
    Map<String, String> mappings = new CrmKeyMappings().mappings();

    assertThat(new HashSet<>(mappings.values())).hasSameSizeAs(mappings.keySet());
    assertThat(mappings).allSatisfy((key, code) -> assertThat(code).hasSizeLessThan(key.length()));
  }

  @Test
  void readmeQuotesTheSourceAndTheServiceFile() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String source =
        Files.readString(Path.of("src/main/java/dev/cairn/example/CrmKeyMappings.java"));
    String service =
        Files.readString(
            Path.of(
                "src/main/resources/META-INF/services/dev.cairn.optimization.KeyMappingsProvider"));

    assertThat(readme).contains(source.substring(source.indexOf("public final class")));
    assertThat(readme).contains(service);
  }
}
