/** Runs git by its command line: without prompts, hooks and surprises of the user's configuration, and with bounded time and output. */
@NullMarked
package dev.yardmaster.git;

import org.jspecify.annotations.NullMarked;
