/** Plans: named groups of tasks. The tasks of a plan start only while the plan is active. */
@NullMarked
package dev.yardmaster.plan;

import org.jspecify.annotations.NullMarked;
