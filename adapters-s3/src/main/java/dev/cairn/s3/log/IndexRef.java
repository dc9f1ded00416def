package dev.cairn.s3.log;

import dev.cairn.store.Version;
import java.util.ArrayList;
import java.util.List;

/**
 * How a checkpoint names a published index.
 *
 * @param asOf the version that it has all changes up to
 * @param label of its publisher
 */
record IndexRef(
    String namespace, String name, Version asOf, String label, List<ObjectRef> objects) {

  IndexRef {
    objects = List.copyOf(objects);
  }

  /**
   * An object of it.
   *
   * @param sha its SHA-256
   */
  record ObjectRef(String key, long length, byte[] sha) {}

  boolean isOf(String otherNamespace, String otherName) {
    return namespace.equals(otherNamespace) && name.equals(otherName);
  }

  List<String> keys() {
    return objects.stream().map(ObjectRef::key).toList();
  }

  void encode(BinaryWriter out) {
    out.text(namespace).text(name).varint(asOf.position()).text(label).varint(objects.size());
    objects.forEach(object -> out.text(object.key()).varint(object.length()).bytes(object.sha()));
  }

  static IndexRef decode(BinaryReader in) {
    String namespace = in.text();
    String name = in.text();
    Version asOf = new Version(in.varint());
    String label = in.text();
    List<ObjectRef> objects = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      objects.add(new ObjectRef(in.text(), in.varint(), in.bytes(Digests.SHA256_BYTES)));
    }
    return new IndexRef(namespace, name, asOf, label, objects);
  }
}
