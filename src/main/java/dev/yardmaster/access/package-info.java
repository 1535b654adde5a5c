/** Roles of callers, and the role that each route requires. */
@NullMarked
package dev.yardmaster.access;

import org.jspecify.annotations.NullMarked;
