/** JSON slices and trees without loss of digits. */
@NullMarked
package dev.yardmaster.json;

import org.jspecify.annotations.NullMarked;
