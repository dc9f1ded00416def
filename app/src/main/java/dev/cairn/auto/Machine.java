package dev.cairn.auto;

import com.sun.management.OperatingSystemMXBean;
import dev.cairn.embedding.EmbeddingModelProvider;
import dev.cairn.plugin.Providers;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * What this process runs on.
 *
 * @param cores that it may use; a container's limit counts
 * @param memoryBytes of the machine, or of the container if that has less
 * @param heapBytes that the JVM may grow to
 * @param hasVectorApi whether the module {@code jdk.incubator.vector} is there, with which scans of
 *     vectors use SIMD
 * @param embeddingModels the names of the models on the class path
 */
public record Machine(
    int cores,
    long memoryBytes,
    long heapBytes,
    boolean hasVectorApi,
    List<String> embeddingModels) {

  public Machine {
    embeddingModels = List.copyOf(embeddingModels);
  }

  /** The one that this runs on. */
  public static Machine detect() {
    Runtime runtime = Runtime.getRuntime();
    long memory =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : runtime.maxMemory();
    return new Machine(
        runtime.availableProcessors(),
        memory,
        runtime.maxMemory(),
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
        Providers.load("embedding model", EmbeddingModelProvider.class).names());
  }
}
