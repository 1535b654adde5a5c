/** Checks what a working installation needs, without changing anything. */
@NullMarked
package dev.yardmaster.doctor;

import org.jspecify.annotations.NullMarked;
