package dev.cairn.search.lucene;

import dev.cairn.plugin.Settings;
import dev.cairn.search.KeywordIndexFactory;
import dev.cairn.search.KeywordIndexProvider;

/** Provides {@code lucene}: words ranked by BM25, in memory. */
public final class LuceneKeywordIndexProvider implements KeywordIndexProvider {
  @Override
  public String name() {
    return "lucene";
  }

  @Override
  public KeywordIndexFactory create(Settings settings) {
    WordsConfig config = settings.as(WordsConfig.class);
    Words words = new Words(config);
    return () -> new LuceneKeywordIndex(words);
  }
}
