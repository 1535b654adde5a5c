/** What needs people: one list of all that waits for a person, each with its next action. */
@NullMarked
package dev.yardmaster.needs;

import org.jspecify.annotations.NullMarked;
