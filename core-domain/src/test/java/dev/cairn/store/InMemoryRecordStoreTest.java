package dev.cairn.store;

import java.time.InstantSource;

class InMemoryRecordStoreTest extends RecordStoreContract {
  @Override
  protected RecordStore open(int retainedChanges) {
    return new InMemoryRecordStore(InstantSource.system(), retainedChanges);
  }
}
