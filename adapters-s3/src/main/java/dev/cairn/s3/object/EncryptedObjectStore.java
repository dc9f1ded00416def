package dev.cairn.s3.object;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what objects hold, with AES-256-GCM in chunks, each object with a key of its own. Names
 * and sizes of objects stay visible. FORMAT.md states the bytes. Thread-safe.
 */
public final class EncryptedObjectStore extends ForwardingObjectStore {
  public static final int KEY_BYTES = 32;
  static final int CHUNK = 64 << 10;
  private static final int MAGIC = 0x43524E45; // CRNE
  private static final int VERSION = 1;
  private static final int SALT_BYTES = 16;
  static final int HEAD = Integer.BYTES + 1 + SALT_BYTES + Long.BYTES;
  private static final int TAG_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int HEADS = 4_096;

  private final byte[] master;
  private final RandomGenerator random;

  /** Heads of objects of which parts were read. Guarded by itself. */
  private final Map<String, byte[]> heads =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
          return size() > HEADS;
        }
      };

  /**
   * @param master of {@link #KEY_BYTES} bytes
   * @param random must be secure
   */
  public EncryptedObjectStore(ObjectStore inner, byte[] master, RandomGenerator random) {
    super(inner);
    if (master.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "The key must have %d bytes, but has %d.".formatted(KEY_BYTES, master.length));
    }
    this.master = master.clone();
    this.random = random;
  }

  @Override
  public PutOutcome putIfAbsent(String key, byte[] body) {
    return inner.putIfAbsent(key, seal(key, body));
  }

  @Override
  public PutOutcome putIfMatch(String key, byte[] body, String etag) {
    return inner.putIfMatch(key, seal(key, body), etag);
  }

  @Override
  public Fetched get(String key) {
    Fetched answer = inner.get(key);
    return answer instanceof Fetched.Found found
        ? opened(key, found, () -> openAll(key, found.bytes()))
        : answer;
  }

  @Override
  public Fetched getRange(String key, long offset, int length) {
    Optional<byte[]> known;
    synchronized (heads) {
      known = Optional.ofNullable(heads.get(key));
    }
    if (known.isEmpty()) {
      Fetched answer = inner.getRange(key, 0, HEAD);
      if (!(answer instanceof Fetched.Found found)) {
        return answer;
      }
      known = Optional.of(found.bytes());
    }
    byte[] head = known.get();
    if (!isHead(head)) {
      return damaged(key);
    }
    long first = offset / CHUNK;
    long last = (offset + length - 1) / CHUNK;
    long at = HEAD + first * (CHUNK + TAG_BYTES);
    int bytes = Math.toIntExact((last - first + 1) * (CHUNK + TAG_BYTES));
    Fetched answer = inner.getRange(key, at, bytes);
    return answer instanceof Fetched.Found found
        ? opened(
            key,
            found,
            () -> {
              byte[] plain = open(key, head, found.bytes(), 0, first);
              synchronized (heads) {
                heads.put(key, head);
              }
              int from = (int) Math.min(offset - first * CHUNK, plain.length);
              return Arrays.copyOfRange(plain, from, Math.min(from + length, plain.length));
            })
        : answer;
  }

  private interface Opening {
    byte[] open() throws GeneralSecurityException;
  }

  private Fetched opened(String key, Fetched.Found found, Opening opening) {
    try {
      return new Fetched.Found(opening.open(), found.etag(), found.lastModified(), found.at());
    } catch (GeneralSecurityException broken) {
      return damaged(key);
    }
  }

  private Fetched damaged(String key) {
    inner.distrust(key);
    return new Fetched.Unavailable("it is damaged, or encrypted with another key");
  }

  private byte[] seal(String key, byte[] plain) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] head =
        ByteBuffer.allocate(HEAD)
            .putInt(MAGIC)
            .put((byte) VERSION)
            .put(salt)
            .putLong(plain.length)
            .array();
    ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length + plain.length / 64 + 64);
    out.writeBytes(head);
    try {
      for (int chunk = 0; chunk == 0 || (long) chunk * CHUNK < plain.length; chunk++) {
        int from = chunk * CHUNK;
        int length = Math.min(CHUNK, plain.length - from);
        out.writeBytes(cipher(Cipher.ENCRYPT_MODE, key, head, chunk).doFinal(plain, from, length));
      }
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("AES-GCM does not work here", impossible);
    }
    return out.toByteArray();
  }

  private byte[] openAll(String key, byte[] object) throws GeneralSecurityException {
    byte[] head = Arrays.copyOf(object, HEAD);
    if (object.length < HEAD || !isHead(head)) {
      throw new GeneralSecurityException("no head");
    }
    byte[] plain = open(key, head, object, HEAD, 0);
    if (plain.length != lengthOf(head)) {
      throw new GeneralSecurityException("truncated");
    }
    return plain;
  }

  private byte[] open(String key, byte[] head, byte[] sealed, int from, long firstChunk)
      throws GeneralSecurityException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(sealed.length);
    long chunk = firstChunk;
    for (int at = from; at < sealed.length; at += CHUNK + TAG_BYTES) {
      int length = Math.min(CHUNK + TAG_BYTES, sealed.length - at);
      long expected = Math.min(CHUNK, lengthOf(head) - chunk * CHUNK) + TAG_BYTES;
      if (length != expected) {
        throw new GeneralSecurityException("truncated");
      }
      out.writeBytes(cipher(Cipher.DECRYPT_MODE, key, head, chunk).doFinal(sealed, at, length));
      chunk++;
    }
    return out.toByteArray();
  }

  private static boolean isHead(byte[] head) {
    return head.length == HEAD
        && ByteBuffer.wrap(head).getInt() == MAGIC
        && head[Integer.BYTES] == VERSION;
  }

  private static long lengthOf(byte[] head) {
    return ByteBuffer.wrap(head).getLong(HEAD - Long.BYTES);
  }

  /** The object's own key makes the chunk's number a nonce that is never used twice. */
  private Cipher cipher(int mode, String key, byte[] head, long chunk)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(master, "HmacSHA256"));
    mac.update(head);
    byte[] own = mac.doFinal(key.getBytes(StandardCharsets.UTF_8));
    byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putLong(Integer.BYTES, chunk).array();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode, new SecretKeySpec(own, "AES"), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    return cipher;
  }
}
