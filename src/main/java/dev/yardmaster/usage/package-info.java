/** What the crew consumes, in tokens and US dollars, and the daily budgets for it. */
@NullMarked
package dev.yardmaster.usage;

import org.jspecify.annotations.NullMarked;
