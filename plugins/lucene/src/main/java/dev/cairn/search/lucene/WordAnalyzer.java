package dev.cairn.search.lucene;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** Turns text into the words that are indexed. */
final class WordAnalyzer extends Analyzer {
  private static final NormalizeCharMap JOINTS = joints();

  private final Language language;
  private final CharArraySet dropped;

  /**
   * @param dropped words to leave out, in lower case
   */
  WordAnalyzer(Language language, CharArraySet dropped) {
    this.language = language;
    this.dropped = dropped;
  }

  /** Keys such as favourite_colour are words too. */
  @Override
  protected Reader initReader(String field, Reader text) {
    return new MappingCharFilter(JOINTS, text);
  }

  @Override
  protected TokenStreamComponents createComponents(String field) {
    Tokenizer words = new StandardTokenizer();
    TokenStream stream = words;
    if (language == Language.ENGLISH) {
      stream = new EnglishPossessiveFilter(stream);
    }
    stream = new ASCIIFoldingFilter(new LowerCaseFilter(stream));
    stream = new StopFilter(stream, dropped);
    if (language == Language.ENGLISH) {
      stream = new PorterStemFilter(stream);
    }
    return new TokenStreamComponents(words, stream);
  }

  private static NormalizeCharMap joints() {
    NormalizeCharMap.Builder builder = new NormalizeCharMap.Builder();
    builder.add("_", " ");
    builder.add(":", " ");
    return builder.build();
  }

  /** Without halves of surrogate pairs, at which the tokenizer loses what is before them. */
  static String whole(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** The words of a text, each with how often it is there, in the order of the text. */
  Map<String, Integer> words(String text) throws IOException {
    Map<String, Integer> words = new LinkedHashMap<>();
    try (TokenStream stream = tokenStream("", whole(text))) {
      CharTermAttribute word = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        words.merge(word.toString(), 1, Integer::sum);
      }
      stream.end();
    }
    return words;
  }
}
