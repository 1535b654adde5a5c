/** Providers that users declare by configuration: wrappers or forks of a known CLI, whose dialogue they reuse. */
@NullMarked
package dev.yardmaster.provider.declared;

import org.jspecify.annotations.NullMarked;
