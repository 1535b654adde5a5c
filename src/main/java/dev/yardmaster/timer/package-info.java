/** Does what is due at a time, such as the end of a plan's time, exactly when it is due and on one service only. */
@NullMarked
package dev.yardmaster.timer;

import org.jspecify.annotations.NullMarked;
