package dev.cairn.search.lucene;

import dev.cairn.search.IndexSnapshot;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KeepOnlyLastCommitDeletionPolicy;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.BytesRef;

/**
 * A Lucene index in memory whose searches see what was written before them. Documents are known by
 * their ids. Thread-safe.
 */
final class LuceneIndex implements AutoCloseable {
  static final String ID = "id";

  private final Directory directory;
  private final SnapshotDeletionPolicy commits;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final AtomicLong written = new AtomicLong();
  private final ReentrantLock refreshing = new ReentrantLock();
  private volatile long visible;

  /**
   * @param config is of this index alone
   */
  LuceneIndex(Directory directory, IndexWriterConfig config) throws IOException {
    this.directory = directory;
    commits = new SnapshotDeletionPolicy(new KeepOnlyLastCommitDeletionPolicy());
    writer = new IndexWriter(directory, config.setIndexDeletionPolicy(commits));
    searchers = new SearcherManager(writer, new Searchers(config.getSimilarity()));
  }

  static LuceneIndex empty(IndexWriterConfig config) {
    try {
      return new LuceneIndex(new ByteBuffersDirectory(), config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes searchers that keep no results: filters of callers would fill a cache for nothing. */
  private static final class Searchers extends SearcherFactory {
    private final Similarity similarity;

    Searchers(Similarity similarity) {
      this.similarity = similarity;
    }

    @Override
    public IndexSearcher newSearcher(IndexReader reader, IndexReader previous) {
      IndexSearcher searcher = new IndexSearcher(reader);
      searcher.setSimilarity(similarity);
      searcher.setQueryCache(null);
      return searcher;
    }
  }

  /** Adds a document, or replaces the one that the id has. */
  void put(String id, Document document) {
    document.add(new StringField(ID, id, Field.Store.NO));
    document.add(new SortedDocValuesField(ID, new BytesRef(id)));
    try {
      writer.updateDocument(new Term(ID, id), document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    written.incrementAndGet();
  }

  void remove(String id) {
    try {
      writer.deleteDocuments(new Term(ID, id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    written.incrementAndGet();
  }

  /** Asks a searcher. */
  @FunctionalInterface
  interface Question<T> {
    T ask(IndexSearcher searcher) throws IOException;
  }

  /** Asks about all that was written before the call. */
  <T> T search(Question<T> question) {
    try {
      refresh();
      IndexSearcher searcher = searchers.acquire();
      try {
        return question.ask(searcher);
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refresh() throws IOException {
    long wanted = written.get();
    if (visible >= wanted) {
      return;
    }
    refreshing.lock();
    try {
      long now = written.get();
      if (visible < wanted) {
        searchers.maybeRefreshBlocking();
        visible = now;
      }
    } finally {
      refreshing.unlock();
    }
  }

  int size() {
    return search(searcher -> searcher.getIndexReader().numDocs());
  }

  long bytes() {
    try {
      long bytes = writer.ramBytesUsed();
      for (String file : directory.listAll()) {
        bytes += directory.fileLength(file);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int segments() {
    return search(searcher -> searcher.getIndexReader().leaves().size());
  }

  /** Writes the files of the index. */
  void save(DataOutputStream out) throws IOException {
    writer.commit();
    IndexCommit commit = commits.snapshot();
    try {
      Collection<String> files = commit.getFileNames();
      out.writeInt(files.size());
      for (String file : files) {
        IndexSnapshot.writeId(out, file);
        out.writeLong(directory.fileLength(file));
        copy(file, out);
      }
    } finally {
      commits.release(commit);
    }
  }

  private void copy(String file, DataOutputStream out) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (IndexInput in = directory.openInput(file, IOContext.READONCE)) {
      for (long left = in.length(); left > 0; left -= buffer.length) {
        int length = (int) Math.min(left, buffer.length);
        in.readBytes(buffer, 0, length);
        out.write(buffer, 0, length);
      }
    }
  }

  /** Reads the files of an index; they may be damaged. */
  static Directory read(DataInputStream in) throws IOException {
    Directory directory = new ByteBuffersDirectory();
    byte[] buffer = new byte[1 << 16];
    int files = in.readInt();
    for (int i = 0; i < files; i++) {
      String file = IndexSnapshot.readId(in);
      long left = in.readLong();
      try (IndexOutput out = directory.createOutput(file, IOContext.DEFAULT)) {
        while (left > 0) {
          int length = in.read(buffer, 0, (int) Math.min(left, buffer.length));
          if (length < 0) {
            throw new EOFException();
          }
          out.writeBytes(buffer, length);
          left -= length;
        }
      }
    }
    return directory;
  }

  @Override
  public void close() {
    try {
      searchers.close();
      // Nothing is kept, so merges need not be finished.
      writer.rollback();
      directory.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
