/** The command {@code yardmaster top}: the fleet, live in the terminal. */
@NullMarked
package dev.yardmaster.top;

import org.jspecify.annotations.NullMarked;
