/** The settings of the workspace: defaults of all agents. */
@NullMarked
package dev.yardmaster.settings;

import org.jspecify.annotations.NullMarked;
