package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.Component;
import dev.cairn.SearchConfig;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.retrieval.Search;
import dev.cairn.retrieval.SearchHit;
import dev.cairn.retrieval.SearchKind;
import dev.cairn.retrieval.SearchRequest;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code cairn bench retrieval}. */
@Command(
    name = "retrieval",
    description = {
      "Tell how much of what answers questions a search finds in conversations.",
      "The data set is in the layout of LoCoMo, which its own licence governs: give a copy of yours."
    },
    mixinStandardHelpOptions = true)
final class BenchRetrievalCommand implements Callable<Integer> {
  private static final String SESSION = "session-";
  private static final int DEEPEST = Collections.max(RetrievalScores.DEPTHS);

  @ParentCommand private BenchCommand parent;

  @Option(
      names = "--dataset",
      paramLabel = "FILE",
      required = true,
      description = "Conversations with questions and evidence, in JSON.")
  private Path dataset;

  @Option(
      names = "--embedding",
      paramLabel = "MODEL",
      description = "Such as minilm, bge-small or none; that of the configuration unless given.")
  private @Nullable String embedding;

  private final RetrievalScores turns = new RetrievalScores();
  private final RetrievalScores sessions = new RetrievalScores();
  private final Map<Integer, RetrievalScores> byCategory = new TreeMap<>();

  @Override
  public Integer call() {
    List<Conversations> conversations = Conversations.read(dataset);
    CairnConfig config = config(parent.root.load().config());
    try (Cairn cairn = Cairn.open(config);
        Progress progress = Progress.of(parent.root.console, "retrieval", conversations.size())) {
      for (int i = 0; i < conversations.size(); i++) {
        ask(cairn, conversations.get(i));
        progress.count(i + 1L);
      }
    }
    report(config.search());
    return 0;
  }

  private CairnConfig config(CairnConfig given) {
    SearchConfig search = given.search().withKinds(SearchKind.TURN);
    return CairnConfig.builder()
        .storage(Component.of("memory", Map.of()))
        .search(embedding == null ? search : search.withEmbedding(embedding))
        .build();
  }

  private void ask(Cairn cairn, Conversations conversation) {
    String user = conversation.name();
    Map<String, String> names = new HashMap<>();
    for (Conversations.Said said : conversation.turns()) {
      String id =
          cairn
              .remember(user, SESSION + said.session(), said.speaker(), said.text(), said.time())
              .item()
              .id();
      names.put(id, said.name());
    }
    Search search = cairn.search();
    if (search.notEmbedded() > 0) {
      search.embed(left -> {});
    }
    for (Conversations.Question question : conversation.questions()) {
      List<String> found =
          search.search(SearchRequest.of(question.text(), DEEPEST).withUser(user)).hits().stream()
              .map(SearchHit::id)
              .map(id -> Objects.requireNonNull(names.get(id.id())))
              .toList();
      add(question, found);
    }
  }

  private void add(Conversations.Question question, List<String> found) {
    Set<String> evidence = Set.copyOf(question.evidence());
    turns.add(found, evidence);
    byCategory
        .computeIfAbsent(question.category(), ignored -> new RetrievalScores())
        .add(found, evidence);
    sessions.add(
        found.stream().map(BenchRetrievalCommand::session).toList(),
        evidence.stream().map(BenchRetrievalCommand::session).collect(Collectors.toSet()));
  }

  /** {@code D3} of {@code D3:12}. */
  private static String session(String turn) {
    return turn.substring(0, Math.max(0, turn.indexOf(':')));
  }

  private void report(SearchConfig search) {
    Map<String, RetrievalScores> rows = new LinkedHashMap<>();
    rows.put("turns", turns);
    byCategory.forEach((category, scores) -> rows.put("turns, category " + category, scores));
    rows.put("sessions", sessions);
    Console console = parent.root.console;
    if (parent.root.json) {
      rows.forEach((name, scores) -> console.data(json(name, scores)));
      return;
    }
    console.say(
        "embedding %s, keyword %s, vector %s"
            .formatted(search.embedding().type(), search.keyword().type(), search.vector().type()));
    Table table = new Table("EVIDENCE", "QUESTIONS", "R@1", "R@5", "R@10", "R@20", "MRR");
    rows.forEach(
        (name, scores) ->
            table.row(
                name,
                Units.count(scores.questions()),
                percent(scores.recallAt(1)),
                percent(scores.recallAt(5)),
                percent(scores.recallAt(10)),
                percent(scores.recallAt(20)),
                percent(scores.meanReciprocalRank())));
    table.lines().forEach(console::data);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static JsonObject json(String name, RetrievalScores scores) {
    JsonObject.Builder json =
        JsonObject.builder().put("evidence", name).put("questions", scores.questions());
    RetrievalScores.DEPTHS.forEach(
        depth -> json.put("recallAt" + depth, JsonNumber.of(scores.recallAt(depth))));
    return json.put("meanReciprocalRank", JsonNumber.of(scores.meanReciprocalRank())).build();
  }
}
