package dev.cairn.storage.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the blocks of one archive with AES-256-GCM. The archive's own key is HMAC-SHA-256 of its
 * salt with the given key, so that a block's number may be its nonce. Not thread-safe.
 */
final class BlockCipher {
  static final int SALT_BYTES = 32;

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey archiveKey;

  BlockCipher(SecretKey key, byte[] salt) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
      mac.update("cairn backup archive 1".getBytes(StandardCharsets.US_ASCII));
      this.archiveKey = new SecretKeySpec(mac.doFinal(salt), "AES");
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every Java platform has HMAC-SHA-256.", impossible);
    }
  }

  static byte[] newSalt() {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return salt;
  }

  /**
   * @param label is authenticated with the block
   */
  byte[] encrypt(long number, byte[] label, byte[] bytes) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, number, label).doFinal(bytes);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("AES-256-GCM failed to encrypt.", impossible);
    }
  }

  /** The block; empty if it is not one of this key, number and label. */
  Optional<byte[]> decrypt(long number, byte[] label, byte[] bytes) {
    try {
      return Optional.of(cipher(Cipher.DECRYPT_MODE, number, label).doFinal(bytes));
    } catch (AEADBadTagException wrong) {
      return Optional.empty();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("AES-256-GCM failed to decrypt.", impossible);
    }
  }

  private Cipher cipher(int mode, long number, byte[] label) throws GeneralSecurityException {
    byte[] nonce =
        ByteBuffer.allocate(NONCE_BYTES).putLong(NONCE_BYTES - Long.BYTES, number).array();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, archiveKey, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(label);
    return cipher;
  }
}
