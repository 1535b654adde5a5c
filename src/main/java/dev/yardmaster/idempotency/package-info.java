/** Repetitions of requests: executes each POST with an {@code Idempotency-Key} once. */
@NullMarked
package dev.yardmaster.idempotency;

import org.jspecify.annotations.NullMarked;
