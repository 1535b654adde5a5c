/** Rules for what agents may do without asking, and what they may not do at all: stored, and applied to commands, edits and tools. */
@NullMarked
package dev.yardmaster.permission;

import org.jspecify.annotations.NullMarked;
