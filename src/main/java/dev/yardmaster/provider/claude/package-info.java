/** All that is true of Claude Code and of nothing else. */
@NullMarked
package dev.yardmaster.provider.claude;

import org.jspecify.annotations.NullMarked;
