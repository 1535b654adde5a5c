/** Measures the stream of events against the least that could carry it, with the durable log on. Run by the {@code bench} profile. */
@NullMarked
package dev.yardmaster.bench;

import org.jspecify.annotations.NullMarked;
