/** Selects the executable that a session of an agent would run on now, and explains why other executables are excluded. */
@NullMarked
package dev.yardmaster.selection;

import org.jspecify.annotations.NullMarked;
