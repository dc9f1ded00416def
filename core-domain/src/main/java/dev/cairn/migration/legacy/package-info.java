/**
 * Stores of other systems that keep each record in objects of its own, in a bucket or a folder: how
 * to reach the objects, and what they mean.
 */
@NullMarked
package dev.cairn.migration.legacy;

import org.jspecify.annotations.NullMarked;
