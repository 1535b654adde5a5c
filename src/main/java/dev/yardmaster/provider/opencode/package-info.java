/** All that is true of OpenCode: its server, its one-shot runs, and what both say. */
@NullMarked
package dev.yardmaster.provider.opencode;

import org.jspecify.annotations.NullMarked;
