/** What users have set for the whole service: the defaults of all agents, and executables of their own. */
@NullMarked
package dev.yardmaster.settings;

import org.jspecify.annotations.NullMarked;
