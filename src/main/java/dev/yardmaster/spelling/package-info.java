/** Finds the known name that a misspelt one stands for. */
@NullMarked
package dev.yardmaster.spelling;

import org.jspecify.annotations.NullMarked;
