/** The usage of the agents in tokens and US dollars, and the budgets that bound it. */
@NullMarked
package dev.yardmaster.usage;

import org.jspecify.annotations.NullMarked;
