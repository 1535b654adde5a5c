/** Threads that repeat their work for as long as the service runs. */
@NullMarked
package dev.yardmaster.loop;

import org.jspecify.annotations.NullMarked;
