/**
 * The storage port: records, atomic batches with expectations, the change log, scans and
 * statistics.
 */
@NullMarked
package dev.cairn.store;

import org.jspecify.annotations.NullMarked;
