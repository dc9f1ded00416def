package dev.cairn.migration.legacy;

final class InMemoryObjectsTest implements LegacyObjectsContract {

  @Override
  public LegacyObjects open() {
    return new InMemoryObjects();
  }
}
