package dev.cairn.optimization;

class InMemoryManifestRegistryTest implements ManifestRegistryContract {
  @Override
  public ManifestRegistry registry() {
    return new InMemoryManifestRegistry();
  }
}
