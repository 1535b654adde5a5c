/** All that is true of Codex and of nothing else. */
@NullMarked
package dev.yardmaster.provider.codex;

import org.jspecify.annotations.NullMarked;
