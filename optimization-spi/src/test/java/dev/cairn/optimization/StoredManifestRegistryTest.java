package dev.cairn.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.CorruptRecordException;
import dev.cairn.document.HookedRecordStore;
import dev.cairn.json.JsonObject;
import dev.cairn.store.Author;
import dev.cairn.store.CommitResult;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.StorageException;
import dev.cairn.store.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredManifestRegistryTest implements ManifestRegistryContract {
  private static final Author AUTHOR = new Author("test", "");
  private static final Manifest MANIFEST =
      new Manifest("fact", List.of(new Manifest.StageEntry("zip", 1, JsonObject.EMPTY)), 0);

  private final RecordStore store = new InMemoryRecordStore();

  @Override
  public ManifestRegistry registry() {
    return on(store);
  }

  private static ManifestRegistry on(RecordStore store) {
    return new StoredManifestRegistry(store, "app", AUTHOR);
  }

  private static RecordId idOf(Manifest manifest) {
    return new RecordId("app", "manifest", "", manifest.id().toString());
  }

  private void put(RecordId id, String text) {
    store.commit(
        WriteBatch.by(AUTHOR).put(id, Payload.wrap(text.getBytes(StandardCharsets.UTF_8))).build());
  }

  @Test
  void manifestIsAPlainRecordThatAnotherProcessReads() {
    registry().save(MANIFEST);

    assertThat(store.get(idOf(MANIFEST)).orElseThrow().payload().toBytes())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(MANIFEST.toJson().toString());
    assertThat(registry().find(MANIFEST.id())).contains(MANIFEST);
  }

  @Test
  void namespacesDoNotShareManifests() {
    registry().save(MANIFEST);

    assertThat(new StoredManifestRegistry(store, "app/other", AUTHOR).all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"kind\":\"fact\",\"stages\":[],\"nonce\":0}",
        "{\"kind\":\"fact\",\"stages\":[],\"nonce\":0.5}",
        "{\"kind\""
      })
  void damagedManifestIsAnErrorThatNamesIt(String damaged) {
    put(idOf(MANIFEST), damaged);

    assertThatThrownBy(() -> registry().find(MANIFEST.id()))
        .isInstanceOf(CorruptRecordException.class)
        .hasMessageContaining(MANIFEST.id().toString())
        .hasMessageContaining("'app'");
  }

  @Test
  void outcomeThatIsNotKnownIsLookedUp() {
    HookedRecordStore hooked = new HookedRecordStore(store);
    hooked.commitWith(
        batch -> {
          store.commit(batch);
          return new CommitResult.Unknown("time-out");
        });

    on(hooked).save(MANIFEST);

    assertThat(registry().find(MANIFEST.id())).contains(MANIFEST);
  }

  @Test
  void manifestThatIsNotThereAfterwardsIsAnError() {
    HookedRecordStore hooked = new HookedRecordStore(store);
    hooked.commitWith(batch -> new CommitResult.Unknown("time-out"));
    ManifestRegistry registry = on(hooked);

    assertThatThrownBy(() -> registry.save(MANIFEST))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(MANIFEST.id().toString());
    assertThat(registry.find(MANIFEST.id())).isEmpty();
  }

  @Test
  void manifestOfAnotherWhoTookTheIdIsNotTakenForThisOne() {
    HookedRecordStore hooked = new HookedRecordStore(store);
    hooked.commitWith(
        batch -> {
          put(idOf(MANIFEST), "{\"kind\":\"other\",\"stages\":[],\"nonce\":0}");
          return store.commit(batch);
        });

    assertThatThrownBy(() -> on(hooked).save(MANIFEST)).isInstanceOf(RuntimeException.class);
    assertThat(store.get(idOf(MANIFEST)).orElseThrow().payload().toBytes())
        .asString(StandardCharsets.UTF_8)
        .contains("other");
  }
}
