package dev.cairn.cli;

import dev.cairn.NamespaceClient;
import dev.cairn.graph.Noun;
import dev.cairn.memory.Fact;
import dev.cairn.memory.Stored;
import dev.cairn.retrieval.SearchRequest;
import dev.cairn.search.Filter;
import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import dev.cairn.store.PartitionCount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Asks two stores the same questions, and compares answers and latency. Not thread-safe. */
final class ShadowRead {
  private static final int PAGE = 1_000;
  private static final int MAX_TOLD = 20;
  private static final int WARM = 20;
  private static final int MAX_QUERY = 80;

  private final NamespaceClient source;
  private final NamespaceClient target;
  private final int hits;
  private final LongSupplier nanoClock;

  /**
   * @param hits how many hits of each search are compared
   */
  ShadowRead(NamespaceClient source, NamespaceClient target, int hits, LongSupplier nanoClock) {
    this.source = source;
    this.target = target;
    this.hits = hits;
    this.nanoClock = nanoClock;
  }

  /**
   * What both are asked.
   *
   * @param name names it for a person
   */
  record Question(String name, Function<NamespaceClient, Object> asked) {}

  /** Times in nanoseconds. */
  record Latency(long median, long p95) {
    static Latency of(long[] times) {
      if (times.length == 0) {
        return new Latency(0, 0);
      }
      long[] sorted = times.clone();
      Arrays.sort(sorted);
      return new Latency(
          sorted[(sorted.length - 1) / 2], sorted[(int) ((sorted.length - 1) * 0.95)]);
    }
  }

  /**
   * How the two compare.
   *
   * @param differing the names of the first questions whose answers differ
   */
  record Outcome(int questions, int same, List<String> differing, Latency source, Latency target) {
    boolean isSame() {
      return same == questions;
    }
  }

  /** Questions for what the source has: facts of users, nouns with their neighbours, searches. */
  List<Question> probes(int wanted) {
    List<Question> questions = new ArrayList<>();
    List<String> users = users(wanted);
    users.forEach(
        user -> questions.add(new Question("facts of " + user, it -> it.getAllFacts(user))));
    List<Noun> nouns = nouns(wanted);
    nouns.forEach(
        noun ->
            questions.add(new Question("noun " + noun.id(), it -> it.graph().getNoun(noun.id()))));
    List<String> texts = new ArrayList<>();
    nouns.forEach(noun -> texts.add(noun.metadata().toString()));
    for (String user : users) {
      source.getAllFacts(user).stream()
          .findFirst()
          .map(Fact::value)
          .ifPresent(value -> texts.add(value.toString()));
    }
    texts.stream()
        .map(ShadowRead::words)
        .filter(it -> !it.isEmpty())
        .limit(wanted)
        .forEach(text -> questions.add(search(text)));
    return questions;
  }

  /** The question what a search finds. */
  Question search(String text) {
    return new Question("search " + text, it -> found(it, text));
  }

  private Set<String> found(NamespaceClient client, String text) {
    Set<String> found = new TreeSet<>();
    client
        .search()
        .search(SearchRequest.of(text, hits))
        .hits()
        .forEach(hit -> found.add(hit.kind() + "/" + hit.id().partition() + "/" + hit.id().id()));
    return found;
  }

  private static String words(String text) {
    String words = text.replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    int end = words.length() <= MAX_QUERY ? words.length() : words.lastIndexOf(' ', MAX_QUERY);
    return words.substring(0, Math.max(end, 0));
  }

  private List<String> users(int wanted) {
    List<String> all = new ArrayList<>();
    Optional<Cursor> after = Optional.empty();
    do {
      Page<PartitionCount> page = source.users(after, PAGE);
      page.items().forEach(it -> all.add(it.partition()));
      after = page.next();
    } while (after.isPresent());
    return spread(all, wanted);
  }

  private List<Noun> nouns(int wanted) {
    long every = Math.max(1, source.graph().getStatistics().nounCount() / Math.max(1, wanted));
    List<Noun> found = new ArrayList<>();
    long seen = 0;
    Optional<Cursor> after = Optional.empty();
    do {
      Page<Stored<Noun>> page = source.graph().searchNouns(Filter.ALL, after, PAGE);
      for (Stored<Noun> noun : page.items()) {
        if (seen++ % every == 0 && found.size() < wanted) {
          found.add(noun.item());
        }
      }
      after = page.next();
    } while (after.isPresent() && found.size() < wanted);
    return found;
  }

  private static <T> List<T> spread(List<T> all, int wanted) {
    int every = Math.max(1, all.size() / Math.max(1, wanted));
    List<T> some = new ArrayList<>();
    for (int i = 0; i < all.size() && some.size() < wanted; i += every) {
      some.add(all.get(i));
    }
    return some;
  }

  /** Asks both, taking turns in who is first. */
  Outcome run(List<Question> questions, Consumer<Integer> progress) {
    long[] sourceTimes = new long[questions.size()];
    long[] targetTimes = new long[questions.size()];
    List<String> differing = new ArrayList<>();
    int same = 0;
    for (Question question : spread(questions, WARM)) { // opens what is opened once
      timed(question, source, new long[1], 0);
      timed(question, target, new long[1], 0);
    }
    for (int i = 0; i < questions.size(); i++) {
      Question question = questions.get(i);
      boolean targetFirst = i % 2 == 1;
      Object first =
          timed(
              question, targetFirst ? target : source, targetFirst ? targetTimes : sourceTimes, i);
      Object second =
          timed(
              question, targetFirst ? source : target, targetFirst ? sourceTimes : targetTimes, i);
      if (first.equals(second)) {
        same++;
      } else if (differing.size() < MAX_TOLD) {
        differing.add(question.name());
      }
      progress.accept(i + 1);
    }
    return new Outcome(
        questions.size(), same, differing, Latency.of(sourceTimes), Latency.of(targetTimes));
  }

  private Object timed(Question question, NamespaceClient client, long[] times, int i) {
    long began = nanoClock.getAsLong();
    Object answer = question.asked().apply(client);
    times[i] = nanoClock.getAsLong() - began;
    return answer;
  }
}
