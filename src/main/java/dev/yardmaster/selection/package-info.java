/** Which executable a session of an agent would run on now, and why the others are excluded. */
@NullMarked
package dev.yardmaster.selection;

import org.jspecify.annotations.NullMarked;
