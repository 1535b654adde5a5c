/** Decides who gets which task and when, and starts it. */
@NullMarked
package dev.yardmaster.dispatch;

import org.jspecify.annotations.NullMarked;
