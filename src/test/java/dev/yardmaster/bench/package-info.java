/** Measures the packaged service: how it streams events, and how it hands out tasks. Run by the {@code bench} profile. */
@NullMarked
package dev.yardmaster.bench;

import org.jspecify.annotations.NullMarked;
