package dev.cairn.search.lucene;

import dev.cairn.search.VectorSpace;
import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Lucene's own format of graphs, for all dimensions that a {@link VectorSpace} may have. What it
 * writes is named and read as Lucene's, so it needs no registration.
 */
final class GraphFormat extends KnnVectorsFormat {
  private final KnnVectorsFormat lucene;

  private GraphFormat(KnnVectorsFormat lucene) {
    super(lucene.getName());
    this.lucene = lucene;
  }

  static Codec codec(GraphConfig config) {
    KnnVectorsFormat format =
        new GraphFormat(
            new Lucene99HnswVectorsFormat(config.chosenNeighbours(), config.chosenBeam()));
    KnnVectorsFormat perField =
        new PerFieldKnnVectorsFormat() {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return format;
          }
        };
    Codec standard = Codec.getDefault();
    return new FilterCodec(standard.getName(), standard) {
      @Override
      public KnnVectorsFormat knnVectorsFormat() {
        return perField;
      }
    };
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    return lucene.fieldsWriter(state);
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return lucene.fieldsReader(state);
  }

  @Override
  public int getMaxDimensions(String field) {
    return VectorSpace.MAX_DIMENSIONS;
  }
}
