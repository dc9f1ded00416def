package dev.cairn.cache;

/** The double that other tests use keeps to the contract too. */
class MapRecordCacheTest extends RecordCacheContract {
  @Override
  protected RecordCache open() {
    return new MapRecordCache();
  }
}
