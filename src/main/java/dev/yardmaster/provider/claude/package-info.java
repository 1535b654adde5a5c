/** The provider for Claude Code. Every fact that holds for Claude Code only is in this package. */
@NullMarked
package dev.yardmaster.provider.claude;

import org.jspecify.annotations.NullMarked;
