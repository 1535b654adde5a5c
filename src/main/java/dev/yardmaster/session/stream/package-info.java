/** Serves session logs and event feeds to HTTP clients as SSE streams and as JSON pages. */
@NullMarked
package dev.yardmaster.session.stream;

import org.jspecify.annotations.NullMarked;
