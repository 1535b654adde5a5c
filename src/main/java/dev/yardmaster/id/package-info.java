/** Ids: the one place that creates them. */
@NullMarked
package dev.yardmaster.id;

import org.jspecify.annotations.NullMarked;
