/** Server-sent events over HTTP: the streams of clients, and feeds that keep their newest events in memory. */
@NullMarked
package dev.yardmaster.sse;

import org.jspecify.annotations.NullMarked;
