package dev.cairn.retrieval;

import dev.cairn.store.RecordId;

/**
 * What indexes call a record: its kind, its partition and its id, each but the last ended by a line
 * feed, which a partition has as {@code %0A} and a percent sign as {@code %25}.
 */
final class SearchableId {
  private SearchableId() {}

  static String of(RecordId id) {
    String partition = id.partition().replace("%", "%25").replace("\n", "%0A");
    return id.kind() + '\n' + partition + '\n' + id.id();
  }

  static RecordId parse(String namespace, String text) {
    int kindEnd = text.indexOf('\n');
    int partitionEnd = text.indexOf('\n', kindEnd + 1);
    String partition =
        text.substring(kindEnd + 1, partitionEnd).replace("%0A", "\n").replace("%25", "%");
    return new RecordId(
        namespace, text.substring(0, kindEnd), partition, text.substring(partitionEnd + 1));
  }
}
