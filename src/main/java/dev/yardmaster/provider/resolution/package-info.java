/** Decides which provider, executable and model a session uses; {@link dev.yardmaster.provider.resolution.Resolver} has the rules. */
@NullMarked
package dev.yardmaster.provider.resolution;

import org.jspecify.annotations.NullMarked;
