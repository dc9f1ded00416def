package dev.cairn.benchmarks;

import io.github.jbellis.jvector.disk.ReaderSupplierFactory;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.disk.OnDiskGraphIndex;
import io.github.jbellis.jvector.graph.disk.OnDiskGraphIndexWriter;
import io.github.jbellis.jvector.graph.disk.feature.Feature;
import io.github.jbellis.jvector.graph.disk.feature.FeatureId;
import io.github.jbellis.jvector.graph.disk.feature.FusedPQ;
import io.github.jbellis.jvector.graph.disk.feature.InlineVectors;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.quantization.PQVectors;
import io.github.jbellis.jvector.quantization.ProductQuantization;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntFunction;

/**
 * JVector's graph with its codes fused in, a byte for four dimensions, over float32 in one
 * memory-mapped file. Asked for ordinals instead of ids, in its favour.
 */
final class JVectorContender implements SearchContender {
  private static final int DEGREE = 32;
  private static final int BEAM = 100;
  private static final int DIMENSIONS_IN_A_CODE = 4;
  private static final int CLUSTERS = 256;
  private static final float SLACK = 1.2f;
  private static final int HITS = 10;
  private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.DOT_PRODUCT;

  private final VectorTypeSupport types =
      VectorizationProvider.getInstance().getVectorTypeSupport();
  private final ThreadLocal<GraphSearcher> searchers;
  private final long bytesPerVector;

  @SuppressWarnings("deprecation") // every constructor of JVector 4.0.2's builder is
  JVectorContender(float[][] vectors, Path folder) throws IOException {
    int dimensions = vectors[0].length;
    List<VectorFloat<?>> all = new ArrayList<>(vectors.length);
    for (float[] vector : vectors) {
      all.add(types.createFloatVector(vector.clone()));
    }
    ListRandomAccessVectorValues values = new ListRandomAccessVectorValues(all, dimensions);
    Path file = folder.resolve("jvector");
    try (GraphIndexBuilder builder =
        new GraphIndexBuilder(
            BuildScoreProvider.randomAccessScoreProvider(values, SIMILARITY),
            dimensions,
            DEGREE,
            BEAM,
            SLACK,
            SLACK,
            true,
            true)) {
      write(builder.build(values), values, file);
    }
    OnDiskGraphIndex index = OnDiskGraphIndex.load(ReaderSupplierFactory.open(file));
    searchers = ThreadLocal.withInitial(() -> new GraphSearcher(index));
    bytesPerVector = Files.size(file) / vectors.length;
  }

  private static void write(
      ImmutableGraphIndex graph, ListRandomAccessVectorValues values, Path file)
      throws IOException {
    int dimensions = values.dimension();
    ProductQuantization codes =
        ProductQuantization.compute(values, dimensions / DIMENSIONS_IN_A_CODE, CLUSTERS, false);
    PQVectors coded = codes.encodeAll(values, ForkJoinPool.commonPool());
    try (OnDiskGraphIndexWriter writer =
            new OnDiskGraphIndexWriter.Builder(graph, file)
                .with(new FusedPQ(graph.getDegree(0), codes))
                .with(new InlineVectors(dimensions))
                .build();
        ImmutableGraphIndex.View nodes = graph.getView()) {
      Map<FeatureId, IntFunction<Feature.State>> features = new EnumMap<>(FeatureId.class);
      features.put(
          FeatureId.INLINE_VECTORS, node -> new InlineVectors.State(values.getVector(node)));
      features.put(FeatureId.FUSED_PQ, node -> new FusedPQ.State(nodes, coded, node));
      writer.write(features);
    }
  }

  @Override
  public String name() {
    return "JVector";
  }

  @Override
  public double[] efforts() {
    return new double[] {
      10, 12, 15, 20, 25, 30, 38, 45, 60, 80, 100, 120, 150, 180, 240, 320, 450, 600, 900
    };
  }

  @Override
  public int[] search(float[] query, double effort) {
    VectorFloat<?> vector = types.createFloatVector(query);
    GraphSearcher searcher = searchers.get();
    OnDiskGraphIndex.View view = (OnDiskGraphIndex.View) searcher.getView();
    DefaultSearchScoreProvider scores =
        new DefaultSearchScoreProvider(
            view.approximateScoreFunctionFor(vector, SIMILARITY),
            view.rerankerFor(vector, SIMILARITY));
    SearchResult.NodeScore[] found =
        searcher.search(scores, HITS, (int) effort, 0, 0, Bits.ALL).getNodes();
    int[] numbers = new int[found.length];
    for (int i = 0; i < found.length; i++) {
      numbers[i] = found[i].node;
    }
    return numbers;
  }

  @Override
  public long bytesPerVector() {
    return bytesPerVector;
  }
}
