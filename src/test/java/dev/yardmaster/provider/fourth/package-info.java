/** A provider that only tests know: all that it takes to add one. */
@NullMarked
package dev.yardmaster.provider.fourth;

import org.jspecify.annotations.NullMarked;
