/** Projects: git repositories with what holds for the agents that work on them. */
@NullMarked
package dev.yardmaster.project;

import org.jspecify.annotations.NullMarked;
