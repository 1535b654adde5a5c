/** Tokens: stored, kept in memory, and checked. */
@NullMarked
package dev.yardmaster.token;

import org.jspecify.annotations.NullMarked;
