/** Resolves the provider, executable and model of a session from the ordered levels of preferences. */
@NullMarked
package dev.yardmaster.provider.resolution;

import org.jspecify.annotations.NullMarked;
