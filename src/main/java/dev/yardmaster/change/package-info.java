/** The feed of changes: pages and other clients follow it instead of polling. */
@NullMarked
package dev.yardmaster.change;

import org.jspecify.annotations.NullMarked;
