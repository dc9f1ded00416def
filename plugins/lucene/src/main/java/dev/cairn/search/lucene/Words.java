package dev.cairn.search.lucene;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;

/** How texts and queries become words with a weight. Thread-safe. */
final class Words {
  /** The words of one query, in all fields: above some hundred a search only gets slower. */
  private static final int MOST_TERMS = 512;

  private final WordsConfig config;
  private final WordAnalyzer ofTexts;
  private final WordAnalyzer ofQueries;

  Words(WordsConfig config) {
    this.config = config;
    Language language = config.chosenLanguage();
    ofTexts = new WordAnalyzer(language, CharArraySet.EMPTY_SET);
    ofQueries = new WordAnalyzer(language, language.droppedFromQueries());
  }

  IndexWriterConfig writing() {
    return new IndexWriterConfig(ofTexts)
        .setSimilarity(new BM25Similarity(config.saturation(), config.lengthWeight()));
  }

  /** Names all that an index depends on. */
  String format() {
    return "lucene-words/1/" + config.chosenLanguage().label();
  }

  String describe() {
    return "words: %s, BM25 with k1 %s and b %s"
        .formatted(config.chosenLanguage().label(), config.saturation(), config.lengthWeight());
  }

  /** The terms of a query by their word. A query of nothing but dropped words keeps them. */
  Map<String, List<TermQuery>> terms(String text, List<String> fields, IndexReader reader)
      throws IOException {
    Map<String, Integer> words = ofQueries.words(text);
    if (words.isEmpty()) {
      words = ofTexts.words(text);
    }
    Map<String, List<TermQuery>> terms = new LinkedHashMap<>();
    for (String word : rarest(words, fields, reader)) {
      terms.put(word, fields.stream().map(field -> new TermQuery(new Term(field, word))).toList());
    }
    return terms;
  }

  private static List<String> rarest(
      Map<String, Integer> words, List<String> fields, IndexReader reader) throws IOException {
    int most = Math.max(1, MOST_TERMS / Math.max(1, fields.size()));
    if (words.size() <= most) {
      return List.copyOf(words.keySet());
    }
    Map<String, Long> texts = new LinkedHashMap<>();
    for (String word : words.keySet()) {
      long count = 0;
      for (String field : fields) {
        count += reader.docFreq(new Term(field, word));
      }
      if (count > 0) {
        texts.put(word, count);
      }
    }
    return texts.entrySet().stream()
        .sorted(Comparator.comparingLong(Map.Entry::getValue))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }
}
