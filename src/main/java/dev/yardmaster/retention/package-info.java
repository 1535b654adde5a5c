/** Deletes what is older than the configuration keeps it. */
@NullMarked
package dev.yardmaster.retention;

import org.jspecify.annotations.NullMarked;
