/** The entry point of the program. */
@NullMarked
package dev.yardmaster;

import org.jspecify.annotations.NullMarked;
