package dev.cairn.s3.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps pages of immutable objects in a folder of this machine. What is there is checked before it
 * is used, is never needed, and may be removed at any time. Several processes may share the folder;
 * each keeps to the bound by what it knows. Thread-safe.
 */
public final class DiskCache extends ForwardingObjectStore {
  private static final Logger log = LoggerFactory.getLogger(DiskCache.class);
  private static final int PAGE = 256 << 10;
  private static final int MAX_READ = 8 << 20;
  private static final int SHA_BYTES = 32;
  private static final String SUFFIX = ".page";

  private final Path folder;
  private final long maxBytes;
  private final String immutable;

  /** Sizes of pages, the one that was used last at the end. Guarded by itself. */
  private final Map<Path, Long> pages = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;
  private volatile boolean full;

  /**
   * @param folder is made if it is not there
   * @param immutable what the keys start with whose objects never change
   * @throws IOException if the folder cannot be used
   */
  public DiskCache(ObjectStore inner, Path folder, long maxBytes, String immutable)
      throws IOException {
    super(inner);
    this.folder = Files.createDirectories(folder);
    this.maxBytes = maxBytes;
    this.immutable = immutable;
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files
              .filter(file -> file.toString().endsWith(SUFFIX))
              .sorted(Comparator.comparingLong(file -> file.toFile().lastModified()))
              .toList();
      found.forEach(file -> add(file, file.toFile().length()));
    }
  }

  @Override
  public Fetched getRange(String key, long offset, int length) {
    if (!key.startsWith(immutable) || length > MAX_READ) {
      return inner.getRange(key, offset, length);
    }
    int first = Math.toIntExact(offset / PAGE);
    int last = Math.toIntExact((offset + length - 1) / PAGE);
    byte[] together = new byte[(last - first + 1) * PAGE];
    int filled = 0;
    for (int page = first; page <= last; page++) {
      Optional<byte[]> cached = read(key, page);
      if (cached.isEmpty()) {
        return fetch(key, offset, length, first, last);
      }
      System.arraycopy(cached.get(), 0, together, filled, cached.get().length);
      filled += cached.get().length;
      if (cached.get().length < PAGE) {
        break; // the object ends here
      }
    }
    int from = (int) Math.min(offset - (long) first * PAGE, filled);
    byte[] wanted = Arrays.copyOfRange(together, from, Math.min(from + length, filled));
    return new Fetched.Found(wanted, "", Instant.EPOCH, Instant.EPOCH);
  }

  private Fetched fetch(String key, long offset, int length, int first, int last) {
    long start = (long) first * PAGE;
    Fetched answer = inner.getRange(key, start, (last - first + 1) * PAGE);
    if (!(answer instanceof Fetched.Found found)) {
      return answer;
    }
    byte[] all = found.bytes();
    for (int page = first, at = 0; page <= last && at < all.length; page++, at += PAGE) {
      write(key, page, Arrays.copyOfRange(all, at, Math.min(at + PAGE, all.length)));
    }
    int from = (int) Math.min(offset - start, all.length);
    byte[] wanted = Arrays.copyOfRange(all, from, Math.min(from + length, all.length));
    return new Fetched.Found(wanted, found.etag(), found.lastModified(), found.at());
  }

  private Optional<byte[]> read(String key, int page) {
    Path file = file(key, page);
    synchronized (pages) {
      if (pages.get(file) == null) {
        return Optional.empty();
      }
    }
    try {
      byte[] stored = Files.readAllBytes(file);
      int end = stored.length - SHA_BYTES;
      if (end >= 0
          && Arrays.equals(sha(key, page, stored, end), 0, SHA_BYTES, stored, end, stored.length)) {
        return Optional.of(Arrays.copyOf(stored, end));
      }
      log.warn("{} is damaged and is read from the bucket again", file);
    } catch (IOException gone) {
      log.debug("{} cannot be read", file, gone);
    }
    drop(file);
    return Optional.empty();
  }

  private void write(String key, int page, byte[] content) {
    if (full || content.length + SHA_BYTES > maxBytes) {
      return;
    }
    Path file = file(key, page);
    try {
      Path part = Files.createTempFile(folder, "page", ".part");
      byte[] stored = Arrays.copyOf(content, content.length + SHA_BYTES);
      byte[] sha = sha(key, page, content, content.length);
      System.arraycopy(sha, 0, stored, content.length, SHA_BYTES);
      try {
        Files.write(part, stored);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
      add(file, stored.length);
    } catch (IOException failed) {
      full = true;
      log.warn(
          "The cache in {} takes nothing any more ({}). Reads go on without it; make room and start again.",
          folder,
          failed.toString());
    }
  }

  private void add(Path file, long size) {
    synchronized (pages) {
      Long before = pages.put(file, size);
      bytes += size - (before == null ? 0 : before);
      Iterator<Map.Entry<Path, Long>> eldest = pages.entrySet().iterator();
      while (bytes > maxBytes && eldest.hasNext()) {
        Map.Entry<Path, Long> next = eldest.next();
        bytes -= next.getValue();
        eldest.remove();
        delete(next.getKey());
      }
    }
  }

  private void drop(Path file) {
    synchronized (pages) {
      Long size = pages.remove(file);
      bytes -= size == null ? 0 : size;
    }
    delete(file);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failed) {
      log.warn("{} cannot be removed: {}", file, failed.toString());
    }
  }

  /** Also removes the pages of all other objects. */
  @Override
  public void needsOnly(Set<String> keys) {
    Set<String> names = keys.stream().map(DiskCache::name).collect(Collectors.toSet());
    dropIf(name -> !names.contains(name));
    inner.needsOnly(keys);
  }

  @Override
  public void distrust(String key) {
    dropIf(name(key)::equals);
    inner.distrust(key);
  }

  private void dropIf(Predicate<String> unwanted) {
    List<Path> found;
    synchronized (pages) {
      found =
          pages.keySet().stream()
              .filter(file -> unwanted.test(String.valueOf(file.getFileName()).split("-", 2)[0]))
              .toList();
    }
    found.forEach(this::drop);
  }

  private Path file(String key, int page) {
    return folder.resolve(name(key) + "-" + page + SUFFIX);
  }

  /** Keys of a store are relative to its prefix, but their nonces make them unique. */
  private static String name(String key) {
    byte[] digest = sha256().digest(key.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, 16);
  }

  private static byte[] sha(String key, int page, byte[] content, int length) {
    MessageDigest digest = sha256();
    digest.update(key.getBytes(StandardCharsets.UTF_8));
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(page).array());
    digest.update(content, 0, length);
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has SHA-256", impossible);
    }
  }
}
