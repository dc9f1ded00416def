package dev.cairn.s3.log;

/**
 * How a checkpoint names a segment.
 *
 * @param length of the object in bytes
 * @param sha the SHA-256 that ends the object
 * @param directoryAt where the directory's block starts
 * @param directoryLength the stored bytes of that block
 * @param directoryRaw its bytes when opened
 * @param directoryCrc the CRC32C of its stored bytes
 */
record SegmentRef(
    String key,
    long length,
    byte[] sha,
    long directoryAt,
    int directoryLength,
    int directoryRaw,
    int directoryCrc) {

  void encode(BinaryWriter out) {
    out.text(key).varint(length).bytes(sha).varint(directoryAt);
    out.varint(directoryLength).varint(directoryRaw).u32(directoryCrc);
  }

  static SegmentRef decode(BinaryReader in) {
    return new SegmentRef(
        in.text(),
        in.varint(),
        in.bytes(Digests.SHA256_BYTES),
        in.varint(),
        in.number(),
        in.number(),
        in.u32());
  }
}
