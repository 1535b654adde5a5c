/** Providers that users declare by configuration; they reuse the dialogue of a known CLI. */
@NullMarked
package dev.yardmaster.provider.declared;

import org.jspecify.annotations.NullMarked;
