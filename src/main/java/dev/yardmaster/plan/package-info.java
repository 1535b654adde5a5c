/** The plans: tasks that belong together, and are held back until their plan is active. */
@NullMarked
package dev.yardmaster.plan;

import org.jspecify.annotations.NullMarked;
