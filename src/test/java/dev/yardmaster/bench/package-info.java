/** Benchmarks of the packaged service: streaming of events and dispatch of tasks. The Maven profile {@code bench} runs them. */
@NullMarked
package dev.yardmaster.bench;

import org.jspecify.annotations.NullMarked;
