package dev.cairn.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/**
 * Lucene's HNSW with its defaults, M 16 and beam 100, over float32 in one memory-mapped segment.
 * Asked below its query layer, and for document numbers instead of ids, both in its favour.
 */
final class LuceneContender implements SearchContender {
  private static final String FIELD = "v";
  private static final int HITS = 10;

  private final LeafReader leaf;
  private final long bytesPerVector;

  LuceneContender(float[][] vectors, Path folder) throws IOException {
    Directory directory = new MMapDirectory(folder.resolve("lucene"));
    try (IndexWriter writer =
        new IndexWriter(directory, new IndexWriterConfig().setRAMBufferSizeMB(1900))) {
      for (float[] vector : vectors) {
        Document document = new Document();
        document.add(new KnnFloatVectorField(FIELD, vector, VectorSimilarityFunction.DOT_PRODUCT));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    leaf = DirectoryReader.open(directory).leaves().get(0).reader();
    long bytes = 0;
    for (String file : directory.listAll()) {
      bytes += directory.fileLength(file);
    }
    bytesPerVector = bytes / vectors.length;
  }

  @Override
  public String name() {
    return "Lucene HNSW";
  }

  @Override
  public double[] efforts() {
    return new double[] {
      10, 12, 15, 20, 25, 30, 38, 45, 60, 80, 100, 120, 150, 180, 240, 320, 450, 600, 900
    };
  }

  @Override
  public int[] search(float[] query, double effort) throws IOException {
    TopKnnCollector collector = new TopKnnCollector((int) effort, Integer.MAX_VALUE);
    leaf.searchNearestVectors(
        FIELD, query, collector, AcceptDocs.fromLiveDocs(null, leaf.maxDoc()));
    ScoreDoc[] found = collector.topDocs().scoreDocs;
    int[] numbers = new int[Math.min(HITS, found.length)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = found[i].doc;
    }
    return numbers;
  }

  @Override
  public long bytesPerVector() {
    return bytesPerVector;
  }
}
