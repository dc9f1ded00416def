package dev.cairn.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import org.junit.jupiter.api.Test;

class EstimatingTokenCounterTest {
  @Test
  void isFoundByItsNameAndCountsByLength() {
    TokenCounter counter =
        Providers.load("token counter", TokenCounterProvider.class)
            .named("estimate")
            .create(Settings.EMPTY);

    assertThat(counter.name()).isEqualTo("estimate");
    assertThat(counter.count("")).isZero();
    assertThat(counter.count("hello world!")).isEqualTo(3);
    assertThat(counter.count("hello world!!")).isEqualTo(4);
    assertThat(counter.count("東京")).isEqualTo(2);
  }
}
