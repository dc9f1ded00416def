/** Reading and writing the buckets, folders and backups of Brainy 0.9 to 7.19. */
@NullMarked
package dev.cairn.importer.brainy;

import org.jspecify.annotations.NullMarked;
