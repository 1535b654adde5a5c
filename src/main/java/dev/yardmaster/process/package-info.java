/** Starts a child process, carries its lines in and out, and ends it with all its descendants; knows no provider. */
@NullMarked
package dev.yardmaster.process;

import org.jspecify.annotations.NullMarked;
