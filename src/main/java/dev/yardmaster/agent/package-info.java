/** The crew: the named workers, their roles and what they run on. */
@NullMarked
package dev.yardmaster.agent;

import org.jspecify.annotations.NullMarked;
