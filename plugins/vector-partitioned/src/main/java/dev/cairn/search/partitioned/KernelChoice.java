package dev.cairn.search.partitioned;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Takes the fastest loops that this JVM can run. */
final class KernelChoice {
  private static final String MODULE = "jdk.incubator.vector";

  private KernelChoice() {}

  /** SIMD, or plain loops with a warning about what that costs. */
  static Kernels best() {
    Logger log = System.getLogger(KernelChoice.class.getPackageName());
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      log.log(
          Level.WARNING,
          "Vector search runs without SIMD, several times slower: the module {0} is not there."
              + " Start Java with --add-modules {0}.",
          MODULE);
      return new ScalarKernels();
    }
    try {
      return new SimdKernels();
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
}
