/**
 * The provider for OpenCode: its server, its one-shot runs, and the output of both. Every fact that holds for OpenCode only is in this
 * package.
 */
@NullMarked
package dev.yardmaster.provider.opencode;

import org.jspecify.annotations.NullMarked;
