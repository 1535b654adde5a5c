/** The provider for Codex. Every fact that holds for Codex only is in this package. */
@NullMarked
package dev.yardmaster.provider.codex;

import org.jspecify.annotations.NullMarked;
