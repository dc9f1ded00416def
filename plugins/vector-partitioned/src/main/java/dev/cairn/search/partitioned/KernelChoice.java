package dev.cairn.search.partitioned;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes the fastest loops that this JVM can run. */
final class KernelChoice {
  private static final String MODULE = "jdk.incubator.vector";

  private KernelChoice() {}

  /** SIMD, or plain loops with a warning about what that costs. */
  static Kernels best() {
    Logger log = System.getLogger(KernelChoice.class.getName());
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      log.log(
          Level.WARNING,
          "Vector search runs without SIMD, several times slower: the module {0} is not there."
              + " Start Java with --add-modules {0}.",
          MODULE);
      return new ScalarKernels();
    }
    try {
      return new SimdKernels(permutesBytes());
    } catch (LinkageError | RuntimeException e) {
      log.log(
          Level.WARNING,
          "Vector search runs without SIMD, several times slower: this JVM's module "
              + MODULE
              + " cannot be used.",
          e);
      return new ScalarKernels();
    }
  }

  /**
   * Whether one instruction permutes 64 bytes (AVX-512 VBMI). Where that cannot be found out, no: a
   * JVM does without such an instruction a hundred times slower.
   */
  private static boolean permutesBytes() {
    try {
      return Files.readString(Path.of("/proc/cpuinfo")).contains(" avx512vbmi ");
    } catch (IOException e) {
      return false;
    }
  }
}
