/** Decides which ready task each free agent starts. Pure: works on a snapshot and changes nothing outside the plan. */
@NullMarked
package dev.yardmaster.dispatch.planning;

import org.jspecify.annotations.NullMarked;
