/** The lock port: leases with fencing tokens. */
@NullMarked
package dev.cairn.lock;

import org.jspecify.annotations.NullMarked;
