/** Starts sessions for ready tasks, decides what happens to a task when its session ends, and explains why tasks wait. */
@NullMarked
package dev.yardmaster.dispatch;

import org.jspecify.annotations.NullMarked;
