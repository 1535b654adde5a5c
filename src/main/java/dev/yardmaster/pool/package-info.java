/** The slots that agents share: how many sessions of which sort may run at once. */
@NullMarked
package dev.yardmaster.pool;

import org.jspecify.annotations.NullMarked;
