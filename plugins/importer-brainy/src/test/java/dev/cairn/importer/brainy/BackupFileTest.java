package dev.cairn.importer.brainy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.graph.KnowledgeGraph;
import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.MemoryClient;
import dev.cairn.memory.TestClients;
import dev.cairn.migration.ImportException;
import dev.cairn.migration.ImportNotice;
import dev.cairn.migration.ImportReport;
import dev.cairn.migration.LegacyImport;
import dev.cairn.migration.MemoryImport;
import dev.cairn.migration.legacy.BrainyDump;
import dev.cairn.migration.legacy.InMemoryObjects;
import dev.cairn.search.Filter;
import dev.cairn.store.InMemoryRecordStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BackupFileTest {
  @TempDir Path folder;
  private final List<ImportNotice> notices = new ArrayList<>();
  private final MemoryClient client = TestClients.replacing(new InMemoryRecordStore());
  private final KnowledgeGraph graph = new KnowledgeGraph(client.documents());

  private Path file(String json) throws IOException {
    return Files.writeString(folder.resolve("backup.json"), json.replace('\'', '"'));
  }

  private ImportReport run(Path source) {
    return MemoryImport.into(client, read -> {})
        .withNotices(notices::add)
        .run(new BrainyImporter(), source);
  }

  private List<Noun> nouns() {
    return graph.searchNouns(Filter.ALL, Optional.empty(), 1_000).items().stream()
        .map(stored -> stored.item())
        .toList();
  }

  private List<Verb> verbs() {
    return graph.searchVerbs(Filter.ALL, Optional.empty(), 1_000).items().stream()
        .map(stored -> stored.item())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.13.0", "0.17.0", "0.30.0", "0.36.0"})
  void realBackupSaysTheSameAsItsBucket(String version) throws IOException {
    BrainyDump dump = BrainyDump.ofBucket(version);
    Path file = Files.write(folder.resolve("backup.json"), dump.backup());
    assertThat(new BrainyImporter().recognizes(file)).isTrue();

    ImportReport report = run(file);
    ImportReport bucket =
        MemoryImport.into(client, read -> {})
            .withNotices(notices::add)
            .run(
                target ->
                    LegacyImport.read(
                        new BrainyFormat(), new InMemoryObjects(dump.objects()), target));

    assertThat(report.nouns()).isEqualTo(20);
    assertThat(report.verbs()).isEqualTo(10);
    assertThat(report.added()).isEqualTo(30);
    boolean verbsAmongNouns = version.startsWith("0.1");
    assertThat(report.count(ImportNotice.Kind.SKIPPED)).isEqualTo(verbsAmongNouns ? 10 : 0);
    assertThat(bucket.unchanged()).isEqualTo(30);
    assertThat(graph.audit()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.49.0", "0.54.7", "1.1.1"})
  void emptyBackupOfABucketIsToldToBeOne(String version) throws IOException {
    BrainyDump dump = BrainyDump.ofBucket(version);

    ImportReport report = run(Files.write(folder.resolve("b.json"), dump.backup()));

    assertThat(report.nouns()).isZero();
    assertThat(report.findings()).singleElement().asString().contains("a copy of the bucket");
  }

  @Test
  void backupOfAFolderWithoutItsVerbsIsToldToBeOne() throws IOException {
    String noun = "{'id':'n','vector':[1,2],'metadata':{'noun':'Thing','text':'t'}}";
    String backup = "{'nouns':[%s],'verbs':[],'nounTypes':{},'hnswIndex':{},'version':'1'}";

    run(file(backup.formatted(noun)));

    assertThat(notices)
        .extracting(ImportNotice::place, ImportNotice::message)
        .singleElement()
        .asString()
        .contains("verbs", "there are none", "import the folder");
  }

  @Test
  void backupOfAThousandNounsMayHaveBeenCut() throws IOException {
    StringBuilder nouns = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      nouns.append(i == 0 ? "" : ",").append("{'id':'%d','metadata':{'text':'t'}}".formatted(i));
    }

    ImportReport report = run(file("{'nouns':[%s],'verbs':[],'version':'1'}".formatted(nouns)));

    assertThat(report.nouns()).isEqualTo(1_000);
    assertThat(notices)
        .filteredOn(notice -> notice.kind() == ImportNotice.Kind.AMBIGUOUS)
        .extracting(ImportNotice::message)
        .singleElement()
        .asString()
        .contains("compare with the bucket");
  }

  @Test
  void folderOfObjectsIsImported() throws IOException {
    BrainyDump dump = BrainyDump.ofFolder();
    for (Map.Entry<String, byte[]> object : dump.objects().entrySet()) {
      Path file = folder.resolve(object.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, object.getValue());
    }
    assertThat(new BrainyImporter().recognizes(folder)).isTrue();

    ImportReport report = run(folder);

    assertThat(report.nouns()).isEqualTo(200);
    assertThat(report.verbs()).isEqualTo(100);
    assertThat(report.findings()).isEmpty();
    assertThat(run(folder).unchanged()).isEqualTo(300);
  }

  @Test
  void sparseDataOfTheGuideIsImported() throws IOException {
    Path file =
        file(
            """
            { 'nouns': [ { 'id': 'doc-1', 'metadata':
                { 'text': 'Machine learning algorithms', 'noun': 'Thing', 'category': 'technology' } },
              { 'id': 'doc-2', 'vector': [], 'metadata': { 'noun': 'Thing' } } ],
              'verbs': [], 'version': '1.0.0' }
            """);

    ImportReport report = run(file);

    assertThat(report.added()).isEqualTo(2);
    Noun noun = graph.getNoun("doc-1").orElseThrow();
    assertThat(noun.type()).isEqualTo("Thing");
    assertThat(noun.text()).contains("Machine learning algorithms");
    assertThat(noun.vector()).isEmpty();
    assertThat(notices)
        .extracting(ImportNotice::place)
        .as("without a vector and a text")
        .containsExactly("noun doc-2");
  }

  @Test
  void versionIsNeeded() throws IOException {
    for (String json :
        List.of(
            "{'nouns':[{'id':'a'}],'verbs':[]}",
            "{'nouns':[{'id':'a'}],'verbs':[],'version':null}",
            "{'nouns':[{'id':'a'}],'verbs':[],'version':''}")) {
      assertThatThrownBy(() -> run(file(json)))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("must have 'version'")
          .hasMessageContaining("Nothing was imported");
    }
    assertThatThrownBy(() -> run(file("{'nouns':[],'version':'1'}")))
        .hasMessageContaining("must have 'verbs'");
    assertThat(nouns()).isEmpty();
  }

  @Test
  void verbsMayStandFirstAndLackWhatOldVersionsLacked() throws IOException {
    run(
        file(
            """
            {'version':2,'verbs':[
              {'id':'1','sourceId':'a','targetId':'b','verb':'knows'},
              {'id':'2','source':'a','target':'b','type':'likes','weight':0.19,'metadata':null},
              {'id':'3','sourceId':'a','targetId':'gone','type':'likes','weight':1},
              {'id':'4','sourceId':'a'},
              {'id':'5','sourceId':'b','targetId':'a','weight':-1,'metadata':{'since':1}}],
             'nouns':[{'id':'a','metadata':{'noun':'x'}},{'id':'b','metadata':{'noun':'x'}},
              {'id':'1','metadata':{}},{'id':'2','metadata':{'noun':'x','text':'a noun of that id'}},
              {'metadata':{}}, 7]}
            """));

    assertThat(nouns()).extracting(Noun::id).containsExactly("2", "a", "b");
    assertThat(verbs()).extracting(Verb::id).containsExactly("1", "2", "5");
    assertThat(verbs()).extracting(Verb::type).containsExactly("knows", "likes", "relatedTo");
    assertThat(verbs()).extracting(Verb::weight).containsExactly(1.0, 0.19, 1.0);
    assertThat(notices)
        .filteredOn(notice -> notice.kind() == ImportNotice.Kind.SKIPPED)
        .extracting(ImportNotice::place)
        .containsExactlyInAnyOrder(
            "noun 1", "nouns, number 5, line 9", "nouns, number 6, line 9", "verb 3", "verb 4");
  }

  @Test
  void cutOffOrAlteredBackupChangesNothing() throws IOException {
    byte[] whole = BrainyDump.ofBucket("0.36.0").backup();
    for (int length : new int[] {0, 1, 100, whole.length / 2, whole.length - 2}) {
      Path file = Files.write(folder.resolve("cut.json"), Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> run(file))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("damaged or cut off");
    }
    assertThat(nouns()).isEmpty();
  }

  @Test
  void whatIsExportedIsImportedAsItWas() throws IOException {
    for (String version : BrainyDump.VERSIONS) {
      MemoryImport.into(client, read -> {})
          .run(
              target ->
                  LegacyImport.read(
                      new BrainyFormat(),
                      new InMemoryObjects(BrainyDump.ofBucket(version).objects()),
                      target));
      List<Noun> nouns = nouns();
      List<Verb> verbs = verbs();
      ByteArrayOutputStream out = new ByteArrayOutputStream();

      var exported = new BackupWriter().write(graph, out, written -> {});
      ImportReport again = run(Files.write(folder.resolve("x.json"), out.toByteArray()));

      assertThat(exported.nouns()).isEqualTo(nouns.size());
      assertThat(exported.verbs()).isEqualTo(verbs.size());
      assertThat(again.unchanged()).as(version).isEqualTo(nouns.size() + verbs.size());
      assertThat(nouns()).isEqualTo(nouns);
      assertThat(verbs()).isEqualTo(verbs);
    }
  }

  @Test
  void exportHasTheShapeOfTheRealOne() throws IOException {
    BrainyDump dump = BrainyDump.ofBucket("0.36.0");
    run(Files.write(folder.resolve("b.json"), dump.backup()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    new BackupWriter().write(graph, out, written -> {});

    JsonObject real = (JsonObject) JsonValue.parse(dump.backup());
    JsonObject ours = (JsonObject) JsonValue.parse(out.toString(StandardCharsets.UTF_8));
    assertThat(ours.names()).isEqualTo(real.names());
    for (String list : List.of("nouns", "verbs")) {
      JsonArray theirs = (JsonArray) real.find(list).orElseThrow();
      JsonArray written = (JsonArray) ours.find(list).orElseThrow();
      assertThat(written.size()).isEqualTo(theirs.size());
      assertThat(written.elements().stream().map(BackupFileTest::stable))
          .containsExactlyInAnyOrderElementsOf(
              theirs.elements().stream().map(BackupFileTest::stable).toList());
    }
    assertThat(ours.find("version")).isEqualTo(real.find("version"));
  }

  private static JsonObject stable(JsonValue element) {
    return ((JsonObject) element).without("connections").without("embedding").without("data");
  }
}
