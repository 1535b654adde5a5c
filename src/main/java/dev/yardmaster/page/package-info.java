/** Cursor pagination. */
@NullMarked
package dev.yardmaster.page;

import org.jspecify.annotations.NullMarked;
