/** Secrets at rest: encryption, and files that only their owner can read. */
@NullMarked
package dev.yardmaster.secret;

import org.jspecify.annotations.NullMarked;
