/** Reads the text of shell commands, strictly: it finds every command that a text would run, or says that it can't. */
@NullMarked
package dev.yardmaster.shell;

import org.jspecify.annotations.NullMarked;
