/**
 * Moving data into a store while its old home stays in use: copying until nothing changes any more,
 * fencing, verifying, cutting over, keeping the old home current, and the way back.
 */
@NullMarked
package dev.cairn.migration.live;

import org.jspecify.annotations.NullMarked;
