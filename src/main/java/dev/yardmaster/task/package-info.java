/** Tasks: their priorities, dependencies and states. */
@NullMarked
package dev.yardmaster.task;

import org.jspecify.annotations.NullMarked;
