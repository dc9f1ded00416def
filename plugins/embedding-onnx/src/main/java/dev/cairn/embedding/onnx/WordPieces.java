package dev.cairn.embedding.onnx;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Map;

/**
 * Cuts a text into the tokens of an uncased BERT model, as its makers' tokenizer does, but for one
 * thing: a text that spells a control token, such as {@code [SEP]}, is cut up as the plain text
 * that it is. Reads no further than the last token that there is room for. Immutable and
 * thread-safe.
 */
final class WordPieces {
  private static final int MAX_WORD = 100;
  private static final String CONTINUED = "##";

  private final Map<String, Integer> vocabulary;
  private final int start;
  private final int end;
  private final int unknown;

  /**
   * @param vocabulary the id of each piece; those that continue a word begin with two number signs
   * @throws IllegalArgumentException if a control token is missing
   */
  WordPieces(Map<String, Integer> vocabulary) {
    this.vocabulary = Map.copyOf(vocabulary);
    this.start = control("[CLS]");
    this.end = control("[SEP]");
    this.unknown = control("[UNK]");
  }

  private int control(String token) {
    Integer id = vocabulary.get(token);
    if (id == null) {
      throw new IllegalArgumentException(
          "A vocabulary of a BERT model must have the token %s, but this one has not. Check the model's files."
              .formatted(token));
    }
    return id;
  }

  /**
   * The tokens of a text, between the one that starts and the one that ends it.
   *
   * @param max how many there may be, 3 at least
   */
  int[] of(String text, int max) {
    Tokens tokens = new Tokens(max - 1);
    StringBuilder chunk = new StringBuilder();
    for (int i = 0; i < text.length() && tokens.hasRoom(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isSpace(c)) {
        addChunk(chunk, tokens);
      } else if (!isDropped(c)) {
        chunk.appendCodePoint(c);
      }
    }
    addChunk(chunk, tokens);
    return tokens.ended();
  }

  private void addChunk(StringBuilder chunk, Tokens tokens) {
    String plain = Normalizer.normalize(chunk, Normalizer.Form.NFD);
    chunk.setLength(0);
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < plain.length() && tokens.hasRoom(); ) {
      int c = plain.codePointAt(i);
      i += Character.charCount(c);
      if (Character.getType(c) == Character.NON_SPACING_MARK) {
        continue;
      }
      int folded = Character.toLowerCase(c);
      if (isSpace(folded)) {
        addWord(word, tokens);
      } else if (isIdeograph(folded) || isPunctuation(folded)) {
        addWord(word, tokens);
        addWord(word.appendCodePoint(folded), tokens);
      } else {
        word.appendCodePoint(folded);
      }
    }
    addWord(word, tokens);
  }

  /** The longest pieces from the left; a word that cannot be made of pieces is unknown. */
  private void addWord(StringBuilder builder, Tokens tokens) {
    if (builder.isEmpty()) {
      return;
    }
    String word = builder.toString();
    builder.setLength(0);
    int[] pieces = new int[Math.min(word.length(), MAX_WORD)];
    int count = 0;
    if (word.codePointCount(0, word.length()) > MAX_WORD) {
      tokens.add(unknown);
      return;
    }
    for (int from = 0; from < word.length(); ) {
      int to = word.length();
      Integer piece = null;
      while (to > from && piece == null) {
        String part = word.substring(from, to);
        piece = vocabulary.get(from == 0 ? part : CONTINUED + part);
        if (piece == null) {
          to = word.offsetByCodePoints(to, -1);
        }
      }
      if (piece == null) {
        tokens.add(unknown);
        return;
      }
      pieces[count++] = piece;
      from = to;
    }
    for (int i = 0; i < count; i++) {
      tokens.add(pieces[i]);
    }
  }

  private static boolean isSpace(int c) {
    return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
  }

  private static boolean isDropped(int c) {
    return c == 0xFFFD
        || switch (Character.getType(c)) {
          case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE ->
              true;
          default -> false;
        };
  }

  private static boolean isPunctuation(int c) {
    // All signs of ASCII count, those for which Unicode has other categories, too.
    if ((c >= 33 && c <= 47) || (c >= 58 && c <= 64) || (c >= 91 && c <= 96)) {
      return true;
    }
    if (c >= 123 && c <= 126) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  /** The blocks that the models were trained to see as words of one sign. */
  private static boolean isIdeograph(int c) {
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0x20000 && c <= 0x2A6DF)
        || (c >= 0x2A700 && c <= 0x2B73F)
        || (c >= 0x2B740 && c <= 0x2B81F)
        || (c >= 0x2B920 && c <= 0x2CEAF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0x2F800 && c <= 0x2FA1F);
  }

  /** The tokens so far. What has no room is dropped. */
  private final class Tokens {
    private final int room;
    private int[] ids = new int[32];
    private int size;

    Tokens(int room) {
      this.room = room;
      add(start);
    }

    boolean hasRoom() {
      return size < room;
    }

    void add(int id) {
      if (hasRoom()) {
        append(id);
      }
    }

    private void append(int id) {
      if (size == ids.length) {
        ids = Arrays.copyOf(ids, 2 * size);
      }
      ids[size++] = id;
    }

    int[] ended() {
      append(end);
      return Arrays.copyOf(ids, size);
    }
  }
}
