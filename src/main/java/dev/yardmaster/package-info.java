/** The entry point. */
@NullMarked
package dev.yardmaster;

import org.jspecify.annotations.NullMarked;
