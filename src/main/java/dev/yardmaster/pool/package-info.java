/** Pools: slots that agents share. Each pool limits how many sessions of which kind run at the same time. */
@NullMarked
package dev.yardmaster.pool;

import org.jspecify.annotations.NullMarked;
