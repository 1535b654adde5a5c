/** Triggers: create tasks and send messages at times and on events. */
@NullMarked
package dev.yardmaster.trigger;

import org.jspecify.annotations.NullMarked;
