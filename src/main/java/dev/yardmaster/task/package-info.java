/** The work: tasks, their priorities and their states. */
@NullMarked
package dev.yardmaster.task;

import org.jspecify.annotations.NullMarked;
