/** The crew: agents, their roles, and the providers, models and executables that they run on. */
@NullMarked
package dev.yardmaster.agent;

import org.jspecify.annotations.NullMarked;
