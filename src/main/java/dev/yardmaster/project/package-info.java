/** Projects: git repositories with defaults for the agents that work on them. */
@NullMarked
package dev.yardmaster.project;

import org.jspecify.annotations.NullMarked;
